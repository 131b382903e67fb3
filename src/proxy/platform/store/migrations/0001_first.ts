import type { Kysely } from 'kysely'

/** The first tables: people, rooms, meetings, recordings, and what is remembered of servers and issuers. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('people')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('email', 'text')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('last_seen_at', 'bigint', (c) => c.notNull())
    .execute()
  await db.schema
    .createTable('identities')
    .addColumn('issuer', 'text', (c) => c.notNull())
    .addColumn('subject', 'text', (c) => c.notNull())
    .addColumn('person_id', 'text', (c) => c.notNull().references('people.id'))
    .addColumn('linked_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('identities_key', ['issuer', 'subject'])
    .execute()
  await db.schema
    .createTable('invited_emails')
    .addColumn('organisation', 'text', (c) => c.notNull())
    .addColumn('email', 'text', (c) => c.notNull())
    .addColumn('issuer', 'text', (c) => c.notNull())
    .addColumn('subject', 'text', (c) => c.notNull())
    .addColumn('claimed_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('invited_emails_key', ['organisation', 'email'])
    .execute()
  await rooms(db)
  await meetings(db)
  await recordings(db)
  await memories(db)
}

async function rooms(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('rooms')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('organisation', 'text', (c) => c.notNull())
    .addColumn('owner_id', 'text', (c) => c.notNull().references('people.id'))
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('address', 'text', (c) => c.notNull().unique())
    .addColumn('recording_allowed', 'integer', (c) => c.notNull())
    .addColumn('muted_on_entry', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('last_used_at', 'bigint')
    .addColumn('deleted_at', 'bigint')
    .execute()
  await db.schema.createIndex('rooms_by_owner').on('rooms').column('owner_id').execute()
  await db.schema
    .createTable('room_addresses')
    .addColumn('address', 'text', (c) => c.primaryKey())
    .addColumn('room_id', 'text', (c) => c.notNull().references('rooms.id'))
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .execute()
  await db.schema
    .createTable('pins')
    .addColumn('pin', 'text', (c) => c.primaryKey())
    .addColumn('room_id', 'text', (c) => c.notNull().references('rooms.id'))
    .addColumn('rests_until', 'bigint')
    .execute()
  await db.schema
    .createIndex('pins_current')
    .unique()
    .on('pins')
    .column('room_id')
    .where('rests_until' as never, 'is', null)
    .execute()
}

async function meetings(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('meetings')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('room_id', 'text', (c) => c.notNull().references('rooms.id'))
    .addColumn('server', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('request', 'text', (c) => c.notNull())
    .addColumn('lease_until', 'bigint', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('create_time', 'bigint')
    .addColumn('voice_bridge', 'text')
    .addColumn('confirmed_at', 'bigint', (c) => c.notNull())
    .addColumn('opened_at', 'bigint')
    .addColumn('ended_at', 'bigint')
    .addColumn('recording_allowed', 'integer', (c) => c.notNull())
    .addColumn('marked', 'integer')
    .addColumn('end_pending', 'integer', (c) => c.notNull().defaultTo(0))
    .execute()
  // One live meeting per room: of any number of starts at once, on any process, one inserts.
  await db.schema
    .createIndex('meetings_live')
    .unique()
    .on('meetings')
    .column('room_id')
    .where('ended_at' as never, 'is', null)
    .execute()
}

async function recordings(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('recordings')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('room_id', 'text', (c) => c.notNull().references('rooms.id'))
    .addColumn('owner_id', 'text', (c) => c.notNull().references('people.id'))
    .addColumn('meeting_id', 'text', (c) => c.notNull())
    .addColumn('server', 'text', (c) => c.notNull())
    .addColumn('record_id', 'text')
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('audience', 'text', (c) => c.notNull())
    .addColumn('started_at', 'bigint', (c) => c.notNull())
    .addColumn('ended_at', 'bigint')
    .addColumn('minutes', 'integer')
    .addColumn('formats', 'text', (c) => c.notNull())
    .addColumn('absent', 'integer', (c) => c.notNull())
    .addColumn('checked_at', 'bigint')
    .addColumn('last_seen_at', 'bigint')
    .execute()
  await db.schema
    .createIndex('recordings_by_owner')
    .on('recordings')
    .columns(['owner_id', 'started_at'])
    .execute()
  await db.schema
    .createIndex('recordings_by_room')
    .on('recordings')
    .columns(['room_id', 'started_at'])
    .execute()
  await db.schema.createIndex('recordings_by_meeting').on('recordings').column('meeting_id').execute()
  await db.schema
    .createIndex('recordings_by_record')
    .unique()
    .on('recordings')
    .columns(['server', 'record_id'])
    .where('record_id' as never, 'is not', null)
    .execute()
}

async function memories(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('server_states')
    .addColumn('server', 'text', (c) => c.primaryKey())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('since', 'bigint', (c) => c.notNull())
    .execute()
  await db.schema
    .createTable('issuer_keys')
    .addColumn('issuer', 'text', (c) => c.primaryKey())
    .addColumn('jwks', 'text', (c) => c.notNull())
    .addColumn('fetched_at', 'bigint', (c) => c.notNull())
    .execute()
  await db.schema
    .createTable('decisions')
    .addColumn('ref', 'text', (c) => c.primaryKey())
    .addColumn('issuer', 'text', (c) => c.notNull())
    .addColumn('subject', 'text', (c) => c.notNull())
    .addColumn('allowed', 'integer', (c) => c.notNull())
    .addColumn('code', 'text', (c) => c.notNull())
    .addColumn('steps', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .execute()
  await db.schema.createIndex('decisions_by_time').on('decisions').column('at').execute()
}
