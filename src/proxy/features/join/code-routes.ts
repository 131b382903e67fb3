import type { Access } from '../../access/access.ts'
import { handle } from '../../platform/http/handlers.ts'
import type { Parts } from '../../platform/parts/parts.ts'
import type { Rooms } from '../rooms/rooms.ts'
import { touchPlansOf } from '../schedules/store.ts'
import type { AccessCodes } from './access-code.ts'

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
  const keep = (id: string, access_code: string | null) =>
    store.transaction().execute(async (db) => {
      await db.updateTable('rooms').set({ access_code }).where('id', '=', id).execute()
      // A guarded room's PIN stands in no calendar.
      await touchPlansOf(db, id, now())
    })

  return handle({
    'accessCode.draw': async ({ c, path, body }) => {
      const person = await access.person(c.req.raw)
      const room = await rooms.hostedBy(person, path.room)
      const access_code = codes.draw(room.id, body.kind)
      await keep(room.id, access_code)
      return { accessCode: codes.read({ id: room.id, access_code }) ?? '' }
    },

    'accessCode.remove': async ({ c, path }) => {
      const person = await access.person(c.req.raw)
      const room = await rooms.hostedBy(person, path.room)
      await keep(room.id, null)
    },
  })
}
