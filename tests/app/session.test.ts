// @vitest-environment node -- the session is given its browser; the sign-in server needs Node as it is
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { createSession, type Session } from '../../src/app/session/session.ts'
import type { PublicIssuer } from '../../src/contract/config.ts'
import { demoPeople } from '../../src/demo/people.ts'
import { createDemoSignIn } from '../../src/demo/sign-in/provider.ts'
import { locationOf, newPlainBrowser, type PlainBrowser } from '../proxy/plain-browser.ts'
import { openBrowser, type TestBrowser, type TestTab } from './session-browser.ts'

const origin = 'https://meet.example'
const rogue = 'https://rogue.example'
const api = `${origin}/api/rooms`

const network = setupServer()
beforeAll(() => network.listen({ onUnhandledFrame: 'bypass' }))
afterAll(() => network.close())

const cleanUps: (() => unknown)[] = []
afterEach(async () => {
  vi.useRealTimers()
  network.resetHandlers()
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

interface SignInServer {
  issuer: string
  /** How often tokens were asked for. */
  tokenRequests: number
  down(): Promise<void>
}

/** The sign-in server of the demo, on a loopback port. */
async function startSignIn(accessTokenSeconds = 300): Promise<SignInServer> {
  let answer: RequestListener = () => {}
  const server = createServer((request, response) => {
    if (isTokenRequest(request)) self.tokenRequests += 1
    answer(request, response)
  })
  const issuer = `http://127.0.0.1:${await listen(server)}`
  const signIn = createDemoSignIn({
    issuer,
    clientId: 'foyer',
    redirectUris: [`${origin}/sign-in/demo/callback`],
    postLogoutRedirectUris: [`${origin}/signed-out`],
    audience: 'foyer-api',
    people: demoPeople,
    storageFile: ':memory:',
    accessTokenSeconds,
  })
  answer = signIn.handler
  const self: SignInServer = {
    issuer,
    tokenRequests: 0,
    down: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  cleanUps.push(() => signIn.close())
  cleanUps.push(() => self.down())
  return self
}

function isTokenRequest({ method, url }: IncomingMessage): boolean {
  return method === 'POST' && url === '/token'
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
}

const pages = /^\/($|recordings$|recordings\/[^/]+$|me$|[a-z0-9-]+$)/

/** @param state of the first of two issuers */
function sessionOf(tab: TestTab, issuer: string, state: PublicIssuer['state'] = 'active'): Session {
  return createSession({
    issuers: [
      { id: 'demo', issuer, clientId: 'foyer', state },
      { id: 'rogue', issuer: rogue, clientId: 'foyer', state: 'active' },
    ],
    language: () => 'fr-CA',
    matchesRoute: (pathname) => pages.test(pathname),
    env: tab.world,
  })
}

/** Somebody with a browser, and the sign-in server that knows it. */
interface Somebody {
  server: SignInServer
  browser: TestBrowser
  /** The same browser, as the sign-in server sees it. */
  outside: PlainBrowser
}

async function somebody(accessTokenSeconds?: number): Promise<Somebody> {
  const server = await startSignIn(accessTokenSeconds)
  return { server, browser: openBrowser(origin), outside: newPlainBrowser() }
}

/** The page of the sign-in server, up to the address that it leads back to. */
async function answerAs(outside: PlainBrowser, address: URL, subject = 'demo-ada'): Promise<string> {
  const started = locationOf(await outside.get(address.href))
  if (started.origin === origin) return started.href
  const chosen = await outside.post(started.href, { person: subject })
  return locationOf(await outside.get(locationOf(chosen).href)).href
}

async function leaveToSignIn(session: Session, tab: TestTab, returnTo = '/'): Promise<URL> {
  const leaving = tab.leaving()
  void session.signIn(returnTo)
  return await leaving
}

/** A new tab in which somebody signs in. */
async function signedInTab({ server, browser, outside }: Somebody, returnTo = '/') {
  const tab = browser.openTab()
  const asking = sessionOf(tab, server.issuer)
  const callback = await answerAs(outside, await leaveToSignIn(asking, tab, returnTo))
  // The redirects ended one document, and begin another.
  const session = sessionOf(tab, server.issuer)
  const path = await session.finish(callback)
  return { tab, session, path, callback }
}

async function tokenOf(session: Session): Promise<string | null> {
  return (await session.authorize(new Request(api))).headers.get('Authorization')
}

async function problemOf(promise: Promise<unknown>): Promise<string> {
  return await promise.then(
    () => 'no problem',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  )
}

function forgetRefreshToken(tab: TestTab): void {
  for (let index = 0; index < tab.world.local.length; index++) {
    const key = tab.world.local.key(index) ?? ''
    const text = tab.world.local.getItem(key)
    if (!key.startsWith('oidc.user:') || text === null) continue
    tab.world.local.setItem(
      key,
      JSON.stringify({ ...JSON.parse(text), refresh_token: 'unknown', expires_at: 1 }),
    )
  }
}

describe('signing in', () => {
  test('leads back to the page from which one left, and every tab is signed in', async () => {
    const me = await somebody()
    const { session, path, tab } = await signedInTab(me, '/housing-group?tab=recordings')
    expect(path).toBe('/housing-group?tab=recordings')
    expect(tab.path).toBe('/sign-in/demo/callback')
    expect(session.current()).toMatchObject({ status: 'signed_in', issuer: 'demo', name: 'Ada Osei' })
    expect(me.browser.isMember).toBe(true)
    const second = sessionOf(me.browser.openTab(), me.server.issuer)
    expect(second.current()).toMatchObject({ status: 'signed_in', name: 'Ada Osei' })
    expect(await tokenOf(second)).toBe(await tokenOf(session))
  })

  test('asks in the language of the page, with PKCE and a nonce', async () => {
    const { server, browser } = await somebody()
    const tab = browser.openTab()
    const address = await leaveToSignIn(sessionOf(tab, server.issuer), tab)
    expect(Object.fromEntries(address.searchParams)).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      ui_locales: 'fr-CA',
      nonce: expect.stringMatching(/^[0-9a-f-]{36}$/),
      redirect_uri: `${origin}/sign-in/demo/callback`,
    })
  })

  test.each([
    '//evil.example',
    '/\\evil.example',
    '/%5cevil',
    '/a/..//evil',
    'javascript:alert(1)',
    'https://evil.example/me',
  ])('never leads to %s', async (target) => {
    const me = await somebody()
    expect((await signedInTab(me, target)).path).toBe('/')
  })

  test('leads home where one left from no page of ours, or from the sign-in itself', async () => {
    const me = await somebody()
    expect((await signedInTab(me, '/some/where/else')).path).toBe('/')
    expect((await signedInTab(me, '/sign-in/demo/callback?code=1')).path).toBe('/')
  })

  test('takes an answer once, however often the page asks', async () => {
    const me = await somebody()
    const { server, outside } = me
    const tab = me.browser.openTab()
    const callback = await answerAs(outside, await leaveToSignIn(sessionOf(tab, server.issuer), tab, '/me'))
    const session = sessionOf(tab, server.issuer)
    expect(await Promise.all([session.finish(callback), session.finish(callback)])).toEqual(['/me', '/me'])
    expect(server.tokenRequests).toBe(1)
    expect(await sessionOf(tab, server.issuer).finish(callback)).toBe('/')
  })

  test('explains an answer to a question that nobody here asked', async () => {
    const { server, browser } = await somebody()
    const session = sessionOf(browser.openTab(), server.issuer)
    const iss = encodeURIComponent(server.issuer)
    expect(await problemOf(session.finish(`${origin}/sign-in/demo/callback?code=1&state=2&iss=${iss}`))).toBe(
      'state_lost',
    )
    expect(await problemOf(session.finish(`${origin}/sign-in/demo/callback?iss=${iss}`))).toBe('state_lost')
    expect(await problemOf(session.finish(`${origin}/sign-in/nobody/callback?code=1&state=2`))).toBe(
      'state_lost',
    )
    expect(browser.isMember).toBe(false)
  })

  test('explains a no', async () => {
    const { server, browser, outside } = await somebody()
    const tab = browser.openTab()
    const session = sessionOf(tab, server.issuer)
    const callback = await answerAs(outside, await leaveToSignIn(session, tab), 'nobody')
    expect(await problemOf(session.finish(callback))).toBe('access_denied_by_issuer')
  })

  test('explains a sign-in server that does not answer', async () => {
    const { server, browser } = await somebody()
    await server.down()
    const session = sessionOf(browser.openTab(), server.issuer)
    expect(await problemOf(session.signIn('/'))).toBe('sign_in_unreachable')
  })

  test('tells an issuer that is there, but whose tokens cannot be read, from one that is down', async () => {
    const { server, browser, outside } = await somebody()
    const tab = browser.openTab()
    const callback = await answerAs(outside, await leaveToSignIn(sessionOf(tab, server.issuer), tab))
    network.use(http.post(`${server.issuer}/token`, () => HttpResponse.error()))
    expect(await problemOf(sessionOf(tab, server.issuer).finish(callback))).toBe('sign_in_unreadable')
  })

  test('knows where it was to lead, also when its answer cannot be had', async () => {
    const { server, browser, outside } = await somebody()
    const tab = browser.openTab()
    const asking = sessionOf(tab, server.issuer)
    const callback = await answerAs(outside, await leaveToSignIn(asking, tab, '/housing-group'))
    network.use(http.post(`${server.issuer}/token`, () => new HttpResponse('Bad Gateway', { status: 502 })))
    const session = sessionOf(tab, server.issuer)
    expect(await problemOf(session.finish(callback))).toBe('sign_in_unreachable')
    expect(session.destination()).toBe('/housing-group')
    expect(sessionOf(browser.openTab(), server.issuer).destination()).toBe('/')
  })

  test('stops after three redirects in a minute', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const { server, browser } = await somebody()
    const tab = browser.openTab()
    for (let time = 0; time < 3; time++) await leaveToSignIn(sessionOf(tab, server.issuer), tab)
    expect(await problemOf(sessionOf(tab, server.issuer).signIn('/'))).toBe('auth_loop')
    expect(tab.left).toHaveLength(3)
    vi.setSystemTime(Date.now() + 61_000)
    await leaveToSignIn(sessionOf(tab, server.issuer), tab)
    expect(tab.left).toHaveLength(4)
  })
})

