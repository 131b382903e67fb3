import { z } from 'zod'
import { LocalText } from './languages.ts'

const Time = z.number().int()

/**
 * `impaired`: it answers, but not with its list of meetings. `unreadable`: its list cannot be read. `misconfigured`: it
 * answers, but refuses our secret. `unknown`: not asked yet.
 */
export const ServerState = z.enum([
  'up',
  'impaired',
  'unreadable',
  'down',
  'misconfigured',
  'draining',
  'disabled',
  'unknown',
])
export type ServerState = z.infer<typeof ServerState>

export const ServerStatus = z.object({
  id: z.string(),
  name: LocalText,
  country: z.string(),
  runBy: z.string().nullable(),
  state: ServerState,
  /** Since when it is in this state. */
  since: Time.nullable(),
  /** When it was last asked. */
  asOf: Time.nullable(),
  meetings: z.number().int().nullable(),
  participants: z.number().int().nullable(),
  /** How many recordings cannot be played because the settings do not name their player's host. */
  unlinkedRecordings: z.number().int(),
})
export type ServerStatus = z.infer<typeof ServerStatus>

export const IssuerStatus = z.object({
  id: z.string(),
  label: LocalText,
  state: z.enum(['up', 'down', 'unknown']),
  since: Time.nullable(),
  asOf: Time.nullable(),
})
export type IssuerStatus = z.infer<typeof IssuerStatus>

export const Status = z.object({
  servers: z.array(ServerStatus),
  signIn: z.array(IssuerStatus),
  /** When this answer was made. */
  asOf: Time,
})
export type Status = z.infer<typeof Status>
