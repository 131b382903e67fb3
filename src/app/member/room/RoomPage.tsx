import type { Room } from '../../../contract/rooms.ts'
import { RoomPresentations } from '../presentations/RoomPresentations.tsx'
import { RoomRecordings } from '../recordings/RoomRecordings.tsx'
import { RoomSchedules } from '../schedules/RoomSchedules.tsx'
import { HostedRoom } from './HostedRoom.tsx'
import { RoomFeedback } from './RoomFeedback.tsx'
import { RoomLink } from './RoomLink.tsx'
import { RoomMeeting } from './RoomMeeting.tsx'
import { RoomPhone } from './RoomPhone.tsx'

/** One room, for its hosts: go in, invite, recordings. */
export function RoomPage() {
  return <HostedRoom>{(room) => <RoomDependencies room={room} />}</HostedRoom>
}

/** Only what the reader may do there: whoever may only start sees the meeting and the link. */
function RoomDependencies({ room }: { room: Room }) {
  return (
    <div className="room-page">
      <div className="room-main">
        <RoomMeeting room={room} />
        <RoomLink room={room} />
        <RoomSchedules room={room} />
        {room.role !== 'starter' && <RoomPresentations room={room} />}
        {room.role !== 'starter' && <RoomRecordings room={room} />}
        {room.role !== 'starter' && <RoomFeedback room={room} />}
      </div>
      <div className="room-side">{room.dialIn && <RoomPhone room={room} dialIn={room.dialIn} />}</div>
    </div>
  )
}
