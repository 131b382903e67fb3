type RoomRole = 'loopback' | 'private' | 'public'

/**
 * Whether somebody elsewhere can reach an address, judged by its form alone.
 * @param from an address of whoever is to reach it
 * @returns null where it depends on the network that both are in
 */
export function isReachable(address: string, from: string): boolean | null {
  const [there, here] = [roleOf(address), roleOf(from)]
  if (there === 'loopback') return here === 'loopback'
  return there === 'public' || here !== 'public' ? true : null
}

function roleOf(address: string): RoomRole {
  const { hostname } = new URL(address)
  if (/^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)) return 'loopback'
  const isPrivate =
    /^(10|192\.168|172\.(1[6-9]|2\d|3[01])|169\.254)\.[\d.]+$/.test(hostname) ||
    /^\[(f[cd]|fe[89ab])/.test(hostname) ||
    /\.(local|lan|internal|home\.arpa)$/.test(hostname) ||
    !/[.:]/.test(hostname)
  return isPrivate ? 'private' : 'public'
}

/** In what two issuers differ that should be one. They are compared letter by letter, as tokens are. */
export function differencesOf(one: string, other: string): string[] {
  const [a, b] = [URL.parse(one), URL.parse(other)]
  if (!a || !b) return ['one of them is no web address']
  const path = (url: URL) => url.pathname.replace(/\/$/, '')
  const bare = (url: URL) => path(url).replace(/^\/auth(?=\/)/, '')
  const differences = [
    one.endsWith('/') !== other.endsWith('/') ? 'the slash at the end' : '',
    a.protocol !== b.protocol ? 'http:// and https://' : '',
    a.hostname !== b.hostname ? 'the host name' : '',
    // The usual port goes with its scheme.
    a.port !== b.port ? 'the port' : '',
    path(a) !== path(b) && bare(a) === bare(b) ? 'the /auth of Keycloak 16 and before' : '',
    bare(a) !== bare(b) && bare(a).toLowerCase() === bare(b).toLowerCase() ? 'capital letters' : '',
    bare(a).toLowerCase() !== bare(b).toLowerCase() ? 'the path (the realm)' : '',
  ].filter((difference) => difference !== '')
  return differences.length > 0 ? differences : ['how they are written']
}
