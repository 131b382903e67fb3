import { base64url, exportSPKI, importJWK, SignJWT } from 'jose'
import { expect, test } from 'vitest'
import type { ProblemCode } from '../../src/contract/problems.ts'
import { ProblemError } from '../../src/proxy/platform/problem.ts'
import { type AccessOptions, type AccessWorld, openAccess } from './access-world.ts'
import { describeOnBoth, later } from './databases.ts'
import type { TestIssuer } from './issuer.ts'

/** The code with which a request is refused, or `admitted`. */
async function verdict(world: AccessWorld, request: Request): Promise<ProblemCode | 'admitted'> {
  return await world.verifier.verify(request).then(
    () => 'admitted',
    (error: unknown) => {
      if (error instanceof ProblemError) return error.code
      throw error
    },
  )
}

function encoded(part: unknown): string {
  return base64url.encode(JSON.stringify(part))
}

async function signedWithPublicKey(issuer: TestIssuer): Promise<string> {
  const key = await importJWK({ ...issuer.publicKey() }, 'ES256')
  const secret = new TextEncoder().encode(key instanceof Uint8Array ? '' : await exportSPKI(key))
  const now = Math.floor(Date.UTC(2026, 10, 23, 12) / 1000)
  return await new SignJWT({ aud: 'foyer-api', azp: 'foyer', typ: 'Bearer' })
    .setProtectedHeader({ alg: 'HS256', kid: 'key-1' })
    .setIssuer(issuer.issuer)
    .setSubject('ada')
    .setIssuedAt(now)
    .setExpirationTime(now + 300)
    .sign(secret)
}

const seconds = (world: AccessWorld) => Math.floor(world.clock.now / 1000)
type Claims = (world: AccessWorld) => Record<string, unknown>

/** What is wrong with a token that its issuer signed, and the code that says so. */
const wrongClaims: [string, ProblemCode, Claims][] = [
  ['for another audience', 'audience_missing', () => ({ aud: 'account' })],
  ['without an audience', 'audience_missing', () => ({ aud: undefined })],
  ['for another client', 'client_not_allowed', () => ({ azp: 'wiki' })],
  ['for another client, by client_id', 'client_not_allowed', () => ({ azp: undefined, client_id: 'wiki' })],
  ['for no client', 'client_not_allowed', () => ({ azp: undefined })],
  ['that is an ID token', 'token_invalid', () => ({ typ: 'ID' })],
  ['that is a refresh token', 'token_invalid', () => ({ typ: 'Refresh' })],
  ['of no kind at all', 'token_invalid', () => ({ typ: undefined })],
  ['bound to a key', 'token_invalid', () => ({ cnf: { jkt: 'a-thumbprint' } })],
  ['that has expired', 'token_expired', (world) => ({ exp: seconds(world) - 11 })],
  ['without an end', 'token_invalid', () => ({ exp: undefined })],
  ['with an end that is text', 'token_invalid', () => ({ exp: 'tomorrow' })],
  ['from the future', 'clock_skew', (world) => ({ iat: seconds(world) + 11 })],
  ['not valid yet', 'clock_skew', (world) => ({ nbf: seconds(world) + 11 })],
  ['without a subject', 'subject_missing', () => ({ sub: undefined })],
  ['with an empty subject', 'subject_missing', () => ({ sub: '' })],
  ['with a subject that is no text', 'subject_missing', () => ({ sub: 7 })],
  ['with a subject that no database keeps', 'token_invalid', () => ({ sub: 'a\0b' })],
]

