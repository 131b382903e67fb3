import type { Access } from '../../access/access.ts'
import { handle } from '../../platform/http/handlers.ts'
import type { Rooms } from '../rooms/rooms.ts'
import type { Plans } from './plans.ts'

/** Number of dates that are listed where nobody asks for more. */
const usualCount = 5

interface PlanServices {
  access: Access
  rooms: Rooms
  plans: Plans
}

/** Calls about a room's scheduled meetings, for its hosts. */
export function planRoutes({ access, rooms, plans }: PlanServices) {
  const roomId = async (request: Request, address: string) =>
    (await rooms.hostedBy(await access.person(request), address)).id

  return handle({
    'plans.list': async ({ c, path, query }) => {
      const id = await roomId(c.req.raw, path.room)
      return await plans.list(id, query.count ?? usualCount)
    },

    'plans.create': async ({ c, path, body }) => {
      const id = await roomId(c.req.raw, path.room)
      return await plans.create(id, body)
    },

    'plans.preview': async ({ c, path, body }) => {
      const room = await roomId(c.req.raw, path.room)
      const { id, ...wanted } = body
      return await plans.preview(room, wanted, id)
    },

    'plans.renewFeed': async ({ c, path }) => {
      const id = await roomId(c.req.raw, path.room)
      return { feed: await plans.renewFeed(id) }
    },

    'plans.change': async ({ c, path, body }) => {
      const { room, plan } = path
      const id = await roomId(c.req.raw, room)
      return await plans.change(id, plan, body)
    },

    'plans.delete': async ({ c, path }) => {
      const { room, plan } = path
      await plans.remove(await roomId(c.req.raw, room), plan)
    },

    'plans.changeDate': async ({ c, path, body }) => {
      const { room, plan, date } = path
      await plans.changeDate(await roomId(c.req.raw, room), plan, date, body)
    },
  })
}
