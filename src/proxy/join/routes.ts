import { createRoute, z } from '@hono/zod-openapi'
import { JoinAnswer, JoinInfo, JoinRequest } from '../../contract/join.ts'
import { json, newRoutes } from '../http/app.ts'
import { languageOf } from '../pages/language.ts'
import type { Parts } from '../parts.ts'
import type { Rooms } from '../rooms/rooms.ts'
import { settingsOf } from '../rooms/settings.ts'
import { findRoomById } from '../rooms/store.ts'
import type { Arrivals } from './arrivals.ts'
import { knownUserId } from './device.ts'
import { askAgainAt, type Doors } from './doors.ts'
import { eventStream } from './events.ts'
import type { Holders } from './holders.ts'
import { createStreams } from './streams.ts'
import { nameOf, type Tickets } from './tickets.ts'
import type { Visitors } from './visitors.ts'
import type { WaitingRoom } from './waiting.ts'

const params = z.object({ room: z.string() })

const infoRoute = createRoute({
  method: 'get',
  path: '/api/join/{room}',
  request: { params },
  responses: { 200: json(JoinInfo, 'What the join page needs.') },
})

const joinRoute = createRoute({
  method: 'post',
  path: '/api/join/{room}',
  request: { params, body: json(JoinRequest, 'A guest who wants in.') },
  responses: { 200: json(JoinAnswer, 'The address to open, or a ticket to wait with.') },
})

const eventsRoute = createRoute({
  method: 'get',
  path: '/api/join/{room}/events',
  request: { params, query: z.object({ ticket: z.string().max(8_000) }) },
  responses: {
    200: { description: 'Server-sent events.', content: { 'text/event-stream': { schema: z.string() } } },
  },
})

interface JoinServices {
  rooms: Rooms
  doors: Doors
  arrivals: Arrivals
  visitors: Visitors
  holders: Holders
  tickets: Tickets
  waiting: WaitingRoom
}

/** A guest's way in, for pages that have come alive. Forms without JavaScript post to the page itself. */
export function joinRoutes(
  parts: Parts,
  { rooms, doors, arrivals, visitors, holders, tickets, waiting }: JoinServices,
) {
  const routes = newRoutes()
  const streams = createStreams()

  routes.openapi(infoRoute, async (c) => {
    const room = await rooms.byAddress(c.req.valid('param').room)
    return c.json(await doors.info(room, await visitors.of(c, room)), 200)
  })

  routes.openapi(joinRoute, async (c) => {
    const room = await rooms.byAddress(c.req.valid('param').room)
    const { language, ...asked } = c.req.valid('json')
    const { language: ofRoom } = settingsOf(room, parts.settings)
    const arrival = { ...asked, language: languageOf(c, parts.settings, language, ofRoom) }
    return c.json(await arrivals.arrive(c, room, arrival), 200)
  })

  routes.openapi(eventsRoute, async (c) => {
    const ticket = await tickets.open(c.req.valid('query').ticket)
    const device = await knownUserId(c, parts, ticket.room)
    async function enter(): Promise<string | null> {
      const room = await findRoomById(parts.store, ticket.room)
      if (!room) return null
      const holder = await holders.of(c, room, ticket, device)
      return holder ? await doors.enter(room, holder) : askAgainAt(parts.settings, room)
    }
    const { address } = await holders.from(c)
    const holder = { ticket: nameOf(ticket), device, address }
    streams.expectPlace(holder)
    const { log, now } = parts
    return eventStream({ ticket, holder, doors, enter, waiting, streams, log, now, request: c.req.raw })
  })

  return routes
}