describeOnBoth('a token', (open) => {
  async function start(options: AccessOptions = {}): Promise<AccessWorld> {
    const world = await openAccess(await open(), options)
    later(async () => world.close())
    return world
  }

  test('of Keycloak is accepted, and says who it is', async () => {
    const world = await start()
    const token = await world.issuer.accessToken({ sub: 'ada', groups: ['/members/riverside'] })
    const verified = await world.verifier.verify(world.request(token))
    expect(verified).toMatchObject({ issuer: 'sso', subject: 'ada', expiresAt: world.clock.now + 300_000 })
    expect(verified.claims).toMatchObject({ groups: ['/members/riverside'] })
  })

  test('as RFC 9068 writes it is accepted, too', async () => {
    const world = await start()
    const claims = { typ: undefined, azp: undefined, client_id: 'foyer', aud: ['account', 'foyer-api'] }
    const token = await world.issuer.accessToken(claims, { typ: 'at+jwt' })
    expect(await verdict(world, world.request(token))).toBe('admitted')
  })

  test.each(['RS256', 'PS256', 'ES256'] as const)('may be signed with %s', async (algorithm) => {
    const world = await start({ algorithm })
    expect(await verdict(world, world.request(await world.issuer.accessToken()))).toBe('admitted')
  })

  test('may come from clocks that differ by ten seconds', async () => {
    const world = await start()
    const ahead = await world.issuer.accessToken({ iat: seconds(world) + 9, nbf: seconds(world) + 9 })
    const behind = await world.issuer.accessToken({ exp: seconds(world) - 9 })
    expect(await verdict(world, world.request(ahead))).toBe('admitted')
    expect(await verdict(world, world.request(behind))).toBe('admitted')
  })

  test.each(wrongClaims)('%s is refused with %s', async (_what, code, claims) => {
    const world = await start()
    const token = await world.issuer.accessToken(claims(world))
    expect(await verdict(world, world.request(token))).toBe(code)
  })

  test('is told missing, or misshapen, before anything is looked at', async () => {
    const world = await start()
    expect(await verdict(world, world.request())).toBe('token_missing')
    for (const header of ['Basic YTpi', 'Bearer', 'Bearer a b', 'Bearer a.b.c, Bearer d.e.f', 'Bearer é']) {
      const request = new Request('https://meet.example/', { headers: { Authorization: header } })
      expect(await verdict(world, request)).toBe('token_invalid')
    }
    for (const token of ['a', 'a.b', 'a.b.c', 'a.b.c.d.e', `${encoded({})}.${encoded([])}.`, '..']) {
      expect(await verdict(world, world.request(token))).toBe('token_invalid')
    }
    expect(world.issuer.asked).toEqual([])
  })

  test('of an unknown issuer is refused, and its issuer is not asked for anything', async () => {
    const world = await start()
    const token = await world.issuer.accessToken({ iss: 'https://evil.example' })
    expect(await verdict(world, world.request(token))).toBe('issuer_unknown')
    for (const iss of [undefined, null, 7, ['https://sso.example/realms/meet'], '__proto__']) {
      expect(await verdict(world, world.request(await world.issuer.accessToken({ iss })))).toBe(
        'issuer_unknown',
      )
    }
    expect(world.strayRequests).toEqual([])
    expect(world.issuer.asked).toEqual([])
  })

  test('that nobody signed, or somebody else, is refused', async () => {
    const world = await start()
    const good = await world.issuer.accessToken()
    const [header = '', payload = '', signature = ''] = good.split('.')
    const unsigned = `${encoded({ alg: 'none' })}.${payload}.`
    const tampered = `${header}.${encoded({ ...JSON.parse(atob(payload)), sub: 'sam' })}.${signature}`
    const forged = await world.issuer.forgedToken()
    const confused = await signedWithPublicKey(world.issuer)
    for (const token of [unsigned, tampered, forged, confused]) {
      expect(await verdict(world, world.request(token))).toBe('token_invalid')
    }
    expect(await verdict(world, world.request(good))).toBe('admitted')
  })

  test('of one issuer is not verified with the keys of the other', async () => {
    const world = await start()
    const token = await world.other.accessToken({ iss: world.issuer.issuer })
    expect(await verdict(world, world.request(token))).toBe('token_invalid')
  })

  test('cannot say where its key is', async () => {
    const world = await start()
    const elsewhere = 'https://evil.example/keys'
    const header = { jku: elsewhere, x5u: elsewhere, jwk: world.other.publicKey() }
    expect(await verdict(world, world.request(await world.issuer.accessToken({}, header)))).toBe('admitted')
    const stranger = await world.other.accessToken({ iss: world.issuer.issuer }, { ...header, kid: 'key-9' })
    expect(await verdict(world, world.request(stranger))).toBe('token_invalid')
    expect(world.strayRequests).toEqual([])
  })

  test('may have 300 groups, but not 32 KB', async () => {
    const world = await start()
    const groups = (count: number) =>
      Array.from({ length: count }, (_, index) => `/members/some-group-of-ours-${index}`)
    const large = await world.issuer.accessToken({ groups: groups(300) })
    const tooLarge = await world.issuer.accessToken({ groups: groups(900) })
    expect(tooLarge.length).toBeGreaterThan(32 * 1024)
    expect(await verdict(world, world.request(large))).toBe('admitted')
    expect(await verdict(world, world.request(tooLarge))).toBe('token_too_large')
  })

  test('with a critical header that we do not know, or nested beyond reason, is refused', async () => {
    const world = await start()
    const [, payload = '', signature = ''] = (await world.issuer.accessToken()).split('.')
    const critical = `${encoded({ alg: 'ES256', kid: 'key-1', crit: ['exp'] })}.${payload}.${signature}`
    const deep = `${encoded({ alg: 'ES256' })}.${base64url.encode('['.repeat(9_000))}.${signature}`
    expect(await verdict(world, world.request(critical))).toBe('token_invalid')
    expect(await verdict(world, world.request(deep))).toBe('token_invalid')
  })

  test('is remembered until it ends, and no longer', async () => {
    const world = await start()
    const token = await world.issuer.accessToken({ exp: seconds(world) + 60 })
    expect(await verdict(world, world.request(token))).toBe('admitted')
    world.clock.now += 59_000
    expect(await verdict(world, world.request(token))).toBe('admitted')
    world.clock.now += 12_000
    expect(await verdict(world, world.request(token))).toBe('token_expired')
  })

  test('of an issuer that only renews is accepted, of a retired one refused with its own code', async () => {
    const accepting = await start({ state: 'acceptOnly' })
    const token = await accepting.issuer.accessToken()
    expect(await verdict(accepting, accepting.request(token))).toBe('admitted')
    const retired = await start({ state: 'retired' })
    expect(await verdict(retired, retired.request(await retired.issuer.accessToken()))).toBe('issuer_retired')
    expect(retired.issuer.asked).toEqual([])
  })

  test('is never in the log', async () => {
    const world = await start()
    const token = await world.issuer.accessToken()
    await verdict(world, world.request(token))
    await verdict(world, world.request(await world.issuer.forgedToken()))
    expect(world.logged()).not.toContain(token.slice(0, 60))
  })
})
