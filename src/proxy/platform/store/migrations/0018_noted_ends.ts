import { type Kysely, sql } from 'kysely'

/** Processes look for ended sessions by the time of their own clock: those of several issuers differ. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('ended_sessions')
    .addColumn('noted_at', 'bigint', (c) => c.notNull().defaultTo(0))
    .execute()
  await sql`update ended_sessions set noted_at = at`.execute(db)
  await db.schema.dropIndex('ended_sessions_by_time').execute()
  await db.schema.createIndex('ended_sessions_by_time').on('ended_sessions').column('noted_at').execute()
}
