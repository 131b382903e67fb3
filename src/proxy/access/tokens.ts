import { hash } from 'node:crypto'
import { decodeJwt, errors, type JWTPayload, type JWTVerifyResult, jwtVerify } from 'jose'
import { LRUCache } from 'lru-cache'
import type { ProblemCode } from '../../contract/problems.ts'
import type { IssuerStatus } from '../../contract/status.ts'
import type { Parts } from '../parts.ts'
import { ProblemError } from '../problem.ts'
import type { Settings } from '../settings.ts'
import type { EndedSessions } from './ended-sessions.ts'
import { createIssuerKeys, type IssuerKeys } from './issuer-keys.ts'

type Issuer = Settings['signIn']['issuers'][number]

export interface VerifiedToken {
  /** The issuer's id in the settings. */
  issuer: string
  subject: string
  claims: Record<string, unknown>
  /** Epoch milliseconds. */
  expiresAt: number
}

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

const largestToken = 32 * 1024
/** Characters of tokens that are remembered: about 2,000 tokens of an ordinary size. */
const remembered = 4 * 1024 * 1024
const longestSubject = 255
/** Seconds by which clocks may differ. */
const tolerance = 10
const algorithms = ['RS256', 'PS256', 'ES256']
/** Seconds; Keycloak's logout tokens live for two minutes. */
const longestLogout = 300
const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout'

/** A refusal of a token whose signature was right: its issuer can be told what to mend. */
export class TokenProblem extends ProblemError {
  readonly issuer: string
  readonly payload: JWTPayload

  constructor(code: ProblemCode, issuer: string, payload: JWTPayload, cause?: unknown) {
    super(code, { cause })
    this.issuer = issuer
    this.payload = payload
  }
}

/** Verifies access tokens of the configured issuers (RFC 9068, RFC 8725, and what Keycloak does instead). */
export function createTokenVerifier(
  parts: Pick<Parts, 'store' | 'fetch' | 'now' | 'log'> & {
    issuers: readonly Issuer[]
    ended: Pick<EndedSessions, 'isEnded'>
  },
): TokenVerifier {
  const asked = parts.issuers.filter((issuer) => issuer.state !== 'retired')
  const keysOf = new Map(asked.map((issuer) => [issuer.id, createIssuerKeys(issuer.issuer, parts)]))
  /** Verified tokens by their hash: checking a signature is the dearest step of a request. */
  const memory = new LRUCache<string, VerifiedToken>({ maxSize: remembered })

  async function verifyOnce(token: string): Promise<VerifiedToken> {
    const key = hash('sha256', token, 'base64')
    const known = memory.get(key)
    if (known && known.expiresAt > parts.now()) return known
    const issuer = issuerOf(token, parts.issuers)
    const keys = keysOf.get(issuer.id)
    if (!keys) throw new ProblemError('issuer_retired')
    const verified = await verifyToken(token, issuer, keys, parts.now())
    memory.set(key, verified, { size: token.length })
    return verified
  }

  return {
    async verify(request) {
      const verified = await verifyOnce(bearerToken(request.headers))
      if (await parts.ended.isEnded(verified)) throw new ProblemError('session_ended')
      return verified
    },
    async verifyLogout(issuerId, token) {
      const issuer = asked.find(({ id }) => id === issuerId)
      const keys = keysOf.get(issuerId)
      if (!issuer || !keys || token.length > largestToken) throw new ProblemError('logout_token_invalid')
      return await verifyLogoutToken(token, issuer, keys, parts.now())
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

async function verifyToken(
  token: string,
  issuer: Issuer,
  keys: IssuerKeys,
  now: number,
): Promise<VerifiedToken> {
  const checked = await jwtVerify(token, (header) => keys.find(header), {
    issuer: issuer.issuer,
    audience: issuer.audience,
    algorithms,
    requiredClaims: ['sub', 'exp', 'iat'],
    clockTolerance: tolerance,
    currentDate: new Date(now),
  }).catch((error: unknown) => {
    throw asTokenProblem(error, issuer.id)
  })
  const code = misfit(checked, issuer, now)
  if (code !== null) throw new TokenProblem(code, issuer.id, checked.payload)
  return {
    issuer: issuer.id,
    subject: subjectOf(checked.payload),
    claims: checked.payload,
    expiresAt: Number(checked.payload.exp) * 1000,
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

/** What jose does not judge: the time without a maximum age, the kind, the client. */
function misfit(checked: JWTVerifyResult, issuer: Issuer, now: number): ProblemCode | null {
  const { payload } = checked
  if (Number(payload.iat) > now / 1000 + tolerance) return 'clock_skew'
  if (!isAccessToken(checked)) return 'token_invalid'
  const client = payload.azp ?? payload.client_id
  return client === issuer.clientId ? null : 'client_not_allowed'
}

/**
 * An access token, shown as a bearer: Keycloak says so in the payload (its ID and refresh tokens carry `ID`
 * and `Refresh`), RFC 9068 in the header. A token bound to a key (`cnf`) proves nothing without that key.
 */
function isAccessToken({ payload, protectedHeader }: JWTVerifyResult): boolean {
  const header = protectedHeader.typ?.toLowerCase().replace(/^application\//, '')
  const kind = payload.typ === undefined ? header === 'at+jwt' : payload.typ === 'Bearer'
  return kind && payload.cnf === undefined
}

/** A subject is kept in the store as it is, so it must be text that every database keeps as it is. */
function subjectOf({ sub }: JWTPayload): string {
  if (typeof sub !== 'string' || sub === '') throw new ProblemError('subject_missing')
  if (sub.length > longestSubject || sub.includes('\0') || !sub.isWellFormed()) {
    throw new ProblemError('token_invalid')
  }
  return sub
}

function asTokenProblem(error: unknown, issuer: string): unknown {
  if (error instanceof ProblemError) return error
  if (error instanceof errors.JWTExpired) return new ProblemError('token_expired', { cause: error })
  if (error instanceof errors.JWTClaimValidationFailed) {
    // Claims are looked at once the signature was found right.
    return new TokenProblem(codeOfClaim(error.claim), issuer, error.payload, error)
  }
  return isMisfit(error) ? new ProblemError('token_invalid', { cause: error }) : error
}

/** jose's own refusals, and those of the platform for a published key that is broken or too short. */
function isMisfit(error: unknown): boolean {
  return error instanceof errors.JOSEError || error instanceof TypeError || error instanceof DOMException
}

function codeOfClaim(claim: string): ProblemCode {
  switch (claim) {
    case 'aud':
      return 'audience_missing'
    case 'sub':
      return 'subject_missing'
    case 'iss':
      return 'issuer_unknown'
    case 'nbf':
      return 'clock_skew'
    default:
      return 'token_invalid'
  }
}
