import type { Access } from '../../access/access.ts'
import { handle } from '../../platform/http/handlers.ts'
import type { Rooms } from '../rooms/rooms.ts'
import type { Schedules } from './schedules.ts'

/** Number of dates that are listed where nobody asks for more. */
const usualCount = 5

interface ScheduleServices {
  access: Access
  rooms: Rooms
  schedules: Schedules
}

/** Calls about a room's scheduled meetings, for its hosts. */
export function scheduleRoutes({ access, rooms, schedules }: ScheduleServices) {
  const roomId = async (request: Request, address: string) =>
    (await rooms.hostedBy(await access.person(request), address)).id

  return handle({
    'schedules.list': async ({ c, path, query }) => {
      const id = await roomId(c.req.raw, path.room)
      return await schedules.list(id, query.count ?? usualCount)
    },

    'schedules.create': async ({ c, path, body }) => {
      const id = await roomId(c.req.raw, path.room)
      return await schedules.create(id, body)
    },

    'schedules.preview': async ({ c, path, body }) => {
      const room = await roomId(c.req.raw, path.room)
      const { id, ...wanted } = body
      return await schedules.preview(room, wanted, id)
    },

    'schedules.renewFeed': async ({ c, path }) => {
      const id = await roomId(c.req.raw, path.room)
      return { feed: await schedules.renewFeed(id) }
    },

    'schedules.change': async ({ c, path, body }) => {
      const { room, schedule } = path
      const id = await roomId(c.req.raw, room)
      return await schedules.change(id, schedule, body)
    },

    'schedules.delete': async ({ c, path }) => {
      const { room, schedule } = path
      await schedules.remove(await roomId(c.req.raw, room), schedule)
    },

    'schedules.changeDate': async ({ c, path, body }) => {
      const { room, schedule, date } = path
      await schedules.changeDate(await roomId(c.req.raw, room), schedule, date, body)
    },
  })
}
