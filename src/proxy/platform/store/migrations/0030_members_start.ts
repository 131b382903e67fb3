import { type Kysely, sql } from 'kysely'

/** Whether members start meetings in a room, as its settings say: lists look for such rooms among many. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('rooms')
    .addColumn('members_start', 'integer', (column) => column.notNull().defaultTo(0))
    .execute()
  await sql`update rooms set members_start = 1 where settings like '%"membersStart":true%'`.execute(db)
}
