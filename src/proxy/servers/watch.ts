import type { BbbFailure } from '../bbb/failure.ts'
import type { LiveMeeting, MeetingList } from '../bbb/server.ts'
import type { Parts } from '../parts.ts'
import { writeIfPossible } from '../store/later.ts'
import type { Server, Servers } from './servers.ts'
import { createSkippedLog } from './skipped.ts'
import { readServerStates, writeServerState } from './store.ts'

/** What is known about one server. Unknown is not down: it was not asked yet. */
export interface Snapshot {
  state: 'up' | 'down' | 'misconfigured' | 'unknown'
  /** Since when it is in this state, epoch milliseconds; survives restarts. */
  since: number | null
  /** When it last answered. */
  asOf: number | null
  /** When it was last asked. */
  askedAt: number | null
  /** Its meetings when it last answered, by meetingID. */
  meetings: ReadonlyMap<string, LiveMeeting>
  /** The meetingIDs of those that it listed, and that could not be read: they are there, and nothing else is known. */
  unreadable: ReadonlySet<string>
}

/** One poll: what began after `beganAt` may not be in its answer. */
export interface Poll {
  server: Server
  answered: boolean
  beganAt: number
  snapshot: Snapshot
}

/** One poll per server feeds everybody: the rooms list, join pages, status. */
export interface Watch {
  snapshot(server: string): Snapshot
  /** Poll this server every second for a minute: a meeting was just started there. */
  hurry(server: string): void
  /** Called after every answered or failed poll, one at a time per server. */
  onPoll(listener: (poll: Poll) => Promise<void>): void
  start(): Promise<void>
  close(): void
}

const hurryFor = 60_000
/** One lost answer is not an outage. */
const failuresUntilDown = 2

const nothingKnown: Snapshot = {
  state: 'unknown',
  since: null,
  asOf: null,
  askedAt: null,
  meetings: new Map(),
  unreadable: new Set(),
}

export function createWatch(parts: Pick<Parts, 'store' | 'now' | 'log' | 'pace'>, servers: Servers): Watch {
  const snapshots = new Map<string, Snapshot>()
  const failures = new Map<string, number>()
  const hurriedUntil = new Map<string, number>()
  const timers = new Map<string, NodeJS.Timeout>()
  const listeners: ((poll: Poll) => Promise<void>)[] = []
  const polling = new Set<string>()
  const skippedLog = createSkippedLog(parts)
  let closed = false

  const snapshot = (id: string) => snapshots.get(id) ?? nothingKnown

  async function settle(server: Server, next: Omit<Snapshot, 'since' | 'askedAt'>): Promise<Snapshot> {
    const before = snapshot(server.id)
    const at = parts.now()
    const changed = next.state !== before.state
    const settled: Snapshot = { ...next, since: changed ? at : before.since, askedAt: at }
    snapshots.set(server.id, settled)
    if (changed && next.state !== 'unknown') {
      parts.log.warn({ server: server.id, from: before.state, to: next.state }, 'server changed state')
      const row = { server: server.id, state: next.state, since: at }
      await writeIfPossible(parts.log, 'state of a server', () => writeServerState(parts.store, row))
    }
    return settled
  }

  async function succeeded(server: Server, list: MeetingList): Promise<Snapshot> {
    failures.set(server.id, 0)
    const skipped = list.unreadable.map(({ meetingId, reason }) => ({ id: meetingId, reason }))
    skippedLog.meetings(server.id, skipped)
    const meetings = new Map(list.meetings.map((meeting) => [meeting.meetingId, meeting]))
    const unreadable = new Set(skipped.map(({ id }) => id).filter((id) => id !== null))
    return await settle(server, { state: 'up', asOf: parts.now(), meetings, unreadable })
  }

  async function failed(server: Server, failure: BbbFailure): Promise<Snapshot> {
    const before = snapshot(server.id)
    const count = (failures.get(server.id) ?? 0) + 1
    failures.set(server.id, count)
    const state =
      failure.kind === 'misconfigured'
        ? 'misconfigured'
        : before.state === 'up' && count < failuresUntilDown
          ? 'up'
          : 'down'
    const { asOf, meetings, unreadable } = before
    return await settle(server, { state, asOf, meetings, unreadable })
  }

  async function poll(server: Server): Promise<void> {
    const beganAt = parts.now()
    const meetings = await server.bbb.meetings().catch((failure: BbbFailure) => failure)
    if (closed) return
    const isAnswered = 'meetings' in meetings
    const settled = isAnswered ? await succeeded(server, meetings) : await failed(server, meetings)
    for (const listener of listeners) {
      await listener({ server, answered: isAnswered, beganAt, snapshot: settled })
    }
  }

  function schedule(server: Server): void {
    clearTimeout(timers.get(server.id))
    if (closed || polling.has(server.id)) return
    const hurried = (hurriedUntil.get(server.id) ?? 0) > parts.now()
    const timer = setTimeout(() => turn(server), hurried ? parts.pace.hurriedPoll : parts.pace.poll)
    timers.set(server.id, timer)
  }

  async function turn(server: Server): Promise<void> {
    polling.add(server.id)
    try {
      await poll(server)
    } catch (error) {
      // The store may be away for a while; the next turn tries again.
      if (!closed) parts.log.error({ server: server.id, err: error }, 'poll failed')
    } finally {
      polling.delete(server.id)
    }
    schedule(server)
  }

  return {
    snapshot,
    hurry(id) {
      const server = servers.get(id)
      if (!server) return
      const isHurried = (hurriedUntil.get(id) ?? 0) > parts.now()
      hurriedUntil.set(id, parts.now() + hurryFor)
      // A poll that is due soon is not put off, however often somebody hurries.
      if (!isHurried) schedule(server)
    },
    onPoll(listener) {
      listeners.push(listener)
    },
    async start() {
      // Without the store's memory servers are polled all the same.
      const remembered = await readServerStates(parts.store).catch((error) => {
        parts.log.error({ err: error }, 'the states of the servers were not read')
        return []
      })
      for (const row of remembered) {
        snapshots.set(row.server, { ...nothingKnown, state: row.state, since: row.since })
      }
      for (const server of servers.values()) {
        if (server.settings.state !== 'disabled') void turn(server)
      }
    },
    close() {
      closed = true
      for (const timer of timers.values()) clearTimeout(timer)
    },
  }
}
