import { BlockList, isIP, isIPv4 } from 'node:net'
import type { Context } from 'hono'
import { networkOf } from '../settings/networks.ts'
import type { Settings } from '../settings/settings.ts'

/**
 * From where requests come: the other end of the connection or, where that is one of our own proxies, the nearest
 * address in `X-Forwarded-For` that is none. What stands further left anybody can write.
 * @returns a function whose answer is one network of a subscriber: an IPv4 address, or an IPv6 /64
 */
export function addressReader(settings: Pick<Settings, 'trustedProxies'>): (c: Context) => string {
  const trusted = new BlockList()
  for (const { address, bits } of settings.trustedProxies.map(networkOf)) {
    const family = isIPv4(address) ? 'ipv4' : 'ipv6'
    trusted.addSubnet(address, bits === null ? (family === 'ipv4' ? 32 : 128) : Number(bits), family)
  }
  const isOurs = (address: string) => trusted.check(address, isIPv4(address) ? 'ipv4' : 'ipv6')

  return (c) => {
    const { peer } = c.env ?? {}
    let nearest = plain(typeof peer === 'string' ? peer : '')
    const hops = (c.req.header('X-Forwarded-For') ?? '').slice(-2_000).split(',').map(plain)
    while (isIP(nearest) !== 0 && isOurs(nearest)) {
      const next = hops.pop()
      if (next === undefined || isIP(next) === 0) break
      nearest = next
    }
    return subscriberOf(nearest)
  }
}

/**
 * Networks that are nobody's own (RFC 1918, RFC 4193, RFC 3927, RFC 4291, RFC 6598): loopback, a house, containers, and
 * the inner side of a provider's address translation.
 */
const privateNetworks = new BlockList()
for (const [network, bits] of [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const)
  privateNetworks.addSubnet(network, bits, 'ipv4')
privateNetworks.addSubnet('fc00::', 7, 'ipv6')
privateNetworks.addSubnet('fe80::', 10, 'ipv6')
// The /64 of ::1; the whole of it would hold every IPv4 address as IPv6 maps it.
privateNetworks.addAddress('::', 'ipv6')

/**
 * The address of a subscriber, for bounds on what one of them may hold.
 * @param address as `addressReader` tells it
 * @returns null where it is no subscriber's: all who come through a reverse proxy that the settings do not name have
 *   its address
 */
export function subscriberIn(address: string): string | null {
  const [plainAddress = ''] = address.split('/')
  const family = isIP(plainAddress)
  if (family === 0) return null
  return privateNetworks.check(plainAddress, family === 4 ? 'ipv4' : 'ipv6') ? null : address
}

/** Without zone, brackets and port, and IPv4 as itself where it comes in IPv6's clothes. */
function plain(written: string): string {
  const [zoned = ''] = written
    .trim()
    .replace(/^\[(.*)\](:\d+)?$/, '$1')
    .split('%', 1)
  const address = zoned.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '')
  return /^\d+\.\d+\.\d+\.\d+:\d+$/.test(address) ? address.replace(/:\d+$/, '') : address
}

/** A household has a whole IPv6 /64 and may change its address within at will (RFC 8981). */
function subscriberOf(address: string): string {
  if (isIP(address) !== 6) return isIP(address) === 4 ? address : 'unknown'
  // A URL's host is an address in its one short form (RFC 5952); its first four groups are the /64.
  const short = new URL(`http://[${address}]`).hostname.slice(1, -1)
  const [left = '', right] = short.split('::')
  const before = left === '' ? [] : left.split(':')
  const after = right ? right.split(':') : []
  const missing = right === undefined ? 0 : 8 - before.length - after.length
  return `${[...before, ...Array.from({ length: missing }, () => '0'), ...after].slice(0, 4).join(':')}::/64`
}
