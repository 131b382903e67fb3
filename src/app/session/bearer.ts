import { SessionProblem } from './problems.ts'

/** The part of oidc-client-ts' user that requests need. */
interface Tokens {
  access_token: string
  /** Seconds from now. */
  expires_in?: number | undefined
}

/** Seconds; a token whose end is not told is taken as it is. */
export function remaining(tokens: Tokens): number {
  return tokens.expires_in ?? Number.POSITIVE_INFINITY
}

/**
 * While the sign-in server is away the token does until it ends.
 * @throws SessionProblem sign_in_unreachable
 */
export function stillValid<T extends Tokens>(tokens: T, cause?: unknown): T {
  if (remaining(tokens) > 0) return tokens
  throw new SessionProblem('sign_in_unreachable', { cause })
}

export function bearer(tokens: Tokens): string {
  return `Bearer ${tokens.access_token}`
}

export function withToken(request: Request, tokens: Tokens): Request {
  const authorized = new Request(request)
  authorized.headers.set('Authorization', bearer(tokens))
  return authorized
}
