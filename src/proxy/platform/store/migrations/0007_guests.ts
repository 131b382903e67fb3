import type { Kysely } from 'kysely'

/** How meetings were for those who were there, and who agreed to the recording notice; both without an account. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('feedback')
    .addColumn('id', 'text', (c) => c.notNull().unique())
    .addColumn('meeting_id', 'text', (c) => c.notNull())
    .addColumn('device', 'text', (c) => c.notNull())
    .addColumn('room_id', 'text', (c) => c.notNull().references('rooms.id'))
    .addColumn('server', 'text', (c) => c.notNull())
    .addColumn('face', 'text', (c) => c.notNull())
    .addColumn('sentence', 'text')
    .addColumn('name', 'text')
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('feedback_key', ['meeting_id', 'device'])
    .execute()
  await db.schema.createIndex('feedback_by_room').on('feedback').columns(['room_id', 'at']).execute()
  await db.schema.createIndex('feedback_by_time').on('feedback').column('at').execute()
  await db.schema
    .createTable('consents')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('room_id', 'text', (c) => c.notNull().references('rooms.id'))
    .addColumn('meeting_id', 'text')
    .addColumn('device', 'text', (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('language', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .execute()
  await db.schema.createIndex('consents_by_room').on('consents').columns(['room_id', 'device']).execute()
  await db.schema.createIndex('consents_by_time').on('consents').column('at').execute()
}
