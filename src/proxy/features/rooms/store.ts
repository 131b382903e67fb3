import { sql } from 'kysely'
import { LRUCache } from 'lru-cache'
import { assertListLeft, countAll } from '../../platform/limits/lists.ts'
import { listLimits } from '../../platform/limits.ts'
import { compiledOnce } from '../../platform/store/compiled.ts'
import type { Db } from '../../platform/store/database.ts'
import type { RoomRow } from '../../platform/store/rows.ts'

function rooms(db: Db) {
  return db
    .selectFrom('rooms')
    .innerJoin('people', 'people.id', 'rooms.ownerId')
    .leftJoin('pins', (join) => join.onRef('pins.roomId', '=', 'rooms.id').on('pins.restsUntil', 'is', null))
    .selectAll('rooms')
    .select(({ fn, val }) => [
      fn.coalesce('pins.pin', val('')).as('pin'),
      'pins.takenAt as pinTakenAt',
      'pins.renewedBy as pinRenewedBy',
      'people.name as ownerName',
    ])
}

/** Ties of a person to a room, besides owning it. */
export interface Relations {
  coHost: boolean
  favourite: boolean
}

/** A room, and what ties the person to it who asks. */
export interface RelatedRoom {
  room: RoomRow
  relations: Relations
}

function relatedRooms(db: Db, person: string) {
  return rooms(db)
    .leftJoin('cohosts', (join) =>
      join.onRef('cohosts.roomId', '=', 'rooms.id').on('cohosts.personId', '=', person),
    )
    .leftJoin('favourites', (join) =>
      join.onRef('favourites.roomId', '=', 'rooms.id').on('favourites.personId', '=', person),
    )
    .select(['cohosts.personId as coHost', 'favourites.personId as favouredBy'])
}

function related(room: RoomRow & { coHost: string | null; favouredBy: string | null }): RelatedRoom {
  return { room, relations: { coHost: room.coHost !== null, favourite: room.favouredBy !== null } }
}

/** The room that an address leads to, as `findRoom` does, with what ties a person to it. */
export async function findRelatedRoom(db: Db, person: string, address: string): Promise<RelatedRoom | null> {
  const [found] = await relatedAt(db, { person, address: address.toLowerCase() })
  return found ? related(found) : null
}

const relatedAt = compiledOnce(['person', 'address'], (db, of) =>
  relatedRooms(db, of('person'))
    .innerJoin('roomAddresses', 'roomAddresses.roomId', 'rooms.id')
    .where('roomAddresses.address', '=', of('address')),
)

export async function findRelatedRoomById(db: Db, person: string, id: string): Promise<RelatedRoom | null> {
  const [found] = await relatedWith(db, { person, id })
  return found ? related(found) : null
}

const relatedWith = compiledOnce(['person', 'id'], (db, of) =>
  relatedRooms(db, of('person')).where('rooms.id', '=', of('id')),
)

/** The room that an address leads to: its present one, or any that it had. Deleted rooms are found too. */
export async function findRoom(db: Db, address: string): Promise<RoomRow | undefined> {
  return (await roomAt(db, { address: address.toLowerCase() }))[0]
}

const roomAt = compiledOnce(['address'], (db, of) =>
  rooms(db)
    .innerJoin('roomAddresses', 'roomAddresses.roomId', 'rooms.id')
    .where('roomAddresses.address', '=', of('address')),
)

/** Finds rooms by their present addresses. */
export async function findRoomsAt(db: Db, addresses: readonly string[]): Promise<RoomRow[]> {
  return await rooms(db)
    .innerJoin('roomAddresses', 'roomAddresses.roomId', 'rooms.id')
    .where('roomAddresses.address', 'in', addresses)
    .whereRef('roomAddresses.address', '=', 'rooms.address')
    .execute()
}

export async function findRoomById(db: Db, id: string): Promise<RoomRow | undefined> {
  return (await roomWith(db, { id }))[0]
}

const roomWith = compiledOnce(['id'], (db, of) => rooms(db).where('rooms.id', '=', of('id')))

/** Which rooms may concern a person; whether they do, `access` decides. */
interface Reach {
  personId: string
  /** Organisations that the person belongs to, whose own rooms they see. */
  organisations: readonly string[]
  membersStart: readonly MembersStart[]
  /** Rooms deleted before it are gone for good, in epoch milliseconds. */
  gone: number
}

/** An organisation where any member may start: in every room, or in those that are set so. */
export interface MembersStart {
  organisation: string
  rooms: 'all' | 'set'
}

