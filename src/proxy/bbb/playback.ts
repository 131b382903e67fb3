/**
 * The address of a recording's player, if it may be linked: a web page on a host that the settings name for its
 * server. A server that was taken over, or a moved recording, can name any other.
 * @param url as BBB wrote it
 * @param recordingHosts host names, with a port where only that one is meant
 * @returns the address as a browser will read it, null where it must not be linked
 */
export function playbackUrl(url: string, recordingHosts: readonly string[]): string | null {
  const player = URL.parse(url)
  return player && isWebPage(player) && isNamedHost(player.host, recordingHosts) ? player.href : null
}

/** @param host as in an address, with its port unless that is the usual one */
export function isNamedHost(host: string, recordingHosts: readonly string[]): boolean {
  const hosts = recordingHosts.map((named) => named.toLowerCase())
  return hosts.includes(host) || hosts.includes(host.replace(/:\d+$/, ''))
}

/** The host of a player that is not linked, or the kind of its address, for operators. */
export function playerHost(url: string): string {
  const player = URL.parse(url)
  if (!player) return 'no address'
  if (isWebPage(player)) return player.host
  return player.username || player.password ? `${player.protocol}//…@` : player.protocol
}

function isWebPage({ protocol, username, password }: URL): boolean {
  return /^https?:$/.test(protocol) && username === '' && password === ''
}
