import type { MeetingState } from '../../contract/rooms.ts'
import { type Servers, serverName } from '../servers/servers.ts'
import type { Watch } from '../servers/watch.ts'
import { type Meeting, requestOf } from './store.ts'

/**
 * What is known about a room's meeting, from our row and the last poll of its server.
 * "Running" has three values: a server that does not answer makes it unknown, never "no".
 */
export function meetingState(
  meeting: Meeting | undefined,
  servers: Servers,
  watch: Pick<Watch, 'snapshot'>,
): MeetingState {
  if (!meeting) return { state: 'none' }
  const server = serverName(servers, meeting.server)
  const snapshot = watch.snapshot(meeting.server)
  if (snapshot.state === 'down' || snapshot.state === 'misconfigured') {
    return { state: 'unknown', since: snapshot.since ?? meeting.created_at, server, asOf: snapshot.asOf }
  }
  // Its server lists it, in words that cannot be read: neither open nor empty.
  if (snapshot.unreadable.has(meeting.id)) {
    return { state: 'unknown', since: snapshot.since ?? meeting.created_at, server, asOf: snapshot.asOf }
  }
  if (meeting.state === 'starting') return { state: 'starting', since: meeting.created_at }
  const live = snapshot.meetings.get(meeting.id)
  const asOf = Math.max(snapshot.asOf ?? 0, meeting.confirmed_at)
  if (!live?.running)
    return {
      state: 'empty',
      since: meeting.create_time ?? meeting.created_at,
      endsAt: endOf(meeting),
      server,
      asOf,
    }
  const since = meeting.opened_at ?? live.startedAt ?? live.createTime
  return { state: 'open', since, endsAt: endOf(meeting), participants: live.participants, server, asOf }
}

/** BBB counts the minutes of a meeting from its creation. */
function endOf(meeting: Meeting): number | null {
  const { durationMinutes } = requestOf(meeting)
  return durationMinutes ? (meeting.create_time ?? meeting.created_at) + durationMinutes * 60_000 : null
}
