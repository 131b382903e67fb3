import { ArrowLeft } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import type { Room } from '../../../contract/rooms.ts'
import { ClientProblem } from '../../client.ts'
import { DialIn } from '../../parts/DialIn.tsx'
import { localText } from '../../parts/format.ts'
import { Card } from '../../ui/Card.tsx'
import { useMember } from '../context.tsx'
import { Page } from '../Page.tsx'
import { Reading, useReading } from '../reading.tsx'
import { RoomAccessCode } from '../room/RoomAccessCode.tsx'
import { RoomLink } from '../room/RoomLink.tsx'
import { RoomManagement } from '../room/RoomManagement.tsx'
import { RoomMeeting } from '../room/RoomMeeting.tsx'
import { RoomRecordings } from '../room/RoomRecordings.tsx'
import { RoomSettings } from '../room/RoomSettings.tsx'
import { useSessionState } from '../session-state.ts'
import './room-page.css'

/** One room, for its hosts: go in, invite, settings, recordings. Others are led to its guests' door. */
export function RoomPage() {
  const { t } = useTranslation('rooms')
  const { language } = useMember()
  const { room: address = '' } = useParams()
  const room = useReading('rooms.get', { path: { room: address } })
  const isNoHost = room.error instanceof ClientProblem && room.error.code === 'room_unknown'

  if (isNoHost) return <GuestDoor room={address} />
  return (
    <Page
      title={room.data?.name ?? t('loading_room')}
      before={
        <Link className="back-link" to="/">
          <ArrowLeft aria-hidden />
          {t('back')}
        </Link>
      }
      below={room.data && localText(room.data.organisation.name, language)}
    >
      <Reading query={room} loading="">
        {(known) => <RoomParts key={known.address} room={known} />}
      </Reading>
    </Page>
  )
}

function RoomParts({ room }: { room: Room }) {
  const { language } = useMember()
  return (
    <div className="room-page">
      <div className="room-main">
        <RoomMeeting room={room} />
        <RoomLink room={room} />
        <RoomAccessCode room={room} />
        <RoomRecordings room={room} />
      </div>
      <div className="room-side">
        {room.dialIn && (
          <Card>
            <DialIn dialIn={room.dialIn} language={language} />
          </Card>
        )}
        <RoomSettings room={room} />
        <RoomManagement room={room} />
      </div>
    </div>
  )
}

/** The join page knows the member's name already. */
function GuestDoor({ room }: { room: string }) {
  const { browser } = useMember()
  const state = useSessionState()
  const name = state.status === 'signed_in' ? state.name : null
  useEffect(() => {
    if (name !== null && localStorage.getItem('foyer.name') === null) localStorage.setItem('foyer.name', name)
    browser.replace(`/${encodeURIComponent(room)}?guest`)
  }, [browser, name, room])
  return null
}
