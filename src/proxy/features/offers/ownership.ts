import type { Person } from '../../access/access.ts'
import { endHostLinks, withdrawOffers } from '../../access/given-rights.ts'
import type { Environment } from '../../platform/environment/environment.ts'
import { ProblemError } from '../../platform/problem.ts'
import type { Db } from '../../platform/store/database.ts'
import type { RoomRow } from '../../platform/store/rows.ts'
import { assertRoomLeft, assertRoomLeftInOrganisation } from '../rooms/limits.ts'
import { addCoHost } from '../rooms/store.ts'
import { endCalendarAddress } from '../schedules/ended-address.ts'

type Places = Pick<Person, 'id' | 'organisations'>

/**
 * The organisation in which a room will be once this person owns it: its present one, or, where they are no member
 * there, their own first.
 * @throws ProblemError transfer_outside: an organisation's room stays among its members
 */
export function organisationAfter(person: Places, room: Pick<RoomRow, 'organisation' | 'ownedBy'>): string {
  if (person.organisations.some(({ id }) => id === room.organisation)) return room.organisation
  const [first] = person.organisations
  if (room.ownedBy === 'organisation' || !first) throw new ProblemError('transfer_outside')
  return first.id
}

/**
 * In a transaction: the room is this person's from now on. A person who owned it stays as co-host; of an
 * organisation's members the co-hosts stay. Recordings of earlier meetings stay with whoever owned it.
 * @throws ProblemError transfer_outside, room_limit_reached
 */
export async function giveToPerson(
  db: Db,
  person: Places,
  room: RoomRow,
  { settings, now }: Pick<Environment, 'settings' | 'now'>,
): Promise<void> {
  const organisation = organisationAfter(person, room)
  await assertRoomLeft(db, settings, person, organisation)
  await changeOwner(db, room, { organisation, ownerId: person.id, ownedBy: 'person', ownedSince: now() })
  await db.deleteFrom('cohosts').where('roomId', '=', room.id).where('personId', '=', person.id).execute()
  if (room.ownedBy === 'person') {
    await addCoHost(db, { room: room.id, person: room.ownerId, by: person.id, at: now() })
  } else {
    await endLinksOfMembers(db, person, room, now())
    await endCalendarAddress(db, room, settings)
  }
}

/** Its members were hosts because it was their organisation's: what they made as such ends. Co-hosts stay. */
async function endLinksOfMembers(db: Db, owner: Places, room: RoomRow, at: number): Promise<void> {
  const coHosts = db.selectFrom('cohosts').select('personId').where('roomId', '=', room.id)
  await endHostLinks(db, at)
    .where('roomId', '=', room.id)
    .where('createdBy', '<>', owner.id)
    .where('createdBy', 'not in', coHosts)
    .execute()
}

/**
 * In a transaction: the room is its organisation's. Whoever gives it manages it on, as its creator would.
 * @throws ProblemError transfer_outside where they are no member, organisation_rooms_full
 */
export async function giveToOrganisation(
  db: Db,
  person: Places,
  room: RoomRow,
  { settings, now }: Pick<Environment, 'settings' | 'now'>,
): Promise<void> {
  if (!person.organisations.some(({ id }) => id === room.organisation)) {
    throw new ProblemError('transfer_outside')
  }
  if (room.ownedBy === 'organisation') return
  await assertRoomLeftInOrganisation(db, settings, person, room.organisation)
  await changeOwner(db, room, { ownedBy: 'organisation', ownedSince: now() })
  await db.deleteFrom('cohosts').where('roomId', '=', room.id).where('personId', '=', room.ownerId).execute()
}

type Ownership = Partial<Pick<RoomRow, 'organisation' | 'ownerId' | 'ownedBy' | 'ownedSince'>>

/** Only from whom had it when this began, and not once it was deleted; what was offered counts no longer. */
async function changeOwner(db: Db, room: RoomRow, change: Ownership & { ownedSince: number }) {
  const { numUpdatedRows } = await db
    .updateTable('rooms')
    .set(change)
    .where('id', '=', room.id)
    .where('ownerId', '=', room.ownerId)
    .where('ownedBy', '=', room.ownedBy)
    .where('deletedAt', 'is', null)
    .executeTakeFirst()
  if (numUpdatedRows !== 1n) throw new ProblemError('room_unknown')
  await withdrawOffers(db, change.ownedSince).where('roomId', '=', room.id).execute()
}
