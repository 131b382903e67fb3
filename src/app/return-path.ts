/**
 * Where to go after a sign-in: a path of ours, or home. A path is trusted only once it was resolved as a browser
 * does, because `/a/..//evil` and `/\evil` look harmless until then.
 * @param wanted anything, also what somebody put into a link
 * @param matchesRoute whether a pathname is one of our pages
 */
export function safeReturnPath(
  wanted: string,
  origin: string,
  matchesRoute: (pathname: string) => boolean,
): string {
  const url = URL.parse(wanted, origin)
  if (!wanted.startsWith('/') || url?.origin !== origin || isHostile(url.pathname)) return '/'
  const leadsBack = /^\/(sign-in|signed-out)(\/|$)/.test(url.pathname)
  return !leadsBack && matchesRoute(url.pathname) ? `${url.pathname}${url.search}` : '/'
}

/** Slashes and backslashes that a browser or a server may read as the beginning of another host. */
function isHostile(pathname: string): boolean {
  return /\/\/|\\|%5c|%2f/i.test(pathname)
}
