import { EncryptJWT, jwtDecrypt } from 'jose'
import { z } from 'zod'
import { Language } from '../../contract/languages.ts'
import { deriveKey } from '../platform/crypto/keys.ts'
import { ProblemError } from '../problem.ts'

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
/** What a waiting guest holds: it opens the event stream again on any process, also after a restart. */
export type Ticket = z.infer<typeof Ticket>

/** Names a press of Join: the same however often its ticket is sealed anew, and another in other hands. */
export function nameOf({ room, userId, since }: Ticket): string {
  return `${room} ${userId} ${since}`
}

export interface Tickets {
  seal(ticket: Ticket): Promise<string>
  /** @throws ProblemError ticket_invalid */
  open(sealed: string): Promise<Ticket>
}

/**
 * Tickets are encrypted (JWE, RFC 7516), because they stand in addresses that reverse proxies log, and hold
 * the guest's name. They last a working day.
 */
export function createTickets(secret: string): Tickets {
  const key = deriveKey(secret, 'tickets')
  return {
    seal: (ticket) =>
      new EncryptJWT(ticket)
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .setExpirationTime('12h')
        .encrypt(key),
    async open(sealed) {
      try {
        const { payload } = await jwtDecrypt(sealed, key)
        return Ticket.parse(payload)
      } catch (cause) {
        throw new ProblemError('ticket_invalid', { cause })
      }
    },
  }
}
