import { setTimeout as sleep } from 'node:timers/promises'
import { BbbFailure } from '../../bbb/failure.ts'
import type { Environment } from '../../platform/environment/environment.ts'
import { ProblemError } from '../../platform/problem.ts'
import { organisationOf } from '../../platform/settings/organisations.ts'
import type { RoomRow } from '../../platform/store/rows.ts'
import type { Presentations } from '../presentations/presentations.ts'
import { assertOpenRoom } from '../rooms/rules.ts'
import { answers } from '../servers/answers.ts'
import { chooseServer } from '../servers/choose.ts'
import type { Server, Servers } from '../servers/servers.ts'
import type { Watch } from '../servers/snapshot.ts'
import { beginMeeting } from './begin.ts'
import { type Confirmed, createConfirmations } from './confirm.ts'
import { type Attempts, createCreation, LeaseLost } from './creation.ts'
import type { Endings } from './endings.ts'
import { forgetMeeting, isLeased, lease, letLeaseGo, liveMeeting, type Meeting, takeLease } from './store.ts'
import { unreachable } from './unreachable.ts'

type StartDependencies = Pick<Environment, 'settings' | 'store' | 'now' | 'random' | 'log' | 'pace'>

export interface Starter {
  /**
   * The room's meeting, started if there is none. Any number of starts at once, on any process, lead to one.
   * @param elsewhere leave a meeting whose server does not answer
   * @throws ProblemError no_server, server_unreachable, server_refused, start_timeout, room_archived, room_closed
   */
  start(room: RoomRow, elsewhere: boolean): Promise<Confirmed>
}

const lookAgain = 100

/** Servers that a start passes over. */
interface Avoided {
  /** They refused the meeting. */
  refusing: Set<string>
  /** The host leaves them on purpose: others come first, but a balancer may have another machine that works. */
  left: Set<string>
}

export function createStarter(
  env: StartDependencies,
  servers: Servers,
  watch: Watch,
  endings: Endings,
  presentations: Pick<Presentations, 'of'>,
): Starter {
  const { store, now, pace } = env
  const confirmations = createConfirmations(env, servers, watch, endings)
  const creation = createCreation(env, watch)

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
    const isShort = creation.isShort(server)
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
      return await creation.create(row, server, attempts)
    } catch (error) {
      if (error instanceof LeaseLost) return null
      if (!(error instanceof BbbFailure) || !provablyNotCreated(error, attempts)) {
        await letGo(row)
        throw unreachable(error, server, servers)
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
    if (live.state === 'running') return await confirmations.confirm(live, server, deadline)
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

  /**
   * The host goes elsewhere on purpose; the meeting left behind is ended when its server returns. A server that
   * answers is asked about it: what it confirms or lists is not left, nor what nobody doubted before.
   */
  async function leaveUnconfirmed(room: RoomRow, avoided: Avoided, deadline: number): Promise<void> {
    const live = await liveMeeting(store, room.id)
    if (!live) return
    const isHeld = live.state === 'starting' && isLeased(live, now())
    if (answers(watch.snapshot(live.server)) && (isHeld || (await confirmations.mayLiveOn(live, deadline))))
      return
    avoided.left.add(live.server)
    await endings.leaveBehind(live)
  }

  return { start }
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
