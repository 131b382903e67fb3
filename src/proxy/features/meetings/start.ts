import { setTimeout as sleep } from 'node:timers/promises'
import { LRUCache } from 'lru-cache'
import { BbbFailure } from '../../bbb/failure.ts'
import type { CreatedMeeting, NewMeeting } from '../../bbb/meeting.ts'
import type { Environment } from '../../platform/environment/environment.ts'
import { ProblemError } from '../../platform/problem.ts'
import { organisationOf } from '../../platform/settings/organisations.ts'
import { writeIfPossible } from '../../platform/store/later.ts'
import type { RoomRow } from '../../platform/store/rows.ts'
import { hour } from '../../platform/time/spans.ts'
import { documentOf, fetchable } from '../presentations/address.ts'
import type { Presentations } from '../presentations/presentations.ts'
import { assertOpenRoom } from '../rooms/rules.ts'
import { answers } from '../servers/answers.ts'
import { chooseServer } from '../servers/choose.ts'
import { type Server, type Servers, serverName } from '../servers/servers.ts'
import type { Poll, Watch } from '../servers/snapshot.ts'
import { beginMeeting } from './begin.ts'
import type { Endings } from './endings.ts'
import { isOver } from './over.ts'
import { withShortAddress } from './request.ts'
import {
  changeMeeting,
  confirmMeeting,
  forgetMeeting,
  isEndExpected,
  isEnding,
  isLeased,
  isLeaseUsed,
  lease,
  letLeaseGo,
  liveMeeting,
  type Meeting,
  requestOf,
  takeLease,
} from './store.ts'

type StartDependencies = Pick<Environment, 'settings' | 'store' | 'now' | 'random' | 'log' | 'pace'>

/** A meeting that its server has confirmed: join URLs can be made for it. */
export interface Confirmed {
  id: string
  server: Server
  createTime: number
}

export interface Starter {
  /**
   * The room's meeting, started if there is none. Any number of starts at once, on any process, lead to one.
   * @param elsewhere leave a meeting whose server does not answer
   * @throws ProblemError no_server, server_unreachable, server_refused, start_timeout, room_archived, room_closed
   */
  start(room: RoomRow, elsewhere: boolean): Promise<Confirmed>
}

const lookAgain = 100

/** Milliseconds after which it is tried again whether a server takes a long address: a balancer may just have failed. */
const shortFor = hour

/** Another starter took the meeting over: it is followed. */
class LeaseLost extends Error {}

/** Servers that a start passes over. */
interface Avoided {
  /** They refused the meeting. */
  refusing: Set<string>
  /** The host leaves them on purpose: others come first, but a balancer may have another machine that works. */
  left: Set<string>
}

/** Outcome of the attempts to create one meeting. */
interface Attempts {
  /** One of them may have taken effect. */
  areUnsure: boolean
}

