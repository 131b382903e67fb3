import type { Transaction } from 'kysely'
import type { Environment } from '../platform/environment/environment.ts'
import { compiledOnce } from '../platform/store/compiled.ts'
import type { Store } from '../platform/store/database.ts'
import { writeIfPossible } from '../platform/store/later.ts'
import type { PeopleTable, Tables } from '../platform/store/schema.ts'
import { hour } from '../platform/time/spans.ts'

/** One (issuer, subject) pair: what a person is known by. Never an e-mail, which changes hands. */
export interface Identity {
  issuer: string
  subject: string
}

/** The person as a token describes them today. */
export interface Profile {
  name: string
  email: string | null
}

/** When a person was last here is kept to the hour: a request need not write. */
const seenEvery = hour

/**
 * The person of an identity, kept up to date with what the token says; made where there is none yet.
 * @param found as `findPerson` answered for this request
 */
export async function knownPerson(
  env: Pick<Environment, 'store' | 'now' | 'random' | 'log'>,
  identity: Identity,
  profile: Profile,
  found: PeopleTable | undefined,
): Promise<PeopleTable> {
  return found ? await upToDate(env, found, profile) : await newPerson(env, identity, profile)
}

export async function findPerson(
  db: Store | Transaction<Tables>,
  identity: Identity,
): Promise<PeopleTable | undefined> {
  return (await byIdentity(db, identity))[0]
}

const byIdentity = compiledOnce(['issuer', 'subject'], (db, of) =>
  db
    .selectFrom('identities')
    .innerJoin('people', 'people.id', 'identities.personId')
    .selectAll('people')
    .where('identities.issuer', '=', of('issuer'))
    .where('identities.subject', '=', of('subject')),
)

export async function isSuspended(store: Store | Transaction<Tables>, personId: string): Promise<boolean> {
  const person = await store
    .selectFrom('people')
    .select('suspendedAt')
    .where('id', '=', personId)
    .executeTakeFirst()
  return person?.suspendedAt != null
}

async function upToDate(
  { store, now, log }: Pick<Environment, 'store' | 'now' | 'log'>,
  person: PeopleTable,
  profile: Profile,
): Promise<PeopleTable> {
  const at = now()
  const same = person.name === profile.name && person.email === profile.email
  if (same && at - person.lastSeenAt < seenEvery) return person
  const change = { ...profile, lastSeenAt: at }
  await writeIfPossible(log, 'when a person was last seen', () =>
    store.updateTable('people').set(change).where('id', '=', person.id).execute(),
  )
  return { ...person, ...change }
}

/** Of several first requests at once one makes the person, and the others find it. */
async function newPerson(
  { store, now, random }: Pick<Environment, 'store' | 'now' | 'random'>,
  identity: Identity,
  profile: Profile,
): Promise<PeopleTable> {
  const at = now()
  const never = { suspendedAt: null, suspendedBy: null }
  const person = { id: random.uuid(), ...profile, createdAt: at, lastSeenAt: at, ...never }
  return await store.transaction().execute(async (db) => {
    await db.insertInto('people').values(person).execute()
    const linked = await db
      .insertInto('identities')
      .values({ ...identity, personId: person.id, linkedAt: at })
      .onConflict((conflict) => conflict.columns(['issuer', 'subject']).doNothing())
      .executeTakeFirst()
    if (linked.numInsertedOrUpdatedRows === 1n) return person
    await db.deleteFrom('people').where('id', '=', person.id).execute()
    return (await findPerson(db, identity)) ?? person
  })
}

/** How many rooms of their own a person has in each organisation; deleted ones do not count. */
export async function roomsMade(store: Store, personId: string | undefined): Promise<Map<string, number>> {
  if (personId === undefined) return new Map()
  const rows = await roomsCounted(store, { person: personId })
  return new Map(rows.map(({ organisation, count }) => [organisation, Number(count)]))
}

const roomsCounted = compiledOnce(['person'], (db, of) =>
  db
    .selectFrom('rooms')
    .select(['organisation', (query) => query.fn.countAll<number>().as('count')])
    .where('ownerId', '=', of('person'))
    .where('ownedBy', '=', 'person')
    .where('deletedAt', 'is', null)
    .groupBy('organisation'),
)

/**
 * Keeps a person out, whatever the rules say, or lets them in again.
 * @param by the operator's name; null ends the suspension
 * @param at epoch milliseconds
 * @returns false where there is no such person
 */
export async function suspendPerson(
  store: Store,
  id: string,
  by: string | null,
  at: number,
): Promise<boolean> {
  const { numUpdatedRows } = await store
    .updateTable('people')
    .set({ suspendedAt: by === null ? null : at, suspendedBy: by })
    .where('id', '=', id)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}
