import type { Selectable } from 'kysely'
import type { Db } from '../../platform/store/database.ts'
import type { PresentationsTable } from '../../platform/store/schema.ts'

/** A file of a room. */
export type PresentationRow = Selectable<PresentationsTable>

/** Presentations of a room, in their order. */
export async function presentationsOf(db: Db, roomId: string): Promise<PresentationRow[]> {
  return await db
    .selectFrom('presentations')
    .selectAll()
    .where('roomId', '=', roomId)
    .where('deletedAt', 'is', null)
    .where('keptAt', 'is not', null)
    .orderBy('position')
    .orderBy('createdAt')
    .orderBy('id')
    .execute()
}

/** How many a room has, those among them that are arriving: what began before `arriving` never will. */
export async function countPresentations(db: Db, roomId: string, arriving: number): Promise<number> {
  const { count } = await db
    .selectFrom('presentations')
    .select((query) => query.fn.countAll<number>().as('count'))
    .where('roomId', '=', roomId)
    .where('deletedAt', 'is', null)
    .where((query) => query.or([query('keptAt', 'is not', null), query('createdAt', '>', arriving)]))
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** One of a room, deleted or not, whose file is there. */
export async function findPresentation(
  db: Db,
  roomId: string,
  id: string,
): Promise<PresentationRow | undefined> {
  return await db
    .selectFrom('presentations')
    .selectAll()
    .where('id', '=', id)
    .where('roomId', '=', roomId)
    .where('keptAt', 'is not', null)
    .executeTakeFirst()
}

/** Deleted presentations of a room that can be restored, the latest first. */
export async function deletedPresentations(db: Db, roomId: string): Promise<{ id: string }[]> {
  return await db
    .selectFrom('presentations')
    .select('id')
    .where('roomId', '=', roomId)
    .where('deletedAt', 'is not', null)
    .where('keptAt', 'is not', null)
    .orderBy('deletedAt', 'desc')
    .orderBy('id')
    .execute()
}

export async function changePresentation(
  db: Db,
  id: string,
  change: Partial<PresentationRow>,
): Promise<void> {
  await db.updateTable('presentations').set(change).where('id', '=', id).execute()
}

/** Behind all that the room ever had, so that what is restored comes back to its place. */
export async function lastPosition(db: Db, roomId: string): Promise<number> {
  const row = await db
    .selectFrom('presentations')
    .select((query) => query.fn.max('position').as('last'))
    .where('roomId', '=', roomId)
    .executeTakeFirst()
  return row?.last == null ? -1 : Number(row.last)
}

/**
 * Presentations whose file nobody can ask for any more: deleted before a time, or never kept, or of a room that went for
 * good.
 */
export async function leftBehind(
  db: Db,
  before: { deleted: number; arrived: number; roomDeleted: number },
): Promise<PresentationRow[]> {
  return await db
    .selectFrom('presentations')
    .innerJoin('rooms', 'rooms.id', 'presentations.roomId')
    .selectAll('presentations')
    .where((query) =>
      query.or([
        query('presentations.deletedAt', '<', before.deleted),
        query.and([
          query('presentations.keptAt', 'is', null),
          query('presentations.createdAt', '<', before.arrived),
        ]),
        query('rooms.deletedAt', '<', before.roomDeleted),
      ]),
    )
    .execute()
}

export async function forgetPresentation(db: Db, id: string): Promise<void> {
  await db.deleteFrom('presentations').where('id', '=', id).execute()
}
