import { isIP, isIPv4 } from 'node:net'

/** An IP address, or a network in CIDR notation (RFC 4632). */
export function isNetwork(text: string): boolean {
  const { address, bits } = networkOf(text)
  const most = isIPv4(address) ? 32 : 128
  return isIP(address) !== 0 && (bits === null || (/^\d{1,3}$/.test(bits) && Number(bits) <= most))
}

/** The parts of a network in CIDR notation; null: a single address. */
export function networkOf(text: string): { address: string; bits: string | null } {
  const [address = '', bits = null] = text.split('/')
  return { address, bits }
}
