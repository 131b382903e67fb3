import type { MembershipWay } from '../../contract/me.ts'
import type { OrganisationSettings } from '../platform/settings/settings.ts'
import { type OwnClaims, sameEmail } from './claims.ts'

/* How somebody belongs to an organisation: the rules themselves, without what explains them. */

type PowerRule = OrganisationSettings['administrators']

/** An entry of an organisation's list: an invitation to an e-mail, and who claimed it. */
export interface Entry {
  organisation: string
  email: string
  /** Nobody signed in added it: it counts only as long as `foyer.yaml` names it. */
  fromSettings: boolean
  /** null: an open invitation. */
  holder: { issuer: string; subject: string } | null
}

/** A rule that is met. */
export interface Found {
  way: MembershipWay
  expected: readonly string[]
  /** The values, those that met the rule first. */
  received: readonly string[]
  /** The e-mail whose invitation is claimed. */
  claims?: string
}

/** How somebody belongs to an organisation; null: not at all. */
export function membershipWay(
  organisation: OrganisationSettings,
  own: OwnClaims,
  entries: readonly Entry[],
): Found | null {
  const { groups, subjects } = organisation.members
  const byGroup = foundGroup('group', groups, own)
  if (byGroup) return byGroup
  const identity = `${own.issuer}:${own.subject}`
  if (subjects.includes(identity)) return { way: 'subject', expected: [identity], received: [identity] }
  return (
    byInvitation(organisation, own, entries) ??
    (hasPower(organisation.administrators, own)
      ? foundGroup('administrator', organisation.administrators.groups, own)
      : null)
  )
}

/** The groups that match come first, so that they are among those shown. */
export function foundGroup(
  way: 'group' | 'administrator',
  rule: readonly string[],
  own: OwnClaims,
): Found | null {
  const matching = rule.filter((group) => own.groups?.has(group))
  if (matching.length === 0) return null
  return { way, expected: rule, received: [...new Set([...matching, ...(own.groups ?? [])])] }
}

/**
 * An e-mail in the list is an invitation: the first identity that proves the e-mail (by an issuer that vouches for
 * e-mails), or brings the link, keeps it, also when its e-mail changes later, and nobody else can use it, however they
 * came by the same e-mail.
 */
function byInvitation(
  organisation: OrganisationSettings,
  own: OwnClaims,
  entries: readonly Entry[],
): Found | null {
  const here = entriesOf(organisation, entries)
  const held = here.find((entry) => isHolder(entry, own))
  if (held) return { way: wayOf(held), expected: [held.email], received: [held.email] }
  const { verifiedEmail } = own
  if (verifiedEmail === null) return null
  const mine = here.find(({ email }) => sameEmail(email, verifiedEmail))
  const listed = mine ?? (isListed(organisation, verifiedEmail) ? { fromSettings: true, holder: null } : null)
  if (!listed || listed.holder !== null) return null
  return { way: wayOf(listed), expected: [verifiedEmail], received: [verifiedEmail], claims: verifiedEmail }
}

/** An entry of the settings that were changed since is none. */
export function entriesOf(organisation: OrganisationSettings, entries: readonly Entry[]): Entry[] {
  return entries.filter(
    (entry) =>
      entry.organisation === organisation.id && (!entry.fromSettings || isListed(organisation, entry.email)),
  )
}

export function isListed(organisation: OrganisationSettings, email: string): boolean {
  return organisation.members.emails.some((entry) => sameEmail(entry, email))
}

function wayOf({ fromSettings }: Pick<Entry, 'fromSettings'>): MembershipWay {
  return fromSettings ? 'email' : 'list'
}

function isHolder({ holder }: Entry, own: OwnClaims): boolean {
  return holder?.issuer === own.issuer && holder.subject === own.subject
}

/** Groups give power only where the rule names their issuer. */
export function hasPower(rule: PowerRule, own: OwnClaims): boolean {
  return rule.issuers.includes(own.issuer) && rule.groups.some((group) => own.groups?.has(group))
}
