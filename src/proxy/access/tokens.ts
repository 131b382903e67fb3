import { createHash } from 'node:crypto'
import { decodeJwt, errors, type JWTPayload, type JWTVerifyResult, jwtVerify } from 'jose'
import type { ProblemCode } from '../../contract/problems.ts'
import type { IssuerStatus } from '../../contract/status.ts'
import type { Parts } from '../parts.ts'
import { ProblemError } from '../problem.ts'
import type { Settings } from '../settings.ts'
import { createIssuerKeys, type IssuerKeys } from './issuer-keys.ts'
import { createTokenMemory } from './token-memory.ts'

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
  issuerStatus(): IssuerStatus[]
  close(): void
}

const largestToken = 32 * 1024
const longestSubject = 255
/** Seconds by which clocks may differ. */
const tolerance = 10

/** Verifies access tokens of the configured issuers (RFC 9068, RFC 8725, and what Keycloak does instead). */
export function createTokenVerifier(
  parts: Pick<Parts, 'store' | 'fetch' | 'now' | 'log'> & { issuers: readonly Issuer[] },
): TokenVerifier {
  const asked = parts.issuers.filter((issuer) => issuer.state !== 'retired')
  const keysOf = new Map(asked.map((issuer) => [issuer.id, createIssuerKeys(issuer.issuer, parts)]))
  const memory = createTokenMemory(parts.now)

  return {
    async verify(request) {
      const token = bearerToken(request.headers)
      const hash = createHash('sha256').update(token).digest('base64')
      const known = memory.recall(hash)
      if (known) return known
      const issuer = issuerOf(token, parts.issuers)
      const keys = keysOf.get(issuer.id)
      if (!keys) throw new ProblemError('issuer_retired')
      const verified = await verifyToken(token, issuer, keys, parts.now())
      memory.keep(hash, verified, token.length)
      return verified
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
    algorithms: ['RS256', 'PS256', 'ES256'],
    requiredClaims: ['sub', 'exp', 'iat'],
    clockTolerance: tolerance,
    currentDate: new Date(now),
  }).catch((error: unknown) => {
    throw asTokenProblem(error)
  })
  checkTimes(checked.payload, now)
  checkKind(checked)
  checkClient(checked.payload, issuer)
  return {
    issuer: issuer.id,
    subject: subjectOf(checked.payload),
    claims: checked.payload,
    expiresAt: Number(checked.payload.exp) * 1000,
  }
}

/** jose judges `iat` only together with a maximum age. */
function checkTimes(payload: JWTPayload, now: number): void {
  if (Number(payload.iat) > now / 1000 + tolerance) throw new ProblemError('clock_skew')
}

/**
 * An access token, shown as a bearer: Keycloak says so in the payload (its ID and refresh tokens carry `ID`
 * and `Refresh`), RFC 9068 in the header. A token bound to a key (`cnf`) proves nothing without that key.
 */
function checkKind({ payload, protectedHeader }: JWTVerifyResult): void {
  const header = protectedHeader.typ?.toLowerCase().replace(/^application\//, '')
  const isAccessToken = payload.typ === undefined ? header === 'at+jwt' : payload.typ === 'Bearer'
  if (!isAccessToken || payload.cnf !== undefined) throw new ProblemError('token_invalid')
}

function checkClient(payload: JWTPayload, issuer: Issuer): void {
  const client = payload.azp ?? payload.client_id
  if (client !== issuer.clientId) throw new ProblemError('client_not_allowed')
}

/** A subject is kept in the store as it is, so it must be text that every database keeps as it is. */
function subjectOf({ sub }: JWTPayload): string {
  if (typeof sub !== 'string' || sub === '') throw new ProblemError('subject_missing')
  if (sub.length > longestSubject || sub.includes('\0') || !sub.isWellFormed()) {
    throw new ProblemError('token_invalid')
  }
  return sub
}

function asTokenProblem(error: unknown): unknown {
  if (error instanceof ProblemError) return error
  if (error instanceof errors.JWTExpired) return new ProblemError('token_expired', { cause: error })
  if (error instanceof errors.JWTClaimValidationFailed) {
    return new ProblemError(codeOfClaim(error.claim), { cause: error })
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
