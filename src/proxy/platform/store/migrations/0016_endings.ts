import { type Kysely, sql } from 'kysely'

/**
 * That a server was asked to end a meeting: whoever starts the next one, on any process, does not join that one. And
 * consents of members, which held whose they were, are given the pseudonym that nobody has.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('meetings').addColumn('end_asked_at', 'bigint').execute()
  await sql`update consents set device = id where device in (select id from people)`.execute(db)
}
