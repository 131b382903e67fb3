import type { Parts } from '../parts.ts'
import type { Poll, Watch } from '../servers/watch.ts'
import { writeIfPossible } from '../store/later.ts'
import type { Endings } from './endings.ts'
import { changeMeeting, forgetMeeting, isLeased, type Meeting, takeLease } from './store.ts'
import { createTurns } from './turns.ts'

/** A balancer with a node that hangs must not keep its server from being polled, nor starts from their place. */
const turns = { atOnce: 4, patience: 2_000 }

/**
 * Keeps our rows true to what the servers say. A meeting is over only when its server says so: it is missing
 * from a poll that began after our last successful call about it, and getMeetingInfo answers `notFound`.
 * @param opened called for each room whose meeting has people in it, at every poll
 */
export function followMeetings(
  { store, now, log }: Pick<Parts, 'store' | 'now' | 'log'>,
  watch: Pick<Watch, 'onPoll'>,
  endings: Endings,
  opened: (roomId: string) => void,
): void {
  const inTurns = createTurns(turns)

  watch.onPoll(async (poll) => {
    if (!poll.answered) return
    const rows = await store
      .selectFrom('meetings')
      .selectAll()
      .where('server', '=', poll.server.id)
      .where('ended_at', 'is', null)
      .execute()
    const unsure: Meeting[] = []
    for (const row of rows) if (!(await isSeen(row, poll))) unsure.push(row)
    await inTurns(poll.server.id, unsure, (row) =>
      row.state === 'starting' ? settleStart(row, poll) : askAbout(row, poll),
    )
    await endings.settle(poll.server)
  })

  /** @returns whether the poll says all that there is to know */
  async function isSeen(row: Meeting, poll: Poll): Promise<boolean> {
    if (row.state === 'starting') return isLeased(row, poll.beganAt)
    const live = poll.snapshot.meetings.get(row.id)
    if (!live || live.forciblyEnded) return row.confirmed_at >= poll.beganAt
    if (live.running) opened(row.room_id)
    if (live.running && row.opened_at === null)
      await writeIfPossible(log, 'since when a meeting is open', () =>
        changeMeeting(store, row.id, { opened_at: now() }),
      )
    return true
  }

  /** A start whose outcome nobody heard, and whose starter is gone: its server says whether it took effect. */
  async function settleStart(row: Meeting, poll: Poll): Promise<void> {
    const found = await poll.server.bbb.meeting(row.id).catch(() => undefined)
    if (found === undefined || !(await takeLease(store, row, now() + 1_000))) return
    if (!found) return await forgetMeeting(store, row.id)
    const { createTime, voiceBridge } = found
    await changeMeeting(store, row.id, {
      state: 'running',
      create_time: createTime,
      voice_bridge: voiceBridge,
      confirmed_at: now(),
    })
  }

  async function askAbout(row: Meeting, poll: Poll): Promise<void> {
    const found = await poll.server.bbb.meeting(row.id).catch(() => undefined)
    if (found === undefined) return
    if (found && !found.forciblyEnded) await changeMeeting(store, row.id, { confirmed_at: now() })
    else await endings.end(row)
  }
}
