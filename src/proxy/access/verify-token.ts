import { errors, type JWTPayload, type JWTVerifyResult, jwtVerify } from 'jose'
import type { ProblemCode } from '../../contract/problems.ts'
import { ProblemError } from '../platform/problem.ts'
import type { Settings } from '../platform/settings/settings.ts'
import type { IssuerKeys } from './issuer-keys.ts'

export type Issuer = Settings['signIn']['issuers'][number]

export interface VerifiedToken {
  /** The issuer's id in the settings. */
  issuer: string
  subject: string
  claims: Record<string, unknown>
  /** Epoch milliseconds. */
  expiresAt: number
}

/** Seconds by which clocks may differ. */
export const tolerance = 10
export const algorithms = ['RS256', 'PS256', 'ES256']
const longestSubject = 255

/** A reason to refuse a token whose signature is right; finer than the codes that its bearer is told. */
export type TokenFault =
  | 'issuer'
  | 'audience'
  | 'client'
  | 'kind'
  | 'bound'
  | 'subject'
  | 'unkept'
  | 'times'
  | 'early'
  | 'expired'
  | 'other'

/** A refusal of a token whose signature was right: its issuer can be told what to mend. */
export class TokenProblem extends ProblemError {
  readonly fault: TokenFault
  readonly issuer: string
  readonly payload: JWTPayload

  constructor(fault: TokenFault, issuer: string, payload: JWTPayload, cause?: unknown) {
    super(codes[fault], { cause })
    this.fault = fault
    this.issuer = issuer
    this.payload = payload
  }
}

const codes: Record<TokenFault, ProblemCode> = {
  issuer: 'issuer_unknown',
  audience: 'audience_missing',
  client: 'client_not_allowed',
  kind: 'token_invalid',
  bound: 'token_invalid',
  subject: 'subject_missing',
  unkept: 'token_invalid',
  times: 'token_invalid',
  early: 'clock_skew',
  expired: 'token_expired',
  other: 'token_invalid',
}

/**
 * Verifies a token of one issuer.
 * @param now epoch milliseconds
 * @throws TokenProblem with its first fault once the signature was found right; else ProblemError token_invalid, or
 *   what finding the key raises
 */
export async function verifyToken(
  token: string,
  issuer: Issuer,
  keys: Pick<IssuerKeys, 'find'>,
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
  const { sub } = checked.payload
  const fault = misfit(checked, issuer, now)
  if (fault !== null || sub === undefined)
    throw new TokenProblem(fault ?? 'subject', issuer.id, checked.payload)
  return {
    issuer: issuer.id,
    subject: sub,
    claims: checked.payload,
    expiresAt: Number(checked.payload.exp) * 1000,
  }
}

/** Checks that jose does not make: the time without a maximum age, the kind, the client, the subject's text. */
function misfit(checked: JWTVerifyResult, issuer: Issuer, now: number): TokenFault | null {
  const { payload } = checked
  if (Number(payload.iat) > now / 1000 + tolerance) return 'early'
  // A token that is bound to a key proves nothing without that key.
  if (payload.cnf !== undefined) return 'bound'
  if (!isAccessToken(checked)) return 'kind'
  if ((payload.azp ?? payload.client_id) !== issuer.clientId) return 'client'
  return subjectFault(payload.sub)
}

/**
 * Keycloak tells the kind in the payload (its ID and refresh tokens carry `ID` and `Refresh`), RFC 9068 in the header.
 */
function isAccessToken({ payload, protectedHeader }: JWTVerifyResult): boolean {
  const header = protectedHeader.typ?.toLowerCase().replace(/^application\//, '')
  return payload.typ === undefined ? header === 'at+jwt' : payload.typ === 'Bearer'
}

/** A subject is kept in the store as it is, so that it must be text that every database keeps as it is. */
function subjectFault(sub: unknown): TokenFault | null {
  if (typeof sub !== 'string' || sub === '') return 'subject'
  return sub.length > longestSubject || sub.includes('\0') || !sub.isWellFormed() ? 'unkept' : null
}

function asTokenProblem(error: unknown, issuer: string): unknown {
  if (error instanceof ProblemError) return error
  // Claims are looked at once the signature was found right.
  if (error instanceof errors.JWTExpired) return new TokenProblem('expired', issuer, error.payload, error)
  if (error instanceof errors.JWTClaimValidationFailed) {
    return new TokenProblem(faultOf(error), issuer, error.payload, error)
  }
  return isMisfit(error) ? new ProblemError('token_invalid', { cause: error }) : error
}

/** jose's own refusals, and those of the platform for a published key that is broken or too short. */
function isMisfit(error: unknown): boolean {
  return error instanceof errors.JOSEError || error instanceof TypeError || error instanceof DOMException
}

function faultOf({ claim }: errors.JWTClaimValidationFailed): TokenFault {
  switch (claim) {
    case 'aud':
      return 'audience'
    case 'sub':
      return 'subject'
    case 'iss':
      return 'issuer'
    case 'nbf':
      return 'early'
    case 'iat':
    case 'exp':
      return 'times'
    default:
      return 'other'
  }
}
