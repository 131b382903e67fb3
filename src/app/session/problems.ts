/** Why a sign-in stopped; each has a sentence for the person. */
export const sessionProblems = [
  /** The sign-in server does not answer. */
  'sign_in_unreachable',
  /** It answers, but this browser may not read, or did not get, the answer to the last question: the tokens. */
  'sign_in_unreadable',
  /** An answer that another issuer, or nobody, should have given. */
  'auth_mixup',
  /** Sent back and forth again and again. */
  'auth_loop',
  /** An answer to a question that this browser does not remember: waited too long, or opened twice. */
  'state_lost',
  /** The person, or the sign-in server, said no. */
  'access_denied_by_issuer',
  /** The sign-in server refused for another reason; `detail` has its word for it. */
  'sign_in_failed',
] as const
export type SessionProblemCode = (typeof sessionProblems)[number]

export class SessionProblem extends Error {
  readonly code: SessionProblemCode
  /** The issuer's own word, for the support. */
  readonly detail: string | null

  constructor(
    code: SessionProblemCode,
    { detail = null, cause }: { detail?: string | null; cause?: unknown } = {},
  ) {
    super(code, { cause })
    this.name = 'SessionProblem'
    this.code = code
    this.detail = detail
  }
}
