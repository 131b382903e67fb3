import { generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import { type Issuer, type TokenFault, TokenProblem, verifyToken } from '../../access/verify-token.ts'
import type { Token } from './token-claims.ts'

export type Faults = ReadonlySet<TokenFault>

/**
 * Everything that Foyer refuses in what a token says of itself. The verifier gives its first reason alone, so that it
 * is asked again about the same claims with that one mended, signed by a key that is made here.
 * @param now epoch milliseconds
 */
export async function faultsOf({ header, claims }: Token, issuer: Issuer, now: number): Promise<Faults> {
  const { publicKey, privateKey } = await generateKeyPair('ES256')
  const keys = { find: async () => publicKey }
  const mends = mendsFor(issuer, Math.floor(now / 1000))
  const faults = new Set<TokenFault>()
  let said = claims
  while (true) {
    const typ = header.typ === undefined ? {} : { typ: header.typ }
    const token = await new SignJWT(said).setProtectedHeader({ alg: 'ES256', ...typ }).sign(privateKey)
    const fault = await verifyToken(token, issuer, keys, now).then(() => null, faultIn)
    if (fault === null || faults.has(fault)) return faults
    faults.add(fault)
    said = { ...said, ...mends[fault] }
  }
}

function faultIn(problem: unknown): TokenFault {
  if (problem instanceof TokenProblem) return problem.fault
  throw problem
}

/** Claims without each fault. @param now epoch seconds */
function mendsFor(issuer: Issuer, now: number): Record<TokenFault, JWTPayload> {
  const times = { iat: now, exp: now + 60, nbf: now }
  return {
    issuer: { iss: issuer.issuer },
    audience: { aud: issuer.audience },
    client: { azp: issuer.clientId },
    kind: { typ: 'Bearer' },
    bound: { cnf: undefined },
    subject: { sub: 'somebody' },
    unkept: { sub: 'somebody' },
    times,
    early: times,
    expired: times,
    other: {},
  }
}
