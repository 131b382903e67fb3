import { createRoute, z } from '@hono/zod-openapi'
import { FeedbackOverview, NewFeedback, RoomFeedback } from '../../contract/feedback.ts'
import type { Access } from '../access/access.ts'
import type { Consents } from '../consents/consents.ts'
import { json, newRoutes } from '../http/app.ts'
import { knownUserId } from '../join/device.ts'
import type { Parts } from '../parts.ts'
import type { Rooms } from '../rooms/rooms.ts'
import type { Feedback } from './feedback.ts'

const params = z.object({ room: z.string() })

const giveRoute = createRoute({
  method: 'post',
  path: '/api/join/{room}/feedback',
  request: { params, body: json(NewFeedback, 'How the meeting was that one comes from.') },
  responses: { 204: { description: 'Kept for 90 days.' } },
})
const roomRoute = createRoute({
  method: 'get',
  path: '/api/rooms/{room}/feedback',
  request: { params },
  responses: { 200: json(RoomFeedback, 'How meetings were, and who accepted the recording notice.') },
})
const overviewRoute = createRoute({
  method: 'get',
  path: '/api/operator/feedback',
  responses: { 200: json(FeedbackOverview, 'Figures by organisation and server, and what people wrote.') },
})

interface FeedbackServices {
  access: Access
  rooms: Rooms
  feedback: Feedback
  consents: Consents
}

/** How meetings were: told by guests, read by hosts and operators. */
export function feedbackRoutes(parts: Parts, { access, rooms, feedback, consents }: FeedbackServices) {
  const routes = newRoutes()

  routes.openapi(giveRoute, async (c) => {
    const room = await rooms.byAddress(c.req.valid('param').room)
    await feedback.give(room, await knownUserId(c, parts, room.id), c.req.valid('json'))
    return c.body(null, 204)
  })

  routes.openapi(roomRoute, async (c) => {
    const person = await access.person(c.req.raw)
    const room = await rooms.hostedBy(person, c.req.valid('param').room)
    return c.json({ ...(await feedback.ofRoom(room)), notices: await consents.ofRoom(room) }, 200)
  })

  routes.openapi(overviewRoute, async (c) => {
    await access.operator(c.req.raw)
    return c.json(await feedback.overview(), 200)
  })

  return routes
}
