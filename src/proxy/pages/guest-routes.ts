import { type Context, Hono } from 'hono'
import type { PublicView } from '../../contract/pages.ts'
import type { Doors } from '../join/doors.ts'
import type { Visitors } from '../join/visitors.ts'
import type { Parts } from '../parts.ts'
import { numbersOf } from '../rooms/phone.ts'
import type { Rooms } from '../rooms/rooms.ts'
import type { Servers } from '../servers/servers.ts'

interface GuestServices {
  rooms: Rooms
  doors: Doors
  visitors: Visitors
  servers: Servers
}

/** Answers with a public page. */
export type Show = (c: Context, view: PublicView, status?: number) => Response

/** What a guest meets around joining, as pages. */
export function guestPages(
  parts: Parts,
  { rooms, doors, visitors, servers }: GuestServices,
  show: Show,
): Hono {
  const routes = new Hono()

  routes.get('/phone', (c) => {
    const usable = parts.settings.servers.filter(({ state }) => state !== 'disabled')
    return show(c, { view: 'numbers', numbers: usable.flatMap(({ id }) => numbersOf(servers, id)) })
  })

  routes.get('/:room/phone', async (c) => {
    const room = await rooms.byAddress(c.req.param('room'))
    return show(c, { view: 'phone', join: await doors.info(room, await visitors.of(c, room)) })
  })

  return routes
}
