import { z } from 'zod'
import { LocalText } from './languages.ts'

/** One phone number that reaches a server. */
export const PhoneNumber = z.object({
  /** As written for reading: `+49 30 1234567`. */
  number: z.string(),
  /** ISO 3166-1 alpha-2. */
  country: z.string(),
  tollFree: z.boolean(),
  server: z.object({ id: z.string(), name: LocalText }),
  /** Whether the PIN ends with the pound key there. */
  hash: z.boolean(),
  /** Since when its server does not work, epoch milliseconds; null: it works, as far as is known. */
  silentSince: z.number().int().nullable(),
})
export type PhoneNumber = z.infer<typeof PhoneNumber>

/** How to take part by phone; null where no number is configured. */
export const DialIn = z.object({
  /** Digits only; grouped when shown. */
  pin: z.string(),
  /**
   * Numbers of working servers first, in order of preference; while a meeting runs, its server's numbers only.
   */
  numbers: z.array(PhoneNumber),
  /** The meeting that runs has another PIN than the room's: its server replaced it. */
  replaced: z.boolean(),
  /** The room's PIN was changed while the meeting runs, which keeps the one that it began with. */
  renewed: z.boolean(),
  /** The meeting runs on another server than the room usually uses: the numbers are not the usual ones. */
  elsewhere: z.boolean(),
})
export type DialIn = z.infer<typeof DialIn>
