import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import { addressReader, subscriberIn } from '../../src/proxy/platform/http/address.ts'
import { isNetwork } from '../../src/proxy/platform/settings/networks.ts'

async function addressOf(
  peer: string | undefined,
  forwarded?: string,
  trustedProxies = ['127.0.0.0/8', '::1'],
) {
  const read = addressReader({ trustedProxies })
  const app = new Hono().get('/', (c) => c.text(read(c)))
  const headers = forwarded === undefined ? {} : { 'X-Forwarded-For': forwarded }
  return await (await app.fetch(new Request('http://foyer.example/', { headers }), { peer })).text()
}

describe('the address of a request', () => {
  test.each([
    ['the connection’s own', '203.0.113.9', undefined, '203.0.113.9'],
    ['… also where it claims another', '203.0.113.9', '6.6.6.6', '203.0.113.9'],
    ['what our proxy saw', '127.0.0.1', '203.0.113.9', '203.0.113.9'],
    ['… and not what stood there before', '127.0.0.1', '6.6.6.6, 203.0.113.9', '203.0.113.9'],
    ['… also when it stood on several lines', '::1', '6.6.6.6,7.7.7.7 , 203.0.113.9', '203.0.113.9'],
    ['IPv4 in the clothes of IPv6', '::ffff:127.0.0.1', '::ffff:203.0.113.9', '203.0.113.9'],
    ['with a port', '127.0.0.1', '203.0.113.9:51234', '203.0.113.9'],
    ['a /64 of IPv6', '2001:db8:1:2:3:4:5:6', undefined, '2001:db8:1:2::/64'],
    ['… the same for the neighbour address', '127.0.0.1', '[2001:DB8:1:2::99]:443', '2001:db8:1:2::/64'],
    ['… with its noughts', '2001:db8::1', undefined, '2001:db8:0:0::/64'],
    ['the proxy’s, where it names nobody', '127.0.0.1', undefined, '127.0.0.1'],
    ['… or garbage', '127.0.0.1', '<script>, unknown', '127.0.0.1'],
    ['unknown', undefined, '6.6.6.6', 'unknown'],
  ])('is %s', async (_what, peer, forwarded, address) => {
    expect(await addressOf(peer, forwarded)).toBe(address)
  })

  test('goes through as many proxies as are trusted', async () => {
    const trusted = ['10.0.0.0/8', 'fd00::/8']
    expect(await addressOf('10.1.2.3', '6.6.6.6, 203.0.113.9, fd12::1', trusted)).toBe('203.0.113.9')
    expect(await addressOf('127.0.0.1', '203.0.113.9', trusted)).toBe('127.0.0.1')
  })

  test.each([
    ['127.0.0.1', true],
    ['10.0.0.0/8', true],
    ['fd00::/8', true],
    ['10.0.0.0/33', false],
    ['10.0.0.0/', false],
    ['localhost', false],
    ['', false],
  ])('%j as a trusted proxy: %s', (text, isOne) => {
    expect(isNetwork(text)).toBe(isOne)
  })
})

describe('the address of a subscriber', () => {
  test.each(['203.0.113.9', '8.8.8.8', '100.63.255.254', '100.128.0.1', '2001:db8:1:2::/64'])(
    '%s is one',
    (address) => {
      expect(subscriberIn(address)).toBe(address)
    },
  )

  test.each([
    '127.0.0.1',
    '10.1.2.3',
    '100.64.0.1',
    '100.127.255.254',
    '172.17.0.1',
    '192.168.1.9',
    'fd00:1:2:3::/64',
    '0:0:0:0::/64',
    'unknown',
  ])('%s is none: many may stand behind it', (address) => {
    expect(subscriberIn(address)).toBeNull()
  })
})
