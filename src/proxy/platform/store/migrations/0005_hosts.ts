import { type Kysely, sql } from 'kysely'

/**
 * Who is host: rooms that belong to an organisation, co-hosts, offers to become one or to take a room over, rooms
 * put away in the archive, and each person's favourites.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await ownership(db)
  await db.schema
    .createTable('cohosts')
    .addColumn('room_id', 'text', (c) => c.notNull().references('rooms.id'))
    .addColumn('person_id', 'text', (c) => c.notNull().references('people.id'))
    .addColumn('added_by', 'text', (c) => c.notNull().references('people.id'))
    .addColumn('added_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('cohosts_key', ['room_id', 'person_id'])
    .execute()
  await db.schema.createIndex('cohosts_by_person').on('cohosts').column('person_id').execute()
  await db.schema
    .createTable('favourites')
    .addColumn('person_id', 'text', (c) => c.notNull().references('people.id'))
    .addColumn('room_id', 'text', (c) => c.notNull().references('rooms.id'))
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('favourites_key', ['person_id', 'room_id'])
    .execute()
  await offers(db)
}

async function ownership(db: Kysely<unknown>): Promise<void> {
  const change = () => db.schema.alterTable('rooms')
  await change()
    .addColumn('owned_by', 'text', (c) => c.notNull().defaultTo('person'))
    .execute()
  await change()
    .addColumn('owned_since', 'bigint', (c) => c.notNull().defaultTo(0))
    .execute()
  await change().addColumn('archived_at', 'bigint').execute()
  await db.schema.createIndex('rooms_by_organisation').on('rooms').column('organisation').execute()
  await db.schema.alterTable('meetings').addColumn('owner_id', 'text').execute()
  await sql`
    update meetings set owner_id = (select owner_id from rooms where rooms.id = meetings.room_id)`.execute(db)
}

async function offers(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('room_offers')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('room_id', 'text', (c) => c.notNull().references('rooms.id'))
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('email', 'text')
    .addColumn('person_id', 'text', (c) => c.references('people.id'))
    .addColumn('made_by', 'text', (c) => c.notNull().references('people.id'))
    .addColumn('made_at', 'bigint', (c) => c.notNull())
    .addColumn('until', 'bigint', (c) => c.notNull())
    .addColumn('link_hash', 'text')
    .addColumn('outcome', 'text')
    .addColumn('ended_by', 'text', (c) => c.references('people.id'))
    .addColumn('ended_at', 'bigint')
    .execute()
  await db.schema.createIndex('room_offers_by_room').on('room_offers').column('room_id').execute()
  await db.schema.createIndex('room_offers_by_email').on('room_offers').column('email').execute()
  await db.schema.createIndex('room_offers_by_person').on('room_offers').column('person_id').execute()
}
