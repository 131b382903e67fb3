import { type Kysely, sql } from 'kysely'

/**
 * Whose a recording is stays with it, when its room passes on: a person's, or an organisation's. Of a room that its
 * organisation gave away before this, nothing says that it was the organisation's: its recordings stay a person's.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('recordings')
    .addColumn('owned_by', 'text', (c) => c.notNull().defaultTo('person'))
    .execute()
  await db.schema.alterTable('recordings').addColumn('organisation', 'text').execute()
  await db.schema.alterTable('meetings').addColumn('owned_by', 'text').execute()
  await db.schema.alterTable('meetings').addColumn('organisation', 'text').execute()
  await sql`update meetings set owned_by = 'person'`.execute(db)
  await giveToOrganisations(db, 'recordings', 'started_at')
  await giveToOrganisations(db, 'meetings', 'created_at')
}

/** What began since a room is its organisation's. */
async function giveToOrganisations(db: Kysely<unknown>, name: string, begun: string): Promise<void> {
  const [table, roomId, at] = [sql.table(name), sql.ref(`${name}.room_id`), sql.ref(`${name}.${begun}`)]
  await sql`
    update ${table} set
      owned_by = 'organisation',
      organisation = (select rooms.organisation from rooms where rooms.id = ${roomId})
    where exists (
      select 1 from rooms
      where rooms.id = ${roomId} and rooms.owned_by = 'organisation' and ${at} >= rooms.owned_since
    )`.execute(db)
}
