import { createRoute, z } from '@hono/zod-openapi'
import { JoinAnswer, JoinInfo, JoinRequest } from '../../contract/join.ts'
import type { Consents } from '../consents/consents.ts'
import { json, newRoutes } from '../http/app.ts'
import { languageOf } from '../pages/language.ts'
import type { Parts } from '../parts.ts'
import { ProblemError } from '../problem.ts'
import type { Rooms } from '../rooms/rooms.ts'
import { guestUserId } from './device.ts'
import type { Doors } from './doors.ts'
import { eventStream } from './events.ts'
import type { Tickets } from './tickets.ts'
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
  tickets: Tickets
  waiting: WaitingRoom
  consents: Consents
}

/** A guest's way in, for pages that have come alive. Forms without JavaScript post to the page itself. */
export function joinRoutes(parts: Parts, { rooms, doors, tickets, waiting, consents }: JoinServices) {
  const routes = newRoutes()

  routes.openapi(infoRoute, async (c) => {
    return c.json(await doors.info(await rooms.byAddress(c.req.valid('param').room)), 200)
  })

  routes.openapi(joinRoute, async (c) => {
    const room = await rooms.byAddress(c.req.valid('param').room)
    const { name, language, ticket: held, consent: given } = c.req.valid('json')
    const before = held === undefined ? null : await tickets.open(held).catch(() => null)
    const consent = given ?? (before?.room === room.id && before.consent)
    const join = await doors.info(room)
    const judged = doors.judge(join, { name, consent })
    if ('field' in judged)
      throw new ProblemError('fields_invalid', { fields: { [judged.field]: judged.problem } })
    const ticket = {
      room: room.id,
      name: judged.name,
      language: languageOf(c, parts.settings, language),
      userId: await guestUserId(c, parts, room.id),
      consent,
    }
    if (join.recordingAllowed) await consents.note(room, { device: ticket.userId, language: ticket.language })
    const url = await doors.enter(ticket, room)
    return url
      ? c.json({ state: 'open' as const, url }, 200)
      : c.json({ state: 'waiting' as const, ticket: await tickets.seal(ticket) }, 200)
  })

  routes.openapi(eventsRoute, async (c) => {
    const ticket = await tickets.open(c.req.valid('query').ticket)
    return eventStream({ ticket, doors, waiting, log: parts.log, signal: c.req.raw.signal })
  })

  return routes
}
