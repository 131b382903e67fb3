import type { Room } from '../../../contract/rooms.ts'
import { HostedRoom } from '../room/HostedRoom.tsx'
import { RoomPlans } from '../room/plans/RoomPlans.tsx'
import { RoomFeedback } from '../room/RoomFeedback.tsx'
import { RoomLink } from '../room/RoomLink.tsx'
import { RoomMeeting } from '../room/RoomMeeting.tsx'
import { RoomPhone } from '../room/RoomPhone.tsx'
import { RoomPresentations } from '../room/RoomPresentations.tsx'
import { RoomRecordings } from '../room/RoomRecordings.tsx'

/** One room, for its hosts: go in, invite, recordings. */
export function RoomPage() {
  return <HostedRoom>{(room) => <RoomParts room={room} />}</HostedRoom>
}

/** Only what the reader may do there: whoever may only start sees the meeting and the link. */
function RoomParts({ room }: { room: Room }) {
  return (
    <div className="room-page">
      <div className="room-main">
        <RoomMeeting room={room} />
        <RoomLink room={room} />
        <RoomPlans room={room} />
        {room.standing !== 'starter' && <RoomPresentations room={room} />}
        {room.standing !== 'starter' && <RoomRecordings room={room} />}
        {room.standing !== 'starter' && <RoomFeedback room={room} />}
      </div>
      <div className="room-side">{room.dialIn && <RoomPhone room={room} dialIn={room.dialIn} />}</div>
    </div>
  )
}
