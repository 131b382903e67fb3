/**
 * The words that begin our own paths: no room may have them for an address.
 * A test derives the list from the routes of the proxy and of the client, and compares.
 */
export const ownWords = [
  'api',
  'assets',
  'b',
  'brand.css',
  'calendars',
  'demo',
  'favicon.ico',
  'favicon.svg',
  'go',
  'healthz',
  'hooks',
  'language',
  'logo',
  'me',
  'metrics',
  'offers',
  'operator',
  'organisations',
  'phone',
  'readyz',
  'recordings',
  'robots.txt',
  'rooms',
  'sign-in',
  'signed-out',
  'source.tar.gz',
  'status',
] as const

/** Paths of the member's pages, as the routers of the browser and of the proxy read them. */
export const memberPaths = {
  rooms: '/',
  recordings: '/recordings',
  me: '/me',
  operatorAccess: '/operator/access',
  organisation: '/organisations/:id',
  acceptInvitation: '/organisations/:id/accept',
  acceptOffer: '/offers/accept',
  room: '/:room',
  roomSettings: '/:room/settings',
  roomHosts: '/:room/hosts',
  signIn: '/sign-in',
  signInCallback: '/sign-in/:issuer/callback',
  signedOut: '/signed-out',
} as const

/** The addresses of Greenlight rooms: `abc-def-ghi` (v1, v2) and `abc-def-ghi-jkl` (v3). */
export const oldAddress = /^[a-z0-9]{3}-[a-z0-9]{3}-[a-z0-9]{3}(-[a-z0-9]{3})?$/

/**
 * An address of ours for what anybody may have put into a link or a form; null where it leads, or could be read to
 * lead, to another host. It is judged as a browser resolves it, because `/a/..//evil` and `/\evil` look harmless
 * until then, and may be read again by a reverse proxy, which decodes `%5c` and `%2f`.
 */
export function ownAddress(wanted: string, origin: string): URL | null {
  const url = wanted.startsWith('/') ? resolved(wanted, origin) : null
  return url?.origin === origin && !/\/\/|\\|%5c|%2f/i.test(url.pathname) ? url : null
}

/** `URL.parse`, which Safari has since 18, Chrome and Firefox since 126. */
function resolved(address: string, base: string): URL | null {
  try {
    return new URL(address, base)
  } catch {
    return null
  }
}
