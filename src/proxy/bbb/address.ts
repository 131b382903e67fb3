/**
 * The address before the names of a server's calls, from its address as administrators write it: with or without
 * `/api`, with or without a slash at its end, with the longer prefixes of load balancers.
 * @param written for instance `https://bbb.example.coop/bigbluebutton/`
 * @returns the address that the name of a call is appended to, `https://bbb.example.coop/bigbluebutton/api/`
 * @throws TypeError where it is no plain web address
 */
export function apiAddress(written: string): string {
  const url = URL.parse(written.trim())
  if (!url || !isPlain(url)) {
    throw new TypeError('The address of a BBB server begins with https:// and has no password, "?" or "#"')
  }
  const path = url.pathname.replace(/(?<!\/)\/+$/, '').replace(/\/api$/, '')
  return `${url.origin}${path}/api/`
}

function isPlain(url: URL): boolean {
  const web = url.protocol === 'https:' || url.protocol === 'http:'
  return web && url.username === '' && url.password === '' && url.search === '' && url.hash === ''
}
