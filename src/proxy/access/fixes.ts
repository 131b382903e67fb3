import type { Fix, NearMiss } from '../../contract/me.ts'
import type { OrganisationSettings } from '../platform/settings/settings.ts'
import { type OwnClaims, sameEmail } from './claims.ts'
import type { DecisionTables } from './decide.ts'
import { entriesOf, isListed } from './membership.ts'

/**
 * The e-mail is in the list, and does not help: the settings do not trust the issuer for e-mails, it did not verify
 * this one, or another account has claimed the invitation. An entry of the organisation's own list has a link, which
 * needs no e-mail.
 */
export function emailFixes(
  organisation: OrganisationSettings,
  own: OwnClaims,
  tables: DecisionTables,
): Fix[] {
  const { email, issuerVouches, verifiedEmail } = own
  if (email === null) return []
  const entry = entriesOf(organisation, tables.entries).find((listed) => sameEmail(listed.email, email))
  if (!entry && !isListed(organisation, email)) return []
  if (entry && entry.holder !== null) {
    return [entry.fromSettings ? 'operator_email_claimed' : 'administrator_email_claimed']
  }
  if (verifiedEmail !== null) return []
  const cause = issuerVouches ? 'issuer_email_verified' : 'operator_email_vouching'
  return entry && !entry.fromSettings ? [cause, 'administrator_email_link'] : [cause]
}

/** Fixes of groups; an organisation's own list lets people in whose groups nobody can mend. */
export function groupFixes(nearMisses: readonly NearMiss[]): Fix[] {
  return [...new Set([...nearMisses.flatMap(fixesOfNearMiss), 'administrator_list' as const])]
}

export function fixesOfNearMiss({ expected, received, differences }: NearMiss): Fix[] {
  const [first] = differences
  if (first === 'parent') return ['issuer_group']
  if (first === 'child') return ['operator_rule', 'issuer_group']
  const pathLost = expected.startsWith('/') && !received.trimStart().startsWith('/')
  if (pathLost) return ['issuer_full_path', 'operator_rule']
  return first === 'path' ? ['issuer_group', 'operator_rule'] : ['operator_rule', 'issuer_group_name']
}
