import type { Outlook } from '../../../contract/plans.ts'
import type { ListedRoom, Room, RoomOwner } from '../../../contract/rooms.ts'
import type { Access, Person } from '../../access/access.ts'
import { hasRight } from '../../access/room-rights.ts'
import { handle } from '../../platform/http/handlers.ts'
import type { Parts } from '../../platform/parts/parts.ts'
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
import type { Rooms } from '../rooms/rooms.ts'
import { restoreDays } from '../rooms/rules.ts'
import type { PlacedRoom } from '../rooms/standing.ts'
import { nothingPlanned } from '../schedules/outlook.ts'
import type { Plans } from '../schedules/plans.ts'
import type { Servers } from '../servers/servers.ts'
import type { Watch } from '../servers/watch.ts'

interface RoomServices {
  access: Access
  rooms: Rooms
  offers: Offers
  servers: Servers
  watch: Watch
  waiting: WaitingRoom
  codes: Pick<AccessCodes, 'read'>
  plans: Plans
}

export function roomRoutes(parts: Parts, services: RoomServices) {
  const { access, rooms, offers, plans } = services
  async function show(person: Person, room: PlacedRoom): Promise<Room> {
    const [meeting, planned] = await Promise.all([
      liveMeeting(parts.store, room.id),
      plans.outlookOf(room.id),
    ])
    return shownRoom(person, room, { meeting, planned }, parts, services)
  }

  return handle({
    'rooms.list': async ({ c }) => {
      const person = await access.person(c.req.raw)
      const mine = await rooms.of(person)
      const ids = mine.rooms.map(({ id }) => id)
      const [live, planned] = await Promise.all([liveMeetings(parts.store, ids), plans.outlooks(ids)])
      const organisations = person.organisations.map(({ id }) => ({
        id,
        name: nameOfOrganisation(parts.settings, id),
        roomsPerPerson: organisationOf(parts.settings, id)?.limits.roomsPerPerson ?? null,
        left: roomsLeftIn(parts.settings, person, id, mine.rooms),
        presets: presetsOf(id, parts.settings),
      }))
      return {
        rooms: mine.rooms.map((room) =>
          listedRoom(
            person,
            room,
            { meeting: live.get(room.id), planned: planned.get(room.id) },
            parts,
            services,
          ),
        ),
        deleted: mine.deleted.map((room) => listedRoom(person, room, alone, parts, services)),
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

/** A room that no meeting runs in, and that none is planned in. */
const alone: Around = { meeting: undefined, planned: undefined }

function shownOwner(person: Person, room: PlacedRoom): RoomOwner {
  const somebody = { name: room.owner_name, isMe: room.owner_id === person.id }
  return room.owned_by === 'person'
    ? { kind: 'person', ...somebody }
    : { kind: 'organisation', creator: somebody }
}

/** What a room is shown with: its live meeting and its next dates, where there are any. */
interface Around {
  meeting: Meeting | undefined
  planned: Outlook | undefined
}

function listedRoom(
  person: Person,
  room: PlacedRoom,
  { meeting, planned }: Around,
  { settings }: Parts,
  { servers, watch, waiting }: RoomServices,
): ListedRoom {
  return {
    address: room.address,
    name: room.name,
    organisation: { id: room.organisation, name: nameOfOrganisation(settings, room.organisation) },
    owner: shownOwner(person, room),
    standing: room.standing,
    standingBy: room.standingBy,
    planned: planned ?? nothingPlanned,
    meeting: meetingState(meeting, servers, watch),
    mayBeRecorded: meeting ? meeting.recording_allowed === 1 : settingsOf(room, settings).recordingAllowed,
    waiting: waiting.count(room.id),
    createdAt: room.created_at,
    lastUsedAt: room.last_used_at,
    deletedAt: room.deleted_at,
    gone: room.deleted_at === null ? null : room.deleted_at + restoreDays * day,
    archivedAt: room.archived_at,
    favourite: room.favourite,
  }
}

function shownRoom(
  person: Person,
  room: PlacedRoom,
  around: Around,
  parts: Parts,
  services: RoomServices,
): Room {
  const { meeting } = around
  const { servers, watch, waiting, codes } = services
  const { settings } = parts
  const set = settingsOf(room, settings)
  const limits = organisationOf(settings, room.organisation)?.limits
  const isHost = hasRight(room, 'host')
  const accessCode = isHost ? codes.read(room) : null
  return {
    ...listedRoom(person, room, around, parts, services),
    settings: set,
    locked: lockedSettings(room.organisation, settings),
    limits: { participants: limits?.participants ?? null, minutes: limits?.minutes ?? null },
    presets: presetsOf(room.organisation, settings),
    accessCode,
    isCodeLost: isHost && room.access_code !== null && accessCode === null,
    dialIn: dialInOf(room, meeting, { settings, servers, watch }, isHost ? 'host' : 'guest'),
    isPhoneForHosts: isPhoneForHosts(room, set),
    people: isHost ? { present: presentIn(meeting, watch), waiting: waiting.guests(room.id) } : null,
    pinRenewed: isHost ? renewedPin(room) : null,
  }
}

function renewedPin({ pin_renewed_by: by, pin_taken_at: at }: RoomRow): Room['pinRenewed'] {
  return by === null || at === null ? null : { at, by }
}
