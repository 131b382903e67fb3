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

/** The addresses of Greenlight rooms: `abc-def-ghi` (v1, v2) and `abc-def-ghi-jkl` (v3). */
export const oldAddress = /^[a-z0-9]{3}-[a-z0-9]{3}-[a-z0-9]{3}(-[a-z0-9]{3})?$/
