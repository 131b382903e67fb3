import type { Settings } from '../platform/settings/settings.ts'
import { cutName } from '../platform/text/text.ts'
import type { VerifiedToken } from './verify-token.ts'

/** Claims of a token about its bearer, read with care: an issuer may send anything in any claim. */
export interface OwnClaims {
  issuer: string
  subject: string
  /** null: the token has no groups that can be read, which says nothing about membership. */
  groups: ReadonlySet<string> | null
  /** Why there are none: no claim of that name, or one that is no list of texts. */
  groupsClaim: 'read' | 'missing' | 'unreadable'
  email: string | null
  /** The settings say that what its issuer calls a verified e-mail is one. */
  issuerVouches: boolean
  /** The e-mail, where an issuer that vouches for e-mails says that it is verified. */
  verifiedEmail: string | null
  /** `iss` and `aud`, for the explanation. */
  origin: string[]
}

const longestEmail = 254
const mostShown = 20
const longestShown = 100

/** @param signIn the settings: the groups' claim is a name, or a path with dots (`realm_access.roles`) */
export function ownClaims(
  token: Pick<VerifiedToken, 'issuer' | 'subject' | 'claims'>,
  signIn: Settings['signIn'],
): OwnClaims {
  const { issuer, subject, claims } = token
  const email = readEmail(claims)
  const issuerVouches = signIn.issuers.some(({ id, vouchesForEmail }) => id === issuer && vouchesForEmail)
  const claim = readClaim(claims, signIn.claims.groups)
  const groups = readGroups(claim)
  return {
    issuer,
    subject,
    groups,
    groupsClaim: groups !== null ? 'read' : claim === undefined || claim === null ? 'missing' : 'unreadable',
    email,
    issuerVouches,
    verifiedEmail: issuerVouches && own(claims, 'email_verified') === true ? email : null,
    origin: [own(claims, 'iss'), own(claims, 'aud')].flat().filter(isText),
  }
}

/**
 * The bearer's name: their name, else given and family name, else their user name (OpenID Connect Core §5.1);
 * of a user name that is an e-mail only what is before the `@`, because guests in a meeting read it. Never the subject,
 * which is nobody's name.
 * @returns null where there is none of these
 */
export function readName(claims: Record<string, unknown>): string | null {
  const [name, given, family, user] = ['name', 'given_name', 'family_name', 'preferred_username']
    .map((claim) => own(claims, claim))
    .map((value) => (isText(value) ? value : ''))
  const candidates = [name, `${given} ${family}`, isEmail(user ?? '') ? user?.split('@')[0] : user]
  return candidates.map((candidate) => cutName(candidate ?? '')).find((found) => found !== '') ?? null
}

/** E-mails are compared without case, as every mail system in use does (RFC 5321 §2.3.11 leaves it open). */
export function sameEmail(one: string, other: string): boolean {
  return normalEmail(one) === normalEmail(other)
}

export function normalEmail(email: string): string {
  return email.trim().normalize('NFC').toLowerCase()
}

/** Bounded in number and length: a token may bring thousands of groups. */
export function shown(values: Iterable<string>): string[] {
  return first(values, mostShown).map((value) => {
    const cut = value.length > longestShown ? `${value.slice(0, longestShown - 1)}…` : value
    return cut.toWellFormed()
  })
}

/** Without reading what is not shown. */
function first<T>(values: Iterable<T>, most: number): T[] {
  const found: T[] = []
  for (const value of values) {
    if (found.length === most) break
    found.push(value)
  }
  return found
}

function readEmail(claims: Record<string, unknown>): string | null {
  const email = own(claims, 'email')
  return isText(email) && isEmail(email) ? email : null
}

/** Whether a text may be an e-mail address; only a letter to it tells whether it is one. */
export function isEmail(text: string): boolean {
  return text.length <= longestEmail && text.isWellFormed() && /^[^\s\p{C}@]+@[^\s\p{C}@]+$/u.test(text)
}

/** A list without any text in it is as good as none; an empty list says "in no group". */
function readGroups(claim: unknown): ReadonlySet<string> | null {
  if (isText(claim)) return new Set([claim])
  if (!Array.isArray(claim)) return null
  const groups = claim.every(isText) ? claim : claim.filter(isText)
  return groups.length === 0 && claim.length > 0 ? null : new Set(groups)
}

/** A claim by its name, or by a path with dots; `undefined` where there is none. */
export function readClaim(claims: Record<string, unknown>, path: string): unknown {
  const whole = own(claims, path)
  if (whole !== undefined) return whole
  return path.split('.').reduce<unknown>((value, key) => own(value, key), claims)
}

/** Never what an object inherits: a claim path such as `constructor` leads nowhere. */
function own(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  return Object.getOwnPropertyDescriptor(value, key)?.value
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}
