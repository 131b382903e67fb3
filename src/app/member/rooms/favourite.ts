import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { ListedRoom, RoomList } from '../../../contract/rooms.ts'
import { useMember } from '../parts/context.tsx'
import { useNotify } from '../parts/notify.tsx'
import { useProblemText } from '../parts/problems.tsx'

/** Puts a room first in the reader's list, or no longer: shown at once, undone and said when it fails. */
export function useFavourite(room: ListedRoom): () => void {
  const { t } = useTranslation('rooms')
  const { client } = useMember()
  const queries = useQueryClient()
  const notify = useNotify()
  const problemText = useProblemText()
  const { queryKey } = client.query('rooms.list', {})

  const show = (favourite: boolean) =>
    queries.setQueryData<RoomList>(queryKey, (list) => list && withFavourite(list, room.address, favourite))

  const { mutate } = useMutation({
    mutationFn: (favourite: boolean) =>
      client.call('rooms.favourite', { path: { room: room.address }, body: { favourite } }),
    onMutate: async (favourite) => {
      await queries.cancelQueries({ queryKey })
      show(favourite)
    },
    onError: (problem, favourite) => {
      show(!favourite)
      notify({ kind: 'bad', text: `${t('favourite_failed')} ${problemText(problem)}` })
    },
    onSettled: () => queries.invalidateQueries({ queryKey }),
  })
  return () => mutate(!room.favourite)
}

function withFavourite(list: RoomList, address: string, favourite: boolean): RoomList {
  const rooms = list.rooms.map((room) => (room.address === address ? { ...room, favourite } : room))
  return { ...list, rooms }
}
