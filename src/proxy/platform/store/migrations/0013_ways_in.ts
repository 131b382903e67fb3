import type { Kysely } from 'kysely'

/** Which devices were given a way into a meeting, as long as they may say how it was; no backup has it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('ways_in')
    .addColumn('meeting_id', 'text', (c) => c.notNull())
    .addColumn('device', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('ways_in_key', ['meeting_id', 'device'])
    .execute()
}
