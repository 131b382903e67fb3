import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Room } from '../../../contract/rooms.ts'
import { ConfirmDialog } from '../parts/ConfirmDialog.tsx'
import { useMember } from '../parts/context.tsx'

interface RemoveCodeDialogProps {
  room: Room
  onRemoved: () => void
  onClose: () => void
}

/** Asks before everybody with the link may come in, at `/{room}?no-code`. */
export function RemoveCodeDialog({ room, onRemoved, onClose }: RemoveCodeDialogProps) {
  const { t } = useTranslation('rooms')
  const { client } = useMember()
  const remove = useMutation({
    mutationFn: () => client.call('accessCode.remove', { path: { room: room.address } }),
    onSuccess: onRemoved,
  })
  return (
    <ConfirmDialog
      title={t('code_remove_title')}
      action={t('code_remove')}
      isBusy={remove.isPending}
      problem={remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      <p>{t('code_remove_text')}</p>
    </ConfirmDialog>
  )
}
