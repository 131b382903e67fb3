import type { Store } from '../platform/store/database.ts'
import type { Identity } from './people.ts'

/**
 * Whether tokens of other people from the same issuer named groups lately: then its mapper works, and whoever's
 * token names none is in no group.
 * @returns null where nobody else's is known
 */
export async function othersHaveGroups(store: Store, { issuer, subject }: Identity): Promise<boolean | null> {
  const other = await store
    .selectFrom('groupsSeen')
    .select('name')
    .where('issuer', '=', issuer)
    .where('subject', '!=', subject)
    .limit(1)
    .executeTakeFirst()
  return other ? true : null
}