describe('an answer that is not what was asked for', () => {
  test.each([
    ['of another issuer', (callback: URL) => callback.searchParams.set('iss', rogue)],
    ['that does not say whose it is', (callback: URL) => callback.searchParams.delete('iss')],
  ])('%s is a mix-up, and the code is not spent', async (_which, change) => {
    const { server, browser, outside } = await somebody()
    const tab = browser.openTab()
    const session = sessionOf(tab, server.issuer)
    const callback = new URL(await answerAs(outside, await leaveToSignIn(session, tab)))
    change(callback)
    expect(await problemOf(session.finish(callback.href))).toBe('auth_mixup')
    expect(server.tokenRequests).toBe(0)
    expect(session.current().status).toBe('signed_out')
  })

  test('of a sign-in server that says to be another one is not even asked for', async () => {
    const { server, browser } = await somebody()
    network.use(
      http.get(`${rogue}/.well-known/openid-configuration`, () => HttpResponse.json(metadata(server.issuer))),
    )
    const tab = browser.openTab()
    expect(await problemOf(sessionOf(tab, server.issuer).signIn('/', 'rogue'))).toBe('auth_mixup')
    expect(tab.left).toEqual([])
  })

  test.each([
    ['no mistake', 'no problem', {}],
    ['another nonce', 'auth_mixup', { nonce: 'another' }],
    ['no nonce', 'auth_mixup', { nonce: undefined }],
    ['another issuer', 'auth_mixup', { iss: 'https://other.example' }],
    ['another audience', 'auth_mixup', { aud: 'wiki' }],
  ])('an ID token with %s: %s', async (_what, outcome, wrong) => {
    const { server, browser } = await somebody()
    const tab = browser.openTab()
    const session = sessionOf(tab, server.issuer)
    network.use(
      http.get(`${rogue}/.well-known/openid-configuration`, () => HttpResponse.json(metadata(rogue))),
    )
    const leaving = tab.leaving()
    void session.signIn('/me', 'rogue')
    const asked = (await leaving).searchParams
    const claims = { iss: rogue, aud: 'foyer', sub: 'ada', nonce: asked.get('nonce'), ...wrong }
    network.use(http.post(`${rogue}/token`, () => HttpResponse.json(tokensWith(claims))))
    const finished = session.finish(`${origin}/sign-in/rogue/callback?code=1&state=${asked.get('state')}`)
    expect(await problemOf(finished)).toBe(outcome)
    expect(session.current().status).toBe(outcome === 'no problem' ? 'signed_in' : 'signed_out')
    expect(browser.isMember).toBe(outcome === 'no problem')
  })
})

