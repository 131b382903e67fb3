import type { Kysely } from 'kysely'

/** That a server was asked to end a meeting: whoever starts the next one, on any process, does not join that one. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('meetings').addColumn('end_asked_at', 'bigint').execute()
}
