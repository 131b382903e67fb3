import { useTranslation } from 'react-i18next'
import type { Room } from '../../../contract/rooms.ts'
import { RoomHostLinks } from '../host-links/RoomHostLinks.tsx'
import { HostedRoom } from './HostedRoom.tsx'
import { RoomAccessCode } from './RoomAccessCode.tsx'
import { RoomManagement } from './RoomManagement.tsx'
import { RoomSettings } from './settings/RoomSettings.tsx'

/** The settings page of a room. */
export function RoomSettingsPage() {
  const { t } = useTranslation('rooms')
  return (
    <HostedRoom part={t('settings')} forHosts>
      {(room) => <SettingsDependencies room={room} />}
    </HostedRoom>
  )
}

function SettingsDependencies({ room }: { room: Room }) {
  return (
    <div className="room-page">
      <div className="room-main">
        <RoomSettings room={room} />
      </div>
      <div className="room-side">
        <RoomAccessCode room={room} />
        <RoomHostLinks room={room} />
        {room.role === 'manager' && <RoomManagement room={room} />}
      </div>
    </div>
  )
}
