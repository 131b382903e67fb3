import { createRoute, z } from '@hono/zod-openapi'
import {
  PlayAnswer,
  PlayRequest,
  Recording,
  RecordingChange,
  RecordingList,
} from '../../contract/recordings.ts'
import type { Access } from '../access/access.ts'
import { json, newRoutes } from '../http/app.ts'
import type { Rooms } from '../rooms/rooms.ts'
import type { Recordings } from './recordings.ts'

const id = z.object({ id: z.string() })

const listRoute = createRoute({
  method: 'get',
  path: '/api/recordings',
  responses: { 200: json(RecordingList, "The person's recordings, the newest first.") },
})
const ofRoomRoute = createRoute({
  method: 'get',
  path: '/api/rooms/{room}/recordings',
  request: { params: z.object({ room: z.string() }) },
  responses: { 200: json(RecordingList, 'The recordings of a room, the newest first.') },
})
const changeRoute = createRoute({
  method: 'patch',
  path: '/api/recordings/{id}',
  request: { params: id, body: json(RecordingChange, 'What changes.') },
  responses: { 200: json(Recording, 'The recording.') },
})
const playRoute = createRoute({
  method: 'post',
  path: '/api/recordings/{id}/play',
  request: { params: id, body: json(PlayRequest, 'Which format.') },
  responses: { 200: json(PlayAnswer, "The player's address: a navigation carries no token.") },
})

export function recordingRoutes({
  access,
  rooms,
  recordings,
}: {
  access: Access
  rooms: Rooms
  recordings: Recordings
}) {
  const routes = newRoutes()

  routes.openapi(listRoute, async (c) => {
    return c.json(await recordings.of(await access.person(c.req.raw)), 200)
  })

  routes.openapi(ofRoomRoute, async (c) => {
    const person = await access.person(c.req.raw)
    const room = await rooms.hostedBy(person, c.req.valid('param').room)
    return c.json(await recordings.ofRoom(person, room), 200)
  })

  routes.openapi(changeRoute, async (c) => {
    const person = await access.person(c.req.raw)
    const row = await recordings.for(person, c.req.valid('param').id, 'change')
    return c.json(await recordings.change(row, c.req.valid('json')), 200)
  })

  routes.openapi(playRoute, async (c) => {
    const person = await access.person(c.req.raw)
    const row = await recordings.for(person, c.req.valid('param').id, 'play')
    return c.json({ url: recordings.player(row, c.req.valid('json').format) }, 200)
  })

  return routes
}
