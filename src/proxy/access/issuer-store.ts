import type { JSONWebKeySet } from 'jose'
import type { Store } from '../store/database.ts'
import { readKeys } from './issuer-fetch.ts'

/** The last good keys of an issuer; null where it was never reached. */
export async function readStoredKeys(store: Store, issuer: string): Promise<JSONWebKeySet | null> {
  const row = await store
    .selectFrom('issuer_keys')
    .select('jwks')
    .where('issuer', '=', issuer)
    .executeTakeFirst()
  return row ? readKeys(JSON.parse(row.jwks)) : null
}

/** @param jwks the key set as JSON; @param at epoch milliseconds */
export async function writeStoredKeys(store: Store, issuer: string, jwks: string, at: number): Promise<void> {
  await store
    .insertInto('issuer_keys')
    .values({ issuer, jwks, fetched_at: at })
    .onConflict((conflict) => conflict.column('issuer').doUpdateSet({ jwks, fetched_at: at }))
    .execute()
}
