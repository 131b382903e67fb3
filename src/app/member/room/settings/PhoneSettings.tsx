import { useTranslation } from 'react-i18next'
import type { Room } from '../../../../contract/rooms.ts'
import { Button } from '../../../ui/Button.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { useDialogRoute } from '../../parts/dialog-route.ts'
import { FlagSetting } from './FlagSetting.tsx'
import { PhoneDialog } from './PhoneDialog.tsx'

/** The phone, and in a guarded room who may read its PIN: guests only once a host has read what that means. */
export function PhoneSettings({ room }: { room: Room }) {
  const { t } = useTranslation('settings')
  const reading = useDialogRoute('phone')
  const { phone, phoneForGuests } = room.settings
  return (
    <>
      <FlagSetting room={room} name="phone" />
      {room.isPhoneForHosts && (
        <Notice kind="careful" title={t('phone_for_hosts')}>
          <p>{t('phone_for_hosts_text')}</p>
          <Button onClick={reading.open}>{t('phone_show')}</Button>
        </Notice>
      )}
      {phone && phoneForGuests && <FlagSetting room={room} name="phoneForGuests" />}
      {reading.isOpen && <PhoneDialog room={room} onClose={reading.close} />}
    </>
  )
}