/** An old issuer: it does not announce `iss` in its answers. */
function metadata(issuer: string) {
  return { issuer, authorization_endpoint: `${rogue}/auth`, token_endpoint: `${rogue}/token` }
}

function tokensWith(claims: Record<string, unknown>) {
  const idToken = ['{"alg":"none"}', JSON.stringify(claims), ''].map((part) => btoa(part)).join('.')
  return { access_token: 'a', id_token: idToken, token_type: 'Bearer', expires_in: 300 }
}

describe('a token', () => {
  test('goes along with a request, and without a session nothing does', async () => {
    const me = await somebody()
    const stranger = sessionOf(me.browser.openTab(), me.server.issuer)
    expect(await tokenOf(stranger)).toBeNull()
    const { session } = await signedInTab(me)
    const post = new Request(api, {
      method: 'POST',
      body: '{"name":"x"}',
      headers: { 'Content-Type': 'application/json' },
    })
    const authorized = await session.authorize(post)
    expect(authorized.headers.get('Authorization')).toMatch(/^Bearer ey/)
    expect(authorized.headers.get('Content-Type')).toBe('application/json')
    expect(await authorized.json()).toEqual({ name: 'x' })
  })

  test('is renewed once for all tabs', async () => {
    const me = await somebody(15)
    const { session } = await signedInTab(me)
    const tabs = [session, ...[1, 2, 3].map(() => sessionOf(me.browser.openTab(), me.server.issuer))]
    const before = me.server.tokenRequests
    const tokens = await Promise.all(tabs.flatMap((tab) => [tokenOf(tab), tokenOf(tab)]))
    expect(new Set(tokens).size).toBe(1)
    expect(me.server.tokenRequests - before).toBe(1)
  })

  test('that the proxy refused is replaced, once for all who ask', async () => {
    const me = await somebody()
    const { session } = await signedInTab(me)
    const refused = await session.authorize(new Request(api))
    const before = me.server.tokenRequests
    const again = await Promise.all([session.reauthorize(refused), session.reauthorize(refused)])
    expect(again.map(({ headers }) => headers.get('Authorization'))).not.toContain(
      refused.headers.get('Authorization'),
    )
    expect(me.server.tokenRequests - before).toBe(1)
    const nobody = sessionOf(openBrowser(origin).openTab(), me.server.issuer)
    const anonymous = new Request(api)
    expect(await nobody.reauthorize(anonymous)).toBe(anonymous)
  })

  test('does until it ends while the sign-in server is away, which is not asked all the time', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const me = await somebody(60)
    const { session } = await signedInTab(me)
    const token = await tokenOf(session)
    await me.server.down()
    vi.setSystemTime(Date.now() + 50_000)
    expect(await tokenOf(session)).toBe(token)
    expect(await tokenOf(session)).toBe(token)
    vi.setSystemTime(Date.now() + 20_000)
    expect(await problemOf(tokenOf(session))).toBe('sign_in_unreachable')
    expect(session.current().status).toBe('signed_in')
  })
})

