import { z } from 'zod'
import { LocalText } from './languages.ts'
import { ServerName } from './rooms.ts'

const Time = z.number().int()

/**
 * expected: the meeting ended, and could be recorded. processing: BBB works on it. unpublished: it was hidden on its
 * server, where nobody can play it. unlinked: its player is on a host that the settings do not name. not_produced: none
 * came. unreachable: its server does not answer. missing: its server answered three times without it.
 */
export const RecordingState = z.enum([
  'expected',
  'processing',
  'ready',
  'unpublished',
  'unlinked',
  'not_produced',
  'unreachable',
  'missing',
])
export type RecordingState = z.infer<typeof RecordingState>

/** hosts: the room's hosts play it. link: anybody who has our link does. */
export const RecordingAudience = z.enum(['hosts', 'link'])
export type RecordingAudience = z.infer<typeof RecordingAudience>

export const RecordingFormat = z.object({ type: z.string(), minutes: z.number().int().nullable() })

export const Recording = z.object({
  id: z.string(),
  name: z.string(),
  /** Its address is null where the room was deleted: there is nowhere to go. */
  room: z.object({ address: z.string().nullable(), name: z.string() }),
  startedAt: Time,
  endedAt: Time.nullable(),
  /** Whole minutes, as BBB counts them. */
  minutes: z.number().int().nullable(),
  formats: z.array(RecordingFormat),
  state: RecordingState,
  audience: RecordingAudience,
  /** The reader may choose who plays it; others play it only. */
  mayChange: z.boolean(),
  server: ServerName,
  /** Its server does not answer since; only for `unreachable`. */
  unreachableSince: Time.nullable(),
  /** When its server last spoke of it. */
  lastSeenAt: Time.nullable(),
})
export type Recording = z.infer<typeof Recording>

export const RecordingList = z.object({
  recordings: z.array(Recording),
  /** The oldest answer among the servers that hold these; null when none was asked yet. */
  asOf: Time.nullable(),
  /** Servers of these recordings that do not answer. */
  silent: z.array(z.object({ id: z.string(), name: LocalText, since: Time })),
})
export type RecordingList = z.infer<typeof RecordingList>

export const RecordingChange = z.strictObject({ audience: RecordingAudience.optional() })
export type RecordingChange = z.infer<typeof RecordingChange>

export const PlayRequest = z.strictObject({ format: z.string().max(50) })
export type PlayRequest = z.infer<typeof PlayRequest>
export const PlayAnswer = z.object({ url: z.string() })
export type PlayAnswer = z.infer<typeof PlayAnswer>
