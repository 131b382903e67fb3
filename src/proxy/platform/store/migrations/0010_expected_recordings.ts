import { type Kysely, sql } from 'kysely'

/** One recording of a meeting is expected, however many processes learn of its end at once. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    delete from recordings where record_id is null and id not in (
      select min(id) from recordings where record_id is null group by meeting_id
    )`.execute(db)
  await db.schema
    .createIndex('recordings_expected')
    .unique()
    .on('recordings')
    .column('meeting_id')
    .where('record_id' as never, 'is', null)
    .execute()
}
