import { createRoute, z } from '@hono/zod-openapi'
import { newRoutes } from '../http/app.ts'
import type { Parts } from '../parts.ts'
import { ProblemError } from '../problem.ts'
import type { Recordings } from '../recordings/recordings.ts'
import type { Servers } from '../servers/servers.ts'
import type { Watch } from '../servers/watch.ts'
import { isEndMark } from './hooks.ts'

const endedRoute = createRoute({
  method: 'get',
  path: '/hooks/bbb/{server}/meetings/{meeting}/ended',
  request: {
    params: z.object({ server: z.string(), meeting: z.string() }),
    query: z.object({ mark: z.string(), recordingmarks: z.string().optional() }),
  },
  responses: { 204: { description: 'Heard: the server is asked for its meetings.' } },
})

const readyRoute = createRoute({
  method: 'post',
  path: '/hooks/bbb/{server}/recording-ready',
  request: {
    params: z.object({ server: z.string() }),
    body: {
      content: {
        'application/x-www-form-urlencoded': {
          schema: z.object({ signed_parameters: z.string().max(8_000) }),
        },
      },
    },
  },
  responses: { 204: { description: 'Heard: the server is asked for the recording.' } },
})

interface HookServices {
  servers: Servers
  recordings: Recordings
  watch: Pick<Watch, 'hurry'>
}

/**
 * What BBB tells us. Each call is a hint that makes us read again; none is believed for what it says: whoever is in a
 * meeting can read the address of its end call, `recordingmarks=false` among it.
 */
export function bbbHookRoutes(parts: Pick<Parts, 'settings' | 'store' | 'log'>, services: HookServices) {
  const { servers, recordings, watch } = services
  const routes = newRoutes()

  routes.openapi(endedRoute, async (c) => {
    const { server, meeting } = c.req.valid('param')
    if (!isEndMark(parts.settings, meeting, c.req.valid('query').mark)) throw new ProblemError('hook_invalid')
    // HEAD, which Hono answers by what GET answers, has no effect.
    if (c.req.method !== 'GET') return c.body(null, 204)
    const found = await findMeeting(meeting, server)
    if (found && found.ended_at === null) watch.hurry(server)
    return c.body(null, 204)
  })

  routes.openapi(readyRoute, async (c) => {
    const server = servers.get(c.req.valid('param').server)
    if (!server) throw new ProblemError('hook_invalid')
    const { meetingId } = await server.bbb
      .readRecordingReady(c.req.valid('form').signed_parameters)
      .catch((cause) => {
        throw new ProblemError('hook_invalid', { cause })
      })
    if (await findMeeting(meetingId, server.id)) await recordings.hear(server.id, meetingId)
    return c.body(null, 204)
  })

  async function findMeeting(meetingId: string, server: string) {
    return await parts.store
      .selectFrom('meetings')
      .select('ended_at')
      .where('id', '=', meetingId)
      .where('server', '=', server)
      .executeTakeFirst()
  }

  return routes
}
