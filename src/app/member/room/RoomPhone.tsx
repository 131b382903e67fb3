import { useQueryClient } from '@tanstack/react-query'
import { RefreshCw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { DialIn as DialInInfo } from '../../../contract/phone.ts'
import type { Room } from '../../../contract/rooms.ts'
import { DialIn } from '../../parts/DialIn.tsx'
import { formatDate, groupPin } from '../../parts/format.ts'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { useMember } from '../parts/context.tsx'
import { useDialogRoute } from '../parts/dialog-route.ts'
import { useNotify } from '../parts/notify.tsx'
import { RenewPinDialog } from './RenewPinDialog.tsx'

/** The room's phone numbers and PIN; its hosts can change the PIN, and read who changed it last. */
export function RoomPhone({ room, dialIn }: { room: Room; dialIn: DialInInfo }) {
  const { t } = useTranslation(['rooms', 'settings'])
  const { language } = useMember()
  const renew = useDialogRoute('pin')
  const onRenewed = useRenewed()
  const { pinRenewed: renewed } = room
  const isHost = room.role !== 'starter'
  return (
    <Card>
      <DialIn room={room.address} dialIn={dialIn} language={language} />
      {room.isPhoneForHosts && <p className="quiet">{t('settings:phone_hidden')}</p>}
      {renewed && (
        <p className="quiet">
          {t('pin_changed_by', { name: renewed.by, date: formatDate(renewed.at, language) })}
        </p>
      )}
      {isHost && (
        <div className="menu-list">
          <Button kind="quiet" onClick={renew.open}>
            <RefreshCw aria-hidden />
            {t('pin_change')}
          </Button>
        </div>
      )}
      {isHost && renew.isOpen && (
        <RenewPinDialog
          room={room}
          pin={dialIn.pin}
          onRenewed={(changed) => {
            onRenewed(changed)
            renew.close()
          }}
          onClose={renew.close}
        />
      )}
    </Card>
  )
}

/** Shows the new PIN at once; invitations that were read say the one before. */
function useRenewed(): (room: Room) => void {
  const { t } = useTranslation('rooms')
  const { client } = useMember()
  const queries = useQueryClient()
  const notify = useNotify()
  return (room) => {
    const { queryKey } = client.query('rooms.get', { path: { room: room.address } })
    queries.setQueryData<Room>(queryKey, room)
    void queries.invalidateQueries({ queryKey: ['invitations.get'] })
    const isLater = room.dialIn?.renewed ?? false
    const pin = groupPin(room.dialIn?.pin ?? '')
    notify({ kind: 'good', text: isLater ? t('pin_changed_later') : t('pin_changed', { pin }) })
  }
}
