import type { Access } from '../../access/access.ts'
import { handle } from '../../platform/http/handlers.ts'
import type { Parts } from '../../platform/parts/parts.ts'
import type { AccessCodes } from '../join/access-code.ts'
import type { PhoneParts } from '../phone/phone.ts'
import type { Rooms } from '../rooms/rooms.ts'
import { writeInvitation } from './letter.ts'
import { invitedTo, languagesOf } from './room.ts'

interface InvitationServices extends Pick<PhoneParts, 'servers' | 'watch'> {
  access: Access
  rooms: Rooms
  codes: AccessCodes
}

export function invitationRoutes(parts: Parts, services: InvitationServices) {
  const { access, rooms, codes } = services
  return handle({
    'invitations.get': async ({ c, path, query }) => {
      const person = await access.person(c.req.raw)
      const room = await rooms.hostedBy(person, path.room)
      const to = { ...(await invitedTo(room, { ...parts, ...services })), accessCode: codes.read(room) }
      const languages = languagesOf(query.language, room, parts.settings)
      return writeInvitation(to, languages)
    },
  })
}
