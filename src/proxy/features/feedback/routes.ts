import type { Access } from '../../access/access.ts'
import { knownUserId } from '../../platform/http/device.ts'
import { handle } from '../../platform/http/handlers.ts'
import type { Parts } from '../../platform/parts/parts.ts'
import type { Consents } from '../consents/consents.ts'
import type { Rooms } from '../rooms/rooms.ts'
import type { Feedback } from './feedback.ts'

interface FeedbackServices {
  access: Access
  rooms: Rooms
  feedback: Feedback
  consents: Consents
}

/** Comments on meetings: written by guests, read by hosts and operators. */
export function feedbackRoutes(parts: Parts, { access, rooms, feedback, consents }: FeedbackServices) {
  return handle({
    'feedback.give': async ({ c, path, body }) => {
      const room = await rooms.byAddress(path.room)
      await feedback.give(room, await knownUserId(c, parts, room.id), body)
    },

    'feedback.ofRoom': async ({ c, path }) => {
      const person = await access.person(c.req.raw)
      const room = await rooms.hostedBy(person, path.room)
      return { ...(await feedback.ofRoom(room)), notices: await consents.ofRoom(room) }
    },

    'operator.feedback': async ({ c }) => {
      await access.operator(c.req.raw)
      return await feedback.overview()
    },
  })
}
