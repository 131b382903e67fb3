import type { Settings } from '../settings/settings.ts'

/** On iOS react-aria's Modal adds one `<style>`, against scrolling behind it. A house test holds this to it. */
export const modalStyleHash = 'sha256-gYiS/BvZvRcK27JIXTuwhZ3hs2+VJ1X+2gUlE+farlg='

/**
 * The Content-Security-Policy: scripts and styles from ourselves only. Forms are answered by ourselves, and never by a
 * redirect to a server: a browser would hold the policy against each address that follows.
 */
export function contentSecurityPolicy(settings: Settings): string {
  // Sessions of an issuer that admits nobody anew are renewed; nobody asks one that is retired.
  const issuers = settings.signIn.issuers
    .filter(({ state }) => state !== 'retired')
    .map((issuer) => new URL(issuer.issuer).origin)
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' '${modalStyleHash}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "manifest-src 'self'",
    ['connect-src', "'self'", ...new Set(issuers)].join(' '),
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ')
}

const neverPermitted = 'geolocation=(), payment=(), usb=(), display-capture=(), interest-cohort=()'
const closedPermissions = `camera=(), microphone=(), ${neverPermitted}`
/** For the one page that tries them before a meeting. */
export const checkPermissions = `camera=(self), microphone=(self), ${neverPermitted}`

/**
 * Sets the headers of every answer. `Referrer-Policy: no-referrer` would make our own form send `Origin: null`.
 * @returns what does it for one answer
 */
export function safetyHeaders(settings: Settings): (request: Request, answer: Response) => void {
  const policy = contentSecurityPolicy(settings)
  const https = settings.publicUrl.startsWith('https:')
  return ({ url }, { headers }) => {
    // A file that is handed on is allowed less than a page.
    if (!headers.has('Content-Security-Policy')) headers.set('Content-Security-Policy', policy)
    headers.set('X-Content-Type-Options', 'nosniff')
    headers.set('Referrer-Policy', 'same-origin')
    headers.set('Cross-Origin-Opener-Policy', 'same-origin')
    if (!headers.has('Permissions-Policy')) headers.set('Permissions-Policy', closedPermissions)
    if (https) headers.set('Strict-Transport-Security', 'max-age=31536000')
    if (isCall(url) && !headers.has('Cache-Control')) headers.set('Cache-Control', 'no-store')
  }
}

/** By its path: what comes before it has two slashes. */
function isCall(url: string): boolean {
  return url.startsWith('/api/', url.indexOf('/', url.indexOf('://') + 3))
}
