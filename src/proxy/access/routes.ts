import type { Environment } from '../platform/environment/environment.ts'
import { handle } from '../platform/http/handlers.ts'
import type { Access } from './access.ts'
import type { EndedSessions } from './ended-sessions.ts'
import { type OpenStreams, sessionEvents } from './session-events.ts'

export function accessRoutes(
  env: Pick<Environment, 'now' | 'log'>,
  access: Pick<Access, 'me' | 'signedIn'>,
  ended: Pick<EndedSessions, 'isEnded' | 'onEnded'>,
) {
  const open: OpenStreams = new Map()
  return handle({
    'me.get': ({ c }) => access.me(c.req.raw),
    'me.explain': ({ c, body }) => access.me(c.req.raw, body.idTokenClaims),
    'me.events': async ({ c }) => {
      const { token } = await access.signedIn(c.req.raw)
      return sessionEvents(token, env, ended, c.req.raw, open)
    },
  })
}
