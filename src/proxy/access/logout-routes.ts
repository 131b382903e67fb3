import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { newRoutes } from '../http/app.ts'
import { ProblemError } from '../problem.ts'
import type { EndedSessions } from './ended-sessions.ts'
import type { TokenVerifier } from './tokens.ts'

const LogoutForm = z.object({ logout_token: z.string() })

const logout = createRoute({
  method: 'post',
  path: '/hooks/issuers/{issuer}/logout',
  request: {
    params: z.object({ issuer: z.string() }),
    body: {
      description: 'OpenID Connect Back-Channel Logout 1.0 §2.5',
      content: { 'application/x-www-form-urlencoded': { schema: LogoutForm } },
      required: true,
    },
  },
  responses: { 200: { description: 'The session that it names has ended here, too.' } },
})

/**
 * The sign-in server's word that a session ended. It says so once, and waits five seconds: whatever a page of
 * that session asks next is refused.
 */
export function logoutRoutes(
  verifier: Pick<TokenVerifier, 'verifyLogout'>,
  ended: Pick<EndedSessions, 'end'>,
): OpenAPIHono {
  return newRoutes().openapi(logout, async (c) => {
    const { issuer } = c.req.valid('param')
    const { sid, sub, iat } = await verifier.verifyLogout(issuer, c.req.valid('form').logout_token)
    const session = isName(sid) ? { sid } : isName(sub) ? { sub } : null
    if (!session) throw new ProblemError('logout_token_invalid')
    await ended.end(issuer, session, Number(iat) * 1000)
    return c.body(null, 200, { 'Cache-Control': 'no-store' })
  })
}

/** It is kept in the store, so it must be text that every database keeps as it is. */
function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= 255 && !value.includes('\0')
}
