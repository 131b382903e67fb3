import type { Person } from '../access/access.ts'
import { roomsLeft } from '../access/decide.ts'
import { ProblemError } from '../problem.ts'
import type { Settings } from '../settings.ts'
import { countRooms, type Db, lockOwner } from './store.ts'

/** How many more rooms of their own the person may have in an organisation; null: no limit. */
export async function roomsLeftIn(
  db: Db,
  settings: Settings,
  person: Pick<Person, 'id'>,
  organisation: string,
): Promise<number | null> {
  const limit = limitIn(settings, organisation)
  return limit === null ? null : roomsLeft(limit, await countRooms(db, person.id, organisation))
}

/**
 * In a transaction, and one room of a person's after the other: two at once cannot pass the limit.
 * @throws ProblemError room_limit_reached
 */
export async function haveRoomLeft(
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
