import { SessionProblem } from './problems.ts'

/** Notes about a sign-in under way, in our own storage. */
export interface Trip {
  returnTo: string
  nonce: string
  /** Nobody was asked: the sign-in server's own session was tried. */
  silent: boolean
  /** It was begun anew, because its login page had been left open for too long. */
  anew?: boolean
}

/** @param data what oidc-client-ts kept under the answer's `state` */
export function readTrip(data: unknown): Trip | null {
  if (typeof data !== 'object' || data === null) return null
  if (!('returnTo' in data) || !('nonce' in data) || !('silent' in data)) return null
  const { returnTo, nonce, silent } = data
  return typeof returnTo === 'string' && typeof nonce === 'string'
    ? { returnTo, nonce, silent: silent === true, anew: 'anew' in data && data.anew === true }
    : null
}

/**
 * Whether an ID token answers our question. Expiry is not judged: a browser's clock may be an hour off, and
 * the proxy decides.
 */
export function isMeantForUs(
  claims: { iss?: string; aud?: string | string[]; nonce?: unknown },
  issuer: { issuer: string; clientId: string },
  trip: Trip,
): boolean {
  const audience = [claims.aud].flat()
  return claims.iss === issuer.issuer && audience.includes(issuer.clientId) && claims.nonce === trip.nonce
}

/** The library's error for an answer that it has no question for; it has no class. */
export function isUnknownState(error: unknown): boolean {
  return error instanceof Error && /^No (matching )?state/.test(error.message)
}

/** An OAuth error of the issuer (RFC 6749, 4.1.2.1 and 5.2), as the library's `ErrorResponse`. */
interface Refusal {
  error: string
  /** The note that was kept with the question. */
  state?: unknown
}

const troubles = new Set(['server_error', 'temporarily_unavailable'])

/** The issuer's own `error` decides; everything else that fails on the way is the network. */
export function isRefusal(error: unknown): error is Refusal {
  if (!(error instanceof Error) || error.name !== 'ErrorResponse' || !('error' in error)) return false
  return typeof error.error === 'string' && !troubles.has(error.error)
}

/**
 * Keycloak's answer where its login page was left open until it knows nothing of it any more, for instance because
 * somebody signed in in another tab meanwhile: it asks to begin anew (keycloak/keycloak, `AUTHENTICATION_EXPIRED`).
 */
export function isLoginExpired(error: unknown): error is Refusal {
  if (!(error instanceof Error) || error.name !== 'ErrorResponse') return false
  if (!('error' in error) || !('error_description' in error)) return false
  return error.error === 'temporarily_unavailable' && error.error_description === 'authentication_expired'
}

/**
 * A failed fetch is a TypeError. Discovery was read just before, so that the issuer is there: it does not know our
 * web origin (then only the token call is cut off, and a script cannot tell), or the connection broke just now.
 * @param error what the library threw when it took an answer
 */
export function answerProblem(error: unknown): SessionProblem {
  if (error instanceof SessionProblem) return error
  if (isUnknownState(error)) return new SessionProblem('state_lost', { cause: error })
  if (error instanceof TypeError) return new SessionProblem('sign_in_unreadable', { cause: error })
  if (isLoginExpired(error)) return new SessionProblem('state_lost', { cause: error })
  if (!isRefusal(error)) return new SessionProblem('sign_in_unreachable', { cause: error })
  const detail = error.error
  if (detail === 'access_denied')
    return new SessionProblem('access_denied_by_issuer', { detail, cause: error })
  if (detail === 'invalid_grant') return new SessionProblem('state_lost', { detail, cause: error })
  return new SessionProblem('sign_in_failed', { detail, cause: error })
}

/** Metadata of an issuer (OpenID Connect Discovery 1.0). */
export interface Metadata {
  issuer?: string
  authorization_response_iss_parameter_supported?: unknown
}

export function discoveryAddress(issuer: string): string {
  return `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
}

/**
 * Requires the issuer's own name in its metadata; the library does not compare.
 * @throws SessionProblem auth_mixup
 */
export function checkMetadata(metadata: Metadata, { issuer }: { issuer: string }): void {
  if (metadata.issuer === issuer) return
  throw new SessionProblem('auth_mixup', { detail: metadata.issuer ?? null })
}

/**
 * An answer names who gives it, where the issuer announces that it does (RFC 9207): otherwise one issuer could
 * be handed the code of another.
 * @param named the `iss` of the answer
 * @throws SessionProblem auth_mixup
 */
export function checkAnswerer(
  metadata: Metadata,
  { issuer }: { issuer: string },
  named: string | null,
): void {
  const announced = metadata.authorization_response_iss_parameter_supported === true
  const right = named === null ? !announced : named === issuer
  if (!right) throw new SessionProblem('auth_mixup', { detail: named })
}
