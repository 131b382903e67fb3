import type { Parts } from '../parts.ts'
import type { Recordings } from '../recordings/recordings.ts'
import type { Servers } from '../servers/servers.ts'
import type { Poll, Watch } from '../servers/watch.ts'
import { changeMeeting, type Meeting, markEnded } from './store.ts'

type LiveParts = Pick<Parts, 'store' | 'now' | 'log'>

/**
 * Keeps our rows true to what the servers say. A meeting is over only when its server says so: it is missing
 * from a poll that began after our last successful call about it, and getMeetingInfo answers `notFound`.
 */
export function followMeetings(
  parts: LiveParts,
  servers: Servers,
  watch: Watch,
  recordings: Pick<Recordings, 'expect'>,
  opened: (roomId: string) => void,
): void {
  const { store, now } = parts

  watch.onPoll(async (poll) => {
    if (poll.snapshot.state !== 'up' || poll.snapshot.asOf === null || poll.snapshot.asOf < poll.beganAt)
      return
    const rows = await store
      .selectFrom('meetings')
      .selectAll()
      .where('server', '=', poll.server.id)
      .where('state', '=', 'running')
      .where('ended_at', 'is', null)
      .execute()
    for (const row of rows) await followOne(row, poll)
    await endWhatWasLeft(poll)
  })

  async function followOne(row: Meeting, poll: Poll): Promise<void> {
    const live = poll.snapshot.meetings.get(row.id)
    if (live && !live.forciblyEnded) {
      if (live.running && row.opened_at === null) await changeMeeting(store, row.id, { opened_at: now() })
      if (live.running) opened(row.room_id)
      return
    }
    if (row.confirmed_at >= poll.beganAt) return
    const found = await poll.server.bbb.meeting(row.id).catch(() => undefined)
    if (found === undefined) return
    if (found && !found.forciblyEnded) await changeMeeting(store, row.id, { confirmed_at: now() })
    else await end(row)
  }

  async function end(row: Meeting): Promise<void> {
    if (!(await markEnded(store, row.id, { ended_at: now() }))) return
    if (row.recording_allowed === 1) await recordings.expect(row.id)
  }

  /** Meetings that a host left for another server, when theirs answers again. */
  async function endWhatWasLeft(poll: Poll): Promise<void> {
    const rows = await store
      .selectFrom('meetings')
      .selectAll()
      .where('server', '=', poll.server.id)
      .where('end_pending', '=', 1)
      .execute()
    for (const row of rows) {
      const done = await servers
        .get(row.server)
        ?.bbb.end(row.id)
        .then(() => true)
        .catch(() => false)
      if (!done) continue
      await changeMeeting(store, row.id, { end_pending: 0 })
      if (row.recording_allowed === 1) await recordings.expect(row.id)
      parts.log.info({ server: row.server, meeting: row.id }, 'ended a meeting that was left behind')
    }
  }
}
