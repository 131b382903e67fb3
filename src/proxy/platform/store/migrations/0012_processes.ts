import type { Kysely } from 'kysely'

/**
 * What several processes on one database share, and no backup has: wrong tries to guess a secret, by a keyed hash of
 * the address that they came from, and who waits at the doors of rooms, encrypted.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('wrong_tries')
    .addColumn('place', 'text', (c) => c.notNull())
    .addColumn('source', 'text', (c) => c.notNull())
    .addColumn('wrong', 'integer', (c) => c.notNull())
    .addColumn('earlier', 'integer', (c) => c.notNull())
    .addColumn('since', 'bigint', (c) => c.notNull())
    .addColumn('last_at', 'bigint', (c) => c.notNull())
    .addColumn('rests_until', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('wrong_tries_key', ['place', 'source'])
    .execute()
  await db.schema
    .createTable('waiting_guests')
    .addColumn('process', 'text', (c) => c.notNull())
    .addColumn('room_id', 'text', (c) => c.notNull())
    .addColumn('guests', 'integer', (c) => c.notNull())
    .addColumn('names', 'text', (c) => c.notNull())
    .addColumn('beat', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('waiting_guests_key', ['process', 'room_id'])
    .execute()
}
