import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { ExplanationRequest, Me } from '../../contract/me.ts'
import { json, newRoutes } from '../http/app.ts'
import type { Parts } from '../parts.ts'
import type { Access } from './access.ts'
import type { EndedSessions } from './ended-sessions.ts'
import { type OpenStreams, sessionEvents } from './session-events.ts'

const me = createRoute({
  method: 'get',
  path: '/api/me',
  responses: { 200: json(Me, 'The signed-in person, and why they are admitted or not') },
})

const explanation = createRoute({
  method: 'post',
  path: '/api/me/explanation',
  request: { body: json(ExplanationRequest, 'What the browser knows of the sign-in.') },
  responses: { 200: json(Me, 'The same, with what that tells') },
})

const events = createRoute({
  method: 'get',
  path: '/api/me/events',
  responses: {
    200: {
      description: 'Server-sent events: `ended`',
      content: { 'text/event-stream': { schema: z.string() } },
    },
  },
})

export function accessRoutes(
  parts: Pick<Parts, 'now' | 'log'>,
  access: Pick<Access, 'me' | 'signedIn'>,
  ended: Pick<EndedSessions, 'isEnded' | 'onEnded'>,
): OpenAPIHono {
  const open: OpenStreams = new Map()
  return newRoutes()
    .openapi(me, async (c) => c.json(await access.me(c.req.raw), 200))
    .openapi(explanation, async (c) =>
      c.json(await access.me(c.req.raw, c.req.valid('json').idTokenClaims), 200),
    )
    .openapi(events, async (c) => {
      const { token } = await access.signedIn(c.req.raw)
      return sessionEvents(token, parts, ended, c.req.raw, open)
    })
}
