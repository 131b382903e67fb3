import type { Presentation } from '../../../contract/presentations.ts'
import type { Access } from '../../access/access.ts'
import { handle } from '../../platform/http/handlers.ts'
import type { Rooms } from '../rooms/rooms.ts'
import type { Presentations } from './presentations.ts'
import type { Stage } from './show.ts'
import type { PresentationRow } from './store.ts'

interface PresentationServices {
  access: Access
  rooms: Rooms
  presentations: Presentations
  stage: Stage
}

/** The files of a room: hosts only. */
export function presentationRoutes({ access, rooms, presentations, stage }: PresentationServices) {
  const hosted = async (request: Request, room: string) => rooms.hostedBy(await access.person(request), room)

  return handle({
    'presentations.list': async ({ c, path }) => {
      const room = await hosted(c.req.raw, path.room)
      const rows = await presentations.of(room)
      const onlyAtStart = await stage.onlyAtStart(room)
      return { presentations: rows.map(shown), limits: presentations.limits(), onlyAtStart }
    },

    'presentations.upload': async ({ c, path, query }) => {
      const room = await hosted(c.req.raw, path.room)
      const announced = c.req.header('Content-Length')
      const { name } = query
      const size = announced === undefined ? null : Number(announced)
      return shown(await presentations.add(room, name, c.req.raw.body, size))
    },

    'presentations.change': async ({ c, path, body }) => {
      const { room: address, presentation } = path
      const room = await hosted(c.req.raw, address)
      return shown(await presentations.change(room, presentation, body))
    },

    'presentations.delete': async ({ c, path }) => {
      const { room: address, presentation } = path
      await presentations.remove(await hosted(c.req.raw, address), presentation)
    },

    'presentations.restore': async ({ c, path }) => {
      const { room: address, presentation } = path
      const room = await hosted(c.req.raw, address)
      return shown(await presentations.restore(room, presentation))
    },

    'presentations.show': async ({ c, path }) => {
      const { room: address, presentation } = path
      const room = await hosted(c.req.raw, address)
      await stage.show(room, await presentations.one(room, presentation))
    },
  })
}

function shown({ id, name, kind, bytes, createdAt }: PresentationRow): Presentation {
  return { id, name, kind, bytes, uploadedAt: createdAt }
}
