import { oldAddress, ownAddress } from '../../contract/addresses.ts'
import type { Settings } from '../platform/settings/settings.ts'

/** The destination of a link or code that somebody typed or pasted. */
export type TypedLink =
  /** A path of ours. */
  | { path: string }
  /** Digits alone: the address of a room, or a PIN or an access code, which lead nowhere here. */
  | { number: string; path: string }
  | { unknown: string }

/** Characters that are given back to be mended; longer than any link of ours. */
const longest = 300
/** Characters that are read: an invitation in two languages, with a mail program's quotes around it. */
const longestText = 20_000
const longestLink = 2_000
const mostLinks = 100

/**
 * Reads the field of the home page: an address, a link of ours in any shape, also amid the text of an invitation, an
 * old link with the host name of one of our servers.
 * @param typed as it came, of any length
 */
export function readTypedLink(typed: string, settings: Pick<Settings, 'publicUrl' | 'servers'>): TypedLink {
  const text = typed.slice(0, longestText).toWellFormed().trim()
  // Behind `#` a link may have a secret, which is given back to nobody.
  const given = text.replaceAll(/#\S*/g, '').slice(0, longest).toWellFormed()
  const words = text.split(/[\s<>"«»“”()]+/u).map((word) => word.replace(/(?<![.,;:!?])[.,;:!?]+$/, ''))
  const links = words.filter((word) => word.length <= longestLink && /[/:]/.test(word)).slice(0, mostLinks)
  for (const link of links) {
    const path = ownPathOf(link, settings)
    if (path !== null) return { path }
  }
  if (/[/:\\]/.test(text)) return { unknown: given }
  const code = words.filter(Boolean).join('-').toLowerCase()
  if (code === '' || code.length > longest) return { unknown: given }
  const path = `/${encodeURIComponent(code)}`
  return /^[\d-]+$/.test(code) ? { number: given, path } : { path }
}

/** The path on our own pages, or null where the link leads elsewhere. */
function ownPathOf(link: string, { publicUrl, servers }: Pick<Settings, 'publicUrl' | 'servers'>) {
  const base = new URL(publicUrl)
  const absolute = URL.parse(link)
  const withoutScheme = URL.parse(`${base.protocol}//${link.replace(/^\/+/, '')}`)
  const ours = [absolute, withoutScheme, fromRoot(link, base)].find((url) => url?.host === base.host)
  if (ours) return ownPath(ours.pathname + ours.search + ours.hash, publicUrl)
  const hosts = servers.map(({ url }) => new URL(url).host)
  const old = [absolute, withoutScheme].find((url) => url && hosts.includes(url.host))
  return old && isOldPath(old.pathname) ? old.pathname : null
}

/** `/assembly`, or `b/abc-def-ghi` without its slash; a first part with a dot is the name of a host. */
function fromRoot(link: string, base: URL): URL | null {
  if (link.startsWith('/')) return URL.parse(link, base)
  return /^[a-z0-9-]+\//i.test(link) ? URL.parse(`/${link}`, base) : null
}

/** The shapes of Greenlight's links, which stood on the server itself. */
function isOldPath(path: string): boolean {
  const [, address = ''] = /^\/(?:b\/|rooms\/)?([^/]+)(?:\/join)?$/.exec(path) ?? []
  return oldAddress.test(address)
}

/** A path of ours with its query and fragment; the home page where an address leads elsewhere. */
export function ownPath(wanted: string, publicUrl: string): string {
  const url = ownAddress(wanted, new URL(publicUrl).origin)
  return url ? url.pathname + url.search + url.hash : '/'
}
