import type { JSONWebKeySet } from 'jose'
import type { Store } from '../platform/store/database.ts'
import type { IssuerStatesTable } from '../platform/store/schema.ts'
import { readKeys } from './issuer-fetch.ts'

/** The last good keys of an issuer; null where it was never reached. */
export async function readStoredKeys(store: Store, issuer: string): Promise<JSONWebKeySet | null> {
  const row = await store
    .selectFrom('issuerKeys')
    .select('jwks')
    .where('issuer', '=', issuer)
    .executeTakeFirst()
  return row ? readKeys(JSON.parse(row.jwks)) : null
}

/** @param jwks the key set as JSON; @param at epoch milliseconds */
export async function writeStoredKeys(store: Store, issuer: string, jwks: string, at: number): Promise<void> {
  await store
    .insertInto('issuerKeys')
    .values({ issuer, jwks, fetchedAt: at })
    .onConflict((conflict) => conflict.column('issuer').doUpdateSet({ jwks, fetchedAt: at }))
    .execute()
}

/** Since when an issuer answers or not, as it was when Foyer last knew: "down since Monday" survives a restart. */
export async function readIssuerState(store: Store, issuer: string): Promise<IssuerStatesTable | undefined> {
  return await store.selectFrom('issuerStates').selectAll().where('issuer', '=', issuer).executeTakeFirst()
}

export async function writeIssuerState(store: Store, row: IssuerStatesTable): Promise<void> {
  const { state, since } = row
  await store
    .insertInto('issuerStates')
    .values(row)
    .onConflict((conflict) => conflict.column('issuer').doUpdateSet({ state, since }))
    .execute()
}
