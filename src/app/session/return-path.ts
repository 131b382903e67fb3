import { ownAddress } from '../../contract/addresses.ts'

/**
 * The path that a sign-in leads back to; the home page where it is none of our pages.
 * @param wanted anything, also what somebody put into a link
 * @param matchesRoute whether a pathname is one of our pages
 */
export function safeReturnPath(
  wanted: string,
  origin: string,
  matchesRoute: (pathname: string) => boolean,
): string {
  const url = ownAddress(wanted, origin)
  if (!url || /^\/(sign-in|signed-out)(\/|$)/.test(url.pathname) || !matchesRoute(url.pathname)) return '/'
  return url.pathname + url.search
}
