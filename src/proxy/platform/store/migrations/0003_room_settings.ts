import { type Kysely, sql } from 'kysely'

/** The settings of a room as JSON: there are many, and a room keeps only what was set in it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('rooms')
    .addColumn('settings', 'text', (c) => c.notNull().defaultTo('{}'))
    .execute()
  const truth = (column: string) => sql`case when ${sql.ref(column)} = 1 then 'true' else 'false' end`
  await sql`
    update rooms set settings =
      '{"recordingAllowed":' || ${truth('recording_allowed')} ||
      ',"mutedOnEntry":' || ${truth('muted_on_entry')} || '}'`.execute(db)
  await db.schema.alterTable('rooms').dropColumn('recording_allowed').execute()
  await db.schema.alterTable('rooms').dropColumn('muted_on_entry').execute()
}