describe('a session that ended by itself', () => {
  test('is taken up again where the sign-in server still knows the browser', async () => {
    const me = await somebody()
    const { tab, session } = await signedInTab(me)
    tab.path = '/housing-group'
    forgetRefreshToken(tab)
    const leaving = tab.leaving()
    void tokenOf(session)
    const address = await leaving
    expect(address.searchParams.get('prompt')).toBe('none')
    const next = sessionOf(tab, me.server.issuer)
    expect(await next.finish(await answerAs(me.outside, address))).toBe('/housing-group')
    expect(next.current().status).toBe('signed_in')
  })

  test('is told in every tab where it does not, and the page is kept', async () => {
    const me = await somebody()
    const { tab, session } = await signedInTab(me)
    const other = sessionOf(me.browser.openTab(), me.server.issuer)
    const changes = vi.fn()
    other.subscribe(changes)
    tab.path = '/housing-group'
    forgetRefreshToken(tab)
    const leaving = tab.leaving()
    void tokenOf(session)
    const next = sessionOf(tab, me.server.issuer)
    expect(await next.finish(await answerAs(newPlainBrowser(), await leaving))).toBe('/housing-group')
    expect(next.current()).toEqual({ status: 'expired', issuer: 'demo' })
    expect(other.current()).toEqual({ status: 'expired', issuer: 'demo' })
    expect(changes).toHaveBeenCalledOnce()
    expect(me.browser.isMember).toBe(false)
  })

  test('is asked about once for all requests, and nobody is signed out meanwhile', async () => {
    const me = await somebody()
    const { tab, session } = await signedInTab(me)
    const other = sessionOf(me.browser.openTab(), me.server.issuer)
    const changes = vi.fn()
    session.subscribe(changes)
    other.subscribe(changes)
    forgetRefreshToken(tab)
    const before = me.server.tokenRequests
    const leaving = tab.leaving()
    const asking = [tokenOf(session), tokenOf(session), tokenOf(session)]
    const address = await leaving
    asking.push(tokenOf(session))
    expect(await Promise.race([...asking, 'all still wait'])).toBe('all still wait')
    expect(me.server.tokenRequests - before).toBe(1)
    expect(tab.left).toHaveLength(2)
    expect(changes).not.toHaveBeenCalled()
    expect(me.browser.isMember).toBe(true)
    const next = sessionOf(tab, me.server.issuer)
    await next.finish(await answerAs(me.outside, address))
    expect(next.current().status).toBe('signed_in')
  })

  test('is asked about in one tab: the others go on with what that one is told', async () => {
    // The others wait for as long as this takes.
    vi.useFakeTimers({ toFake: ['Date'] })
    const me = await somebody()
    const { tab, session } = await signedInTab(me)
    const second = me.browser.openTab()
    const other = sessionOf(second, me.server.issuer)
    forgetRefreshToken(tab)
    const leaving = tab.leaving()
    void tokenOf(session)
    const address = await leaving
    const waiting = [tokenOf(other), tokenOf(other)]
    const next = sessionOf(tab, me.server.issuer)
    await next.finish(await answerAs(me.outside, address))
    const token = await tokenOf(next)
    expect(await Promise.all(waiting)).toEqual([token, token])
    expect(second.left).toEqual([])
    expect(other.current().status).toBe('signed_in')
  })

  test('is asked about by another tab where the one that left never comes back', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const me = await somebody()
    const { tab, session } = await signedInTab(me)
    const second = me.browser.openTab()
    const other = sessionOf(second, me.server.issuer)
    forgetRefreshToken(tab)
    const leaving = tab.leaving()
    void tokenOf(session)
    await leaving
    const leavingToo = second.leaving()
    void tokenOf(other)
    vi.setSystemTime(Date.now() + 11_000)
    expect((await leavingToo).searchParams.get('prompt')).toBe('none')
    expect(other.current().status).toBe('signed_in')
  })

  test('stays as it was where the sign-in server goes away before it could be asked', async () => {
    const me = await somebody()
    const { tab } = await signedInTab(me)
    const session = sessionOf(tab, me.server.issuer)
    forgetRefreshToken(tab)
    const discovery = `${me.server.issuer}/.well-known/openid-configuration`
    network.use(
      http.get(discovery, () => HttpResponse.error()),
      http.post(`${me.server.issuer}/token`, () =>
        HttpResponse.json({ error: 'invalid_grant' }, { status: 400 }),
      ),
    )
    expect(await problemOf(tokenOf(session))).toBe('sign_in_unreachable')
    expect(await problemOf(tokenOf(session))).toBe('sign_in_unreachable')
    expect(session.current().status).toBe('signed_in')
  })

  test('is not tried again and again', async () => {
    const me = await somebody()
    const { tab, session } = await signedInTab(me)
    forgetRefreshToken(tab)
    const leaving = tab.leaving()
    void tokenOf(session)
    await leaving
    const next = sessionOf(tab, me.server.issuer)
    expect(await tokenOf(next)).toBeNull()
    expect(next.current()).toEqual({ status: 'expired', issuer: 'demo' })
    expect(tab.left).toHaveLength(2)
  })
})

