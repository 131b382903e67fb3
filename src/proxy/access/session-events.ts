import type { MeEvents } from '../../contract/me.ts'
import type { Environment } from '../platform/environment/environment.ts'
import { eventStreamAnswer } from '../platform/http/event-stream.ts'
import { sessionStreams } from '../platform/limits.ts'
import { ProblemError } from '../platform/problem.ts'
import type { EndedSessions } from './ended-sessions.ts'
import type { VerifiedToken } from './verify-token.ts'

/** How many event streams each identity holds. */
export type OpenStreams = Map<string, number>

/**
 * The event stream of a signed-in page: it says when the session was ended at the sign-in server, and closes with
 * the token, for the page to come again with a new one.
 * @param request aborted when the page goes away
 * @param open counts the streams of all
 * @throws ProblemError too_busy, where this identity holds as many as it may: its page comes again later
 */
export function sessionEvents(
  token: VerifiedToken,
  { now, log }: Pick<Environment, 'now' | 'log'>,
  ended: Pick<EndedSessions, 'isEnded' | 'onEnded'>,
  request: Request,
  open: OpenStreams,
): Response {
  const holder = JSON.stringify([token.issuer, token.subject])
  if ((open.get(holder) ?? 0) >= sessionStreams) throw new ProblemError('too_busy', { retryAfter: 60 })
  return eventStreamAnswer(({ send, close }) => {
    open.set(holder, (open.get(holder) ?? 0) + 1)
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
      const left = (open.get(holder) ?? 1) - 1
      if (left > 0) open.set(holder, left)
      else open.delete(holder)
      stop()
      clearTimeout(end)
    }
  }, request)
}
