import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Room } from '../../../contract/rooms.ts'
import { ConfirmDialog } from '../parts/ConfirmDialog.tsx'
import { useMember } from '../parts/context.tsx'

interface DeleteRoomDialogProps {
  room: Room
  onDeleted: () => void
  onClose: () => void
}

/** Asks before the room is deleted, at `/{room}?delete`. */
export function DeleteRoomDialog({ room, onDeleted, onClose }: DeleteRoomDialogProps) {
  const { t } = useTranslation('rooms')
  const { client } = useMember()
  const remove = useMutation({
    mutationFn: () => client.call('rooms.delete', { path: { room: room.address } }),
    onSuccess: onDeleted,
  })
  return (
    <ConfirmDialog
      title={t('delete_title', { room: room.name })}
      action={remove.isPending ? t('deleting') : t('delete')}
      isDangerous
      isBusy={remove.isPending}
      problem={remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      <p>{t('delete_text')}</p>
    </ConfirmDialog>
  )
}