describe('an issuer that is being replaced', () => {
  test('its sessions go on in new pages: renewed, taken up again and signed out there', async () => {
    const me = await somebody(15)
    const { tab, session } = await signedInTab(me)
    const token = await tokenOf(session)
    const next = sessionOf(tab, me.server.issuer, 'acceptOnly')
    expect(next.current()).toMatchObject({ status: 'signed_in', issuer: 'demo' })
    expect(me.browser.isMember).toBe(true)
    const renewed = await next.reauthorize(await next.authorize(new Request(api)))
    expect(renewed.headers.get('Authorization')).not.toBe(token)

    forgetRefreshToken(tab)
    const lapsing = tab.leaving()
    void tokenOf(next)
    const again = sessionOf(tab, me.server.issuer, 'acceptOnly')
    await again.finish(await answerAs(me.outside, await lapsing))
    expect(again.current()).toMatchObject({ status: 'signed_in', issuer: 'demo' })

    const leaving = tab.leaving()
    void again.signOut()
    expect((await leaving).pathname).toBe('/session/end')
    expect(again.current().status).toBe('signed_in')
    expect(sessionOf(tab, me.server.issuer, 'acceptOnly').current().status).toBe('signed_out')
    expect(me.browser.isMember).toBe(false)
  })

  test('nobody signs in there anew, by itself or by name', async () => {
    const { server, browser } = await somebody()
    network.use(
      http.get(`${rogue}/.well-known/openid-configuration`, () => HttpResponse.json(metadata(rogue))),
    )
    const tab = browser.openTab()
    const session = sessionOf(tab, server.issuer, 'acceptOnly')
    expect((await leaveToSignIn(session, tab)).origin).toBe(rogue)
    expect(await problemOf(session.signIn('/', 'demo'))).toBe('state_lost')
  })

  test('that is retired: it is told once, in every tab, and forgotten', async () => {
    const me = await somebody()
    const { tab, session } = await signedInTab(me)
    const before = me.server.tokenRequests
    const next = sessionOf(tab, me.server.issuer, 'retired')
    expect(next.current()).toEqual({ status: 'retired', issuer: 'demo' })
    expect(session.current().status).toBe('signed_in')
    expect(await tokenOf(next)).toBeNull()
    expect(me.server.tokenRequests).toBe(before)
    expect(me.browser.isMember).toBe(false)
    expect(sessionOf(tab, me.server.issuer, 'retired').current().status).toBe('signed_out')
    expect(keysOf(tab).filter((key) => key.startsWith('oidc.user:'))).toEqual([])
  })

  test('that is retired: what is left of it goes, and a session with the new one stays', async () => {
    const me = await somebody()
    const { tab } = await signedInTab(me)
    const { local } = tab.world
    const left = `oidc.user:${me.server.issuer}:foyer`
    const kept = `oidc.user:${rogue}:foyer`
    local.setItem(kept, local.getItem(left) ?? '')
    const next = sessionOf(tab, me.server.issuer, 'retired')
    expect(next.current()).toMatchObject({ status: 'signed_in', issuer: 'rogue' })
    expect([local.getItem(left), local.getItem(kept) === null]).toEqual([null, false])
  })

  test('that is retired: other tabs hear of it', async () => {
    const me = await somebody()
    await signedInTab(me)
    const other = sessionOf(me.browser.openTab(), me.server.issuer)
    sessionOf(me.browser.openTab(), me.server.issuer, 'retired')
    expect(other.current()).toEqual({ status: 'retired', issuer: 'demo' })
    expect(me.browser.isMember).toBe(false)
  })
})

