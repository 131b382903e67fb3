import { asFailure, BbbFailure } from '../../bbb/failure.ts'
import type { LiveMeeting } from '../../bbb/meeting.ts'
import type { Environment } from '../../platform/environment/environment.ts'
import { writeIfPossible } from '../../platform/store/later.ts'
import { answers } from '../servers/answers.ts'
import type { Poll, Watch } from '../servers/snapshot.ts'
import type { Endings } from './endings.ts'
import { createFairQueue } from './fair-queue.ts'
import { isOver } from './over.ts'
import {
  changeMeeting,
  confirmMeeting,
  forgetMeeting,
  hasOutlivedEnd,
  isLeased,
  type Meeting,
  takeLease,
} from './store.ts'

/** A balancer with a node that hangs must not keep its server from being polled, nor starts from their place. */
const turns = { atOnce: 4, timeout: 2_000 }

/** A listed meeting is unconfirmed once its server failed so often in a row to say anything about it. */
const failuresUntilUnconfirmed = 2

/** Milliseconds after which it is written again that a meeting, which no list has, is there. */
const confirmedFor = 5_000

/** The last answers of a server about one meeting, where it did not say that the meeting is there. */
interface Doubts {
  /** Failures in a row. */
  failures: number
  /** Since when it has answered nothing but "not found", and had no list; epoch milliseconds. */
  notFoundSince: number | null
}

/**
 * Keeps our rows true to what the servers say. A server is asked about a meeting by itself where its list does not
 * have it, cannot be read, or is in doubt; and about one of the listed ones with every poll, in turn, because a
 * balancer may list meetings of a machine that is gone.
 * @param opened called for each room whose meeting has people in it, at every poll
 */
