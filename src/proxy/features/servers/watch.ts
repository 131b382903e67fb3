import { asFailure, type BbbFailure } from '../../bbb/failure.ts'
import type { LiveMeeting, MeetingList } from '../../bbb/meeting.ts'
import type { Environment } from '../../platform/environment/environment.ts'
import { writeIfPossible } from '../../platform/store/later.ts'
import { within } from '../../platform/time/within.ts'
import type { Server, Servers } from './servers.ts'
import { createSkippedLog } from './skipped.ts'
import { nothingKnown, type Poll, type SeenState, type Snapshot, type Watch } from './snapshot.ts'
import { readServerStates, writeServerState } from './store.ts'

const hurryFor = 60_000
/** One lost answer is not an outage. */
const failuresUntilDown = 2

export function createWatch(
  env: Pick<Environment, 'store' | 'now' | 'log' | 'pace'>,
  servers: Servers,
): Watch {
  const snapshots = new Map<string, Snapshot>()
  /** Polls in a row that brought no list, and those of them in which the server said nothing else either. */
  const failures = new Map<string, { lists: number; silences: number }>()
  const learnt = new Map<string, Map<string, LiveMeeting>>()
  /** Callers that wait for the next poll, by server. */
  const expecting = new Map<string, PromiseWithResolvers<Poll | null>>()
  const hurriedUntil = new Map<string, number>()
  const timers = new Map<string, NodeJS.Timeout>()
  const listeners: ((poll: Poll) => Promise<void>)[] = []
  const polling = new Set<string>()
  const skippedLog = createSkippedLog(env)
  let closed = false

  const snapshot = (id: string) => snapshots.get(id) ?? nothingKnown

  function learntOf(id: string): Map<string, LiveMeeting> {
    const known = learnt.get(id) ?? new Map<string, LiveMeeting>()
    learnt.set(id, known)
    return known
  }

  async function settle(
    server: Server,
    next: Omit<Snapshot, 'since' | 'askedAt'>,
    failure?: BbbFailure,
  ): Promise<Snapshot> {
    const before = snapshot(server.id)
    const at = env.now()
    const changed = next.state !== before.state
    const settled: Snapshot = { ...next, since: changed ? at : before.since, askedAt: at }
    snapshots.set(server.id, settled)
    if (changed && next.state !== 'unknown') {
      const why = failure && { kind: failure.kind, key: failure.messageKey, cause: failure.message }
      const change = { server: server.id, from: before.state, to: next.state, ...why }
      env.log.warn(change, 'server changed state')
      const row = { server: server.id, state: next.state, since: at }
      await writeIfPossible(env.log, 'state of a server', () => writeServerState(env.store, row))
    }
    return settled
  }

  async function succeeded(server: Server, list: MeetingList, listedAt: number) {
    failures.delete(server.id)
    const skipped = list.unreadable.map(({ meetingId, reason }) => ({ id: meetingId, reason }))
    skippedLog.meetings(server.id, skipped)
    const meetings = new Map(list.meetings.map((meeting) => [meeting.meetingId, meeting]))
    const unreadable = new Set(skipped.map(({ id }) => id).filter((id) => id !== null))
    const known = learntOf(server.id)
    for (const id of meetings.keys()) known.delete(id)
    const all = new Map([...known, ...meetings])
    const next = { state: 'up', asOf: env.now(), listedAt, meetings: all, unreadable } as const
    return { settled: await settle(server, next), list: { meetings, unreadable } }
  }

  /** Confirms by another question that a server without a list answers at all. */
  async function stateAfter(server: Server, failure: BbbFailure): Promise<SeenState> {
    if (failure.kind === 'misconfigured') return 'misconfigured'
    if (failure.kind === 'refused') return 'impaired'
    if (failure.delivered === 'no' || !(await server.bbb.isAlive())) return 'down'
    return failure.kind === 'not_bbb' && failure.httpStatus === 200 ? 'unreadable' : 'impaired'
  }

  /** One lost answer changes nothing where the server answered before. */
  function afterTimeout(server: Server, now: SeenState): SeenState {
    const before = snapshot(server.id).state
    const count = failures.get(server.id) ?? { lists: 0, silences: 0 }
    count.lists += 1
    count.silences = now === 'down' ? count.silences + 1 : 0
    failures.set(server.id, count)
    const isFirst =
      (before === 'up' && count.lists < failuresUntilDown) ||
      ((before === 'impaired' || before === 'unreadable') &&
        now === 'down' &&
        count.silences < failuresUntilDown)
    return isFirst && now !== 'misconfigured' ? before : now
  }

  async function failed(server: Server, failure: BbbFailure): Promise<Snapshot> {
    const state = afterTimeout(server, await stateAfter(server, failure))
    const { asOf, listedAt, meetings, unreadable } = snapshot(server.id)
    return await settle(server, { state, asOf, listedAt, meetings, unreadable }, failure)
  }

  async function read(server: Server): Promise<Poll> {
    const beganAt = env.now()
    const answer = await server.bbb.meetings().catch(asFailure)
    if (!('meetings' in answer)) {
      return { server, beganAt, snapshot: await failed(server, answer), list: null }
    }
    const { settled, list } = await succeeded(server, answer, beganAt)
    return { server, beganAt, snapshot: settled, list }
  }

  async function poll(server: Server): Promise<void> {
    const waiting = expecting.get(server.id)
    expecting.delete(server.id)
    try {
      const polled = await read(server)
      if (closed) return
      waiting?.resolve(polled)
      for (const listener of listeners) await listener(polled)
    } finally {
      waiting?.resolve(null)
    }
  }

  function schedule(server: Server): void {
    clearTimeout(timers.get(server.id))
    if (closed || polling.has(server.id)) return
    const hurried = (hurriedUntil.get(server.id) ?? 0) > env.now()
    const usual = hurried ? env.pace.hurriedPoll : env.pace.poll
    const timer = setTimeout(() => turn(server), expecting.has(server.id) ? 0 : usual)
    timers.set(server.id, timer)
  }

  async function turn(server: Server): Promise<void> {
    polling.add(server.id)
    try {
      await poll(server)
    } catch (error) {
      // The store may be away for a while; the next turn tries again.
      if (!closed) env.log.error({ server: server.id, err: error }, 'poll failed')
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
      const isHurried = (hurriedUntil.get(id) ?? 0) > env.now()
      hurriedUntil.set(id, env.now() + hurryFor)
      // A poll that is due soon is not put off, however often somebody hurries.
      if (!isHurried) schedule(server)
    },
    async refresh(id, timeoutMs) {
      const server = servers.get(id)
      if (!server || closed) return null
      const next = expecting.get(id) ?? Promise.withResolvers<Poll | null>()
      expecting.set(id, next)
      schedule(server)
      return await within(timeoutMs, next.promise, () => null)
    },
    learn(id, meetingId, live) {
      const known = learntOf(id)
      const before = snapshot(id)
      const meetings = new Map(before.meetings)
      if (live) {
        known.set(meetingId, live)
        meetings.set(meetingId, live)
      } else {
        known.delete(meetingId)
        meetings.delete(meetingId)
      }
      snapshots.set(id, { ...before, meetings })
    },
    keepLearnt(id, meetingIds) {
      const known = learntOf(id)
      for (const meetingId of known.keys()) if (!meetingIds.has(meetingId)) known.delete(meetingId)
    },
    onPoll(listener) {
      listeners.push(listener)
    },
    async start() {
      // Without the store's memory servers are polled all the same.
      const remembered = await readServerStates(env.store).catch((error) => {
        env.log.error({ err: error }, 'the states of the servers were not read')
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
      for (const waiting of expecting.values()) waiting.resolve(null)
    },
  }
}
