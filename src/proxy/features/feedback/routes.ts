import type { Access } from '../../access/access.ts'
import type { Environment } from '../../platform/environment/environment.ts'
import { knownUserId } from '../../platform/http/device.ts'
import { handle } from '../../platform/http/handlers.ts'
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
export function feedbackRoutes(env: Environment, { access, rooms, feedback, consents }: FeedbackServices) {
  return handle({
    'feedback.give': async ({ c, path, body }) => {
      const room = await rooms.byAddress(path.room)
      await feedback.give(room, await knownUserId(c, env, room.id), body)
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
