import { useMutation, useQueryClient } from '@tanstack/react-query'
import { RotateCcw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ListedRoom } from '../../../contract/rooms.ts'
import { Button } from '../../ui/Button.tsx'
import { useNow } from '../parts/clock.ts'
import { useMember } from '../parts/context.tsx'
import { useNotify } from '../parts/notify.tsx'
import { useProblemText } from '../parts/problems.tsx'

const day = 24 * 60 * 60 * 1000

/** Rooms that were deleted and can still be had back. */
export function DeletedRooms({ rooms }: { rooms: readonly ListedRoom[] }) {
  const { t } = useTranslation('rooms')
  return (
    <section className="deleted-rooms">
      <h2>{t('deleted_title')}</h2>
      <p className="quiet">{t('deleted_text')}</p>
      <ul className="plain-list row-list">
        {rooms.map((room) => (
          <li key={room.address}>
            <DeletedRoom room={room} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function DeletedRoom({ room }: { room: ListedRoom }) {
  const { t } = useTranslation('rooms')
  const { client } = useMember()
  const queries = useQueryClient()
  const notify = useNotify()
  const problemText = useProblemText()
  const now = useNow()
  const restore = useMutation({
    mutationFn: () => client.call('rooms.restore', { path: { room: room.address } }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: client.query('rooms.list', {}).queryKey })
      notify({ kind: 'good', text: t('restored', { room: room.name }) })
    },
    onError: (problem) =>
      notify({ kind: 'bad', text: `${t('restore_failed', { room: room.name })} ${problemText(problem)}` }),
  })
  const daysLeft = room.gone === null ? 0 : Math.max(0, Math.ceil((room.gone - now) / day))

  return (
    <div className="row">
      <div>
        <p className="row-title">{room.name}</p>
        <p className="quiet">{t('days_left', { count: daysLeft })}</p>
      </div>
      <Button
        busy={restore.isPending}
        aria-label={t('restore_room', { room: room.name })}
        onClick={() => restore.mutate()}
      >
        <RotateCcw aria-hidden />
        {t('restore')}
      </Button>
    </div>
  )
}
