import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Room } from '../../../../contract/rooms.ts'
import { ConfirmDialog } from '../../parts/ConfirmDialog.tsx'
import { useSettings } from './use-settings.ts'

/** A dialog at `?phone`: the consequences of showing guests the PIN of a guarded room. */
export function PhoneDialog({ room, onClose }: { room: Room; onClose: () => void }) {
  const { t } = useTranslation(['settings', 'rooms'])
  const { save } = useSettings(room)
  const agree = useMutation({
    mutationFn: () => save({ phoneForGuests: true }, t('phone_shown')),
    onSuccess: onClose,
  })
  return (
    <ConfirmDialog
      title={t('phone_title')}
      action={agree.isPending ? t('rooms:saving') : t('phone_agree')}
      isBusy={agree.isPending}
      problem={agree.error}
      onConfirm={() => agree.mutate()}
      onClose={onClose}
    >
      <ul>
        <li>{t('phone_truth_door')}</li>
        <li>{t('phone_truth_pin')}</li>
        <li>{t('phone_truth_shown')}</li>
      </ul>
    </ConfirmDialog>
  )
}
