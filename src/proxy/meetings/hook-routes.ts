import { createRoute, z } from '@hono/zod-openapi'
import { newRoutes } from '../http/app.ts'
import type { Parts } from '../parts.ts'
import { ProblemError } from '../problem.ts'
import type { Recordings } from '../recordings/recordings.ts'
import type { Servers } from '../servers/servers.ts'
import { isEndMark } from './hooks.ts'

const endedRoute = createRoute({
  method: 'get',
  path: '/hooks/bbb/{server}/meetings/{meeting}/ended',
  request: {
    params: z.object({ server: z.string(), meeting: z.string() }),
    query: z.object({ mark: z.string(), recordingmarks: z.string().optional() }),
  },
  responses: { 204: { description: 'Heard: whether the record button was pressed.' } },
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
}

/** What BBB tells us. Each call is a hint that makes us read again; none is believed for what it says. */
export function bbbHookRoutes(parts: Pick<Parts, 'settings' | 'store' | 'log'>, services: HookServices) {
  const { servers, recordings } = services
  const routes = newRoutes()

  routes.openapi(endedRoute, async (c) => {
    const { server, meeting } = c.req.valid('param')
    const { mark, recordingmarks } = c.req.valid('query')
    if (!isEndMark(parts.settings, meeting, mark)) throw new ProblemError('hook_invalid')
    // HEAD, which Hono answers by what GET answers, has no effect.
    if (c.req.method === 'GET' && (recordingmarks === 'true' || recordingmarks === 'false')) {
      await noteMark(meeting, server, recordingmarks === 'true')
    }
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
    const known = await parts.store
      .selectFrom('meetings')
      .select('id')
      .where('id', '=', meetingId)
      .where('server', '=', server.id)
      .executeTakeFirst()
    if (known) await recordings.hear(server.id, meetingId)
    return c.body(null, 204)
  })

  /** Nothing was recorded: a recording that was expected will not come, and needs no row. */
  async function noteMark(meeting: string, server: string, marked: boolean): Promise<void> {
    await parts.store
      .updateTable('meetings')
      .set({ marked: marked ? 1 : 0 })
      .where('id', '=', meeting)
      .where('server', '=', server)
      .execute()
    if (marked) return
    await parts.store
      .deleteFrom('recordings')
      .where('meeting_id', '=', meeting)
      .where('state', '=', 'expected')
      .where('record_id', 'is', null)
      .execute()
  }

  return routes
}
