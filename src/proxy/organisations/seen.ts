import { WayIn } from '../../contract/me.ts'
import type { SeenMember } from '../../contract/organisations.ts'
import type { Parts } from '../parts.ts'

/** Who belongs to an organisation by what their sign-in says, as it last said: the latest first. */
export async function membersSeen(
  { store, settings }: Pick<Parts, 'store' | 'settings'>,
  organisation: string,
): Promise<SeenMember[]> {
  const rows = await store
    .selectFrom('decision_organisations as concerned')
    .innerJoin('decisions', 'decisions.ref', 'concerned.ref')
    .select(['decisions.name', 'decisions.email', 'decisions.last_at', 'concerned.way', 'concerned.matched'])
    .where('concerned.organisation', '=', organisation)
    .where('concerned.way', 'is not', null)
    .where('decisions.allowed', '=', 1)
    // The last word on this identity, of an issuer that counts still.
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('decisions as later')
            .select('later.ref')
            .whereRef('later.issuer', '=', 'decisions.issuer')
            .whereRef('later.subject', '=', 'decisions.subject')
            .whereRef('later.at', '>', 'decisions.at'),
        ),
      ),
    )
    .where(
      'decisions.issuer',
      'in',
      settings.signIn.issuers.map(({ id }) => id),
    )
    .orderBy('decisions.last_at', 'desc')
    .execute()
  return rows.map(({ name, email, way, matched, last_at }) => ({
    name: name ?? '?',
    email,
    way: WayIn.parse(way),
    matched: matched ?? '',
    seenAt: last_at,
  }))
}