export function followMeetings(
  { store, now, log }: Pick<Environment, 'store' | 'now' | 'log'>,
  watch: Pick<Watch, 'onPoll' | 'learn' | 'keepLearnt'>,
  endings: Endings,
  opened: (roomId: string) => void,
): void {
  const fairQueue = createFairQueue(turns)
  /** By server and meetingID; of meetings that are not over. */
  const doubts = new Map<string, Map<string, Doubts>>()
  /** The listed meeting that was asked about last, by server. */
  const lastChecked = new Map<string, string>()

  watch.onPoll(async (poll) => {
    const { server, snapshot } = poll
    // One lost answer of a server that worked says nothing yet.
    if (!answers(snapshot) || (poll.list === null && snapshot.state === 'up')) return
    const rows = await store
      .selectFrom('meetings')
      .selectAll()
      .where('server', '=', server.id)
      .where('endedAt', 'is', null)
      .execute()
    const ids = new Set(rows.map(({ id }) => id))
    watch.keepLearnt(server.id, ids)
    const doubted = doubtsAt(server.id)
    for (const id of doubted.keys()) if (!ids.has(id)) doubted.delete(id)
    const unsure: Meeting[] = []
    const seen: Meeting[] = []
    for (const row of rows) (isSeen(row, poll) ? seen : unsure).push(row)
    for (const row of seen) await noteOpen(row, poll.list?.meetings.get(row.id))
    await fairQueue(server.id, [...unsure, ...nextToCheck(seen, poll)], (row) =>
      row.state === 'starting' ? settleStart(row, poll) : askAbout(row, poll),
    )
    await endings.settle(server, (id) => poll.list?.meetings.has(id) ?? false)
  })

  function doubtsAt(server: string): Map<string, Doubts> {
    const known = doubts.get(server) ?? new Map<string, Doubts>()
    doubts.set(server, known)
    return known
  }

  /** Whether the poll says all that there is to know. */
  function isSeen(row: Meeting, poll: Poll): boolean {
    if (row.state === 'starting') return isLeased(row, poll.beganAt)
    const live = poll.list?.meetings.get(row.id)
    if (!live || live.forciblyEnded) return poll.list !== null && row.confirmedAt >= poll.beganAt
    // People in a meeting that does not run: a balancer says so of a machine that it does not reach.
    const isOdd = live.participants > 0 && !live.running
    const isDoubted = row.unconfirmedSince !== null || doubtsAt(row.server).has(row.id)
    return !isOdd && !isDoubted && !hasOutlivedEnd(row, now())
  }

  /** One of the listed meetings, another with each poll. */
  function nextToCheck(seen: readonly Meeting[], { server, list }: Poll): Meeting[] {
    const listed = seen
      .filter(({ id, state }) => state === 'running' && list?.meetings.has(id))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    const next = listed.find(({ id }) => id > (lastChecked.get(server.id) ?? '')) ?? listed[0]
    if (next) lastChecked.set(server.id, next.id)
    return next ? [next] : []
  }

  async function noteOpen(row: Meeting, live: LiveMeeting | undefined): Promise<void> {
    if (!live?.running || live.forciblyEnded) return
    opened(row.roomId)
    if (row.openedAt === null) await note(row, { openedAt: now() })
  }

  /** A start whose outcome nobody heard, and whose starter is gone: its server says whether it took effect. */
  async function settleStart(row: Meeting, poll: Poll): Promise<void> {
    const listed = poll.list?.meetings.get(row.id)
    const found = listed ?? (await poll.server.bbb.meeting(row.id).catch(() => undefined))
    if (found === undefined) return
    if (!found && !isOver(row, poll, now(), null)) return
    if (!(await takeLease(store, row, now() + 1_000))) return
    if (!found) return await forgetMeeting(store, row)
    const { createTime, voiceBridge } = found
    await changeMeeting(store, row.id, {
      state: 'running',
      createTime,
      voiceBridge,
      confirmedAt: now(),
      unconfirmedSince: null,
    })
  }

  async function askAbout(row: Meeting, poll: Poll): Promise<void> {
    const { id } = row
    const found = await poll.server.bbb.meeting(id).catch(asFailure)
    if (found instanceof BbbFailure) return await noteFailure(row, poll)
    const doubted = doubtsAt(poll.server.id)
    const notFoundSince = doubted.get(id)?.notFoundSince ?? null
    doubted.delete(id)
    if (found && !found.forciblyEnded) {
      watch.learn(poll.server.id, id, found)
      if (isNews(row, poll)) await ifPossible(() => confirmMeeting(store, row, now()))
      return await noteOpen(row, found)
    }
    if (found || isOver(row, poll, now(), notFoundSince)) {
      watch.learn(poll.server.id, id, null)
      return await endings.end(row)
    }
    if (poll.list === null) {
      doubted.set(id, { failures: 0, notFoundSince: notFoundSince ?? now() })
      return await doubt(row)
    }
    // Listed and not found: a balancer's own list lags behind, and the machine has the meeting.
    if (row.unconfirmedSince !== null) await note(row, { unconfirmedSince: null })
  }

  /** Whether it changes what is stored that its server has just found it. */
  function isNews(row: Meeting, { list }: Poll): boolean {
    const isStale = !list?.meetings.has(row.id) && Math.abs(now() - row.confirmedAt) > confirmedFor
    return isStale || row.unconfirmedSince !== null || hasOutlivedEnd(row, now())
  }

  /** Notes a meeting as unknown at once that the list lacks and its server cannot speak of. */
  async function noteFailure(row: Meeting, poll: Poll): Promise<void> {
    const doubted = doubtsAt(poll.server.id)
    const failures = (doubted.get(row.id)?.failures ?? 0) + 1
    // A failure is not "not found": whether the meeting is gone is counted from the start again.
    doubted.set(row.id, { failures, notFoundSince: null })
    const isListed = poll.list === null || poll.list.meetings.has(row.id)
    if (!isListed || failures >= failuresUntilUnconfirmed) await doubt(row)
  }

  async function doubt(row: Meeting): Promise<void> {
    if (row.unconfirmedSince === null) await note(row, { unconfirmedSince: now() })
  }

  async function note(row: Meeting, change: Partial<Meeting>): Promise<void> {
    await ifPossible(() => changeMeeting(store, row.id, change))
  }

  /** Writes if it can: a note stops no poll while the store cannot be written. */
  async function ifPossible(write: () => Promise<void>): Promise<void> {
    await writeIfPossible(log, 'what is known of a meeting', write)
  }
}
