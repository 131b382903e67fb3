import type { Kysely } from 'kysely'

/**
 * Whether the record button was pressed is no longer noted: the call that says so can be made by whoever is in the
 * meeting.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('meetings').dropColumn('marked').execute()
}
