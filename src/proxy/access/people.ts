import type { Transaction } from 'kysely'
import type { Parts } from '../parts.ts'
import type { Store } from '../store/database.ts'
import type { PeopleTable, Tables } from '../store/schema.ts'
import { normalEmail, type OwnClaims } from './claims.ts'
import type { Invitation } from './decide.ts'

/** One (issuer, subject) pair: what a person is known by. Never an e-mail, which changes hands. */
export interface Identity {
  issuer: string
  subject: string
}

/** What a token says today of the person. */
export interface Profile {
  name: string
  email: string | null
}

/** When a person was last here is kept to the hour: a request need not write. */
const seenEvery = 60 * 60 * 1000

/** The person of an identity, kept up to date with what the token says; made where there is none yet. */
export async function knownPerson(
  parts: Pick<Parts, 'store' | 'now' | 'random'>,
  identity: Identity,
  profile: Profile,
): Promise<PeopleTable> {
  const found = await findPerson(parts.store, identity)
  return found ? await upToDate(parts, found, profile) : await newPerson(parts, identity, profile)
}

async function findPerson(
  db: Store | Transaction<Tables>,
  identity: Identity,
): Promise<PeopleTable | undefined> {
  return await db
    .selectFrom('identities')
    .innerJoin('people', 'people.id', 'identities.person_id')
    .selectAll('people')
    .where('identities.issuer', '=', identity.issuer)
    .where('identities.subject', '=', identity.subject)
    .executeTakeFirst()
}

async function upToDate(
  { store, now }: Pick<Parts, 'store' | 'now'>,
  person: PeopleTable,
  profile: Profile,
): Promise<PeopleTable> {
  const at = now()
  const same = person.name === profile.name && person.email === profile.email
  if (same && at - person.last_seen_at < seenEvery) return person
  const change = { ...profile, last_seen_at: at }
  await store.updateTable('people').set(change).where('id', '=', person.id).execute()
  return { ...person, ...change }
}

/** Of several first requests at once one makes the person, and the others find it. */
async function newPerson(
  { store, now, random }: Pick<Parts, 'store' | 'now' | 'random'>,
  identity: Identity,
  profile: Profile,
): Promise<PeopleTable> {
  const at = now()
  const person = { id: random.uuid(), ...profile, created_at: at, last_seen_at: at }
  return await store.transaction().execute(async (db) => {
    await db.insertInto('people').values(person).execute()
    const linked = await db
      .insertInto('identities')
      .values({ ...identity, person_id: person.id, linked_at: at })
      .onConflict((conflict) => conflict.columns(['issuer', 'subject']).doNothing())
      .executeTakeFirst()
    if (linked.numInsertedOrUpdatedRows === 1n) return person
    await db.deleteFrom('people').where('id', '=', person.id).execute()
    return (await findPerson(db, identity)) ?? person
  })
}

/** The invitations that concern an identity: those that it holds, and those to its e-mail that others hold. */
export async function findInvitations(store: Store, own: OwnClaims): Promise<Invitation[]> {
  const email = own.verifiedEmail === null ? '' : normalEmail(own.verifiedEmail)
  return await store
    .selectFrom('invited_emails')
    .select(['organisation', 'email', 'issuer', 'subject'])
    .where(({ or, and, eb }) =>
      or([eb('email', '=', email), and([eb('issuer', '=', own.issuer), eb('subject', '=', own.subject)])]),
    )
    .execute()
}

/** Claims an invitation, where no other identity did so before. @param at epoch milliseconds */
export async function claimInvitation(
  store: Store,
  wanted: Pick<Invitation, 'organisation' | 'email'>,
  identity: Identity,
  at: number,
): Promise<void> {
  const email = normalEmail(wanted.email)
  await store
    .insertInto('invited_emails')
    .values({ organisation: wanted.organisation, email, ...identity, claimed_at: at })
    .onConflict((conflict) => conflict.columns(['organisation', 'email']).doNothing())
    .execute()
}
