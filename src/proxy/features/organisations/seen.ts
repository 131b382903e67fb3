import { MembershipWay } from '../../../contract/me.ts'
import type { SeenMember } from '../../../contract/organisations.ts'
import { issuersInUse } from '../../access/issuers.ts'
import { isLastDecision } from '../../access/last-decision.ts'
import type { Environment } from '../../platform/environment/environment.ts'
import type { Settings } from '../../platform/settings/settings.ts'
import type { Store } from '../../platform/store/database.ts'

/** Members of an organisation by their last sign-in, the latest first. */
export async function membersSeen(
  { store, settings }: Pick<Environment, 'store' | 'settings'>,
  organisation: string,
): Promise<SeenMember[]> {
  const rows = await seen(store, organisation, settings)
    .select(['decisions.name', 'decisions.email', 'decisions.lastAt', 'concerned.way', 'concerned.matched'])
    .orderBy('decisions.lastAt', 'desc')
    .execute()
  return rows.map(({ name, email, way, matched, lastAt }) => ({
    name: name ?? '?',
    email,
    way: MembershipWay.parse(way),
    matched: matched ?? '',
    seenAt: lastAt,
  }))
}

/** The people among them, by their names: those who were here once they were let in. */
export async function peopleSeen(
  { store, settings }: Pick<Environment, 'store' | 'settings'>,
  organisation: string,
): Promise<{ id: string; name: string }[]> {
  return await seen(store, organisation, settings)
    .innerJoin('identities', (join) =>
      join
        .onRef('identities.issuer', '=', 'decisions.issuer')
        .onRef('identities.subject', '=', 'decisions.subject'),
    )
    .innerJoin('people', 'people.id', 'identities.personId')
    .select(['people.id', 'people.name'])
    .distinct()
    .where('people.suspendedAt', 'is', null)
    .orderBy('people.name')
    .limit(mostPeople)
    .execute()
}

/** A list to pick from; whoever is not in it is invited by e-mail. */
const mostPeople = 500

function seen(store: Store, organisation: string, { signIn }: Settings) {
  return (
    store
      .selectFrom('decisionOrganisations as concerned')
      .innerJoin('decisions', 'decisions.ref', 'concerned.ref')
      .where('concerned.organisation', '=', organisation)
      .where('concerned.way', 'is not', null)
      .where('decisions.allowed', '=', 1)
      // The last word on this identity, of an issuer whose tokens count still.
      .where(isLastDecision)
      .where('decisions.issuer', 'in', issuersInUse(signIn))
  )
}
