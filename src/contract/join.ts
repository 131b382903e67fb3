import { z } from 'zod'
import { LocalText } from './languages.ts'
import { DialIn } from './phone.ts'
import { ServerName } from './rooms.ts'
import { Upcoming } from './schedules.ts'

/**
 * Data of the join page, for the visitor who asks. `unavailable`: the server that holds the meeting, or every
 * server, does not answer. `full`: as many are in as the meeting takes.
 */
export const JoinInfo = z.object({
  room: z.string(),
  name: z.string(),
  organisation: LocalText,
  state: z.enum(['open', 'full', 'waiting', 'unavailable']),
  /** Since when it is open or unavailable, epoch milliseconds. */
  since: z.number().int().nullable(),
  server: ServerName.nullable(),
  recordingAllowed: z.boolean(),
  /** The hosts' message to waiting guests; empty: none. */
  waitingMessage: z.string(),
  /** As what this visitor comes in; null: the room is for members only, and they are none. */
  entry: z.enum(['host', 'member', 'guest']).nullable(),
  /** The visitor, where known: a member by name, or the bearer of a host link by its label. */
  visitor: z.object({ kind: z.enum(['member', 'hostLink']), name: z.string() }).nullable(),
  /** This visitor will wait in BBB until a moderator lets them in. */
  approval: z.boolean(),
  /** The room asks guests for its access code, and this one has not given it yet. */
  accessCodeNeeded: z.boolean(),
  dialIn: DialIn.nullable(),
  /** The next scheduled meeting, and one before it that is cancelled. */
  scheduled: Upcoming,
})
export type JoinInfo = z.infer<typeof JoinInfo>

export const JoinRequest = z.strictObject({
  name: z.string().max(20_000),
  language: z.string().max(20).optional(),
  /** The recording notice was accepted; needed where the room allows recording. */
  consent: z.boolean().optional(),
  /** As typed: spaces, hyphens, case and look-alikes do not matter. */
  accessCode: z.string().max(200).optional(),
  /** The page was a host's: without a host link that works nobody comes in, not even as a guest. */
  asHost: z.boolean().optional(),
  /** Of a guest who waits and asks again: the consent and the code that were given then count. */
  ticket: z.string().max(8_000).optional(),
})
export type JoinRequest = z.infer<typeof JoinRequest>

export const JoinAnswer = z.discriminatedUnion('state', [
  z.object({ state: z.literal('open'), url: z.string() }),
  z.object({ state: z.literal('waiting'), ticket: z.string() }),
])
export type JoinAnswer = z.infer<typeof JoinAnswer>

/** The server-sent events of `GET /api/join/{room}/events?ticket=`, by event name. */
export interface JoinEvents {
  /** Sent at once, and when it changes. */
  waiting: { state: 'waiting' | 'unavailable' | 'full' }
  /** This guest's own address at BBB. */
  open: { url: string }
  closed: RoomClosed
  /** The same guest waits on another page now: this one need not open its stream again. */
  replaced: Record<string, never>
}

/** No meeting takes place in a room. archived: it is out of the way, and may be opened again. */
export interface RoomClosed {
  kind: 'archived' | 'deleted'
  /** Epoch milliseconds; null: not told. */
  since: number | null
}
