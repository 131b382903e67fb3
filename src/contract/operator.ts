import { z } from 'zod'
import { LocalText } from './languages.ts'
import { DecisionStep, NearMiss } from './me.ts'

const Time = z.number().int()
const OrganisationName = z.object({ id: z.string(), name: LocalText })

/** Why somebody was let in or not: the decision's code, or that of a token whose signature was right. */
export const LoggedCode = z.enum([
  'admitted',
  'groups_missing',
  'group_no_match',
  'person_suspended',
  'audience_missing',
  'client_not_allowed',
  'subject_missing',
  'clock_skew',
  'token_invalid',
])
export type LoggedCode = z.infer<typeof LoggedCode>

/** Decisions of one kind: those that concern an organisation, with one code. */
export const AccessRow = z.object({
  /** null: no organisation's rule was met, nearly or fully. */
  organisation: OrganisationName.nullable(),
  code: LoggedCode,
  /** Different people (identities). */
  people: z.number().int(),
  lastAt: Time,
  /** How many each day, the oldest first; as long as the overview's `days`. */
  perDay: z.array(z.number().int()),
})
export type AccessRow = z.infer<typeof AccessRow>

export const UnmatchedGroup = z.object({
  issuer: z.string(),
  name: z.string(),
  people: z.number().int(),
  lastAt: Time,
  /** Rules that it nearly meets. */
  near: z.array(NearMiss.omit({ received: true }).extend({ organisation: OrganisationName.nullable() })),
})
export type UnmatchedGroup = z.infer<typeof UnmatchedGroup>

export const UnmatchedRule = z.object({
  /** null: the operators'. */
  organisation: OrganisationName.nullable(),
  /** Its place in `foyer.yaml`. */
  rule: z.enum(['members.groups', 'administrators.groups', 'operators.groups']),
  group: z.string(),
})
export type UnmatchedRule = z.infer<typeof UnmatchedRule>

/** Somebody guesses: so many wrong access codes, host links or invitations came that it is no mistake. */
export const Attack = z.object({
  kind: z.enum(['code', 'host_link', 'invitation']),
  /** null: invitations are an organisation's. */
  room: z.object({ address: z.string(), name: z.string() }).nullable(),
  organisation: OrganisationName,
  /** Within an hour. */
  wrong: z.number().int(),
  lastAt: Time,
})
export type Attack = z.infer<typeof Attack>

export const AccessOverview = z.object({
  /** How many days it looks back. */
  days: z.number().int(),
  /** When its first day begins, and when it was made. */
  from: Time,
  asOf: Time,
  /** In the last hour, the latest first. */
  attacks: z.array(Attack),
  rows: z.array(AccessRow),
  unmatchedGroups: z.array(UnmatchedGroup),
  unmatchedRules: z.array(UnmatchedRule),
})
export type AccessOverview = z.infer<typeof AccessOverview>

/** One decision as it was logged. */
export const LoggedDecision = z.object({
  ref: z.string(),
  issuer: z.string(),
  allowed: z.boolean(),
  code: LoggedCode,
  /** Empty where the time for keeping them is over. */
  steps: z.array(DecisionStep),
  name: z.string().nullable(),
  email: z.string().nullable(),
  /** The person, where they were ever admitted. */
  person: z
    .object({ id: z.string(), suspended: z.object({ by: z.string(), at: Time }).nullable() })
    .nullable(),
  at: Time,
  lastAt: Time,
  /** Nothing was decided differently for this identity since. */
  latest: z.boolean(),
})
export type LoggedDecision = z.infer<typeof LoggedDecision>

export const LoggedDecisions = z.object({ decisions: z.array(LoggedDecision), asOf: Time })
export type LoggedDecisions = z.infer<typeof LoggedDecisions>

export const PersonChange = z.strictObject({ suspended: z.boolean() })
export type PersonChange = z.infer<typeof PersonChange>
