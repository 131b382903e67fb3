import { createHmac } from 'node:crypto'
import { deriveKey } from '../../platform/crypto/keys.ts'
import { isSame } from '../../platform/crypto/same.ts'

/** The address of a calendar that programs follow: whoever has it may read, until it is renewed. */
export interface Feeds {
  /** `{name}-{secret}`; the same whenever it is asked for. */
  addressOf(calendar: { name: string; generation: number }): string
  /** renewed: it was the address before. unknown: it never was. */
  judge(secret: string, calendar: { name: string; generation: number }): 'current' | 'renewed' | 'unknown'
}

/** How many addresses of before are told from made-up ones. */
const remembered = 100

/**
 * The secret is an HMAC of the calendar's name and of how often it was renewed: it can be shown again, and a copy of
 * the database does not give it away.
 */
export function createFeeds(secret: string): Feeds {
  const key = deriveKey(secret, 'calendars')
  const secretOf = (name: string, generation: number) =>
    createHmac('sha256', key).update(`${name} ${generation}`).digest('base64url')
  return {
    addressOf: ({ name, generation }) => `${name}-${secretOf(name, generation)}`,
    judge(given, { name, generation }) {
      if (isSame(secretOf(name, generation), given)) return 'current'
      const before = Array.from(
        { length: Math.min(remembered, generation - 1) },
        (_, i) => generation - 1 - i,
      )
      return before.some((past) => isSame(secretOf(name, past), given)) ? 'renewed' : 'unknown'
    },
  }
}
