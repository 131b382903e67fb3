import type { ListedRoom, Room, RoomOwner } from '../../../contract/rooms.ts'
import type { Upcoming } from '../../../contract/schedules.ts'
import type { Access, Person } from '../../access/access.ts'
import { hasRight } from '../../access/room-rights.ts'
import type { Environment } from '../../platform/environment/environment.ts'
import { handle } from '../../platform/http/handlers.ts'
import { nameOfOrganisation, organisationOf } from '../../platform/settings/organisations.ts'
import { lockedSettings, presetsOf, settingsOf } from '../../platform/settings/room.ts'
import type { RoomRow } from '../../platform/store/rows.ts'
import { day } from '../../platform/time/spans.ts'
import type { AccessCodes } from '../join/access-code.ts'
import type { WaitingRoom } from '../join/waiting.ts'
import { presentIn } from '../meetings/people.ts'
import { meetingState } from '../meetings/state.ts'
import { liveMeeting, liveMeetings, type Meeting } from '../meetings/store.ts'
import type { Offers } from '../offers/offers.ts'
import { dialInOf, isPhoneForHosts } from '../phone/phone.ts'
import { roomsLeftIn } from '../rooms/limits.ts'
import type { AccessibleRoom } from '../rooms/room-finder.ts'
import type { Rooms } from '../rooms/rooms.ts'
import { restoreDays } from '../rooms/rules.ts'
import type { Schedules } from '../schedules/schedules.ts'
import { nothingScheduled } from '../schedules/upcoming.ts'
import type { Servers } from '../servers/servers.ts'
import type { Watch } from '../servers/snapshot.ts'

interface RoomServices {
  access: Access
  rooms: Rooms
  offers: Offers
  servers: Servers
  watch: Watch
  waiting: WaitingRoom
  codes: Pick<AccessCodes, 'read'>
  schedules: Schedules
}

export function roomRoutes(env: Environment, services: RoomServices) {
  const { access, rooms, offers, schedules } = services
  async function show(person: Person, room: AccessibleRoom): Promise<Room> {
    const [meeting, scheduled] = await Promise.all([
      liveMeeting(env.store, room.id),
      schedules.upcomingOf(room.id),
    ])
    return shownRoom(person, room, { meeting, scheduled }, env, services)
  }

  return handle({
    'rooms.list': async ({ c }) => {
      const person = await access.person(c.req.raw)
      const mine = await rooms.of(person)
      const ids = mine.rooms.map(({ id }) => id)
      const [live, scheduled] = await Promise.all([liveMeetings(env.store, ids), schedules.upcomings(ids)])
      const organisations = person.organisations.map(({ id }) => ({
        id,
        name: nameOfOrganisation(env.settings, id),
        roomsPerPerson: organisationOf(env.settings, id)?.limits.roomsPerPerson ?? null,
        left: roomsLeftIn(env.settings, person, id, mine.rooms),
        presets: presetsOf(id, env.settings),
      }))
      return {
        rooms: mine.rooms.map((room) =>
          listedRoom(
            person,
            room,
            { meeting: live.get(room.id), scheduled: scheduled.get(room.id) },
            env,
            services,
          ),
        ),
        deleted: mine.deleted.map((room) => listedRoom(person, room, alone, env, services)),
        organisations,
        offers: await offers.for(person),
      }
    },

    'rooms.create': async ({ c, body }) => {
      const person = await access.person(c.req.raw)
      return await show(person, await rooms.create(person, body))
    },

    'rooms.duplicate': async ({ c, path, body }) => {
      const person = await access.person(c.req.raw)
      const copy = await rooms.duplicate(person, path.room, body)
      return await show(person, copy)
    },

    'rooms.get': async ({ c, path }) => {
      const person = await access.person(c.req.raw)
      return await show(person, await rooms.startableBy(person, path.room))
    },

    'rooms.change': async ({ c, path, body }) => {
      const person = await access.person(c.req.raw)
      const { room } = path
      return await show(person, await rooms.change(person, room, body))
    },

    'rooms.delete': async ({ c, path }) => {
      const person = await access.person(c.req.raw)
      await rooms.remove(person, path.room)
    },

    'rooms.restore': async ({ c, path }) => {
      const person = await access.person(c.req.raw)
      return await show(person, await rooms.restore(person, path.room))
    },

    'pin.renew': async ({ c, path }) => {
      const person = await access.person(c.req.raw)
      return await show(person, await rooms.renewPin(person, path.room))
    },

    'rooms.favourite': async ({ c, path, body }) => {
      const person = await access.person(c.req.raw)
      const room = await rooms.startableBy(person, path.room)
      await rooms.setFavourite(person, room, body.favourite)
    },
  })
}

/** A room that no meeting runs in, and that none is scheduled in. */
const alone: Around = { meeting: undefined, scheduled: undefined }

function shownOwner(person: Person, room: AccessibleRoom): RoomOwner {
  const somebody = { name: room.ownerName, isMe: room.ownerId === person.id }
  return room.ownedBy === 'person'
    ? { kind: 'person', ...somebody }
    : { kind: 'organisation', creator: somebody }
}

/** The live meeting and the next dates of a room, where there are any. */
interface Around {
  meeting: Meeting | undefined
  scheduled: Upcoming | undefined
}

function listedRoom(
  person: Person,
  room: AccessibleRoom,
  { meeting, scheduled }: Around,
  { settings }: Environment,
  { servers, watch, waiting }: RoomServices,
): ListedRoom {
  return {
    address: room.address,
    name: room.name,
    organisation: { id: room.organisation, name: nameOfOrganisation(settings, room.organisation) },
    owner: shownOwner(person, room),
    role: room.role,
    roleReason: room.roleReason,
    scheduled: scheduled ?? nothingScheduled,
    meeting: meetingState(meeting, servers, watch),
    mayBeRecorded: meeting ? meeting.recordingAllowed === 1 : settingsOf(room, settings).recordingAllowed,
    waiting: waiting.count(room.id),
    createdAt: room.createdAt,
    lastUsedAt: room.lastUsedAt,
    deletedAt: room.deletedAt,
    gone: room.deletedAt === null ? null : room.deletedAt + restoreDays * day,
    archivedAt: room.archivedAt,
    favourite: room.favourite,
  }
}

function shownRoom(
  person: Person,
  room: AccessibleRoom,
  around: Around,
  env: Environment,
  services: RoomServices,
): Room {
  const { meeting } = around
  const { servers, watch, waiting, codes } = services
  const { settings } = env
  const set = settingsOf(room, settings)
  const limits = organisationOf(settings, room.organisation)?.limits
  const isHost = hasRight(room, 'host')
  const accessCode = isHost ? codes.read(room) : null
  return {
    ...listedRoom(person, room, around, env, services),
    settings: set,
    locked: lockedSettings(room.organisation, settings),
    limits: { participants: limits?.participants ?? null, minutes: limits?.minutes ?? null },
    presets: presetsOf(room.organisation, settings),
    accessCode,
    isCodeLost: isHost && room.accessCode !== null && accessCode === null,
    dialIn: dialInOf(room, meeting, { settings, servers, watch }, isHost ? 'host' : 'guest'),
    isPhoneForHosts: isPhoneForHosts(room, set),
    people: isHost ? { present: presentIn(meeting, watch), waiting: waiting.guests(room.id) } : null,
    pinRenewed: isHost ? renewedPin(room) : null,
  }
}

function renewedPin({ pinRenewedBy: by, pinTakenAt: at }: RoomRow): Room['pinRenewed'] {
  return by === null || at === null ? null : { at, by }
}
