import { BbbFailure } from '../bbb/failure.ts'
import type { CreatedMeeting, NewMeeting } from '../bbb/server.ts'
import type { Parts } from '../parts.ts'
import { documentOf, fetchable } from '../presentations/address.ts'
import type { Presentations } from '../presentations/presentations.ts'
import { ProblemError } from '../problem.ts'
import { organisationOf } from '../rooms/rooms.ts'
import { haveOpenRoom } from '../rooms/rules.ts'
import type { RoomRow } from '../rooms/store.ts'
import { chooseServer } from '../servers/choose.ts'
import { type Server, type Servers, serverName } from '../servers/servers.ts'
import type { Watch } from '../servers/watch.ts'
import { writeIfPossible } from '../store/later.ts'
import { beginMeeting } from './begin.ts'
import type { Endings } from './endings.ts'
import {
  changeMeeting,
  forgetMeeting,
  isEnding,
  isLeased,
  lease,
  liveMeeting,
  type Meeting,
  requestOf,
  takeLease,
} from './store.ts'

type StartParts = Pick<Parts, 'settings' | 'store' | 'now' | 'random' | 'log' | 'pace'>

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

export function createStarter(
  parts: StartParts,
  servers: Servers,
  watch: Watch,
  endings: Endings,
  presentations: Pick<Presentations, 'of'>,
): Starter {
  const { store, now, pace } = parts

  async function start(room: RoomRow, elsewhere: boolean): Promise<Confirmed> {
    const deadline = now() + pace.startPatience
    const avoided = new Set<string>()
    if (elsewhere) await leaveSilentServer(room, avoided)
    while (now() < deadline) {
      const live = await liveMeeting(store, room.id)
      const confirmed = live ? await follow(live, avoided) : await begin(room, avoided)
      if (confirmed) return confirmed
    }
    throw new ProblemError('start_timeout', { retryAfter: 5 })
  }

  /** Ours to create: the row that is inserted first decides. */
  async function begin(room: RoomRow, avoided: Set<string>): Promise<Confirmed | null> {
    haveOpenRoom(room)
    const preference = organisationOf(parts.settings, room.organisation)?.servers ?? []
    const server = servers.get(chooseServer(preference, servers, watch, avoided) ?? '')
    if (!server) throw new ProblemError('no_server', { retryAfter: 30 })
    const files = await presentations.of(room)
    const row = await beginMeeting(parts, room, server, files, now() + lease)
    if (!row) return null
    return await createHeld(row, server, avoided, true)
  }

  /** Creates a meeting whose row we hold. @returns null where it may be tried elsewhere */
  async function createHeld(
    row: Meeting,
    server: Server,
    avoided: Set<string>,
    isFirst: boolean,
  ): Promise<Confirmed | null> {
    try {
      return await create(row, server)
    } catch (error) {
      if (!(error instanceof BbbFailure) || !provablyNotCreated(error, isFirst)) {
        await letGo(row)
        throw unreachable(error, server)
      }
      await forgetMeeting(store, row.id)
      parts.log.warn(
        { server: server.id, kind: error.kind, key: error.messageKey },
        'server cannot take a meeting',
      )
      avoided.add(server.id)
      return null
    }
  }

  /** Another's, or from before: joined once its server has confirmed it. */
  async function follow(live: Meeting, avoided: Set<string>): Promise<Confirmed | null> {
    const server = servers.get(live.server)
    if (!server) {
      // Its server left the settings: nobody can reach it through us any more.
      await endings.end(live)
      return null
    }
    if (live.state === 'running') return await confirm(live, server)
    if (isLeased(live, now())) {
      await pause(lookAgain)
      return null
    }
    if (!(await takeLease(store, live, now() + lease))) return null
    return await createHeld(live, server, avoided, false)
  }

  /** Whether it was created is unknown: whoever starts next asks the same server for the same meeting at once. */
  async function letGo(row: Meeting): Promise<void> {
    await changeMeeting(store, row.id, { lease_until: 0 })
  }

  /**
   * A running meeting may have ended since the last poll, by a moderator in it or by us: unless that poll is only
   * just over, its server is asked.
   */
  async function confirm(live: Meeting, server: Server): Promise<Confirmed | null> {
    const snapshot = watch.snapshot(server.id)
    const fresh = (snapshot.asOf ?? 0) > now() - 2 * pace.hurriedPoll && snapshot.state === 'up'
    const seen = fresh && live.end_asked_at === null && snapshot.meetings.get(live.id)
    if (seen && !seen.forciblyEnded) return confirmed(live.id, server, seen.createTime)
    const found = await server.bbb.meeting(live.id).catch((error) => {
      throw unreachable(error, server)
    })
    if (!found || found.forciblyEnded) {
      await endings.end(live)
      return null
    }
    if (isEnding(live, now())) {
      await pause(Math.min(pace.retry, 250))
      return null
    }
    await writeIfPossible(parts.log, 'when a meeting was last confirmed', () =>
      changeMeeting(store, live.id, { confirmed_at: now() }),
    )
    return confirmed(live.id, server, found.createTime)
  }

  async function create(row: Meeting, server: Server): Promise<Confirmed> {
    const wanted = requestOf(row).voiceBridge
    const created = await createWithBridge(row, server)
    await changeMeeting(store, row.id, {
      state: 'running',
      create_time: created.createTime,
      voice_bridge: created.voiceBridge,
      confirmed_at: now(),
    })
    watch.hurry(server.id)
    await writeIfPossible(parts.log, 'last use of a room', () =>
      store.updateTable('rooms').set({ last_used_at: now() }).where('id', '=', row.room_id).execute(),
    )
    if (wanted !== null && wanted !== created.voiceBridge) {
      parts.log.warn({ server: server.id, meeting: row.id }, 'the server replaced the PIN of a room')
    }
    return confirmed(row.id, server, created.createTime)
  }

  /**
   * A PIN stays taken until the room's old meeting is really gone (bbb.md §3): it is waited for a while, and
   * then the meeting begins with a PIN of the server's.
   */
  async function createWithBridge(row: Meeting, server: Server): Promise<CreatedMeeting> {
    const patience = now() + pace.bridgePatience
    for (;;) {
      try {
        return await createOnce(withDocuments(row), server)
      } catch (error) {
        if (!(error instanceof BbbFailure) || error.messageKey !== 'nonUniqueVoiceBridge') throw error
        if (now() < patience) {
          await pause(pace.retry)
          continue
        }
      }
      row.request = JSON.stringify({ ...requestOf(row), voiceBridge: null })
      row.lease_until = now() + lease
      await changeMeeting(store, row.id, { request: row.request, lease_until: row.lease_until })
    }
  }

  /** `create` is idempotent: a lost answer is asked for once more, at the same server with the same bytes. */
  async function createOnce(request: NewMeeting, server: Server): Promise<CreatedMeeting> {
    const began = now()
    try {
      return await server.bbb.create(request)
    } catch (error) {
      const lost =
        error instanceof BbbFailure && error.delivered === 'unknown' && now() - began < pace.retry * 2
      if (!lost) throw error
      await pause(Math.min(pace.retry, 250))
      return await server.bbb.create(request).catch((again: unknown) => {
        // That the second try never arrived says nothing about the first.
        throw again instanceof BbbFailure && again.delivered === 'no' ? error : again
      })
    }
  }

  /** With addresses that are the same for every try, and good for a while. */
  function withDocuments(row: Meeting): NewMeeting {
    const { presentations, ...request } = requestOf(row)
    const until = row.created_at + fetchable
    const documents = presentations.map((file) => documentOf(parts.settings, row.id, file, until))
    return { ...request, documents }
  }

  /** The host goes elsewhere on purpose; the meeting left behind is ended when its server returns. */
  async function leaveSilentServer(room: RoomRow, avoided: Set<string>): Promise<void> {
    const live = await liveMeeting(store, room.id)
    if (!live) return
    const stuck = live.state === 'starting' && !isLeased(live, now())
    if (!stuck && watch.snapshot(live.server).state === 'up') return
    avoided.add(live.server)
    await endings.leaveBehind(live)
  }

  function unreachable(error: unknown, server: Server): unknown {
    if (!(error instanceof BbbFailure)) return error
    // It lives: pressed again, Start leads to the same meeting, and nobody need go elsewhere.
    if (error.kind === 'busy') return new ProblemError('start_timeout', { cause: error, retryAfter: 10 })
    const values = { server: server.id, ...names(servers, server.id) }
    if (error.kind === 'refused') return new ProblemError('server_refused', { cause: error, values })
    return new ProblemError('server_unreachable', { cause: error, values, retryAfter: 10 })
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
 * Only then may the meeting go to another server: never while the first is unknown. A refusal says that it does
 * not exist, because `create` is idempotent; but a balancer's `internalError` may hide one that took effect.
 * A retry that never arrived says nothing about the try before it.
 */
function provablyNotCreated(failure: BbbFailure, isFirst: boolean): boolean {
  const refused = failure.kind === 'refused' && failure.messageKey !== 'internalError'
  return (isFirst && failure.delivered === 'no') || refused || failure.kind === 'misconfigured'
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
