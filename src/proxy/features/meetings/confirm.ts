import { setTimeout as sleep } from 'node:timers/promises'
import { BbbFailure } from '../../bbb/failure.ts'
import type { Environment } from '../../platform/environment/environment.ts'
import { ProblemError } from '../../platform/problem.ts'
import { writeIfPossible } from '../../platform/store/later.ts'
import type { Server, Servers } from '../servers/servers.ts'
import type { Poll, Watch } from '../servers/snapshot.ts'
import type { Endings } from './endings.ts'
import { isOver } from './over.ts'
import { changeMeeting, confirmMeeting, isEndExpected, isEnding, type Meeting } from './store.ts'
import { unreachable, valuesOf } from './unreachable.ts'

/** A meeting that its server has confirmed: join URLs can be made for it. */
export interface Confirmed {
  id: string
  server: Server
  createTime: number
}

/** Asks about meetings that may be over. */
export interface Confirmations {
  /**
   * A running meeting, confirmed.
   * @param deadline epoch milliseconds
   * @returns null where it is over, or about to be
   * @throws ProblemError server_unreachable, server_refused, start_timeout
   */
  confirm(live: Meeting, server: Server, deadline: number): Promise<Confirmed | null>
  /** Whether a meeting that the host wants to leave may still be there. */
  mayLiveOn(live: Meeting, deadline: number): Promise<boolean>
}

export function createConfirmations(
  env: Pick<Environment, 'store' | 'now' | 'log' | 'pace'>,
  servers: Servers,
  watch: Watch,
  endings: Endings,
): Confirmations {
  const { store, now, pace } = env

  /**
   * A running meeting may have ended since the last poll, by a moderator in it or by us: unless that poll is only
   * just over, its server is asked.
   */
  async function confirm(live: Meeting, server: Server, deadline: number): Promise<Confirmed | null> {
    const snapshot = watch.snapshot(server.id)
    const fresh = (snapshot.asOf ?? 0) > now() - 2 * pace.hurriedPoll && snapshot.state === 'up'
    const isSure = live.endAskedAt === null && live.unconfirmedSince === null
    const seen = fresh && isSure && snapshot.meetings.get(live.id)
    if (seen && !seen.forciblyEnded) return confirmed(live.id, server, seen.createTime)
    const found = await server.bbb.meeting(live.id).catch(async (error) => {
      await noteFailure(live, error)
      throw unreachable(error, server, servers)
    })
    if (!found) return await notFound(live, server, deadline)
    if (found.forciblyEnded) {
      await endings.end(live)
      return null
    }
    if (isEnding(live, now())) {
      await sleep(Math.min(pace.retry, 250))
      return null
    }
    watch.learn(server.id, live.id, found)
    await noteConfirmed(live)
    return confirmed(live.id, server, found.createTime)
  }

  /** Not found, once, is not over: a list that begins now decides (docs/bbb.md). @returns null where it is over */
  async function notFound(live: Meeting, server: Server, deadline: number): Promise<Confirmed | null> {
    const poll = await listSince(live, deadline)
    // How long it was not found without a list is known to those who poll.
    if (isOver(live, poll, now(), null)) {
      await endings.end(live)
      return null
    }
    const listed = poll.list?.meetings.get(live.id)
    if (listed && !listed.forciblyEnded) return confirmed(live.id, server, listed.createTime)
    if (live.unconfirmedSince === null) await note(live, { unconfirmedSince: now() })
    throw new ProblemError('server_unreachable', { values: valuesOf(server, servers), retryAfter: 10 })
  }

  /** A poll of its server that begins now; without a list where none came, or where none is needed. */
  async function listSince(live: Meeting, deadline: number): Promise<Pick<Poll, 'list' | 'beganAt'>> {
    const poll = isEndExpected(live, now())
      ? null
      : await watch.refresh(live.server, Math.max(0, deadline - now()))
    return poll ?? { list: null, beganAt: 0 }
  }

  /** In a balancer's own words, for a machine behind it: hosts are told, and may go elsewhere. */
  async function noteFailure(live: Meeting, error: unknown): Promise<void> {
    if (!(error instanceof BbbFailure) || error.kind !== 'refused' || live.unconfirmedSince !== null) return
    await note(live, { unconfirmedSince: now() })
  }

  async function note(live: Meeting, change: Partial<Meeting>): Promise<void> {
    await ifPossible(() => changeMeeting(store, live.id, change))
  }

  async function noteConfirmed(live: Meeting): Promise<void> {
    await ifPossible(() => confirmMeeting(store, live, now()))
  }

  /** Writes if it can: a note keeps nobody out while the store cannot be written. */
  async function ifPossible(write: () => Promise<void>): Promise<void> {
    await writeIfPossible(env.log, 'what is known of a meeting', write)
  }

  async function mayLiveOn(live: Meeting, deadline: number): Promise<boolean> {
    const server = servers.get(live.server)
    if (!server) return false
    const found = await server.bbb.meeting(live.id).catch(() => undefined)
    if (found) {
      if (found.forciblyEnded) return false
      await noteConfirmed(live)
      return true
    }
    // One answer that says nothing is the first doubt: the start that follows notes it, and tells the host.
    const isUndoubted = live.state === 'running' && live.unconfirmedSince === null
    if (found === undefined) return isUndoubted
    const { list } = await listSince(live, deadline)
    if (list === null) return isUndoubted && !isEndExpected(live, now())
    const listed = list.meetings.get(live.id)
    return listed !== undefined && !listed.forciblyEnded
  }

  return { confirm, mayLiveOn }
}

export function confirmed(id: string, server: Server, createTime: number): Confirmed {
  return { id, server, createTime }
}
