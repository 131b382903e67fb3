import type { Context, HonoRequest, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Endpoint } from '../../../contract/endpoints/endpoint.ts'
import { endpoints } from '../../../contract/endpoints.ts'
import { requestLimits } from '../limits.ts'
import { ProblemError } from '../problem.ts'
import { within } from '../time/within.ts'
import { hasBody, isJson } from './body.ts'

const changing = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

/** A guard of requests that may change something; the others pass at once. */
function ofChanges(guard: MiddlewareHandler): MiddlewareHandler {
  return (c, next) => (changing.has(c.req.method) ? guard(c, next) : next())
}

/**
 * Refuses requests that another site made a browser send. A browser names the origin of every changing
 * request; calls without it come from no browser, and a cookie that gives a right (a room's pass) is a browser's.
 * Forms must name it: they are only ever sent by browsers.
 */
export function sameOrigin(publicUrl: string): MiddlewareHandler {
  const ours = new URL(publicUrl).origin
  return ofChanges(async (c, next) => {
    const origin = c.req.header('Origin')
    const fromForm = isForm(c.req.header('Content-Type'))
    if (origin === undefined ? fromForm : origin !== ours) throw new ProblemError('origin_refused')
    await next()
  })
}

function isForm(contentType: string | undefined): boolean {
  return /^(application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)\b/i.test(contentType ?? '')
}

/** Calls that carry a file. Their handlers look at it while it arrives. */
const uploads = Object.values<Endpoint>(endpoints).filter(({ file }) => file !== undefined)

/** @param request its path without the query */
export function isUpload(request: Pick<HonoRequest, 'method' | 'path'>): boolean {
  return uploads.some(({ method, path }) => method === request.method && matches(request.path, path))
}

/** @param template a path of the table of endpoints: `/api/rooms/{room}` */
function matches(path: string, template: string): boolean {
  const [given, wanted] = [path.split('/'), template.split('/')]
  const fits = (part: string, index: number) =>
    part.startsWith('{') ? given[index] !== '' : part === given[index]
  return given.length === wanted.length && wanted.every(fits)
}

/** Only JSON bodies, with the right label: a form cannot be made to look like a call. */
export const jsonOnly = ofChanges(async (c, next) => {
  const saysSomething = c.req.header('Content-Type') !== undefined || hasBody(c)
  if (saysSomething && !isUpload(c.req) && !isJson(c)) {
    throw new ProblemError('content_type_unsupported')
  }
  await next()
})

/** A NUL is in no address of ours, and PostgreSQL refuses a question that has one. */
export const noNul: MiddlewareHandler = (c, next) => {
  // A question may have one.
  if (c.req.url.includes('%00') && new URL(c.req.url).pathname.includes('%00'))
    throw new ProblemError('not_found')
  return next()
}

/**
 * Takes in the body, before anything looks at it: no request of ours is larger or takes longer, but for files.
 * @param timeout milliseconds for the body to arrive
 * @throws ProblemError body_too_large, body_late
 */
export function smallBody(timeout: number): MiddlewareHandler {
  return ofChanges(async (c, next) => {
    if (!isUpload(c.req)) {
      await within(timeout, takeIn(c), () => {
        throw new ProblemError('body_late')
      })
    }
    await next()
  })
}

async function takeIn(c: Context): Promise<void> {
  const announced = c.req.header('Transfer-Encoding') ? undefined : c.req.header('Content-Length')
  if (Number(announced ?? 0) > requestLimits.bodyBytes) throw new ProblemError('body_too_large')
  const read = async () => void (await c.req.text())
  try {
    await (announced === undefined ? small(c, read) : read())
  } catch (cause) {
    // The sender hung up, for instance.
    throw cause instanceof ProblemError ? cause : new ProblemError('body_invalid', { cause })
  }
}

/** Counts a body of no announced length while it arrives. */
const small = bodyLimit({
  maxSize: requestLimits.bodyBytes,
  onError: () => {
    throw new ProblemError('body_too_large')
  },
})
