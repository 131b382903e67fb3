import type { Access } from '../../access/access.ts'
import { handle } from '../../platform/http/handlers.ts'
import type { Rooms } from '../rooms/rooms.ts'
import type { Recordings } from './recordings.ts'

export function recordingRoutes({
  access,
  rooms,
  recordings,
}: {
  access: Access
  rooms: Rooms
  recordings: Recordings
}) {
  return handle({
    'recordings.list': async ({ c }) => {
      return await recordings.of(await access.person(c.req.raw))
    },

    'recordings.ofRoom': async ({ c, path }) => {
      const person = await access.person(c.req.raw)
      const room = await rooms.hostedBy(person, path.room)
      return await recordings.ofRoom(person, room)
    },

    'recordings.change': async ({ c, path, body }) => {
      const person = await access.person(c.req.raw)
      const row = await recordings.for(person, path.id, 'change')
      return await recordings.change(row, body)
    },

    'recordings.play': async ({ c, path, body }) => {
      const person = await access.person(c.req.raw)
      const row = await recordings.for(person, path.id, 'play')
      return { url: recordings.player(row, body.format) }
    },
  })
}
