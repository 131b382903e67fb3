import type { Selectable, Transaction } from 'kysely'
import type { Store } from '../store/database.ts'
import type { RoomsTable, Tables } from '../store/schema.ts'

/** A room with its PIN and its owner's name: what every page of it needs, in one query. */
export type RoomRow = Selectable<RoomsTable> & { pin: string; owner_name: string }

export type Db = Store | Transaction<Tables>

function rooms(db: Db) {
  return db
    .selectFrom('rooms')
    .innerJoin('people', 'people.id', 'rooms.owner_id')
    .innerJoin('pins', (join) =>
      join.onRef('pins.room_id', '=', 'rooms.id').on('pins.rests_until', 'is', null),
    )
    .selectAll('rooms')
    .select(['pins.pin', 'people.name as owner_name'])
}

/** The room that an address leads to: its present one, or any that it had. Deleted rooms are found too. */
export async function findRoom(db: Db, address: string): Promise<RoomRow | undefined> {
  return await rooms(db)
    .innerJoin('room_addresses', 'room_addresses.room_id', 'rooms.id')
    .where('room_addresses.address', '=', address.toLowerCase())
    .executeTakeFirst()
}

/** Those of some rooms whose present address is one of these. */
export async function findRoomsAt(db: Db, addresses: readonly string[]): Promise<RoomRow[]> {
  return await rooms(db)
    .innerJoin('room_addresses', 'room_addresses.room_id', 'rooms.id')
    .where('room_addresses.address', 'in', addresses)
    .whereRef('room_addresses.address', '=', 'rooms.address')
    .execute()
}

export async function findRoomById(db: Db, id: string): Promise<RoomRow | undefined> {
  return await rooms(db).where('rooms.id', '=', id).executeTakeFirst()
}

export async function findRoomsOf(db: Db, ownerId: string): Promise<RoomRow[]> {
  return await rooms(db).where('rooms.owner_id', '=', ownerId).orderBy('rooms.created_at', 'desc').execute()
}

/** How many rooms the person has in an organisation; deleted ones do not count. */
export async function countRooms(db: Db, ownerId: string, organisation: string): Promise<number> {
  const row = await db
    .selectFrom('rooms')
    .select((query) => query.fn.countAll<number>().as('count'))
    .where('owner_id', '=', ownerId)
    .where('organisation', '=', organisation)
    .where('deleted_at', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

/** Holds a person's row until the transaction ends: what else would count their rooms waits. */
export async function lockOwner(db: Db, ownerId: string): Promise<void> {
  await db
    .updateTable('people')
    .set((person) => ({ last_seen_at: person.ref('last_seen_at') }))
    .where('id', '=', ownerId)
    .execute()
}

/** Holds a room's row until the transaction ends. @returns what stands in it now */
export async function lockRoom(db: Db, id: string): Promise<{ settings: string }> {
  return await db
    .updateTable('rooms')
    .set((room) => ({ settings: room.ref('settings') }))
    .where('id', '=', id)
    .returning('settings')
    .executeTakeFirstOrThrow()
}

/** Keeps an address for a room for ever. @returns false where another room has or had it */
export async function claimAddress(db: Db, address: string, roomId: string, at: number): Promise<boolean> {
  const inserted = await db
    .insertInto('room_addresses')
    .values({ address, room_id: roomId, created_at: at })
    .onConflict((conflict) => conflict.column('address').doNothing())
    .executeTakeFirst()
  if (inserted.numInsertedOrUpdatedRows === 1n) return true
  const holder = await db
    .selectFrom('room_addresses')
    .select('room_id')
    .where('address', '=', address)
    .executeTakeFirst()
  return holder?.room_id === roomId
}

/** Gives a room its PIN. @returns false where the PIN is another's, or rests */
export async function claimPin(db: Db, pin: string, roomId: string): Promise<boolean> {
  const inserted = await db
    .insertInto('pins')
    .values({ pin, room_id: roomId, rests_until: null })
    .onConflict((conflict) => conflict.column('pin').doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}
