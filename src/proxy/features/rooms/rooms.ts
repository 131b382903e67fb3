import type { SettingsChange } from '../../../contract/room-settings.ts'
import type { NewRoom, RoomChange, RoomCopy } from '../../../contract/rooms.ts'
import type { Person } from '../../access/access.ts'
import { hasRight } from '../../access/room-rights.ts'
import type { Environment } from '../../platform/environment/environment.ts'
import { assertListLeft, countAll } from '../../platform/limits/lists.ts'
import { listLimits } from '../../platform/limits.ts'
import { ProblemError } from '../../platform/problem.ts'
import { firstSettings, settingsColumns, storedSettings } from '../../platform/settings/room.ts'
import type { Db } from '../../platform/store/database.ts'
import { lockOwner, lockRoom, type RoomRow } from '../../platform/store/rows.ts'
import { day } from '../../platform/time/spans.ts'
import { assertAddressLeft, assertRoomLeft, assertRoomLeftInOrganisation } from './limits.ts'
import { assertNoMeeting, lockThere } from './locks.ts'
import { giveAddress } from './new-address.ts'
import { givePin, restPin } from './pins.ts'
import type { AccessibleRoom, RoomFinder } from './room-finder.ts'
import { roomName } from './room-name.ts'
import { assertOpenRoom, chosenAddress, restoreDays } from './rules.ts'
import { acceptedChange } from './settings-change.ts'
import { findRoom } from './store.ts'

/** Actions on rooms. Rights are decided by `access/room-rights.ts`. */
export interface Rooms {
  /** The rooms in which the person has a place, and those that they can still restore. */
  of(person: Person): Promise<{ rooms: AccessibleRoom[]; deleted: AccessibleRoom[] }>
  /**
   * A room that exists for guests.
   * @throws ProblemError room_unknown, room_closed where it was deleted, room_archived where it is out of the way
   */
  byAddress(address: string): Promise<RoomRow>
  /**
   * A room whose address stays right, also while it is in the archive.
   * @throws ProblemError room_unknown, room_closed
   */
  keptAt(address: string): Promise<RoomRow>
  /**
   * A room in which the person may start and moderate: its hosts, and every member of its organisation where the
   * room says so. @throws ProblemError room_unknown, alike for foreign and unknown
   */
  startableBy(person: Person, address: string): Promise<AccessibleRoom>
  /** A room in which the person is a host. @throws ProblemError room_unknown, room_right_missing */
  hostedBy(person: Person, address: string): Promise<AccessibleRoom>
  /** A room that the person manages. @throws ProblemError room_unknown, room_right_missing */
  managedBy(person: Person, address: string): Promise<AccessibleRoom>
  create(person: Person, wanted: NewRoom): Promise<AccessibleRoom>
  /**
   * A new room with the settings of another in which the person is a host: the organisation's where that is, else
   * their own. Neither its access code nor its hosts are copied.
   */
  duplicate(person: Person, address: string, wanted: RoomCopy): Promise<AccessibleRoom>
  /**
   * Settings are for hosts; name, address and archive for managers.
   * @throws ProblemError room_right_missing, meeting_running where a room in use would be archived
   */
  change(person: Person, address: string, change: RoomChange): Promise<AccessibleRoom>
  /**
   * Gives the room another PIN: the one before rests a year. A meeting that runs keeps its own.
   * @throws ProblemError room_unknown, room_right_missing, daily_limit_reached, pins_used_up
   */
  renewPin(person: Person, address: string): Promise<AccessibleRoom>
  remove(person: Person, address: string): Promise<void>
  restore(person: Person, address: string): Promise<AccessibleRoom>
  /** Whether the person wants it first in their list. @throws ProblemError list_full */
  setFavourite(person: Person, room: RoomRow, favourite: boolean): Promise<void>
}

/** The parts of other features in a room's changes. */
export interface RoomConcerns {
  /** By how many characters, once encoded, its name and welcome are too long for BBB; 0: they fit. */
  textExcess(room: RoomRow): number
  /** Called in the transaction that changes a room, or gives it another PIN. */
  changed(db: Db, roomId: string, change: RoomChange | 'pin'): Promise<void>
}

