import type { Context } from 'hono'
import type { JoinAnswer } from '../../contract/join.ts'
import type { Language } from '../../contract/languages.ts'
import type { FieldProblem } from '../../contract/problems.ts'
import type { Consents } from '../consents/consents.ts'
import { addressReader } from '../http/address.ts'
import type { Parts } from '../parts.ts'
import { ProblemError } from '../problem.ts'
import type { RoomRow } from '../rooms/store.ts'
import { cleanName } from '../text.ts'
import type { Tries } from '../tries.ts'
import { type AccessCodes, generationOf } from './access-code.ts'
import { guestUserId } from './device.ts'
import type { Doors } from './doors.ts'
import type { Passes } from './passes.ts'
import type { Tickets } from './tickets.ts'

/** What somebody who wants in typed and chose. */
export interface Arrival {
  name: string
  language: Language
  /** Left out: as the ticket that is held says. */
  consent?: boolean | undefined
  accessCode?: string | undefined
  /** The ticket of a guest who waits and asks again. */
  ticket?: string | undefined
}

/** The way in, for calls and for forms alike. */
export interface Arrivals {
  /**
   * @returns this guest's own address at BBB, or a ticket to wait with
   * @throws ProblemError fields_invalid (name, accessCode, consent), too_many_tries
   */
  arrive(c: Context, room: RoomRow, arrival: Arrival): Promise<JoinAnswer>
}

interface ArrivalServices {
  doors: Doors
  tickets: Tickets
  passes: Passes
  codes: AccessCodes
  tries: Tries
  consents: Consents
}

export function createArrivals(
  parts: Pick<Parts, 'settings' | 'random'>,
  services: ArrivalServices,
): Arrivals {
  const { doors, tickets, passes, codes, tries, consents } = services
  const addressOf = addressReader(parts.settings)

  /** Whoever gave the code is not asked again on this device, until there is another one. */
  async function giveCode(c: Context, room: RoomRow, typed: string): Promise<void> {
    if (typed.trim() === '') throw misfit('accessCode', 'required')
    const place = `code of room ${room.id}`
    const isRight = await tries.judge({ place, address: addressOf(c) }, () => codes.isCode(room, typed))
    if (!isRight) throw misfit('accessCode', 'invalid')
    await passes.give(c, room, { code: generationOf(room) })
  }

  return {
    async arrive(c, room, { name: typed, language, accessCode = '', ...asked }) {
      const held = asked.ticket === undefined ? null : await tickets.open(asked.ticket).catch(() => null)
      const before = held?.room === room.id ? held : null
      const consent = asked.consent ?? before?.consent ?? false
      const code = before?.code ?? (await passes.read(c, room)).code
      const join = await doors.info(room, { code })
      const cleaned = cleanName(typed)
      if ('problem' in cleaned) throw misfit('name', cleaned.problem)
      if (join.accessCodeNeeded) await giveCode(c, room, accessCode)
      if (join.recordingAllowed && !consent) throw misfit('consent', 'required')
      const userId = await guestUserId(c, parts, room.id)
      const { name } = cleaned
      const ticket = { room: room.id, name, language, userId, consent, code: generationOf(room) }
      if (join.recordingAllowed) await consents.note(room, { device: userId, language })
      const url = await doors.enter(ticket, room)
      return url ? { state: 'open', url } : { state: 'waiting', ticket: await tickets.seal(ticket) }
    },
  }
}

function misfit(field: string, problem: FieldProblem): ProblemError {
  return new ProblemError('fields_invalid', { fields: { [field]: problem } })
}
