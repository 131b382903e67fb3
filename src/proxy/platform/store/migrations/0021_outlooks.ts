import type { Kysely } from 'kysely'

/** What comes next in a room is computed once after a change, and not for each guest who opens its page. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('calendars')
    .addColumn('revision', 'integer', (c) => c.notNull().defaultTo(0))
    .execute()
  await db.schema.alterTable('calendars').addColumn('outlook', 'text').execute()
  await db.schema.alterTable('calendars').addColumn('outlook_until', 'bigint').execute()
}
