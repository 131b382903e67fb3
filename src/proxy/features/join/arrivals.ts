import type { Context } from 'hono'
import type { Language } from '../../../contract/languages.ts'
import type { FieldProblem } from '../../../contract/problem.ts'
import type { Environment } from '../../platform/environment/environment.ts'
import { addressReader } from '../../platform/http/address.ts'
import { guestUserId } from '../../platform/http/device.ts'
import type { Attempts } from '../../platform/limits/attempts.ts'
import { createBucket } from '../../platform/limits/bucket.ts'
import { joinLimits } from '../../platform/limits.ts'
import { ProblemError } from '../../platform/problem.ts'
import { writeIfPossible } from '../../platform/store/later.ts'
import type { RoomRow } from '../../platform/store/rows.ts'
import { givenName } from '../../platform/text/given-name.ts'
import type { Consents } from '../consents/consents.ts'
import type { Admissions } from '../feedback/admissions.ts'
import type { HostLinks } from '../host-links/host-links.ts'
import { joinUrlFor } from '../meetings/join-url.ts'
import type { Starter } from '../meetings/start.ts'
import { type AccessCodes, generationOf } from './access-code.ts'
import type { From, Holders } from './holders.ts'
import type { Entrance, JoinService } from './join-service.ts'
import type { Passes } from './passes.ts'
import type { RowLimits } from './row-limits.ts'
import type { Tickets } from './tickets.ts'
import type { Visitor, Visitors } from './visitors.ts'

/** Values that somebody who wants in typed and chose. */
export interface Arrival {
  name: string
  language: Language
  /** Left out: as the ticket that is held says. */
  consent?: boolean | undefined
  accessCode?: string | undefined
  /** The page was a host's. */
  asHost?: boolean | undefined
  /** The ticket of a guest who waits and asks again. */
  ticket?: string | undefined
}

/** The answer to an arrival: who waits is given a ticket. */
export type Arrived = Exclude<Entrance, { kind: 'wait' }> | { kind: 'wait'; ticket: string }

/** The way in, for calls and for forms alike. */
export interface Arrivals {
  /**
   * @throws ProblemError fields_invalid (name, accessCode, consent), too_many_tries, too_busy, members_only; as a host
   *   host_link_invalid, and those of Starter.start; ticket_invalid: of somebody who was suspended since
   */
  arrive(c: Context, room: RoomRow, arrival: Arrival): Promise<Arrived>
}

interface ArrivalServices {
  joinService: JoinService
  tickets: Tickets
  passes: Passes
  visitors: Visitors
  holders: Holders
  links: HostLinks
  codes: AccessCodes
  attempts: Attempts
  starter: Starter
  consents: Consents
  admissions: Admissions
  rowLimits: RowLimits
}

export function createArrivals(
  env: Pick<Environment, 'settings' | 'random' | 'now' | 'log'>,
  services: ArrivalServices,
): Arrivals {
  const {
    joinService,
    tickets,
    passes,
    visitors,
    holders,
    links,
    codes,
    attempts,
    starter,
    consents,
    admissions,
    rowLimits,
  } = services
  const addressOf = addressReader(env.settings)
  const newDevices = createBucket(joinLimits.newDevices, env.now)

  /**
   * Presses by devices that were not seen before, more of one address than people come. Whoever waits already, signed
   * in, has a host link or knows the code is not counted: a neighbour's flood keeps none of them out.
   */
  function isFlood({ address, isKnown }: From): boolean {
    return !isKnown && address !== null && !newDevices.take(address)
  }

  /** Notes the code on this device, so that it is not asked for again until there is another one. */
  async function giveCode(c: Context, room: RoomRow, typed: string): Promise<void> {
    if (typed.trim() === '') throw misfit('accessCode', 'required')
    const place = `code:${room.id}` as const
    const isRight = () => codes.isCode(room, typed) || null
    if ((await attempts.judge({ place, address: addressOf(c) }, isRight)) === null)
      throw misfit('accessCode', 'invalid')
    await passes.give(c, room, { code: generationOf(room) })
  }

  /** The ticket of somebody who waited and asks again; one that is none, or of elsewhere, counts for nothing. */
  async function heldBy(c: Context, room: RoomRow, sealed: string | undefined, device: string) {
    const ticket = sealed === undefined ? null : await tickets.open(sealed).catch(() => null)
    if (ticket?.room !== room.id) return null
    const holder = await holders.of(c, room, ticket, device)
    if (!holder) throw new ProblemError('ticket_invalid')
    return holder
  }

  /** Starts the meeting for the bearer of a host link, or lets them into the open one. */
  async function startAsHost(
    room: RoomRow,
    { who }: Visitor,
    { name, language, userId }: Pick<Arrival, 'name' | 'language'> & { userId: string },
  ): Promise<Arrived> {
    if (who.kind !== 'host') throw new ProblemError('host_link_invalid')
    const meeting = await starter.start(room, false)
    await writeIfPossible(env.log, 'last use of a host link', () => links.used(who.link))
    if (rowLimits.mayLeaveRows(room, { meeting: meeting.id, device: userId }, { starter: who.link })) {
      await consents.noteEntering(room, { device: userId, language })
      await admissions.note(meeting.id, userId)
    }
    const url = joinUrlFor(env.settings, meeting, room, { name, language, userId, role: 'host' })
    return { kind: 'join', url }
  }

  return {
    async arrive(c, room, { name: typed, language, accessCode = '', asHost = false, ...asked }) {
      const from = await holders.from(c)
      const device = await guestUserId(c, env, room.id)
      const held = await heldBy(c, room, asked.ticket, device)
      const visitor = held?.visitor ?? (await visitors.of(c, room))
      const consent = asked.consent ?? held?.ticket.consent ?? false
      const join = await joinService.info(room, visitor)
      const name = givenName(typed)
      if (asHost) return await startAsHost(room, visitor, { name, language, userId: device })
      if (join.entry === null) throw new ProblemError('members_only')
      if (join.accessCodeNeeded) await giveCode(c, room, accessCode)
      if (join.recordingAllowed && !consent) throw misfit('consent', 'required')
      const member = join.entry === 'member' && visitor.who.kind === 'member' ? visitor.who.person : null
      const userId = member ?? device
      const since = held?.ticket.since ?? env.now()
      const code = join.accessCodeNeeded ? generationOf(room) : visitor.code
      // Last of all: no press that is refused for another reason takes from the share of its address.
      const isProven = held !== null || visitor.who.kind !== 'guest' || code !== null
      if (!isProven && isFlood(from)) throw new ProblemError('too_busy', { retryAfter: 15 })
      const ticket = { room: room.id, name, language, userId, consent, since, code, member }
      const entrance = await joinService.enter(room, { visitor, ticket, device, from })
      return entrance.kind === 'wait' ? { kind: 'wait', ticket: await tickets.seal(ticket) } : entrance
    },
  }
}

function misfit(field: string, problem: FieldProblem): ProblemError {
  return new ProblemError('fields_invalid', { fields: { [field]: problem } })
}