/** More than this a list never has: somebody would have to be a member of a very large organisation. */
const mostRooms = 1_000

/**
 * The rooms of which somebody may be owner, co-host or otherwise concerned, the newest first, with those that can
 * be restored. Where there are too many, their own and co-hosted ones stay.
 */
export async function findRoomsFor(db: Db, { personId, gone, ...shape }: Reach): Promise<RelatedRoom[]> {
  const key = JSON.stringify(shape)
  const ask = askedFor.get(key) ?? concerningIn(shape)
  askedFor.set(key, ask)
  const found = await ask(db, { person: personId, gone: String(gone) })
  return found.toSorted((one, other) => other.createdAt - one.createdAt).map(related)
}

/** By the organisations that one belongs to, and what counts in them: there are few. */
const askedFor = new LRUCache<string, ReturnType<typeof concerningIn>>({ max: 100 })

/** The ids come from one index each: a search for one of several conditions would read all rooms. */
function concerningIn({ organisations, membersStart }: Omit<Reach, 'personId' | 'gone'>) {
  return compiledOnce(['person', 'gone'], (db, of) => {
    const inOrganisations = db.selectFrom('rooms').select('id')
    const concerning = [
      db.selectFrom('cohosts').select('roomId as id').where('personId', '=', of('person')),
      ...organisations.map((id) =>
        inOrganisations.where('organisation', '=', id).where('ownedBy', '=', 'organisation'),
      ),
      ...membersStart.map(({ organisation, rooms: which }) => {
        const all = inOrganisations.where('organisation', '=', organisation)
        return which === 'all' ? all : all.where('membersStart', '=', sql.lit(1))
      }),
    ]
    const own = db.selectFrom('rooms').select('id').where('ownerId', '=', of('person'))
    return relatedRooms(db, of('person'))
      .where(
        'rooms.id',
        'in',
        concerning.reduce((all, some) => all.union(some), own),
      )
      .where(({ eb, or }) =>
        or([
          eb('rooms.deletedAt', 'is', null),
          eb('rooms.deletedAt', '>', sql<number>`cast(${of('gone')} as bigint)`),
        ]),
      )
      .orderBy(({ eb, or, case: when }) =>
        when()
          .when(or([eb('rooms.ownerId', '=', of('person')), eb('cohosts.personId', 'is not', null)]))
          .then(0)
          .else(1)
          .end(),
      )
      .orderBy('rooms.createdAt', 'desc')
      .limit(mostRooms)
  })
}

/**
 * In a transaction that holds the room's row.
 * @param at epoch milliseconds
 * @throws ProblemError list_full
 */
export async function addCoHost(
  db: Db,
  { room, person, by, at }: { room: string; person: string; by: string; at: number },
): Promise<void> {
  const others = db.selectFrom('cohosts').where('roomId', '=', room).where('personId', '<>', person)
  const counted = await others.select(countAll).executeTakeFirstOrThrow()
  assertListLeft(counted, listLimits.coHostsPerRoom)
  await db
    .insertInto('cohosts')
    .values({ roomId: room, personId: person, addedBy: by, addedAt: at })
    .onConflict((conflict) => conflict.columns(['roomId', 'personId']).doNothing())
    .execute()
}

/** How many rooms of their own the person has in an organisation; deleted ones do not count. */
export async function countRooms(db: Db, ownerId: string, organisation: string): Promise<number> {
  const [row] = await ownRooms(db, { owner: ownerId, organisation })
  return Number(row?.count)
}

const ownRooms = compiledOnce(['owner', 'organisation'], (db, of) =>
  db
    .selectFrom('rooms')
    .select((query) => query.fn.countAll<number>().as('count'))
    .where('ownerId', '=', of('owner'))
    .where('ownedBy', '=', 'person')
    .where('organisation', '=', of('organisation'))
    .where('deletedAt', 'is', null),
)

/** Keeps an address for a room for ever. @returns false where another room has or had it */
export async function claimAddress(db: Db, address: string, roomId: string, at: number): Promise<boolean> {
  const inserted = await db
    .insertInto('roomAddresses')
    .values({ address, roomId, createdAt: at })
    .onConflict((conflict) => conflict.column('address').doNothing())
    .executeTakeFirst()
  if (inserted.numInsertedOrUpdatedRows === 1n) return true
  const holder = await db
    .selectFrom('roomAddresses')
    .select('roomId')
    .where('address', '=', address)
    .executeTakeFirst()
  return holder?.roomId === roomId
}