/** Values of a new room beside those that its creator typed. */
interface Beginning {
  organisation: string
  ownedBy: RoomRow['ownedBy']
  settings: SettingsChange
}

export function createRooms(
  env: Pick<Environment, 'settings' | 'store' | 'now' | 'random' | 'log'>,
  roomFinder: RoomFinder,
  others: RoomConcerns,
): Rooms {
  const { settings, store, now, random } = env

  /** Deleted not long ago, and theirs to manage. */
  function isRestorable(room: AccessibleRoom): boolean {
    const oldest = now() - restoreDays * day
    return room.deletedAt !== null && room.deletedAt > oldest && hasRight(room, 'manage')
  }

  async function expectPlaced(person: Person, id: string): Promise<AccessibleRoom> {
    const room = await roomFinder.findById(person, id)
    if (!room) throw new Error(`room ${id} is gone`)
    return room
  }

  async function insert(person: Person, wanted: RoomCopy, begun: Beginning): Promise<AccessibleRoom> {
    const name = roomName(wanted.name)
    const address = wanted.address === undefined ? null : chosenAddress(wanted.address)
    const id = random.uuid()
    await store.transaction().execute(async (db) => {
      if (begun.ownedBy === 'person') await assertRoomLeft(db, settings, person, begun.organisation)
      else await assertRoomLeftInOrganisation(db, settings, person, begun.organisation)
      await db
        .insertInto('rooms')
        .values({
          id,
          organisation: begun.organisation,
          ownerId: person.id,
          ownedBy: begun.ownedBy,
          name,
          address: id,
          ...settingsColumns(begun.settings),
          createdAt: now(),
          lastUsedAt: null,
          deletedAt: null,
          archivedAt: null,
        })
        .execute()
      await giveAddress(db, id, address, env)
      await givePin(db, id, person, null, env)
    })
    return await expectPlaced(person, id)
  }

  /** Name and welcome travel in one address to BBB, whose length is limited. */
  function assertTextsFit(room: RoomRow, { name, settings: set }: RoomChange): void {
    if (name === undefined && set?.welcome === undefined) return
    const excess = others.textExcess(room)
    if (excess === 0) return
    const field = set?.welcome ? 'welcome' : 'name'
    const text = set?.welcome || room.name
    // Told in characters as they are typed: an accent counts as six once it is encoded, a letter as one.
    const over = Math.ceil((excess * text.length) / new URLSearchParams({ '': text }).toString().length)
    throw new ProblemError('fields_invalid', { fields: { [field]: 'too_long' }, values: { over } })
  }

  return {
    async of(person) {
      const all = await roomFinder.of(person)
      return {
        rooms: all.filter((room) => room.deletedAt === null),
        deleted: all.filter((room) => isRestorable(room)),
      }
    },
    async byAddress(address) {
      const room = await findRoom(store, address)
      if (!room) throw new ProblemError('room_unknown')
      assertOpenRoom(room)
      return room
    },
    async keptAt(address) {
      const room = await findRoom(store, address)
      if (!room) throw new ProblemError('room_unknown')
      if (room.deletedAt !== null) throw new ProblemError('room_closed')
      return room
    },
    startableBy: (person, address) => roomFinder.require(person, address, 'start'),
    hostedBy: (person, address) => roomFinder.require(person, address, 'host'),
    managedBy: (person, address) => roomFinder.require(person, address, 'manage'),
    async setFavourite(person, room, favourite) {
      const key = { personId: person.id, roomId: room.id }
      const theirs = store.deleteFrom('favourites').where('personId', '=', person.id)
      if (!favourite) return void (await theirs.where('roomId', '=', room.id).execute())
      await store.transaction().execute(async (db) => {
        await lockOwner(db, person.id)
        const others = db.selectFrom('favourites').where('personId', '=', person.id)
        const counted = await others.where('roomId', '<>', room.id).select(countAll).executeTakeFirstOrThrow()
        assertListLeft(counted, listLimits.favouritesPerPerson)
        await db
          .insertInto('favourites')
          .values({ ...key, at: now() })
          .onConflict((conflict) => conflict.columns(['personId', 'roomId']).doNothing())
          .execute()
      })
    },
    async create(person, wanted) {
      const organisation = wanted.organisation ?? person.organisations[0]?.id
      if (!organisation || !isMemberOf(person, organisation)) {
        throw new ProblemError('fields_invalid', { fields: { organisation: 'unknown' } })
      }
      const set = firstSettings(organisation, wanted.preset, settings)
      return await insert(person, wanted, {
        organisation,
        ownedBy: wanted.ownedBy ?? 'person',
        settings: set,
      })
    },
    async duplicate(person, address, wanted) {
      const room = await roomFinder.require(person, address, 'host')
      // Nobody has read what it means in the new room that guests see its PIN.
      const { phoneForGuests: _, ...set } = storedSettings(room)
      if (isMemberOf(person, room.organisation)) {
        const { organisation, ownedBy } = room
        return await insert(person, wanted, { organisation, ownedBy, settings: set })
      }
      // A co-host from elsewhere: the copy is theirs, where they may have rooms.
      const [own] = person.organisations
      if (!own) throw new ProblemError('fields_invalid', { fields: { organisation: 'unknown' } })
      return await insert(person, wanted, { organisation: own.id, ownedBy: 'person', settings: set })
    },
    async change(person, address, change) {
      const isAboutTheRoom = [change.name, change.address, change.archived].some((part) => part !== undefined)
      const room = await roomFinder.require(person, address, isAboutTheRoom ? 'manage' : 'host')
      const name = change.name === undefined ? undefined : roomName(change.name)
      const wanted = change.settings && acceptedChange(change.settings, room, settings)
      await store.transaction().execute(async (db) => {
        const current = await lockThere(db, room)
        if (change.archived) await assertNoMeeting(db, room)
        const columns = {
          ...(name === undefined ? {} : { name }),
          ...(wanted && settingsColumns({ ...storedSettings(current), ...wanted })),
          ...(change.archived === undefined ? {} : { archivedAt: change.archived ? now() : null }),
        }
        assertTextsFit({ ...room, ...columns }, change)
        if (Object.keys(columns).length > 0) {
          await db.updateTable('rooms').set(columns).where('id', '=', room.id).execute()
        }
        if (change.address !== undefined) {
          await giveAddress(db, room.id, chosenAddress(change.address), env)
          await assertAddressLeft(db, room.id, now())
        }
        await others.changed(db, room.id, change)
      })
      return await expectPlaced(person, room.id)
    },
    async renewPin(person, address) {
      const room = await roomFinder.require(person, address, 'host')
      await store.transaction().execute(async (db) => {
        await lockThere(db, room)
        await restPin(db, room.id, now())
        await givePin(db, room.id, person, person.name, env)
        await others.changed(db, room.id, 'pin')
      })
      return await expectPlaced(person, room.id)
    },
    async remove(person, address) {
      const room = await roomFinder.require(person, address, 'manage')
      await store.transaction().execute(async (db) => {
        await lockThere(db, room)
        await assertNoMeeting(db, room)
        await db.updateTable('rooms').set({ deletedAt: now() }).where('id', '=', room.id).execute()
      })
    },
    async restore(person, address) {
      const room = await roomFinder.find(person, address)
      if (!room) throw new ProblemError('room_unknown')
      await store.transaction().execute(async (db) => {
        if (!isRestorable({ ...room, ...(await lockRoom(db, room.id)) }))
          throw new ProblemError('room_unknown')
        if (room.ownedBy === 'person') await assertRoomLeft(db, settings, person, room.organisation)
        else await assertRoomLeftInOrganisation(db, settings, person, room.organisation)
        await db.updateTable('rooms').set({ deletedAt: null }).where('id', '=', room.id).execute()
      })
      return await expectPlaced(person, room.id)
    },
  }
}

function isMemberOf(person: Person, organisation: string): boolean {
  return person.organisations.some(({ id }) => id === organisation)
}
