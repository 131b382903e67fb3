import { endHostLinks, withdrawOffers } from '../rooms/ended-links.ts'
import type { Db } from '../rooms/store.ts'
import type { Settings } from '../settings.ts'
import { currentMemberships } from './current.ts'
import type { Identity } from './people.ts'

/** One identity of somebody, and the organisations to which it belongs by what was just learnt. */
interface Learnt {
  identity: Identity
  organisations: readonly string[]
}

/**
 * In a transaction: ends what a person gave to others in rooms of organisations to which they belong no longer: the
 * host links that they made, as those of a removed co-host end, and the offers that nobody took up yet. Whoever is a
 * co-host there by name keeps their links; co-hosts offer nothing. What somebody's other identities were last told
 * counts as well: one that knows of no membership does not end another's.
 * @param at epoch milliseconds
 */
export async function endGivenRights(
  db: Db,
  person: string,
  { identity, organisations }: Learnt,
  settings: Pick<Settings, 'signIn' | 'organisations'>,
  at: number,
): Promise<void> {
  const memberOf = [...organisations, ...(await currentMemberships(db, person, settings, identity))]
  const left = db
    .selectFrom('rooms')
    .select('rooms.id')
    .where('rooms.owned_by', '=', 'organisation')
    .$if(memberOf.length > 0, (rooms) => rooms.where('rooms.organisation', 'not in', memberOf))
  const coHosted = db.selectFrom('cohosts').select('cohosts.room_id').where('cohosts.person_id', '=', person)
  await endHostLinks(db, at)
    .where('created_by', '=', person)
    .where('room_id', 'in', left)
    .where('room_id', 'not in', coHosted)
    .execute()
  await withdrawOffers(db, at).where('made_by', '=', person).where('room_id', 'in', left).execute()
}

/** An entry was taken off an organisation's list: it was the last decision's reason, or the person is still a member. */
export async function endListedMembership(
  db: Db,
  organisation: string,
  identity: Identity,
  settings: Pick<Settings, 'signIn' | 'organisations'>,
  at: number,
): Promise<void> {
  const person = await db
    .selectFrom('identities')
    .select('person_id')
    .where('issuer', '=', identity.issuer)
    .where('subject', '=', identity.subject)
    .executeTakeFirst()
  if (!person) return
  const last = await db
    .selectFrom('decisions')
    .select('ref')
    .where('issuer', '=', identity.issuer)
    .where('subject', '=', identity.subject)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst()
  const rows = await db
    .selectFrom('decision_organisations')
    .select(['organisation', 'way'])
    .where('ref', '=', last?.ref ?? '')
    .where('way', 'is not', null)
    .execute()
  const kept = rows.filter((row) => row.organisation !== organisation || row.way !== 'list')
  const organisations = kept.map((row) => row.organisation)
  await endGivenRights(db, person.person_id, { identity, organisations }, settings, at)
}
