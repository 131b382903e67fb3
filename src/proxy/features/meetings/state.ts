import type { MeetingState } from '../../../contract/rooms.ts'
import { answers } from '../servers/answers.ts'
import { type Servers, serverName } from '../servers/servers.ts'
import type { Watch } from '../servers/snapshot.ts'
import { type Meeting, requestOf } from './store.ts'

/**
 * The state of a room's meeting, from our row and what its server said last.
 * "Running" has three values: a server that does not answer, or does not confirm it, makes it unknown, never "no".
 */
export function meetingState(
  meeting: Meeting | undefined,
  servers: Servers,
  watch: Pick<Watch, 'snapshot'>,
): MeetingState {
  if (!meeting) return { state: 'none' }
  const server = serverName(servers, meeting.server)
  const snapshot = watch.snapshot(meeting.server)
  const asOf = Math.max(snapshot.asOf ?? 0, meeting.confirmedAt)
  if (!answers(snapshot)) {
    const since = snapshot.since ?? meeting.createdAt
    return { state: 'unknown', why: 'silent', since, server, asOf: snapshot.asOf }
  }
  if (meeting.unconfirmedSince !== null) {
    const { unconfirmedSince: since, confirmedAt } = meeting
    return { state: 'unknown', why: 'unconfirmed', since, server, asOf: confirmedAt }
  }
  if (meeting.state === 'starting') return { state: 'starting', since: meeting.createdAt }
  const live = snapshot.meetings.get(meeting.id)
  // Its server lists it in words that cannot be read, or has a list without it and has not been asked about it yet.
  const isMissing = snapshot.listedAt !== null && meeting.confirmedAt < snapshot.listedAt
  if (!live && (snapshot.unreadable.has(meeting.id) || isMissing)) {
    const since = snapshot.listedAt ?? meeting.confirmedAt
    return { state: 'unknown', why: 'unconfirmed', since, server, asOf: meeting.confirmedAt }
  }
  const { welcomeCut } = requestOf(meeting)
  const common = { endsAt: endOf(meeting), welcomeCut, server, asOf }
  if (!live?.running) return { state: 'empty', since: meeting.createTime ?? meeting.createdAt, ...common }
  const since = meeting.openedAt ?? live.startedAt ?? live.createTime
  return { state: 'open', since, participants: live.participants, ...common }
}

/** BBB counts the minutes of a meeting from its creation. */
function endOf(meeting: Meeting): number | null {
  const { minutes } = requestOf(meeting).settings
  return minutes ? (meeting.createTime ?? meeting.createdAt) + minutes * 60_000 : null
}
