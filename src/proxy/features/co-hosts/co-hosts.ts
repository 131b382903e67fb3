import type { CoHost, NewHost, RoomHosts } from '../../../contract/hosts.ts'
import type { Person } from '../../access/access.ts'
import { endHostLinks } from '../../access/given-rights.ts'
import { hasRight } from '../../access/room-rights.ts'
import type { Environment } from '../../platform/environment/environment.ts'
import { ProblemError } from '../../platform/problem.ts'
import { lockRoom } from '../../platform/store/rows.ts'
import { type Offers, shownOffer } from '../offers/offers.ts'
import { peopleSeen } from '../organisations/seen.ts'
import type { AccessibleRoom } from '../rooms/room-finder.ts'
import { addCoHost } from '../rooms/store.ts'
import { endCalendarAddress } from '../schedules/ended-address.ts'

/** Hosts of a room besides its owner. */
export interface CoHosts {
  /** As the person may see it: offers and whom one may pick are for managers. */
  of(person: Person, room: AccessibleRoom): Promise<RoomHosts>
  /** By e-mail they are invited; somebody whom the manager may pick is co-host at once. @throws ProblemError */
  add(
    person: Person,
    room: AccessibleRoom,
    wanted: NewHost,
  ): Promise<{ offer: string; secret: string } | null>
  /** A manager removes anybody, everybody themselves. @throws ProblemError room_right_missing, person_unknown */
  remove(person: Person, room: AccessibleRoom, id: string): Promise<void>
  /** People whom the person may pick: members of the room's organisation, for its members. */
  picks(person: Person, room: AccessibleRoom): Promise<{ id: string; name: string }[]>
}

export function createCoHosts(
  env: Pick<Environment, 'settings' | 'store' | 'now'>,
  offers: Pick<Offers, 'ofRoom' | 'make'>,
): CoHosts {
  const { store, now } = env

  async function coHosts(person: Person, room: AccessibleRoom): Promise<CoHost[]> {
    const rows = await store
      .selectFrom('cohosts')
      .innerJoin('people', 'people.id', 'cohosts.personId')
      .innerJoin('people as adder', 'adder.id', 'cohosts.addedBy')
      .select(['people.id', 'people.name', 'cohosts.addedAt', 'adder.name as addedName'])
      .where('cohosts.roomId', '=', room.id)
      .orderBy('cohosts.addedAt')
      .execute()
    return rows.map(({ id, name, addedAt, addedName }) => ({
      id,
      name,
      isMe: id === person.id,
      added: { by: addedName, at: addedAt },
    }))
  }

  async function picks(person: Person, room: AccessibleRoom) {
    // Names of an organisation's members are for its members.
    if (!person.organisations.some(({ id }) => id === room.organisation)) return []
    const people = await peopleSeen(env, room.organisation)
    return people.filter(({ id }) => id !== person.id && !isOwner(room, id))
  }

  return {
    picks,
    async of(person, room) {
      const hosts = await coHosts(person, room)
      if (!hasRight(room, 'manage')) return { hosts, offers: [], members: [] }
      return {
        hosts,
        offers: (await offers.ofRoom(room.id)).map(shownOffer),
        members: await picks(person, room),
      }
    },
    async add(person, room, wanted) {
      if ('email' in wanted) return await offers.make(person, room, 'host', wanted)
      const picked = (await picks(person, room)).find(({ id }) => id === wanted.person)
      if (!picked) throw new ProblemError('fields_invalid', { fields: { person: 'unknown' } })
      await store.transaction().execute(async (db) => {
        await lockRoom(db, room.id)
        await addCoHost(db, { room: room.id, person: picked.id, by: person.id, at: now() })
      })
      return null
    },
    async remove(person, room, id) {
      if (id !== person.id && !hasRight(room, 'manage')) throw new ProblemError('room_right_missing')
      await store.transaction().execute(async (db) => {
        const { numDeletedRows } = await db
          .deleteFrom('cohosts')
          .where('roomId', '=', room.id)
          .where('personId', '=', id)
          .executeTakeFirst()
        if (numDeletedRows === 0n) throw new ProblemError('person_unknown')
        // They know the links that they made: with those they would be host again.
        await endHostLinks(db, now()).where('roomId', '=', room.id).where('createdBy', '=', id).execute()
        await endCalendarAddress(db, room, env.settings)
      })
    },
  }
}

function isOwner(room: AccessibleRoom, person: string): boolean {
  return room.ownedBy === 'person' && room.ownerId === person
}
