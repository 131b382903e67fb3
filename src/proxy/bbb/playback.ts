/**
 * The address of a recording's player, if it may be linked: a web page on a host that the settings name for its
 * server. A server that was taken over, or a moved recording, can name any other.
 * @param url as BBB wrote it
 * @param recordingHosts host names, with a port where only that one is meant
 * @returns the address as a browser will read it, null where it must not be linked
 */
export function playbackUrl(url: string, recordingHosts: readonly string[]): string | null {
  const player = URL.parse(url)
  if (!player || !/^https?:$/.test(player.protocol) || player.username || player.password) return null
  const hosts = recordingHosts.map((host) => host.toLowerCase())
  return hosts.includes(player.host) || hosts.includes(player.hostname) ? player.href : null
}