function keysOf({ world: { local } }: TestTab): string[] {
  return [...Array(local.length).keys()].map((index) => local.key(index) ?? '')
}

describe('signing out', () => {
  test('reaches every tab and the sign-in server', async () => {
    const me = await somebody()
    const { tab, session } = await signedInTab(me)
    const other = sessionOf(me.browser.openTab(), me.server.issuer)
    const leaving = tab.leaving()
    void session.signOut()
    const address = await leaving
    expect(`${address.origin}${address.pathname}`).toBe(`${me.server.issuer}/session/end`)
    expect(Object.fromEntries(address.searchParams)).toEqual({
      id_token_hint: expect.stringMatching(/^ey/),
      post_logout_redirect_uri: `${origin}/signed-out`,
    })
    expect(other.current()).toEqual({ status: 'signed_out', elsewhere: false })
    expect(await tokenOf(other)).toBeNull()
    expect(me.browser.cookie).toMatch(/^0\.[a-z0-9]+$/)
    expect(me.browser.cleared).toEqual(['on_return'])
  })

  test('that never came back clears nothing of whoever signs in next', async () => {
    const me = await somebody()
    const { tab, session } = await signedInTab(me)
    const leaving = tab.leaving()
    void session.signOut()
    await leaving
    expect(me.browser.isToBeCleared).toBe(true)
    await signedInTab(me)
    expect(me.browser.isToBeCleared).toBe(false)
  })

  test('forgets what was typed in every tab, and the names that the browser remembers', async () => {
    const me = await somebody()
    const { tab, session } = await signedInTab(me)
    const other = me.browser.openTab()
    sessionOf(other, me.server.issuer)
    for (const { world } of [tab, other]) world.tab.setItem('foyer.draft.create', '{"name":"Plan"}')
    tab.world.local.setItem('foyer.name', 'Ada')
    const leaving = tab.leaving()
    void session.signOut()
    await leaving
    for (const { world } of [tab, other]) expect(world.tab.getItem('foyer.draft.create')).toBeNull()
    expect(tab.world.local.getItem('foyer.name')).toBeNull()
  })

  test('works here where the sign-in server is away, and says what remains', async () => {
    const me = await somebody()
    const { tab, session } = await signedInTab(me)
    await me.server.down()
    await session.signOut()
    expect(session.current()).toEqual({ status: 'signed_out', elsewhere: true })
    expect(tab.left).toHaveLength(1)
    expect(me.browser.cookie).toMatch(/^0\.[a-z0-9]+$/)
    expect(me.browser.cleared).toEqual(['now'])
    // As the browser tells this tab, too, once its storage is cleared.
    me.browser.openTab().world.local.clear()
    expect(session.current()).toEqual({ status: 'signed_out', elsewhere: true })
  })
})
