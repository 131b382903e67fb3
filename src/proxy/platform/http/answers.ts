import type { HonoRequest } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { Logger } from 'pino'
import type { FieldProblem, Problem } from '../../../contract/problem.ts'
import type { Environment } from '../environment/environment.ts'
import { ProblemError } from '../problem.ts'
import { isDatabaseUnavailable } from '../store/unavailable.ts'

/** Unambiguous when read aloud: no 0/O, 1/I/L, no vowels that make words. */
const readable = '23456789BCDFGHJKMNPQRSTVWXZ'

/** Eight readable characters that name one event, on the page and in the log. */
export function newRef(random: Environment['random']): string {
  return Array.from(random.bytes(8), (byte) => readable[byte % readable.length]).join('')
}

/** Turns an error into one of our problems: anything unexpected is `internal`, a lost database 503. */
export function asProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error
  if (error instanceof HTTPException && error.status < 500) {
    const code = error.status === 415 ? 'content_type_unsupported' : 'body_invalid'
    return new ProblemError(code, { cause: error })
  }
  if (isDatabaseUnavailable(error))
    return new ProblemError('store_unavailable', { cause: error, retryAfter: 5 })
  return new ProblemError('internal', { cause: error })
}

/** The body of an error answer (RFC 9457). */
export function problemBody(problem: ProblemError, ref: string): Problem {
  return {
    type: `about:blank#${problem.code}`,
    title: problem.code.replaceAll('_', ' '),
    status: problem.status,
    code: problem.code,
    ref,
    ...(problem.fields ? { fields: problem.fields } : {}),
    ...(problem.values ? { values: problem.values } : {}),
  }
}

/** The headers that go with a problem's status, in a call's answer and on a page alike. */
export function problemHeaders({ retryAfter, allow }: ProblemError): Record<string, string> {
  return {
    ...(retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) }),
    ...(allow === undefined ? {} : { Allow: allow.join(', ') }),
  }
}

/** @param cookies to be set, as `Set-Cookie` has them */
export function problemAnswer(problem: ProblemError, ref: string, cookies: readonly string[] = []): Response {
  const headers = new Headers({
    ...problemHeaders(problem),
    'Content-Type': 'application/problem+json',
    'Cache-Control': 'no-store',
  })
  for (const cookie of cookies) headers.append('Set-Cookie', cookie)
  if (problem.status === 401) headers.set('WWW-Authenticate', 'Bearer')
  return new Response(JSON.stringify(problemBody(problem, ref)), { status: problem.status, headers })
}

/**
 * Expected refusals are one line of information, what is our fault is an error with its cause. Of the address
 * only the path is kept: a query may hold a ticket; and of a path that holds a token, what comes before it.
 */
export function logProblem(log: Logger, problem: ProblemError, ref: string, request: HonoRequest): void {
  const about = { ref, code: problem.code, method: request.method, path: withoutToken(request.path) }
  if (problem.status === 500) log.error({ ...about, err: problem.cause }, 'failed')
  else log.info({ ...about, cause: describeCause(problem.cause) }, 'refused')
}

function withoutToken(path: string): string {
  return path.replace(/^(\/hooks\/presentations\/|\/calendars\/).*/s, '$1…')
}

function describeCause(cause: unknown): string | undefined {
  return cause instanceof Error ? `${cause.name}: ${cause.message}` : undefined
}

interface Issue {
  code: string
  path: PropertyKey[]
  keys?: string[]
}

/** zod's complaints as field problems: `{ name: 'required' }`. */
export function fieldsOf(issues: readonly Issue[]): Record<string, FieldProblem> {
  const fields: Record<string, FieldProblem> = {}
  for (const issue of issues) {
    if (issue.code === 'unrecognized_keys') for (const key of issue.keys ?? []) fields[key] = 'unknown'
    else fields[issue.path.map(String).join('.')] = kindOf(issue.code)
  }
  return fields
}

function kindOf(code: string): FieldProblem {
  return code === 'too_big' ? 'too_long' : code === 'too_small' ? 'too_short' : 'invalid'
}
