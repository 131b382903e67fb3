import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Room } from '../../../contract/rooms.ts'
import { ConfirmDialog } from '../parts/ConfirmDialog.tsx'
import { useMember } from '../parts/context.tsx'

interface EndMeetingDialogProps {
  room: Room
  onEnded: () => void
  onClose: () => void
}

/** Asks before everybody is sent out of the meeting, at `/{room}?end`. */
export function EndMeetingDialog({ room, onEnded, onClose }: EndMeetingDialogProps) {
  const { t } = useTranslation('rooms')
  const { client } = useMember()
  const end = useMutation({
    mutationFn: () => client.call('meetings.end', { path: { room: room.address } }),
    onSuccess: onEnded,
  })
  return (
    <ConfirmDialog
      title={t('end_title')}
      action={t('end_action')}
      isDangerous
      isBusy={end.isPending}
      problem={end.error}
      onConfirm={() => end.mutate()}
      onClose={onClose}
    >
      <p>{t('end_text')}</p>
    </ConfirmDialog>
  )
}
