import { createRoute, z } from '@hono/zod-openapi'
import { Favourite } from '../../contract/hosts.ts'
import type { Outlook } from '../../contract/plans.ts'
import { NewRoom, Room, RoomChange, RoomCopy, RoomList, type RoomOwner } from '../../contract/rooms.ts'
import type { Access, Person } from '../access/access.ts'
import { hasRight } from '../access/room-rights.ts'
import { json, newRoutes } from '../http/app.ts'
import type { AccessCodes } from '../join/access-code.ts'
import type { WaitingRoom } from '../join/waiting.ts'
import { presentIn } from '../meetings/people.ts'
import { meetingState } from '../meetings/state.ts'
import { liveMeeting, liveMeetings, type Meeting } from '../meetings/store.ts'
import type { Parts } from '../parts.ts'
import { nothingPlanned } from '../plans/outlook.ts'
import type { Plans } from '../plans/plans.ts'
import type { Servers } from '../servers/servers.ts'
import type { Watch } from '../servers/watch.ts'
import { roomsLeftIn } from './limits.ts'
import type { Offers } from './offers.ts'
import { dialInOf, isPhoneForHosts } from './phone.ts'
import { nameOfOrganisation, organisationOf, type Rooms } from './rooms.ts'
import { day, restoreDays } from './rules.ts'
import { lockedSettings, presetsOf, settingsOf } from './settings.ts'
import type { PlacedRoom } from './standing.ts'
import type { RoomRow } from './store.ts'

const params = z.object({ room: z.string() })
const found = { 200: json(Room, 'The room.') }

const listRoute = createRoute({
  method: 'get',
  path: '/api/rooms',
  responses: { 200: json(RoomList, "The person's rooms, with their meetings.") },
})
const createRoomRoute = createRoute({
  method: 'post',
  path: '/api/rooms',
  request: { body: json(NewRoom, 'A new room.') },
  responses: { 201: json(Room, 'The room.') },
})
const duplicateRoute = createRoute({
  method: 'post',
  path: '/api/rooms/{room}/duplicate',
  request: { params, body: json(RoomCopy, 'How the copy is called.') },
  responses: {
    201: json(Room, 'A new room with the settings of this one, and an address and a PIN of its own.'),
  },
})
const getRoute = createRoute({
  method: 'get',
  path: '/api/rooms/{room}',
  request: { params },
  responses: found,
})
const changeRoute = createRoute({
  method: 'patch',
  path: '/api/rooms/{room}',
  request: { params, body: json(RoomChange, 'What changes.') },
  responses: found,
})
const deleteRoute = createRoute({
  method: 'delete',
  path: '/api/rooms/{room}',
  request: { params },
  responses: { 204: { description: 'Deleted; it can be restored for 30 days.' } },
})
const restoreRoute = createRoute({
  method: 'post',
  path: '/api/rooms/{room}/restore',
  request: { params },
  responses: found,
})
const renewPinRoute = createRoute({
  method: 'post',
  path: '/api/rooms/{room}/pin',
  request: { params },
  responses: { 200: json(Room, 'The room with another PIN; the one before rests a year.') },
})
const favouriteRoute = createRoute({
  method: 'put',
  path: '/api/rooms/{room}/favourite',
  request: { params, body: json(Favourite, 'Whether it comes first in the list.') },
  responses: { 204: { description: 'Kept for this person.' } },
})

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
  const routes = newRoutes()
  async function show(person: Person, room: PlacedRoom): Promise<Room> {
    const [meeting, planned] = await Promise.all([
      liveMeeting(parts.store, room.id),
      plans.outlookOf(room.id),
    ])
    const shown = shownRoom(person, room, meeting, planned, parts, services)
    if (!hasRight(room, 'host')) return shown
    const { watch, waiting } = services
    return { ...shown, people: { present: presentIn(meeting, watch), waiting: waiting.guests(room.id) } }
  }

  routes.openapi(listRoute, async (c) => {
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
    return c.json(
      {
        rooms: mine.rooms.map((room) =>
          shownRoom(person, room, live.get(room.id), planned.get(room.id), parts, services),
        ),
        deleted: mine.deleted.map((room) => shownRoom(person, room, undefined, undefined, parts, services)),
        organisations,
        offers: await offers.for(person),
      },
      200,
    )
  })

  routes.openapi(createRoomRoute, async (c) => {
    const person = await access.person(c.req.raw)
    return c.json(await show(person, await rooms.create(person, c.req.valid('json'))), 201)
  })

  routes.openapi(duplicateRoute, async (c) => {
    const person = await access.person(c.req.raw)
    const copy = await rooms.duplicate(person, c.req.valid('param').room, c.req.valid('json'))
    return c.json(await show(person, copy), 201)
  })

  routes.openapi(getRoute, async (c) => {
    const person = await access.person(c.req.raw)
    return c.json(await show(person, await rooms.startableBy(person, c.req.valid('param').room)), 200)
  })

  routes.openapi(changeRoute, async (c) => {
    const person = await access.person(c.req.raw)
    const { room } = c.req.valid('param')
    return c.json(await show(person, await rooms.change(person, room, c.req.valid('json'))), 200)
  })

  routes.openapi(deleteRoute, async (c) => {
    const person = await access.person(c.req.raw)
    await rooms.remove(person, c.req.valid('param').room)
    return c.body(null, 204)
  })

  routes.openapi(restoreRoute, async (c) => {
    const person = await access.person(c.req.raw)
    return c.json(await show(person, await rooms.restore(person, c.req.valid('param').room)), 200)
  })

  routes.openapi(renewPinRoute, async (c) => {
    const person = await access.person(c.req.raw)
    return c.json(await show(person, await rooms.renewPin(person, c.req.valid('param').room)), 200)
  })

  routes.openapi(favouriteRoute, async (c) => {
    const person = await access.person(c.req.raw)
    const room = await rooms.startableBy(person, c.req.valid('param').room)
    await rooms.setFavourite(person, room, c.req.valid('json').favourite)
    return c.body(null, 204)
  })

  return routes
}

