import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { ListedRoom } from '../../../contract/rooms.ts'
import { useMember } from '../parts/context.tsx'
import { useNotify } from '../parts/notify.tsx'
import { useProblemText } from '../parts/problems.tsx'

/** Takes a room out of the archive, and says so. */
export function useUnarchive(room: ListedRoom) {
  const { t } = useTranslation('rooms')
  const { client } = useMember()
  const queries = useQueryClient()
  const notify = useNotify()
  const problemText = useProblemText()
  return useMutation({
    mutationFn: () =>
      client.call('rooms.change', { path: { room: room.address }, body: { archived: false } }),
    onSuccess: async (changed) => {
      const { queryKey } = client.query('rooms.get', { path: { room: changed.address } })
      queries.setQueryData(queryKey, changed)
      notify({ kind: 'good', text: t('unarchived', { room: room.name }) })
      await queries.invalidateQueries({ queryKey: client.query('rooms.list', {}).queryKey })
    },
    onError: (problem) =>
      notify({
        kind: 'bad',
        text: `${t('unarchive_failed', { room: room.name })} ${problemText(problem)}`,
      }),
  })
}
