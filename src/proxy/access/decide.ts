import type { Decision, DecisionStep, MembershipWay, NearMiss } from '../../contract/me.ts'
import type { OrganisationSettings, Settings } from '../platform/settings/settings.ts'
import { type OwnClaims, ownClaims, shown } from './claims.ts'
import { emailFixes, fixesOfNearMiss, groupFixes } from './fixes.ts'
import { type Entry, foundGroup, hasPower, membershipWay } from './membership.ts'
import { type SimilarGroups, similarGroupsAmong } from './near-miss.ts'
import type { VerifiedToken } from './verify-token.ts'

type PowerRule = OrganisationSettings['administrators']

/** Rows about one identity. */
export interface DecisionTables {
  /** The entries that this identity holds, and those for its e-mail, whoever holds them. */
  entries: readonly Entry[]
  /** The person was suspended by an operator. */
  suspended: boolean
  /** The claims that the person's ID token has; null: not known. */
  idTokenClaims: readonly string[] | null
  /** Whether other people's tokens of this issuer name groups; null: not known. */
  othersHaveGroups: boolean | null
  /** How many rooms the person has in each organisation; null: not asked. */
  rooms: ReadonlyMap<string, number> | null
}

/** How somebody belongs to an organisation. */
export interface Membership {
  id: string
  administrator: boolean
  way: MembershipWay
  /** The value that met the rule. */
  matched: string
}

/** The answer of the access rules for one sign-in; `ref` is given when it is kept. */
export interface Outcome extends Omit<Decision, 'ref'> {
  organisations: Membership[]
  operator: boolean
  /** Open invitations that let this identity in: to be claimed now. */
  claims: { organisation: string; email: string }[]
}

type Rules = Pick<Settings, 'signIn' | 'organisations' | 'operators'>

/**
 * Decides what a person may do: one pure function for enforcing and for explaining. Every step is evaluated, also
 * after the first failure. Names are compared exactly: letter by letter, as the issuer sends them.
 * @param token a verified token, so that its step has passed
 */
export function decide(
  token: Pick<VerifiedToken, 'issuer' | 'subject' | 'claims'>,
  tables: DecisionTables,
  settings: Rules,
): Outcome {
  const own = ownClaims(token, settings.signIn)
  const similarGroups = similarGroupsAmong(own.groups ?? new Set())
  const judged = settings.organisations.map((organisation) => judge(organisation, own, tables, similarGroups))
  const operators = judgeOperators(settings.operators, own, similarGroups)
  const memberships = judged.flatMap(({ membership }) => membership ?? [])
  const operator = operators.ok === true
  const allowed = !tables.suspended && (memberships.length > 0 || operator)
  return {
    allowed,
    code: codeOf(allowed, tables, own),
    organisations: tables.suspended ? [] : memberships,
    operator: operator && !tables.suspended,
    claims: tables.suspended ? [] : judged.flatMap(({ claim }) => claim ?? []),
    steps: [
      tokenStep(own, settings),
      groupsStep(own, tables, settings),
      personStep(own, tables),
      ...judged.map(({ step }) => step),
      operators,
      ...limitSteps(memberships, tables, settings),
    ],
  }
}

function codeOf(allowed: boolean, tables: DecisionTables, own: OwnClaims): Outcome['code'] {
  if (allowed) return 'admitted'
  if (tables.suspended) return 'person_suspended'
  return own.groups === null ? 'groups_missing' : 'group_no_match'
}

interface Judged {
  step: DecisionStep
  membership: Membership | null
  claim: { organisation: string; email: string } | null
}

function judge(
  organisation: OrganisationSettings,
  own: OwnClaims,
  tables: DecisionTables,
  similarGroups: SimilarGroups,
): Judged {
  const { id, name } = organisation
  const administrator = hasPower(organisation.administrators, own)
  const found = membershipWay(organisation, own, tables.entries)
  if (found) {
    const { way, expected, received, claims } = found
    return {
      step: step('organisation', true, expected, received, { organisation: { id, name } }),
      membership: { id, administrator, way, matched: received[0] ?? '' },
      claim: claims === undefined ? null : { organisation: id, email: claims },
    }
  }
  const nearMisses = nearMissesOf(organisation.members.groups, similarGroups)
  const email = emailFixes(organisation, own, tables)
  return {
    step: step(
      'organisation',
      isKnown(organisation, own) ? false : null,
      organisation.members.groups,
      receivedFor(organisation, own),
      { organisation: { id, name }, nearMisses, fixes: [...email, ...groupFixes(nearMisses)] },
    ),
    membership: null,
    claim: null,
  }
}

