import type { Person } from '../../access/access.ts'
import { roomsLeft } from '../../access/decide.ts'
import { roomLimits } from '../../platform/limits.ts'
import { ProblemError } from '../../platform/problem.ts'
import type { Settings } from '../../platform/settings/settings.ts'
import type { Db } from '../../platform/store/database.ts'
import { lockOwner, type RoomRow } from '../../platform/store/rows.ts'
import { day } from '../../platform/time/spans.ts'
import { countRooms } from './store.ts'

/**
 * Counts the rooms of their own that the person may still make in an organisation; null: no limit.
 * @param rooms all that the person has a place in
 */
export function roomsLeftIn(
  settings: Settings,
  person: Pick<Person, 'id'>,
  organisation: string,
  rooms: readonly Pick<RoomRow, 'ownerId' | 'ownedBy' | 'organisation'>[],
): number | null {
  const limit = limitIn(settings, organisation)
  if (limit === null) return null
  const own = rooms.filter((room) => room.ownerId === person.id && room.ownedBy === 'person')
  return roomsLeft(limit, own.filter((room) => room.organisation === organisation).length)
}

/**
 * In a transaction, and one room of a person's after the other: two at once cannot pass the limit.
 * @throws ProblemError room_limit_reached
 */
export async function assertRoomLeft(
  db: Db,
  settings: Settings,
  person: Pick<Person, 'id'>,
  organisation: string,
): Promise<void> {
  const limit = limitIn(settings, organisation)
  if (limit === null) return
  await lockOwner(db, person.id)
  if (roomsLeft(limit, await countRooms(db, person.id, organisation)) > 0) return
  throw new ProblemError('room_limit_reached', { values: { limit } })
}

function limitIn({ organisations }: Settings, id: string): number | null {
  return organisations.find((organisation) => organisation.id === id)?.limits.roomsPerPerson ?? null
}

/**
 * In a transaction: how many rooms may belong to an organisation itself is bounded too; where several people make them
 * at once there may be some more.
 * @throws ProblemError organisation_rooms_full
 */
export async function assertRoomLeftInOrganisation(
  db: Db,
  settings: Settings,
  person: Pick<Person, 'id'>,
  id: string,
): Promise<void> {
  await lockOwner(db, person.id)
  const organisation = settings.organisations.find((one) => one.id === id)
  const limit = organisation?.limits.rooms ?? roomLimits.perOrganisation
  const { count } = await db
    .selectFrom('rooms')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('organisation', '=', id)
    .where('ownedBy', '=', 'organisation')
    .where('deletedAt', 'is', null)
    .executeTakeFirstOrThrow()
  if (Number(count) >= limit) throw new ProblemError('organisation_rooms_full', { values: { limit } })
}

/**
 * In a transaction that holds the room's row, and has given it an address: none is given to another room ever.
 * @throws ProblemError addresses_full, daily_limit_reached
 */
export async function assertAddressLeft(db: Db, roomId: string, now: number): Promise<void> {
  const rows = await db.selectFrom('roomAddresses').select('createdAt').where('roomId', '=', roomId).execute()
  const { addressesPerRoom, addressesPerDay } = roomLimits
  if (rows.length > addressesPerRoom) {
    throw new ProblemError('addresses_full', { values: { limit: addressesPerRoom } })
  }
  const recent = rows.map(({ createdAt }) => createdAt).filter((at) => at > now - day)
  // The room's first one may be of today too.
  if (recent.length > addressesPerDay + 1) {
    const retryAfter = Math.ceil((Math.min(...recent) + day - now) / 1_000)
    throw new ProblemError('daily_limit_reached', { values: { limit: addressesPerDay }, retryAfter })
  }
}
