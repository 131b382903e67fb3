import type { Decision, DecisionStep } from '../../contract/me.ts'
import type { Settings } from '../settings.ts'
import { type OwnClaims, ownClaims, sameEmail, shown } from './claims.ts'
import type { VerifiedToken } from './tokens.ts'

type Organisation = Settings['organisations'][number]
type PowerRule = Organisation['administrators']

/** Who holds the invitation that an e-mail in an organisation's list is. */
export interface Invitation {
  organisation: string
  email: string
  issuer: string
  subject: string
}

/** What the tables say about one identity. */
export interface DecisionTables {
  /** The invitations that this identity holds, and those to its e-mail that others hold. */
  invitations: readonly Invitation[]
}

/** The answer of the access rules for one sign-in; `ref` is given when it is kept. */
export interface Outcome extends Omit<Decision, 'ref'> {
  organisations: { id: string; administrator: boolean }[]
  operator: boolean
  /** Invitations to claim now: they are what lets this identity in. */
  claims: { organisation: string; email: string }[]
}

/**
 * What a person may do: one pure function for enforcing and for explaining. Every step is evaluated, also
 * after the first failure. Names are compared exactly: letter by letter, as the issuer sends them.
 * @param token a verified token, so that its step has passed
 */
export function decide(
  token: Pick<VerifiedToken, 'issuer' | 'subject' | 'claims'>,
  tables: DecisionTables,
  settings: Pick<Settings, 'signIn' | 'organisations' | 'operators'>,
): Outcome {
  const own = ownClaims(token, settings.signIn.claims.groups)
  const judged = settings.organisations.map((organisation) => judge(organisation, own, tables))
  const operator = hasPower(settings.operators, own)
  const organisations = judged.flatMap(({ membership }) => membership ?? [])
  const allowed = organisations.length > 0 || operator
  return {
    allowed,
    code: allowed ? 'admitted' : own.groups === null ? 'groups_missing' : 'group_no_match',
    organisations,
    operator,
    claims: judged.flatMap(({ claim }) => claim ?? []),
    steps: [tokenStep(own, settings), personStep(own), ...judged.map(({ step }) => step)],
  }
}

interface Judged {
  step: DecisionStep
  membership: { id: string; administrator: boolean } | null
  claim: { organisation: string; email: string } | null
}

function judge(organisation: Organisation, own: OwnClaims, tables: DecisionTables): Judged {
  const administrator = hasPower(organisation.administrators, own)
  const way = wayIn(organisation, own, tables) ?? (administrator ? byGroup(organisation, own) : null)
  return {
    step: {
      step: 'organisation',
      organisation: { id: organisation.id, name: organisation.name },
      ok: way ? true : isKnown(organisation, own) ? false : null,
      expected: shown(way?.expected ?? organisation.members.groups),
      received: shown(way?.received ?? receivedFor(organisation, own)),
    },
    membership: way ? { id: organisation.id, administrator } : null,
    claim: way?.claims ? { organisation: organisation.id, email: way.claims } : null,
  }
}

interface Way {
  expected: readonly string[]
  received: readonly string[]
  /** The e-mail whose invitation is claimed. */
  claims?: string
}

function wayIn(organisation: Organisation, own: OwnClaims, tables: DecisionTables): Way | null {
  const { groups, subjects } = organisation.members
  if (groups.some((group) => own.groups?.has(group))) return byGroup(organisation, own)
  const identity = `${own.issuer}:${own.subject}`
  if (subjects.includes(identity)) return { expected: [identity], received: [identity] }
  return byInvitation(organisation, own, tables)
}

/** The groups that match come first, so that they are among those shown. */
function byGroup(organisation: Organisation, own: OwnClaims): Way {
  const expected = [...organisation.members.groups, ...organisation.administrators.groups]
  const matching = expected.filter((group) => own.groups?.has(group))
  return { expected, received: [...new Set([...matching, ...(own.groups ?? [])])] }
}

/**
 * An e-mail in the list is an invitation: the first identity that proves the e-mail keeps it, also when its
 * e-mail changes later, and nobody else can use it, however they came by the same e-mail.
 */
function byInvitation(organisation: Organisation, own: OwnClaims, tables: DecisionTables): Way | null {
  const listed = (email: string) => organisation.members.emails.some((entry) => sameEmail(entry, email))
  const here = tables.invitations.filter((invitation) => invitation.organisation === organisation.id)
  const held = here.find((invitation) => isHolder(invitation, own) && listed(invitation.email))
  if (held) return { expected: [held.email], received: [held.email] }
  const { verifiedEmail } = own
  if (verifiedEmail === null || !listed(verifiedEmail)) return null
  if (here.some((invitation) => sameEmail(invitation.email, verifiedEmail))) return null
  return { expected: [verifiedEmail], received: [verifiedEmail], claims: verifiedEmail }
}

function isHolder(invitation: Invitation, own: OwnClaims): boolean {
  return invitation.issuer === own.issuer && invitation.subject === own.subject
}

/** Groups give power only where the rule names their issuer. */
function hasPower(rule: PowerRule, own: OwnClaims): boolean {
  return rule.issuers.includes(own.issuer) && rule.groups.some((group) => own.groups?.has(group))
}

/** Without a groups claim it cannot be told from here whether somebody is in a group. */
function isKnown(organisation: Organisation, own: OwnClaims): boolean {
  return own.groups !== null || organisation.members.groups.length === 0
}

function receivedFor(organisation: Organisation, own: OwnClaims): string[] {
  const byEmail = organisation.members.emails.length > 0 && own.email !== null ? [own.email] : []
  return [...byEmail, ...(own.groups ?? [])]
}

function tokenStep(own: OwnClaims, settings: Pick<Settings, 'signIn'>): DecisionStep {
  const issuer = settings.signIn.issuers.find(({ id }) => id === own.issuer)
  const expected = issuer ? [issuer.issuer, issuer.audience] : []
  return { step: 'token', organisation: null, ok: true, expected, received: shown(own.origin) }
}

function personStep(own: OwnClaims): DecisionStep {
  const received = shown(own.email === null ? [own.subject] : [own.subject, own.email])
  return { step: 'person', organisation: null, ok: true, expected: [], received }
}
