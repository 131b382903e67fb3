import type { MeEvents } from '../../contract/me.ts'
import { eventStreamAnswer } from '../http/event-stream.ts'
import type { Parts } from '../parts.ts'
import type { EndedSessions } from './ended-sessions.ts'
import type { VerifiedToken } from './tokens.ts'

/**
 * The event stream of a signed-in page: it says when the session was ended at the sign-in server, and closes with
 * the token, for the page to come again with a new one.
 * @param request aborted when the page goes away
 */
export function sessionEvents(
  token: VerifiedToken,
  { now, log }: Pick<Parts, 'now' | 'log'>,
  ended: Pick<EndedSessions, 'isEnded' | 'onEnded'>,
  request: Request,
): Response {
  return eventStreamAnswer(({ send, close }) => {
    const tellEnded = async () => {
      if (!(await ended.isEnded(token))) return
      send('ended' satisfies keyof MeEvents, {})
      close()
    }
    const stop = ended.onEnded(() => {
      tellEnded().catch((error: unknown) => log.error({ err: error }, 'event stream failed'))
    })
    const end = setTimeout(close, Math.max(0, token.expiresAt - now()))
    return () => {
      stop()
      clearTimeout(end)
    }
  }, request)
}
