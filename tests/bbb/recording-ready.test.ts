import { generateKeyPair, SignJWT, UnsecuredJWT } from 'jose'
import { expect, test } from 'vitest'
import { ForgedCall } from '../../src/proxy/bbb/ready.ts'
import { bbbAt, secret } from './loopback.ts'

const bbb = bbbAt('https://bbb.example/bigbluebutton/')
const claims = { meeting_id: 'foyer-1', record_id: '0123456789abcdef0123456789abcdef01234567-1763900000000' }

function signed(payload: Record<string, unknown>, key = secret, alg = 'HS256'): Promise<string> {
  return new SignJWT(payload).setProtectedHeader({ alg }).sign(new TextEncoder().encode(key))
}

test.each(['HS256', 'HS512'])('the server’s own %s call names the recording', async (alg) => {
  expect(await bbb.readRecordingReady(await signed(claims, secret, alg))).toEqual({
    meetingId: 'foyer-1',
    recordId: claims.record_id,
  })
})

test.each<[string, () => string | Promise<string>]>([
  ['another server’s secret', () => signed(claims, 'another secret, of another server')],
  ['no signature', () => new UnsecuredJWT(claims).encode()],
  ['another algorithm', () => signed(claims, secret, 'HS384')],
  [
    'a public key’s algorithm',
    async () => {
      const { privateKey } = await generateKeyPair('RS256')
      return await new SignJWT(claims).setProtectedHeader({ alg: 'RS256' }).sign(privateKey)
    },
  ],
  ['changed claims', async () => (await signed(claims)).replace(/\..*\./, `.${btoa('{"meeting_id":"x"}')}.`)],
  ['no claims', () => signed({})],
  ['numbers for ids', () => signed({ meeting_id: 1, record_id: 2 })],
  ['an empty id', () => signed({ ...claims, record_id: '' })],
  ['a list of ids', () => signed({ ...claims, record_id: [claims.record_id] })],
  ['too much', () => signed({ ...claims, more: 'x'.repeat(5_000) })],
  ['nothing', () => ''],
  ['garbage', () => 'a.b.c'],
])('a call with %s is forged', async (_, token) => {
  const error = await bbb.readRecordingReady(await token()).catch((reason) => reason)
  expect(error).toBeInstanceOf(ForgedCall)
  expect(String(error)).not.toContain(secret)
})
