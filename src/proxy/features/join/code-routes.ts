import type { Access } from '../../access/access.ts'
import type { Environment } from '../../platform/environment/environment.ts'
import { handle } from '../../platform/http/handlers.ts'
import type { Rooms } from '../rooms/rooms.ts'
import { touchSchedulesOf } from '../schedules/store.ts'
import type { AccessCodes } from './access-code.ts'

interface CodeServices {
  access: Access
  rooms: Rooms
  codes: AccessCodes
}

/** The access code of a room: hosts draw one, draw another, do without. */
export function codeRoutes(
  { store, now }: Pick<Environment, 'store' | 'now'>,
  { access, rooms, codes }: CodeServices,
) {
  const keep = (id: string, accessCode: string | null) =>
    store.transaction().execute(async (db) => {
      await db.updateTable('rooms').set({ accessCode }).where('id', '=', id).execute()
      // A guarded room's PIN stands in no calendar.
      await touchSchedulesOf(db, id, now())
    })

  return handle({
    'accessCode.draw': async ({ c, path, body }) => {
      const person = await access.person(c.req.raw)
      const room = await rooms.hostedBy(person, path.room)
      const accessCode = codes.draw(room.id, body.kind)
      await keep(room.id, accessCode)
      return { accessCode: codes.read({ id: room.id, accessCode }) ?? '' }
    },

    'accessCode.remove': async ({ c, path }) => {
      const person = await access.person(c.req.raw)
      const room = await rooms.hostedBy(person, path.room)
      await keep(room.id, null)
    },
  })
}
