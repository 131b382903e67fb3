import type { Environment } from '../platform/environment/environment.ts'
import { compiledOnce } from '../platform/store/compiled.ts'
import type { Store } from '../platform/store/database.ts'
import { normalEmail, type OwnClaims } from './claims.ts'
import type { Entry } from './membership.ts'
import type { Identity, Profile } from './people.ts'

/**
 * The entries of organisations' lists that concern an identity: those that it holds, and those for its e-mail. An open
 * invitation by somebody who is suspended counts no more than their other offers do.
 */
export async function findEntries(store: Store, own: OwnClaims): Promise<Entry[]> {
  const { issuer, subject } = own
  const rows = await concerning(store, {
    email: own.email === null ? '' : normalEmail(own.email),
    issuer,
    subject,
  })
  return rows.map(({ organisation, email, addedBy, issuer, subject }) => ({
    organisation,
    email,
    fromSettings: addedBy === null,
    holder: issuer === null || subject === null ? null : { issuer, subject },
  }))
}

const concerning = compiledOnce(['email', 'issuer', 'subject'], (db, of) =>
  db
    .selectFrom('members')
    .leftJoin('people as adder', 'adder.id', 'members.addedBy')
    .select(['organisation', 'members.email', 'addedBy', 'issuer', 'subject'])
    .where('removedAt', 'is', null)
    .where(({ or, eb }) => or([eb('claimedAt', 'is not', null), eb('adder.suspendedAt', 'is', null)]))
    .where(({ or, and, eb }) =>
      or([
        eb('members.email', '=', of('email')),
        and([eb('issuer', '=', of('issuer')), eb('subject', '=', of('subject'))]),
      ]),
    ),
)

/**
 * Claims an invitation, where no other identity did so before. An e-mail that only `foyer.yaml` names becomes an
 * entry by this.
 */
export async function claimEntry(
  { store, now, random }: Pick<Environment, 'store' | 'now' | 'random'>,
  wanted: Pick<Entry, 'organisation' | 'email'>,
  identity: Identity,
  profile: Profile,
): Promise<void> {
  const at = now()
  const email = normalEmail(wanted.email)
  const claim = claimOf(identity, profile, at)
  await store.transaction().execute(async (db) => {
    await db
      .insertInto('members')
      .values({
        id: random.uuid(),
        organisation: wanted.organisation,
        email,
        addedBy: null,
        addedAt: at,
        removedAt: null,
        removedBy: null,
        ...claim,
      })
      .onConflict((conflict) =>
        conflict.columns(['organisation', 'email']).where('removedAt', 'is', null).doNothing(),
      )
      .execute()
    await db
      .updateTable('members')
      .set(claim)
      .where('organisation', '=', wanted.organisation)
      .where('email', '=', email)
      .where('removedAt', 'is', null)
      .where('claimedAt', 'is', null)
      .execute()
  })
}

/** The columns of an entry that an identity claims: its link works no longer. */
export function claimOf({ issuer, subject }: Identity, { name, email }: Profile, at: number) {
  const link = { linkHash: null, linkUntil: null }
  return { issuer, subject, claimedName: name, claimedEmail: email, claimedAt: at, ...link }
}