export function createStarter(
  env: StartDependencies,
  servers: Servers,
  watch: Watch,
  endings: Endings,
  presentations: Pick<Presentations, 'of'>,
): Starter {
  const { store, now, pace } = env
  /** Servers that took a meeting with presentations only with a short address, a short time ago. */
  const shortAddresses = new LRUCache<string, true>({ max: 1_000, ttl: shortFor, perf: { now } })

  async function start(room: RoomRow, elsewhere: boolean): Promise<Confirmed> {
    const deadline = now() + pace.startTimeout
    const avoided: Avoided = { refusing: new Set(), left: new Set() }
    if (elsewhere) await leaveUnconfirmed(room, avoided, deadline)
    while (now() < deadline) {
      const live = await liveMeeting(store, room.id)
      const confirmed = live ? await follow(live, avoided, deadline) : await begin(room, avoided)
      if (confirmed) return confirmed
    }
    throw new ProblemError('start_timeout', { retryAfter: 5 })
  }

  /** Ours to create: the row that is inserted first decides. */
  async function begin(room: RoomRow, avoided: Avoided): Promise<Confirmed | null> {
    assertOpenRoom(room)
    const preference = organisationOf(env.settings, room.organisation)?.servers ?? []
    const choose = (except: ReadonlySet<string>) => chooseServer(preference, servers, watch, except)
    const id = choose(avoided.refusing.union(avoided.left)) ?? choose(avoided.refusing)
    const server = servers.get(id ?? '')
    if (!server) throw new ProblemError('no_server', { retryAfter: 30 })
    const files = await presentations.of(room)
    const isShort = shortAddresses.has(server.id)
    const row = await beginMeeting(env, room, server, { files, isShort, leaseUntil: now() + lease })
    if (!row) return null
    return await createHeld(row, server, avoided, { areUnsure: false })
  }

  /** Creates a meeting whose row we hold. @returns null where it may be tried elsewhere */
  async function createHeld(
    row: Meeting,
    server: Server,
    avoided: Avoided,
    attempts: Attempts,
  ): Promise<Confirmed | null> {
    try {
      return await create(row, server, attempts)
    } catch (error) {
      if (error instanceof LeaseLost) return null
      if (!(error instanceof BbbFailure) || !provablyNotCreated(error, attempts)) {
        await letGo(row)
        throw unreachable(error, server)
      }
      await forgetMeeting(store, row)
      env.log.warn(
        { server: server.id, kind: error.kind, key: error.messageKey },
        'server cannot take a meeting',
      )
      avoided.refusing.add(server.id)
      return null
    }
  }

  /** Another's, or from before: joined once its server has confirmed it. */
  async function follow(live: Meeting, avoided: Avoided, deadline: number): Promise<Confirmed | null> {
    const server = servers.get(live.server)
    if (!server) {
      // Its server left the settings: nobody can reach it through us any more.
      await endings.end(live)
      return null
    }
    if (live.state === 'running') return await confirm(live, server, deadline)
    if (isLeased(live, now())) {
      await sleep(lookAgain)
      return null
    }
    if (!(await takeLease(store, live, now() + lease))) return null
    return await createHeld(live, server, avoided, { areUnsure: true })
  }

  /** Whether it was created is unknown: whoever starts next asks the same server for the same meeting at once. */
  async function letGo(row: Meeting): Promise<void> {
    await letLeaseGo(store, row, now())
  }

  /** @throws LeaseLost */
  async function keepLease(row: Meeting): Promise<void> {
    if (isLeaseUsed(row, now())) await changeHeld(row, {})
  }

  /** Changes the meeting that is asked for, and renews the lease. @throws LeaseLost */
  async function changeHeld(row: Meeting, change: Pick<Partial<Meeting>, 'request'>): Promise<void> {
    if (!(await takeLease(store, row, now() + lease, change))) throw new LeaseLost()
  }

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
      throw unreachable(error, server)
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
    throw new ProblemError('server_unreachable', { values: valuesOf(server), retryAfter: 10 })
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

  async function create(row: Meeting, server: Server, attempts: Attempts): Promise<Confirmed> {
    const wanted = requestOf(row).voiceBridge
    const created = await createWithBridge(row, server, attempts)
    await changeMeeting(store, row.id, {
      state: 'running',
      createTime: created.createTime,
      voiceBridge: created.voiceBridge,
      confirmedAt: now(),
      unconfirmedSince: null,
    })
    watch.hurry(server.id)
    await writeIfPossible(env.log, 'last use of a room', () =>
      store.updateTable('rooms').set({ lastUsedAt: now() }).where('id', '=', row.roomId).execute(),
    )
    if (wanted !== null && wanted !== created.voiceBridge) {
      env.log.warn({ server: server.id, meeting: row.id }, 'the server replaced the PIN of a room')
    }
    return confirmed(row.id, server, created.createTime)
  }

  /**
   * A PIN stays taken until the room's old meeting is really gone (docs/bbb.md): it is waited for a while, and then the
   * meeting begins with a PIN of the server's. Balancers do not say that it is the PIN, nor whether the meeting was
   * created all the same: they are asked for it between the tries. Its id stays the same, so that none of the tries
   * makes a second meeting.
   */
  async function createWithBridge(row: Meeting, server: Server, attempts: Attempts): Promise<CreatedMeeting> {
    const timeout = now() + pace.bridgeTimeout
    const wanted = row.request
    let isShortened = false
    for (;;) {
      await keepLease(row)
      try {
        const created = await createOnce(withDocuments(row), server, attempts)
        if (requestOf(row).welcomeCut) tellCut(row, server)
        // One that was there already says nothing about the address that was refused.
        if (isShortened && !created.duplicate) shortAddresses.set(server.id, true)
        return created
      } catch (error) {
        const isHidden = hidesReason(error)
        await keepLease(row)
        const found = isHidden || isNoXml(error) ? await createdAfterAll(row, server) : null
        if (found) return found
        if (isHidden && (await shorten(row, server))) {
          isShortened = true
          continue
        }
        const isTaken = error instanceof BbbFailure && error.messageKey === 'nonUniqueVoiceBridge'
        if (!isTaken && !isHidden) throw error
        if (now() < timeout) {
          await sleep(pace.retry)
          continue
        }
        if (requestOf(row).voiceBridge === null) {
          // It was not for the PIN, nor the welcome: the next start asks for the room's own again.
          if (row.request !== wanted) await changeHeld(row, { request: wanted })
          throw error
        }
      }
      await changeHeld(row, { request: JSON.stringify({ ...requestOf(row), voiceBridge: null }) })
    }
  }

  /** The same meeting with a shorter welcome, where the length of the address may be what its server refuses. */
  async function shorten(row: Meeting, server: Server): Promise<boolean> {
    const request = requestOf(row)
    const shorter = withShortAddress(request, server)
    if (shorter === request) return false
    await changeHeld(row, { request: JSON.stringify(shorter) })
    return true
  }

  function tellCut(row: Meeting, server: Server): void {
    env.log.warn(
      { server: server.id, meeting: row.id },
      'the welcome of a room was cut: its address is too long',
    )
  }

  /** `create` is idempotent: a lost answer is asked for once more, at the same server with the same bytes. */
  async function createOnce(
    request: NewMeeting,
    server: Server,
    attempts: Attempts,
  ): Promise<CreatedMeeting> {
    const began = now()
    try {
      return await server.bbb.create(request)
    } catch (error) {
      if (error instanceof BbbFailure && error.delivered === 'unknown') attempts.areUnsure = true
      const lost =
        error instanceof BbbFailure &&
        error.delivered === 'unknown' &&
        error.kind !== 'refused' &&
        now() - began < pace.retry * 2
      if (!lost) throw error
      await sleep(Math.min(pace.retry, 250))
      return await server.bbb.create(request).catch((again: unknown) => {
        // That the second try never arrived says nothing about the first.
        throw again instanceof BbbFailure && again.delivered === 'no' ? error : again
      })
    }
  }

  /** @returns null where its server does not have it, or does not say so */
  async function createdAfterAll(row: Meeting, server: Server): Promise<CreatedMeeting | null> {
    const found = await server.bbb.meeting(row.id).catch(() => null)
    if (!found || found.forciblyEnded) return null
    const { meetingId, createTime, voiceBridge } = found
    return { meetingId, createTime, voiceBridge, duplicate: true }
  }

  /** With addresses that are the same for every try, and good for a while. */
  function withDocuments(row: Meeting): NewMeeting {
    const { presentations, welcomeCut: _, ...request } = requestOf(row)
    const until = row.createdAt + fetchable
    const documents = presentations.map((file) => documentOf(env.settings, row.id, file, until))
    return { ...request, documents }
  }

  /**
   * The host goes elsewhere on purpose; the meeting left behind is ended when its server returns. A server that
   * answers is asked about it: what it confirms or lists is not left, nor what nobody doubted before.
   */
  async function leaveUnconfirmed(room: RoomRow, avoided: Avoided, deadline: number): Promise<void> {
    const live = await liveMeeting(store, room.id)
    if (!live) return
    const isHeld = live.state === 'starting' && isLeased(live, now())
    if (answers(watch.snapshot(live.server)) && (isHeld || (await mayLiveOn(live, deadline)))) return
    avoided.left.add(live.server)
    await endings.leaveBehind(live)
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

  function unreachable(error: unknown, server: Server): unknown {
    if (!(error instanceof BbbFailure)) return error
    // It lives: pressed again, Start leads to the same meeting, and nobody need go elsewhere.
    if (error.kind === 'busy') return new ProblemError('start_timeout', { cause: error, retryAfter: 10 })
    const values = valuesOf(server)
    if (error.kind === 'refused') return new ProblemError('server_refused', { cause: error, values })
    return new ProblemError('server_unreachable', { cause: error, values, retryAfter: 10 })
  }

  function valuesOf(server: Server) {
    return { server: server.id, ...names(servers, server.id) }
  }

  return { start }
}

function names(servers: Servers, id: string) {
  const { name } = serverName(servers, id)
  return { en: name.en, fr: name.fr }
}

function confirmed(id: string, server: Server, createTime: number): Confirmed {
  return { id, server, createTime }
}

/**
 * Whether the meeting may go to another server: never while it may exist at the first. That a call never arrived or was
 * refused before it was read says nothing about a try before it. BBB speaks of a taken PIN only once it has looked for
 * the meeting, so that this refusal proves that no try made it; a balancer's words may hide one that took effect.
 * Source: bbb-common-web, org.bigbluebutton.api.MeetingService, createMeeting
 */
function provablyNotCreated(failure: BbbFailure, attempts: Attempts): boolean {
  if (attempts.areUnsure) return failure.delivered === 'yes' && failure.messageKey === 'nonUniqueVoiceBridge'
  return failure.delivered !== 'unknown'
}

/** A balancer says that it failed, in words that may stand for anything. */
function hidesReason(error: unknown): boolean {
  return error instanceof BbbFailure && error.kind === 'refused' && error.delivered === 'unknown'
}

function isNoXml(error: unknown): boolean {
  return error instanceof BbbFailure && error.kind === 'not_bbb'
}
