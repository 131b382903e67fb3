import type { HonoRequest, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { requestLimits } from '../limits.ts'
import { ProblemError } from '../problem.ts'

const changing = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

/**
 * Refuses requests that another site made a browser send. A browser names the origin of every changing
 * request; calls without it come from no browser, and a cookie that gives a right (a room's pass) is a browser's.
 * Forms must name it: they are only ever sent by browsers.
 */
export function sameOrigin(publicUrl: string): MiddlewareHandler {
  const ours = new URL(publicUrl).origin
  return async (c, next) => {
    if (changing.has(c.req.method)) {
      const origin = c.req.header('Origin')
      const fromForm = isForm(c.req.header('Content-Type'))
      if (origin === undefined ? fromForm : origin !== ours) throw new ProblemError('origin_refused')
    }
    await next()
  }
}

function isForm(contentType: string | undefined): boolean {
  return /^(application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)\b/i.test(contentType ?? '')
}

/** What the one call that carries a file labels it; no form can. */
export const uploadType = 'application/octet-stream'

/** The one call that carries a file. Its route looks at label, length and content itself, while it arrives. */
function isUpload({ method, path }: HonoRequest): boolean {
  return method === 'POST' && /^\/api\/rooms\/[^/]+\/presentations$/.test(path)
}

/** Only JSON bodies, with the right label: a form cannot be made to look like a call. */
export const jsonOnly: MiddlewareHandler = async (c, next) => {
  if (isUpload(c.req)) return await next()
  const type = c.req.header('Content-Type')
  const saysSomething = type !== undefined || hasBody(c.req)
  if (changing.has(c.req.method) && saysSomething && !/^application\/json\b/i.test(type ?? '')) {
    throw new ProblemError('content_type_unsupported')
  }
  await next()
}

/** By its headers (RFC 9112 §6.3): Node hands on a body, empty, with every DELETE and POST. */
function hasBody(request: HonoRequest): boolean {
  const pieces = request.header('Transfer-Encoding')
  return pieces !== undefined || Number(request.header('Content-Length') ?? 0) > 0
}

/** A NUL is in no address of ours, and PostgreSQL refuses a question that has one. */
export const noNul: MiddlewareHandler = async (c, next) => {
  if (/%00/.test(new URL(c.req.url).pathname)) throw new ProblemError('not_found')
  await next()
}

/** No request of ours is larger, but for files. */
export const smallBody: MiddlewareHandler = (c, next) => (isUpload(c.req) ? next() : small(c, next))

const small = bodyLimit({
  maxSize: requestLimits.bodyBytes,
  onError: () => {
    throw new ProblemError('body_too_large')
  },
})
