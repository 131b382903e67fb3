import type { Person } from '../../access/access.ts'
import { accessIn, hasRight, type RoomAccess, type RoomRight } from '../../access/room-rights.ts'
import type { Environment } from '../../platform/environment/environment.ts'
import { ProblemError } from '../../platform/problem.ts'
import { settingsOf } from '../../platform/settings/room.ts'
import type { RoomRow } from '../../platform/store/rows.ts'
import { day } from '../../platform/time/spans.ts'
import { restoreDays } from './rules.ts'
import {
  findRelatedRoom,
  findRelatedRoomById,
  findRoomsFor,
  type MembersStart,
  type RelatedRoom,
} from './store.ts'

/** A room with what the person who asks may do in it. */
export type AccessibleRoom = RoomRow & RoomAccess & { favourite: boolean }

/** Finds rooms together with a person's place in them. Deleted ones too: whoever asks tells them apart. */
export interface RoomFinder {
  /** null: there is no such room, or the person has no place in it. */
  find(person: Person, address: string): Promise<AccessibleRoom | null>
  findById(person: Person, id: string): Promise<AccessibleRoom | null>
  /**
   * A room that exists, in which the person has a right.
   * @throws ProblemError room_unknown, alike for foreign, deleted and unknown; room_right_missing where they have
   *   a place in the room, but not this right
   */
  require(person: Person, address: string, right: RoomRight): Promise<AccessibleRoom>
  /** All rooms in which the person has a place, the newest first; of the deleted those that can be restored. */
  of(person: Person): Promise<AccessibleRoom[]>
}

export function createRoomFinder({
  settings,
  store,
  now,
}: Pick<Environment, 'settings' | 'store' | 'now'>): RoomFinder {
  function accessible(
    person: Person,
    { room, relations: { coHost, favourite } }: RelatedRoom,
  ): AccessibleRoom | null {
    const place = accessIn(person, room, { coHost, membersStart: settingsOf(room, settings).membersStart })
    return place && { ...room, ...place, favourite }
  }

  async function find(person: Person, address: string): Promise<AccessibleRoom | null> {
    const found = await findRelatedRoom(store, person.id, address)
    return found && accessible(person, found)
  }

  /** Rooms of a large organisation are not all read to find the few. */
  function membersStartIn(organisation: string): MembersStart[] {
    const counts = (stored: string) => settingsOf({ settings: stored, organisation }, settings).membersStart
    if (!counts('{"membersStart":true}')) return []
    return [{ organisation, rooms: counts('{}') ? 'all' : 'set' }]
  }

  return {
    find,
    async findById(person, id) {
      const found = await findRelatedRoomById(store, person.id, id)
      return found && accessible(person, found)
    },
    async require(person, address, right) {
      const room = await find(person, address)
      if (!room || room.deletedAt !== null) throw new ProblemError('room_unknown')
      if (!hasRight(room, right)) throw new ProblemError('room_right_missing')
      return room
    },
    async of(person) {
      const organisations = person.organisations.map(({ id }) => id)
      const rooms = await findRoomsFor(store, {
        personId: person.id,
        organisations,
        membersStart: organisations.flatMap(membersStartIn),
        gone: now() - restoreDays * day,
      })
      return rooms.flatMap((room) => accessible(person, room) ?? [])
    },
  }
}
