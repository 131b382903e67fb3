import { ArchiveRestore } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { ListedRoom } from '../../../contract/rooms.ts'
import { formatDate } from '../../parts/format.ts'
import { paths } from '../../paths.ts'
import { Button } from '../../ui/Button.tsx'
import { useMember } from '../parts/context.tsx'
import { useUnarchive } from '../room/archive.ts'

interface ArchivedRoomsProps {
  rooms: readonly ListedRoom[]
  /** There are no others. */
  isOpenAtFirst: boolean
}

/** Rooms that are out of the way, folded until somebody looks for one. */
export function ArchivedRooms({ rooms, isOpenAtFirst }: ArchivedRoomsProps) {
  const { t } = useTranslation('rooms')
  return (
    <details className="archived-rooms fold" open={isOpenAtFirst}>
      <summary>{t('archive_rooms')}</summary>
      <p className="quiet">{t('archive_rooms_text')}</p>
      <ul className="plain-list row-list">
        {rooms.map((room) => (
          <li key={room.address} className="row">
            <ArchivedRoom room={room} />
          </li>
        ))}
      </ul>
    </details>
  )
}

function ArchivedRoom({ room }: { room: ListedRoom }) {
  const { t } = useTranslation('rooms')
  const { language } = useMember()
  const unarchive = useUnarchive(room)
  return (
    <>
      <div>
        <p className="row-title">
          <Link to={paths.room(room.address)}>{room.name}</Link>
        </p>
        <p className="quiet">{t('archived_state', { date: formatDate(room.archivedAt ?? 0, language) })}</p>
      </div>
      {room.role === 'manager' && (
        <Button
          busy={unarchive.isPending}
          aria-label={t('unarchive_of', { room: room.name })}
          onClick={() => unarchive.mutate()}
        >
          <ArchiveRestore aria-hidden />
          {t('unarchive')}
        </Button>
      )}
    </>
  )
}