/** Without a groups claim it cannot be told from here whether somebody is in a group. */
function isKnown(organisation: OrganisationSettings, own: OwnClaims): boolean {
  return own.groups !== null || organisation.members.groups.length === 0
}

function* receivedFor(organisation: OrganisationSettings, own: OwnClaims): Generator<string> {
  if (organisation.members.emails.length > 0 && own.email !== null) yield own.email
  yield* own.groups ?? []
}

function nearMissesOf(rule: readonly string[], similarGroups: SimilarGroups): NearMiss[] {
  return rule
    .flatMap((group) => similarGroups.of(group))
    .slice(0, 3)
    .map(({ expected, received, differences }) => ({
      expected: shown([expected])[0] ?? '',
      received: shown([received])[0] ?? '',
      differences,
    }))
}

function judgeOperators(rule: PowerRule, own: OwnClaims, similarGroups: SimilarGroups): DecisionStep {
  if (hasPower(rule, own)) {
    const { expected = [], received = [] } = foundGroup('group', rule.groups, own) ?? {}
    return step('operators', true, expected, received)
  }
  const nearMisses = rule.issuers.includes(own.issuer) ? nearMissesOf(rule.groups, similarGroups) : []
  return step('operators', own.groups === null ? null : false, rule.groups, own.groups ?? [], {
    nearMisses,
    fixes: [...new Set(nearMisses.flatMap(fixesOfNearMiss))],
  })
}

function tokenStep(own: OwnClaims, settings: Pick<Settings, 'signIn'>): DecisionStep {
  const issuer = settings.signIn.issuers.find(({ id }) => id === own.issuer)
  return step('token', true, issuer ? [issuer.issuer, issuer.audience] : [], own.origin)
}

/**
 * Somebody in no group looks exactly like a mapper that is missing: only the ID token, or other people's
 * tokens, tell them apart.
 */
function groupsStep(own: OwnClaims, tables: DecisionTables, { signIn }: Rules): DecisionStep {
  const claim = signIn.claims.groups
  if (own.groups !== null) return step('groups', true, [claim], own.groups)
  if (own.groupsClaim === 'unreadable') {
    return step('groups', false, [claim], [], { fixes: ['issuer_groups_shape'] })
  }
  if (tables.idTokenClaims?.some((name) => groupsNames(claim).includes(name))) {
    return step('groups', false, [claim], [], { fixes: ['issuer_groups_in_access_token'] })
  }
  if (tables.othersHaveGroups) return step('groups', false, [claim], [], { fixes: ['issuer_group'] })
  return step('groups', null, [claim], [], { fixes: ['issuer_groups_mapper', 'issuer_group'] })
}

/** Of the names of an ID token's claims those that a decision looks at: nobody chooses what else is kept. */
export function telling(names: readonly string[], { signIn }: Pick<Settings, 'signIn'>): string[] {
  return groupsNames(signIn.claims.groups).filter((name) => names.includes(name))
}

/** A claim that holds the groups, and the one in which it lies. */
function groupsNames(claim: string): string[] {
  return [...new Set([claim, claim.split('.')[0] ?? claim])]
}

function personStep(own: OwnClaims, { suspended }: DecisionTables): DecisionStep {
  const received = own.email === null ? [own.subject] : [own.subject, own.email]
  return step('person', !suspended, [], received, suspended ? { fixes: ['operator_suspension'] } : {})
}

function limitSteps(memberships: Membership[], { rooms }: DecisionTables, settings: Rules): DecisionStep[] {
  if (rooms === null) return []
  return memberships.flatMap(({ id }) => {
    const organisation = settings.organisations.find((known) => known.id === id)
    const limit = organisation?.limits.roomsPerPerson ?? null
    if (!organisation || limit === null) return []
    const made = rooms.get(id) ?? 0
    const { name } = organisation
    return step('limits', roomsLeft(limit, made) > 0, [String(limit)], [String(made)], {
      organisation: { id, name },
    })
  })
}

/** How many more rooms somebody may create. */
export function roomsLeft(limit: number, made: number): number {
  return Math.max(0, limit - made)
}

function step(
  kind: DecisionStep['step'],
  ok: boolean | null,
  expected: Iterable<string>,
  received: Iterable<string>,
  more: Partial<Pick<DecisionStep, 'organisation' | 'nearMisses' | 'fixes'>> = {},
): DecisionStep {
  const values = { expected: shown(expected), received: shown(received) }
  return { step: kind, organisation: null, ok, ...values, nearMisses: [], fixes: [], ...more }
}
