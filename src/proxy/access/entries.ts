import type { Parts } from '../platform/parts/parts.ts'
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
  return rows.map(({ organisation, email, added_by, issuer, subject }) => ({
    organisation,
    email,
    fromSettings: added_by === null,
    holder: issuer === null || subject === null ? null : { issuer, subject },
  }))
}

const concerning = compiledOnce(['email', 'issuer', 'subject'], (db, of) =>
  db
    .selectFrom('members')
    .leftJoin('people as adder', 'adder.id', 'members.added_by')
    .select(['organisation', 'members.email', 'added_by', 'issuer', 'subject'])
    .where('removed_at', 'is', null)
    .where(({ or, eb }) => or([eb('claimed_at', 'is not', null), eb('adder.suspended_at', 'is', null)]))
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
  { store, now, random }: Pick<Parts, 'store' | 'now' | 'random'>,
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
        added_by: null,
        added_at: at,
        removed_at: null,
        removed_by: null,
        ...claim,
      })
      .onConflict((conflict) =>
        conflict.columns(['organisation', 'email']).where('removed_at', 'is', null).doNothing(),
      )
      .execute()
    await db
      .updateTable('members')
      .set(claim)
      .where('organisation', '=', wanted.organisation)
      .where('email', '=', email)
      .where('removed_at', 'is', null)
      .where('claimed_at', 'is', null)
      .execute()
  })
}

/** The columns of an entry that an identity claims: its link works no longer. */
export function claimOf({ issuer, subject }: Identity, { name, email }: Profile, at: number) {
  const link = { link_hash: null, link_until: null }
  return { issuer, subject, claimed_name: name, claimed_email: email, claimed_at: at, ...link }
}
