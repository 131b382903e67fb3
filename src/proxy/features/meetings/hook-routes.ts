import type { Environment } from '../../platform/environment/environment.ts'
import { handle } from '../../platform/http/handlers.ts'
import { ProblemError } from '../../platform/problem.ts'
import type { Recordings } from '../recordings/recordings.ts'
import type { Servers } from '../servers/servers.ts'
import type { Watch } from '../servers/snapshot.ts'
import { isEndMark } from './hooks.ts'

interface HookServices {
  servers: Servers
  recordings: Recordings
  watch: Pick<Watch, 'hurry'>
}

/**
 * Calls that BBB makes. Each is a hint that makes us read again; none is believed for what it says: whoever is in a
 * meeting can read the address of its end call, `recordingmarks=false` among it.
 */
export function bbbHookRoutes(env: Pick<Environment, 'settings' | 'store' | 'log'>, services: HookServices) {
  const { servers, recordings, watch } = services

  async function findMeeting(meetingId: string, server: string) {
    return await env.store
      .selectFrom('meetings')
      .select('endedAt')
      .where('id', '=', meetingId)
      .where('server', '=', server)
      .executeTakeFirst()
  }

  return handle({
    'hooks.ended': async ({ c, path, query }) => {
      const { server, meeting } = path
      if (!isEndMark(env.settings, meeting, query.mark)) throw new ProblemError('hook_invalid')
      // HEAD, which Hono answers by what GET answers, has no effect.
      if (c.req.method !== 'GET') return
      const found = await findMeeting(meeting, server)
      if (found && found.endedAt === null) watch.hurry(server)
    },

    'hooks.recordingReady': async ({ path, body }) => {
      const server = servers.get(path.server)
      if (!server) throw new ProblemError('hook_invalid')
      const { meetingId } = await server.bbb.readRecordingReady(body.signed_parameters).catch((cause) => {
        throw new ProblemError('hook_invalid', { cause })
      })
      if (await findMeeting(meetingId, server.id)) await recordings.hear(server.id, meetingId)
    },
  })
}
