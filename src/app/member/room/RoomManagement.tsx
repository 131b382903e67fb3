import { useQueryClient } from '@tanstack/react-query'
import { Archive, ArchiveRestore, Link2, type LucideIcon, PencilLine, Trash2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { Room } from '../../../contract/rooms.ts'
import { paths } from '../../paths.ts'
import { Button } from '../../ui/Button.tsx'
import { useMember } from '../parts/context.tsx'
import { useDialogRoute } from '../parts/dialog-route.ts'
import { useNotify } from '../parts/notify.tsx'
import { AddressDialog } from './AddressDialog.tsx'
import { ArchiveRoomDialog } from './ArchiveRoomDialog.tsx'
import { useUnarchive } from './archive.ts'
import { DeleteRoomDialog } from './DeleteRoomDialog.tsx'
import { RenameDialog } from './RenameDialog.tsx'

/** Rare changes of a room: its name, its address, archiving, deleting. */
export function RoomManagement({ room }: { room: Room }) {
  const { t } = useTranslation('rooms')
  const rename = useDialogRoute('rename')
  const move = useDialogRoute('address')
  const remove = useDialogRoute('delete')
  const archive = useDialogRoute('archive')
  const unarchive = useUnarchive(room)
  const { onRenamed, onMoved, onArchived, onDeleted } = useOutcomes(room)

  return (
    <section className="card">
      <h2>{t('manage')}</h2>
      <ul className="plain-list menu-list">
        <Item icon={PencilLine} label={t('rename')} onClick={rename.open} />
        <Item icon={Link2} label={t('choose_address')} onClick={move.open} />
        {room.archivedAt === null ? (
          <Item icon={Archive} label={t('archive')} onClick={archive.open} />
        ) : (
          <Item icon={ArchiveRestore} label={t('unarchive')} onClick={() => unarchive.mutate()} />
        )}
        <Item icon={Trash2} label={t('delete')} onClick={remove.open} />
      </ul>
      {rename.isOpen && <RenameDialog room={room} onSaved={onRenamed} onClose={rename.close} />}
      {move.isOpen && <AddressDialog room={room} onSaved={onMoved} onClose={move.close} />}
      {archive.isOpen && (
        <ArchiveRoomDialog
          room={room}
          onArchived={(archived) => {
            onArchived(archived)
            archive.close()
          }}
          onClose={archive.close}
        />
      )}
      {remove.isOpen && <DeleteRoomDialog room={room} onDeleted={onDeleted} onClose={remove.close} />}
    </section>
  )
}

function Item({ icon: Icon, label, onClick }: { icon: LucideIcon; label: string; onClick: () => void }) {
  return (
    <li>
      <Button kind="quiet" onClick={onClick}>
        <Icon aria-hidden />
        {label}
      </Button>
    </li>
  )
}

/** Consequences of a change: what is said, and where one is led. */
function useOutcomes(room: Room) {
  const { t } = useTranslation('rooms')
  const { client } = useMember()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const notify = useNotify()
  const show = (changed: Room) => {
    const { queryKey } = client.query('rooms.get', { path: { room: changed.address } })
    queries.setQueryData(queryKey, changed)
  }
  return {
    onRenamed: show,
    onMoved: (moved: Room) => {
      show(moved)
      navigate(paths.roomSettings(moved.address), { replace: true })
    },
    onArchived: (archived: Room) => {
      show(archived)
      notify({ kind: 'good', text: t('archived', { room: room.name }) })
    },
    onDeleted: () => {
      notify({ kind: 'good', text: t('deleted', { room: room.name }) })
      navigate(paths.home, { replace: true })
    },
  }
}
