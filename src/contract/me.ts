import { z } from 'zod'
import { LocalText } from './languages.ts'

const Time = z.number().int()

/**
 * How two group names differ that look alike. slash: one at the beginning, at the end, or doubled. path: the
 * same name at another place, or without its path. encoding: letters that look the same (NFC and NFD).
 * parent: received is the group above the expected one. child: received is one below it. similar: a letter or two.
 */
export const Difference = z.enum([
  'slash',
  'path',
  'case',
  'accent',
  'encoding',
  'space',
  'parent',
  'child',
  'similar',
])
export type Difference = z.infer<typeof Difference>

/** A group that somebody has and one that a rule names, which nearly are the same. */
export const NearMiss = z.object({
  expected: z.string(),
  received: z.string(),
  differences: z.array(Difference),
})
export type NearMiss = z.infer<typeof NearMiss>

/**
 * A fix; its first word is who can make it. operator: who runs Foyer, in `foyer.yaml` or on the operators' page.
 * issuer: who administers the sign-in server. administrator: the organisation's, in our list of members.
 */
export const Fix = z.enum([
  'operator_rule',
  'operator_suspension',
  'operator_email_claimed',
  'operator_email_vouching',
  'issuer_group',
  'issuer_group_name',
  'issuer_full_path',
  'issuer_groups_mapper',
  'issuer_groups_in_access_token',
  'issuer_groups_shape',
  'issuer_email_verified',
  'administrator_list',
  'administrator_email_claimed',
  'administrator_email_link',
])
export type Fix = z.infer<typeof Fix>

/**
 * One step of a decision: what a rule expected and what the sign-in brought (own data only).
 * token: its signature, issuer, audience and time. groups: the claim that names the groups. person: known here,
 * not suspended. organisation: one organisation's rule. operators: theirs. limits: how many rooms are allowed
 * (expected) and made (received).
 */
export const DecisionStep = z.object({
  step: z.enum(['token', 'groups', 'person', 'organisation', 'operators', 'limits']),
  /** The organisation whose rule this is. */
  organisation: z.object({ id: z.string(), name: LocalText }).nullable(),
  /** null: cannot be known from here. */
  ok: z.boolean().nullable(),
  expected: z.array(z.string()),
  received: z.array(z.string()),
  nearMisses: z.array(NearMiss).default([]),
  fixes: z.array(Fix).default([]),
})
export type DecisionStep = z.infer<typeof DecisionStep>

/** Why somebody is not let in, though their token is in order. */
export const DecisionCode = z.enum(['admitted', 'groups_missing', 'group_no_match', 'person_suspended'])
export type DecisionCode = z.infer<typeof DecisionCode>

export const Decision = z.object({
  allowed: z.boolean(),
  code: DecisionCode,
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

/** The names of the claims of a refused person's ID token, never what they hold: "only in the ID token". */
export const ExplanationRequest = z.strictObject({
  idTokenClaims: z.array(z.string().max(100)).max(100),
})
export type ExplanationRequest = z.infer<typeof ExplanationRequest>

/** The server-sent events of `GET /api/me/events`, by event name. */
export interface MeEvents {
  /** The session was ended at the sign-in server. */
  ended: Record<string, never>
}

/** How somebody belongs to an organisation. */
export const MembershipWay = z.enum(['group', 'administrator', 'subject', 'email', 'list'])
export type MembershipWay = z.infer<typeof MembershipWay>

/** When something was done, and by whom; null: nobody signed in did it (`foyer.yaml`). */
export const Act = z.object({ by: z.string().nullable(), at: Time })
export type Act = z.infer<typeof Act>
