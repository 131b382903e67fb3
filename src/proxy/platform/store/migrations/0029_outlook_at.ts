import type { Kysely } from 'kysely'

/** When it was computed what comes next in a room: a clock that ran ahead takes dates for over that are to come. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('calendars').addColumn('outlook_at', 'bigint').execute()
}
