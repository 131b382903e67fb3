import { createRoute, z } from '@hono/zod-openapi'
import { Invitation, InvitationLanguage } from '../../contract/rooms.ts'
import type { Access } from '../access/access.ts'
import { json, newRoutes } from '../http/app.ts'
import type { AccessCodes } from '../join/access-code.ts'
import type { Parts } from '../parts.ts'
import type { PhoneParts } from '../rooms/phone.ts'
import type { Rooms } from '../rooms/rooms.ts'
import { writeInvitation } from './letter.ts'
import { invitedTo, languagesOf } from './room.ts'

const invitationRoute = createRoute({
  method: 'get',
  path: '/api/rooms/{room}/invitation',
  request: {
    params: z.object({ room: z.string() }),
    query: z.strictObject({ language: InvitationLanguage }),
  },
  responses: { 200: json(Invitation, 'Subject and text, ready to send.') },
})

interface InvitationServices extends Pick<PhoneParts, 'servers' | 'watch'> {
  access: Access
  rooms: Rooms
  codes: AccessCodes
}

export function invitationRoutes(parts: Parts, services: InvitationServices) {
  const { access, rooms, codes } = services
  const routes = newRoutes()
  routes.openapi(invitationRoute, async (c) => {
    const person = await access.person(c.req.raw)
    const room = await rooms.hostedBy(person, c.req.valid('param').room)
    const to = { ...(await invitedTo(room, { ...parts, ...services })), accessCode: codes.read(room) }
    const languages = languagesOf(c.req.valid('query').language, room, parts.settings)
    return c.json(writeInvitation(to, languages), 200)
  })
  return routes
}
