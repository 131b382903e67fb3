import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Room } from '../../../contract/rooms.ts'
import { ConfirmDialog } from '../parts/ConfirmDialog.tsx'
import { useMember } from '../parts/context.tsx'

interface ArchiveRoomDialogProps {
  room: Room
  onArchived: (room: Room) => void
  onClose: () => void
}

/** Asks before the room is put out of the way, at `/{room}/settings?archive`. */
export function ArchiveRoomDialog({ room, onArchived, onClose }: ArchiveRoomDialogProps) {
  const { t } = useTranslation('rooms')
  const { client } = useMember()
  const archive = useMutation({
    mutationFn: () => client.call('rooms.change', { path: { room: room.address }, body: { archived: true } }),
    onSuccess: onArchived,
  })
  return (
    <ConfirmDialog
      title={t('archive_title', { room: room.name })}
      action={archive.isPending ? t('archiving') : t('archive')}
      isBusy={archive.isPending}
      problem={archive.error}
      onConfirm={() => archive.mutate()}
      onClose={onClose}
    >
      <p>{t('archive_text')}</p>
    </ConfirmDialog>
  )
}
