import type { Access } from '../../access/access.ts'
import type { Environment } from '../../platform/environment/environment.ts'
import { handle } from '../../platform/http/handlers.ts'
import type { AccessCodes } from '../join/access-code.ts'
import type { PhoneDependencies } from '../phone/phone.ts'
import type { Rooms } from '../rooms/rooms.ts'
import { writeInvitation } from './letter.ts'
import { invitedTo, languagesOf } from './room.ts'

interface InvitationServices extends Pick<PhoneDependencies, 'servers' | 'watch'> {
  access: Access
  rooms: Rooms
  codes: AccessCodes
}

export function invitationRoutes(env: Environment, services: InvitationServices) {
  const { access, rooms, codes } = services
  return handle({
    'invitations.get': async ({ c, path, query }) => {
      const person = await access.person(c.req.raw)
      const room = await rooms.hostedBy(person, path.room)
      const to = { ...(await invitedTo(room, { ...env, ...services })), accessCode: codes.read(room) }
      const languages = languagesOf(query.language, room, env.settings)
      return writeInvitation(to, languages)
    },
  })
}
