import type { Kysely } from 'kysely'

/** Since when a server that answers has not confirmed a meeting that it holds (balancers with a dead machine). */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('meetings').addColumn('unconfirmed_since', 'bigint').execute()
}
