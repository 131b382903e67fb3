import type { FieldProblem } from '../../contract/problem.ts'
import { type ProblemCode, problems } from '../../contract/problems.ts'

interface Detail {
  fields?: Record<string, FieldProblem>
  values?: Record<string, string | number>
  /** The cause, for the log alone. */
  cause?: unknown
  /** Seconds, sent as `Retry-After`. */
  retryAfter?: number
  /** The methods that the path has, sent as `Allow`. */
  allow?: readonly string[]
}

/** A failure that the caller is told: thrown anywhere in the proxy, answered as `application/problem+json`. */
export class ProblemError extends Error {
  readonly code: ProblemCode
  readonly status: number
  readonly fields: Record<string, FieldProblem> | undefined
  readonly values: Record<string, string | number> | undefined
  readonly retryAfter: number | undefined
  readonly allow: readonly string[] | undefined

  constructor(code: ProblemCode, detail: Detail = {}) {
    super(code, detail.cause === undefined ? undefined : { cause: detail.cause })
    this.name = 'ProblemError'
    this.code = code
    this.status = problems[code]
    this.fields = detail.fields
    this.values = detail.values
    this.retryAfter = detail.retryAfter
    this.allow = detail.allow
  }
}
