import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Room } from '../../../contract/rooms.ts'
import { groupPin } from '../../parts/format.ts'
import { ConfirmDialog } from '../parts/ConfirmDialog.tsx'
import { useMember } from '../parts/context.tsx'

interface RenewPinDialogProps {
  room: Room
  /** The one that callers dial now. */
  pin: string
  onRenewed: (room: Room) => void
  onClose: () => void
}

/** Asks before the room gets another PIN, and says what must be sent out anew, at `/{room}?pin`. */
export function RenewPinDialog({ room, pin, onRenewed, onClose }: RenewPinDialogProps) {
  const { t } = useTranslation('rooms')
  const { client } = useMember()
  const renew = useMutation({
    mutationFn: () => client.call('pin.renew', { path: { room: room.address } }),
    onSuccess: onRenewed,
  })
  return (
    <ConfirmDialog
      title={t('pin_change_title')}
      action={t('pin_change')}
      isBusy={renew.isPending}
      problem={renew.error}
      onConfirm={() => renew.mutate()}
      onClose={onClose}
    >
      <p>
        {t(room.meeting.state === 'none' ? 'pin_change_text' : 'pin_change_running', { pin: groupPin(pin) })}
      </p>
      <p>{t('pin_change_again')}</p>
      <ul>
        <li>{t('pin_change_invitations')}</li>
        <li>{t('pin_change_sheets')}</li>
        <li>{t('pin_change_calendars')}</li>
      </ul>
      <p className="quiet">{t('pin_change_feed')}</p>
    </ConfirmDialog>
  )
}