function shownOwner(person: Person, room: PlacedRoom): RoomOwner {
  const somebody = { name: room.owner_name, isMe: room.owner_id === person.id }
  return room.owned_by === 'person'
    ? { kind: 'person', ...somebody }
    : { kind: 'organisation', creator: somebody }
}

function shownRoom(
  person: Person,
  room: PlacedRoom,
  meeting: Meeting | undefined,
  planned: Outlook | undefined,
  parts: Parts,
  services: RoomServices,
): Room {
  const { servers, watch, waiting, codes } = services
  const { settings } = parts
  const set = settingsOf(room, settings)
  const limits = organisationOf(parts.settings, room.organisation)?.limits
  const accessCode = hasRight(room, 'host') ? codes.read(room) : null
  return {
    address: room.address,
    name: room.name,
    organisation: { id: room.organisation, name: nameOfOrganisation(parts.settings, room.organisation) },
    owner: shownOwner(person, room),
    standing: room.standing,
    standingBy: room.standingBy,
    settings: set,
    locked: lockedSettings(room.organisation, parts.settings),
    limits: { participants: limits?.participants ?? null, minutes: limits?.minutes ?? null },
    presets: presetsOf(room.organisation, parts.settings),
    accessCode,
    isCodeLost: hasRight(room, 'host') && room.access_code !== null && accessCode === null,
    dialIn: dialInOf(room, meeting, { settings, servers, watch }, hasRight(room, 'host') ? 'host' : 'guest'),
    isPhoneForHosts: isPhoneForHosts(room, set),
    meeting: meetingState(meeting, servers, watch),
    mayBeRecorded: meeting ? meeting.recording_allowed === 1 : set.recordingAllowed,
    planned: planned ?? nothingPlanned,
    waiting: waiting.count(room.id),
    people: null,
    createdAt: room.created_at,
    lastUsedAt: room.last_used_at,
    deletedAt: room.deleted_at,
    pinRenewed: hasRight(room, 'host') ? renewedPin(room) : null,
    gone: room.deleted_at === null ? null : room.deleted_at + restoreDays * day,
    archivedAt: room.archived_at,
    favourite: room.favourite,
  }
}

function renewedPin({ pin_renewed_by: by, pin_taken_at: at }: RoomRow): Room['pinRenewed'] {
  return by === null || at === null ? null : { at, by }
}
