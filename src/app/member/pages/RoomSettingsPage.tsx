import { useTranslation } from 'react-i18next'
import type { Room } from '../../../contract/rooms.ts'
import { HostedRoom } from '../room/HostedRoom.tsx'
import { RoomAccessCode } from '../room/RoomAccessCode.tsx'
import { RoomHostLinks } from '../room/RoomHostLinks.tsx'
import { RoomManagement } from '../room/RoomManagement.tsx'
import { RoomSettings } from '../room/RoomSettings.tsx'

/** What is set in a room once, and holds for its meetings. */
export function RoomSettingsPage() {
  const { t } = useTranslation('rooms')
  return (
    <HostedRoom part={t('settings')} forHosts>
      {(room) => <SettingsParts room={room} />}
    </HostedRoom>
  )
}

function SettingsParts({ room }: { room: Room }) {
  return (
    <div className="room-page">
      <div className="room-main">
        <RoomSettings room={room} />
      </div>
      <div className="room-side">
        <RoomAccessCode room={room} />
        <RoomHostLinks room={room} />
        {room.standing === 'manager' && <RoomManagement room={room} />}
      </div>
    </div>
  )
}
