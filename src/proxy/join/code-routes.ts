import { createRoute, z } from '@hono/zod-openapi'
import { AccessCode, CodeRequest } from '../../contract/rooms.ts'
import type { Access } from '../access/access.ts'
import { json, newRoutes } from '../http/app.ts'
import type { Parts } from '../parts.ts'
import { touchPlansOf } from '../plans/store.ts'
import type { Rooms } from '../rooms/rooms.ts'
import type { AccessCodes } from './access-code.ts'

const params = z.object({ room: z.string() })

const putRoute = createRoute({
  method: 'put',
  path: '/api/rooms/{room}/accessCode',
  request: { params, body: json(CodeRequest, 'Of digits or of letters.') },
  responses: { 200: json(AccessCode, 'A new code; the one before works no longer.') },
})
const deleteRoute = createRoute({
  method: 'delete',
  path: '/api/rooms/{room}/accessCode',
  request: { params },
  responses: { 204: { description: 'Guests need no code any more.' } },
})

interface CodeServices {
  access: Access
  rooms: Rooms
  codes: AccessCodes
}

/** The access code of a room: hosts draw one, draw another, do without. */
export function codeRoutes(
  { store, now }: Pick<Parts, 'store' | 'now'>,
  { access, rooms, codes }: CodeServices,
) {
  const routes = newRoutes()
  const keep = (id: string, access_code: string | null) =>
    store.transaction().execute(async (db) => {
      await db.updateTable('rooms').set({ access_code }).where('id', '=', id).execute()
      // A guarded room's PIN stands in no calendar.
      await touchPlansOf(db, id, now())
    })

  routes.openapi(putRoute, async (c) => {
    const person = await access.person(c.req.raw)
    const room = await rooms.hostedBy(person, c.req.valid('param').room)
    const access_code = codes.draw(room.id, c.req.valid('json').kind)
    await keep(room.id, access_code)
    return c.json({ accessCode: codes.read({ id: room.id, access_code }) ?? '' }, 200)
  })

  routes.openapi(deleteRoute, async (c) => {
    const person = await access.person(c.req.raw)
    const room = await rooms.hostedBy(person, c.req.valid('param').room)
    await keep(room.id, null)
    return c.body(null, 204)
  })

  return routes
}
