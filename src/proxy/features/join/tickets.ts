import { z } from 'zod'
import { Language } from '../../../contract/languages.ts'
import { createSeal, type Seal } from '../../platform/crypto/sealed.ts'
import { ProblemError } from '../../platform/problem.ts'

const Ticket = z.object({
  room: z.string(),
  name: z.string(),
  language: Language,
  userId: z.string(),
  /** The recording notice was accepted. */
  consent: z.boolean(),
  /** Since when they wait, epoch milliseconds; null: not known. */
  since: z.number().nullable().default(null),
  /** The generation of the access code that was given, or that there was none. */
  code: z.string().nullable().default(null),
  /** The person, where a member of the room's organisation waits; null: a guest. */
  member: z.string().nullable().default(null),
})
/** A waiting guest's ticket: it opens the event stream again on any process, also after a restart. */
export type Ticket = z.infer<typeof Ticket>

/** Names a press of Join: the same however often its ticket is sealed anew, and another in other hands. */
export function nameOf({ room, userId, since }: Ticket): string {
  return `${room} ${userId} ${since}`
}

export type Tickets = Seal<Ticket>

/** Seconds: a working day. */
const lifetime = 12 * 60 * 60

/**
 * Tickets are encrypted, because they stand in addresses that reverse proxies log, and hold the guest's name.
 * Opening one raises ProblemError ticket_invalid.
 */
export function createTickets(secret: string): Tickets {
  const { seal, open } = createSeal(secret, 'tickets', Ticket, lifetime)
  return {
    seal,
    open: (sealed) =>
      open(sealed).catch((cause) => {
        throw new ProblemError('ticket_invalid', { cause })
      }),
  }
}
