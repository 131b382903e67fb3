import { z } from 'zod'
import { LocalText } from './languages.ts'

/** One step of a decision: what a rule expected and what the token brought (own data only). */
export const DecisionStep = z.object({
  step: z.enum(['token', 'person', 'organisation']),
  /** The organisation whose rule this is. */
  organisation: z.object({ id: z.string(), name: LocalText }).nullable(),
  /** null: cannot be known from here. */
  ok: z.boolean().nullable(),
  expected: z.array(z.string()),
  received: z.array(z.string()),
})
export type DecisionStep = z.infer<typeof DecisionStep>

export const Decision = z.object({
  allowed: z.boolean(),
  /** Why not, where not. */
  code: z.enum(['admitted', 'groups_missing', 'group_no_match']),
  ref: z.string(),
  steps: z.array(DecisionStep),
})
export type Decision = z.infer<typeof Decision>

export const Me = z.object({
  name: z.string(),
  email: z.string().nullable(),
  issuer: z.string(),
  organisations: z.array(z.object({ id: z.string(), name: LocalText, administrator: z.boolean() })),
  operator: z.boolean(),
  decision: Decision,
})
export type Me = z.infer<typeof Me>
