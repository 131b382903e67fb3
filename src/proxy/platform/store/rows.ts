import type { Selectable } from 'kysely'
import type { Db } from './database.ts'
import type { RoomsTable } from './schema.ts'

/** A room with its PIN and its owner's name: what every page of it needs, in one query. */
export type RoomRow = Selectable<RoomsTable> & {
  /** Empty once the room is gone for good. */
  pin: string
  /** When it got this PIN; null: not known. */
  pinTakenAt: number | null
  /** Name of the person who had it renewed; null: it is the room's first. */
  pinRenewedBy: string | null
  ownerName: string
}

/** Holds a person's row until the transaction ends: what else would count their rooms waits. */
export async function lockOwner(db: Db, ownerId: string): Promise<void> {
  await db
    .updateTable('people')
    .set((person) => ({ lastSeenAt: person.ref('lastSeenAt') }))
    .where('id', '=', ownerId)
    .execute()
}

/**
 * Holds a room's row until the transaction ends. Whoever looks at a room and then begins, ends or gives something in
 * it does both while they hold it, before they hold anything else.
 * @returns what stands in it now
 */
export async function lockRoom(db: Db, id: string): Promise<Selectable<RoomsTable>> {
  return await db
    .updateTable('rooms')
    .set((room) => ({ settings: room.ref('settings') }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
}
