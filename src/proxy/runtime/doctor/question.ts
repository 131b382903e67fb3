import type { Settings } from '../../platform/settings/settings.ts'
import type { DoctorEnvironment } from './finding.ts'

/** Addresses of sign-in, from discovery. */
export interface SignInEndpoints {
  authorization: string | undefined
  token: string | undefined
  endSession: string | undefined
  issuer: string
  /** It announces that it names itself when it sends people back. */
  namesIssuer: boolean
}

/** Values that every question about our client at an issuer needs. */
export interface Question {
  issuer: Settings['signIn']['issuers'][number]
  /** Of our pages. */
  origin: string
  /** The address that people come back to after signing in. */
  callback: string
  endpoints: SignInEndpoints
  parts: DoctorEnvironment
}

/** Of RFC 7636, appendix B. */
export const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
export const challenge = {
  code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  code_challenge_method: 'S256',
}

/** An address with a query added to whatever it has. */
export function withQuery(address: string, query: Record<string, string>): string {
  const url = new URL(address)
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  return url.href
}
