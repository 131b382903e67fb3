import { createRoute, z } from '@hono/zod-openapi'
import { Presentation, PresentationChange, PresentationList } from '../../contract/presentations.ts'
import type { Access } from '../access/access.ts'
import { json, newRoutes } from '../http/app.ts'
import { uploadType } from '../http/guards.ts'
import { ProblemError } from '../problem.ts'
import type { Rooms } from '../rooms/rooms.ts'
import type { Presentations } from './presentations.ts'
import type { Stage } from './show.ts'
import type { PresentationRow } from './store.ts'

const ofRoom = z.object({ room: z.string() })
const ofOne = z.object({ room: z.string(), presentation: z.string() })
const one = json(Presentation, 'The presentation.')

const listRoute = createRoute({
  method: 'get',
  path: '/api/rooms/{room}/presentations',
  request: { params: ofRoom },
  responses: { 200: json(PresentationList, "The room's files, in their order.") },
})
const uploadRoute = createRoute({
  method: 'post',
  path: '/api/rooms/{room}/presentations',
  request: {
    params: ofRoom,
    query: z.object({ name: z.string().max(20_000) }),
    body: {
      description: 'The file itself.',
      content: { [uploadType]: { schema: z.string().openapi({ format: 'binary' }) } },
    },
  },
  responses: { 201: one },
})
const changeRoute = createRoute({
  method: 'patch',
  path: '/api/rooms/{room}/presentations/{presentation}',
  request: { params: ofOne, body: json(PresentationChange, 'What changes.') },
  responses: { 200: one },
})
const deleteRoute = createRoute({
  method: 'delete',
  path: '/api/rooms/{room}/presentations/{presentation}',
  request: { params: ofOne },
  responses: { 204: { description: 'Deleted; it can be restored for a day.' } },
})
const restoreRoute = createRoute({
  method: 'post',
  path: '/api/rooms/{room}/presentations/{presentation}/restore',
  request: { params: ofOne },
  responses: { 200: one },
})

const showRoute = createRoute({
  method: 'post',
  path: '/api/rooms/{room}/presentations/{presentation}/show',
  request: { params: ofOne },
  responses: {
    202: { description: 'The server of the meeting fetches and converts it, and then shows it.' },
  },
})

interface PresentationServices {
  access: Access
  rooms: Rooms
  presentations: Presentations
  stage: Stage
}

/** The files of a room: hosts only. */
export function presentationRoutes({ access, rooms, presentations, stage }: PresentationServices) {
  const routes = newRoutes()
  const hosted = async (request: Request, room: string) => rooms.hostedBy(await access.person(request), room)

  routes.openapi(listRoute, async (c) => {
    const room = await hosted(c.req.raw, c.req.valid('param').room)
    const rows = await presentations.of(room)
    const onlyAtStart = await stage.onlyAtStart(room)
    return c.json({ presentations: rows.map(shown), limits: presentations.limits(), onlyAtStart }, 200)
  })

  routes.openapi(uploadRoute, async (c) => {
    const room = await hosted(c.req.raw, c.req.valid('param').room)
    if (c.req.header('Content-Type') !== uploadType) throw new ProblemError('content_type_unsupported')
    const announced = c.req.header('Content-Length')
    const { name } = c.req.valid('query')
    const size = announced === undefined ? null : Number(announced)
    return c.json(shown(await presentations.add(room, name, c.req.raw.body, size)), 201)
  })

  routes.openapi(changeRoute, async (c) => {
    const { room: address, presentation } = c.req.valid('param')
    const room = await hosted(c.req.raw, address)
    return c.json(shown(await presentations.change(room, presentation, c.req.valid('json'))), 200)
  })

  routes.openapi(deleteRoute, async (c) => {
    const { room: address, presentation } = c.req.valid('param')
    await presentations.remove(await hosted(c.req.raw, address), presentation)
    return c.body(null, 204)
  })

  routes.openapi(restoreRoute, async (c) => {
    const { room: address, presentation } = c.req.valid('param')
    const room = await hosted(c.req.raw, address)
    return c.json(shown(await presentations.restore(room, presentation)), 200)
  })

  routes.openapi(showRoute, async (c) => {
    const { room: address, presentation } = c.req.valid('param')
    const room = await hosted(c.req.raw, address)
    await stage.show(room, await presentations.one(room, presentation))
    return c.body(null, 202)
  })

  return routes
}

function shown({ id, name, kind, bytes, created_at }: PresentationRow): Presentation {
  return { id, name, kind, bytes, uploadedAt: created_at }
}
