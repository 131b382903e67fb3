import { generateKeyPair, SignJWT } from 'jose'
import { expect, test } from 'vitest'
import { ada, claimsOf, origins, type World } from '../world.ts'
import { describeOnBoth } from './databases.ts'
import { form, inWorld } from './faults-world.ts'

/* Faults 20 and 21: the sign-in server's word that a session ended, and whoever pretends to be it. */

async function withSession(w: World, claims: Record<string, unknown>): Promise<string> {
  return await w.issuer.accessToken({ ...claimsOf(ada), ...claims })
}

async function asks(w: World, token: string): Promise<string> {
  const answer = await w.ask('/api/rooms', { headers: { Authorization: `Bearer ${token}` } })
  return answer.ok ? 'rooms' : (await answer.json()).code
}

async function logout(w: World, logout_token: string, issuer = 'sso'): Promise<[number, string]> {
  const answer = await w.ask(`/hooks/issuers/${issuer}/logout`, form({ logout_token }, null))
  return [answer.status, answer.ok ? '' : (await answer.json()).code]
}

describeOnBoth('back-channel logout', (open) => {
  test('ends one session at once, and no other; a replay changes nothing', async () => {
    await inWorld({ store: await open() }, async (w) => {
      const [here, there] = [await withSession(w, { sid: 'here' }), await withSession(w, { sid: 'there' })]
      expect([await asks(w, here), await asks(w, there)]).toEqual(['rooms', 'rooms'])

      const token = await w.issuer.logoutToken({ sid: 'here' })
      expect(await logout(w, token)).toEqual([200, ''])
      expect([await asks(w, here), await asks(w, there)]).toEqual(['session_ended', 'rooms'])
      expect(await logout(w, token)).toEqual([200, ''])
      expect([await asks(w, here), await asks(w, there)]).toEqual(['session_ended', 'rooms'])
    })
  })

  test('of a person alone ends every session until then, and none that begins later', async () => {
    await inWorld({ store: await open() }, async (w) => {
      const seconds = Math.floor(Date.now() / 1000)
      const before = await withSession(w, { sid: 'one', iat: seconds - 5 })
      expect(await asks(w, before)).toBe('rooms')
      expect(
        await logout(w, await w.issuer.logoutToken({ sub: ada.subject, sid: undefined, iat: seconds - 3 })),
      ).toEqual([200, ''])
      expect(await asks(w, before)).toBe('session_ended')
      expect(await asks(w, await withSession(w, { sid: 'two', iat: seconds }))).toBe('rooms')
    })
  })

  test('is told on the event stream of the page, which then ends', async () => {
    await inWorld({ store: await open() }, async (w) => {
      const token = await withSession(w, { sid: 'here' })
      const stream = await w.ask('/api/me/events', { headers: { Authorization: `Bearer ${token}` } })
      expect(stream.headers.get('Content-Type')).toMatch(/^text\/event-stream/)
      await logout(w, await w.issuer.logoutToken({ sid: 'there' }))
      await logout(w, await w.issuer.logoutToken({ sid: 'here' }))
      const said = await stream.text()
      expect(said.match(/^event: .*$/gm)).toEqual(['event: ended'])
      const refused = await w.ask('/api/me/events', { headers: { Authorization: `Bearer ${token}` } })
      expect(refused.status).toBe(401)
    })
  })

  test('reaches a second proxy on the same store, and one that starts later', async () => {
    const store = await open()
    await inWorld({ store }, async (first) => {
      await inWorld({ store, issuer: first.issuer }, async (second) => {
        const token = await withSession(first, { sid: 'here' })
        expect([await asks(first, token), await asks(second, token)]).toEqual(['rooms', 'rooms'])
        await logout(first, await first.issuer.logoutToken({ sid: 'here' }))
        await expect.poll(() => asks(second, token)).toBe('session_ended')
      })
      await inWorld({ store, issuer: first.issuer }, async (later) => {
        expect(await asks(later, await withSession(first, { sid: 'here' }))).toBe('session_ended')
      })
    })
  })

  test('reaches a second proxy, whatever the time is at the issuer', async () => {
    const store = await open()
    await inWorld({ store }, async (first) => {
      await inWorld({ store, issuer: first.issuer }, async (second) => {
        const seconds = Math.floor(Date.now() / 1000)
        const [one, two] = [
          await withSession(first, { sid: 'one' }),
          await withSession(first, { sid: 'two' }),
        ]
        await logout(first, await first.issuer.logoutToken({ sid: 'one' }))
        await expect.poll(() => asks(second, one), { timeout: 30_000 }).toBe('session_ended')
        await logout(first, await first.issuer.logoutToken({ sid: 'two', iat: seconds - 90 }))
        await expect.poll(() => asks(second, two), { timeout: 30_000 }).toBe('session_ended')
      })
    })
  })

  test('that is forged, meant for another, or of another kind signs nobody out', async () => {
    await inWorld({ store: await open() }, async (w) => {
      const session = await withSession(w, { sid: 'here' })
      const { privateKey } = await generateKeyPair('ES256')
      const seconds = Math.floor(Date.now() / 1000)
      const events = { 'http://schemas.openid.net/event/backchannel-logout': {} }
      const claims = {
        iss: w.issuer.issuer,
        aud: 'foyer',
        sid: 'here',
        iat: seconds,
        exp: seconds + 120,
        jti: 'j',
        events,
      }
      const forged = (header: { alg: string; kid?: string }) =>
        new SignJWT(claims).setProtectedHeader({ typ: 'logout+jwt', ...header }).sign(privateKey)
      const unsigned = [{ alg: 'none', typ: 'logout+jwt' }, claims]
        .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
        .join('.')
      const tokens = [
        'garbage',
        `${unsigned}.`,
        await forged({ alg: 'ES256', kid: String(w.issuer.publicKey().kid) }),
        await w.issuer.logoutToken({ sid: 'here', aud: 'another-client' }),
        await w.issuer.logoutToken({ sid: 'here', aud: 'foyer-api' }),
        await w.issuer.logoutToken({ sid: 'here', iss: `${origins.issuer}/realms/another` }),
        await w.issuer.logoutToken({ sid: 'here', events: {} }),
        await w.issuer.logoutToken({ sid: 'here', events: undefined }),
        await w.issuer.logoutToken({ sid: 'here', nonce: 'n' }),
        await w.issuer.logoutToken({ sid: 'here', iat: seconds - 3_600, exp: seconds + 60 }),
        await w.issuer.logoutToken({ sid: 'here', exp: seconds - 60 }),
        await w.issuer.logoutToken({ sid: undefined, sub: undefined }),
        await w.issuer.logoutToken({ sid: 'here' }, { typ: 'at+jwt' }),
        session,
      ]
      for (const token of tokens) expect(await logout(w, token)).toEqual([400, 'logout_token_invalid'])
      expect(await logout(w, await w.issuer.logoutToken({ sid: 'here' }), 'nobody')).toEqual([
        400,
        'logout_token_invalid',
      ])
      expect(await asks(w, session)).toBe('rooms')
    })
  })

  test('a token that is bound to a key is no bearer (RFC 9449), and the operators see why', async () => {
    await inWorld({ store: await open() }, async (w) => {
      expect(await asks(w, await withSession(w, { cnf: { jkt: 'thumbprint' } }))).toBe('token_invalid')
    })
  })
})
