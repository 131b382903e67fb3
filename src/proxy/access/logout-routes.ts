import { handle } from '../platform/http/handlers.ts'
import { ProblemError } from '../platform/problem.ts'
import type { EndedSessions } from './ended-sessions.ts'
import type { TokenVerifier } from './tokens.ts'

/**
 * The sign-in server's word that a session ended. It says so once, and waits five seconds: whatever a page of
 * that session asks next is refused.
 */
export function logoutRoutes(
  verifier: Pick<TokenVerifier, 'verifyLogout'>,
  ended: Pick<EndedSessions, 'end'>,
) {
  return handle({
    'hooks.logout': async ({ c, path, body }) => {
      const { issuer } = path
      const { sid, sub, iat } = await verifier.verifyLogout(issuer, body.logout_token)
      const session = isName(sid) ? { sid } : isName(sub) ? { sub } : null
      if (!session) throw new ProblemError('logout_token_invalid')
      await ended.end(issuer, session, Number(iat) * 1000)
      c.header('Cache-Control', 'no-store')
    },
  })
}

/** It is kept in the store, so it must be text that every database keeps as it is. */
function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= 255 && !value.includes('\0')
}
