import { createRoute, z } from '@hono/zod-openapi'
import { Invitation, InvitationLanguage } from '../../contract/rooms.ts'
import type { Access } from '../access/access.ts'
import { json, newRoutes } from '../http/app.ts'
import { liveMeeting } from '../meetings/store.ts'
import type { Parts } from '../parts.ts'
import { dialInOf } from '../rooms/phone.ts'
import { organisationOf, type Rooms } from '../rooms/rooms.ts'
import { settingsOf } from '../rooms/settings.ts'
import type { Servers } from '../servers/servers.ts'
import { writeInvitation } from './letter.ts'

const invitationRoute = createRoute({
  method: 'get',
  path: '/api/rooms/{room}/invitation',
  request: {
    params: z.object({ room: z.string() }),
    query: z.strictObject({ language: InvitationLanguage }),
  },
  responses: { 200: json(Invitation, 'Subject and text, ready to send.') },
})

interface InvitationServices {
  access: Access
  rooms: Rooms
  servers: Servers
}

export function invitationRoutes(parts: Parts, { access, rooms, servers }: InvitationServices) {
  const routes = newRoutes()
  routes.openapi(invitationRoute, async (c) => {
    const person = await access.person(c.req.raw)
    const room = await rooms.hostedBy(person, c.req.valid('param').room)
    const meeting = await liveMeeting(parts.store, room.id)
    const invitation = writeInvitation(
      {
        name: room.name,
        organisation: organisationOf(parts.settings, room.organisation)?.name ?? {
          en: room.organisation,
          fr: room.organisation,
        },
        link: `${parts.settings.publicUrl}/${room.address}`,
        // The room's own PIN and all its numbers: an invitation outlives the meeting that runs now.
        dialIn: dialInOf(room, undefined, parts.settings, servers, 'guest'),
        recordingAllowed: meeting
          ? meeting.recording_allowed === 1
          : settingsOf(room, parts.settings).recordingAllowed,
      },
      c.req.valid('query').language,
      parts.settings.defaultLanguage,
    )
    return c.json(invitation, 200)
  })
  return routes
}
