import { hash } from 'node:crypto'
import { decodeJwt, type JWTPayload, jwtVerify } from 'jose'
import { LRUCache } from 'lru-cache'
import type { IssuerStatus } from '../../contract/status.ts'
import type { Environment } from '../platform/environment/environment.ts'
import { ProblemError } from '../platform/problem.ts'
import type { EndedSessions } from './ended-sessions.ts'
import { createIssuerKeys, type IssuerKeys } from './issuer-keys.ts'
import { algorithms, type Issuer, tolerance, type VerifiedToken, verifyToken } from './verify-token.ts'

export interface TokenVerifier {
  /**
   * The token that a request carries, once everything about it was checked.
   * @throws ProblemError with the code of the first thing that is wrong; `sign_in_unreachable` where the
   *   issuer's keys are needed and it does not answer, which is never the caller's fault
   */
  verify(request: Request): Promise<VerifiedToken>
  /**
   * Whether a JWT is signed by an issuer for our browser client, as logout tokens are; what it says is for the
   * caller to judge.
   * @throws ProblemError logout_token_invalid; `sign_in_unreachable` where the issuer's keys cannot be had
   */
  verifyLogout(issuerId: string, token: string): Promise<JWTPayload>
  issuerStatus(): IssuerStatus[]
  close(): void
}

/** Characters. */
export const largestToken = 32 * 1024
/** Characters of tokens that are remembered: about 2,000 tokens of an ordinary size. */
const remembered = 4 * 1024 * 1024
/** Seconds; Keycloak's logout tokens live for two minutes. */
const longestLogout = 300
const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout'

/** Verifies access tokens of the configured issuers (RFC 9068, RFC 8725, and what Keycloak does instead). */
export function createTokenVerifier(
  env: Pick<Environment, 'store' | 'fetch' | 'now' | 'log'> & {
    issuers: readonly Issuer[]
    ended: Pick<EndedSessions, 'isEnded'>
  },
): TokenVerifier {
  const asked = env.issuers.filter((issuer) => issuer.state !== 'retired')
  const keysOf = new Map(asked.map((issuer) => [issuer.id, createIssuerKeys(issuer.issuer, env)]))
  /** Verified tokens by their hash: checking a signature is the dearest step of a request. */
  const memory = new LRUCache<string, VerifiedToken>({ maxSize: remembered })

  async function verifyOnce(token: string): Promise<VerifiedToken> {
    const key = hash('sha256', token, 'base64')
    const known = memory.get(key)
    if (known && known.expiresAt > env.now()) return known
    const issuer = issuerOf(token, env.issuers)
    const keys = keysOf.get(issuer.id)
    if (!keys) throw new ProblemError('issuer_retired')
    const verified = await verifyToken(token, issuer, keys, env.now())
    memory.set(key, verified, { size: token.length })
    return verified
  }

  return {
    async verify(request) {
      const verified = await verifyOnce(bearerToken(request.headers))
      if (await env.ended.isEnded(verified)) throw new ProblemError('session_ended')
      return verified
    },
    async verifyLogout(issuerId, token) {
      const issuer = asked.find(({ id }) => id === issuerId)
      const keys = keysOf.get(issuerId)
      if (!issuer || !keys || token.length > largestToken) throw new ProblemError('logout_token_invalid')
      return await verifyLogoutToken(token, issuer, keys, env.now())
    },
    issuerStatus: () =>
      asked.flatMap(({ id, label }) => {
        const status = keysOf.get(id)?.status()
        return status ? [{ id, label, ...status }] : []
      }),
    close() {
      for (const keys of keysOf.values()) keys.close()
    },
  }
}

function bearerToken(headers: Headers): string {
  const header = headers.get('Authorization')
  if (header === null) throw new ProblemError('token_missing')
  // Two headers arrive joined by a comma, which no token has.
  const token = /^Bearer +([A-Za-z0-9._~+/=-]+)$/i.exec(header)?.[1]
  if (token === undefined) throw new ProblemError('token_invalid')
  if (token.length > largestToken) throw new ProblemError('token_too_large')
  return token
}

/** The unverified `iss` only chooses among configured issuers; an unknown one is never asked for anything. */
function issuerOf(token: string, issuers: readonly Issuer[]): Issuer {
  const named = unverifiedIssuer(token)
  const issuer = issuers.find((candidate) => candidate.issuer === named)
  if (!issuer) throw new ProblemError('issuer_unknown')
  return issuer
}

function unverifiedIssuer(token: string): unknown {
  try {
    return decodeJwt(token).iss
  } catch (cause) {
    throw new ProblemError('token_invalid', { cause })
  }
}

/**
 * OpenID Connect Back-Channel Logout 1.0 §2.6: for the browser's client, of that kind, lately, and not a nonce's.
 * A replay within its two minutes ends what was ended.
 */
async function verifyLogoutToken(
  token: string,
  issuer: Issuer,
  keys: IssuerKeys,
  now: number,
): Promise<JWTPayload> {
  const { payload } = await jwtVerify(token, (header) => keys.find(header), {
    issuer: issuer.issuer,
    audience: issuer.clientId,
    typ: 'logout+jwt',
    algorithms,
    requiredClaims: ['iat', 'jti', 'events'],
    maxTokenAge: longestLogout,
    clockTolerance: tolerance,
    currentDate: new Date(now),
  }).catch((cause: unknown) => {
    if (cause instanceof ProblemError && cause.code === 'sign_in_unreachable') throw cause
    throw new ProblemError('logout_token_invalid', { cause })
  })
  const { events, nonce } = payload
  const isLogout = typeof events === 'object' && events !== null && Object.hasOwn(events, logoutEvent)
  if (!isLogout || nonce !== undefined) throw new ProblemError('logout_token_invalid')
  return payload
}
