import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { decodeJwt } from 'jose'
import { pino } from 'pino'
import { afterEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { demoPeople } from '../../src/demo/people.ts'
import { createDemoSignIn, type DemoSignIn, type DemoSignInOptions } from '../../src/demo/sign-in/provider.ts'
import { createTokenVerifier } from '../../src/proxy/access/tokens.ts'
import { openStore } from '../../src/proxy/platform/store/database.ts'
import { locationOf, newPkce, newPlainBrowser, type PlainBrowser } from './plain-browser.ts'

const client = 'https://meet.example'
const redirectUri = `${client}/sign-in/demo/callback`
const signedOut = `${client}/signed-out`

const cleanUps: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

interface World extends Partial<DemoSignInOptions> {
  prefix?: string
}

/** A sign-in server on a loopback port, which can be restarted. */
async function startSignIn({ prefix = '/demo/sign-in', ...options }: World = {}) {
  let answer: RequestListener = () => {}
  const server = createServer((request, response) => answer(request, response))
  const issuer = `http://127.0.0.1:${await listen(server)}${prefix}`
  let signIn: DemoSignIn
  const start = () => {
    signIn = createDemoSignIn({
      issuer,
      clientId: 'foyer',
      redirectUris: [redirectUri],
      postLogoutRedirectUris: [signedOut],
      audience: 'foyer-api',
      people: demoPeople,
      storageFile: ':memory:',
      ...options,
    })
    answer = signIn.handler
  }
  start()
  cleanUps.push(() => {
    server.closeAllConnections()
    server.close()
    signIn.close()
  })
  return {
    issuer,
    restart() {
      signIn.close()
      start()
    },
  }
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
}

const Discovery = z.object({
  issuer: z.string(),
  authorization_endpoint: z.string(),
  token_endpoint: z.string(),
  end_session_endpoint: z.string(),
  authorization_response_iss_parameter_supported: z.literal(true),
  code_challenge_methods_supported: z.array(z.string()),
})
const Tokens = z.object({
  access_token: z.string(),
  refresh_token: z.string(),
  id_token: z.string(),
  expires_in: z.number(),
})

async function discover(issuer: string) {
  const answer = await fetch(`${issuer}/.well-known/openid-configuration`)
  return Discovery.parse(await answer.json())
}

async function authorizationUrl(issuer: string, parameters: Record<string, string> = {}): Promise<string> {
  const { authorization_endpoint } = await discover(issuer)
  const query = {
    client_id: 'foyer',
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'openid',
    state: 'a-state',
    nonce: 'a-nonce',
    code_challenge_method: 'S256',
    ...parameters,
  }
  return `${authorization_endpoint}?${new URLSearchParams(query)}`
}

/** Opens the page that lists the people, and presses one's button. @returns the address of the client's callback */
async function choose(
  browser: PlainBrowser,
  issuer: string,
  challenge: string,
  subject: string,
): Promise<URL> {
  const started = await browser.get(await authorizationUrl(issuer, { code_challenge: challenge }))
  const page = locationOf(started)
  const chosen = await browser.post(page.href, { person: subject })
  return locationOf(await browser.get(locationOf(chosen).href))
}

async function askForTokens(issuer: string, form: Record<string, string>): Promise<Response> {
  const { token_endpoint } = await discover(issuer)
  const body = new URLSearchParams({ client_id: 'foyer', ...form })
  return await fetch(token_endpoint, { method: 'POST', body, headers: { Origin: client } })
}

async function signIn(issuer: string, subject = 'demo-ada') {
  const browser = newPlainBrowser()
  const { verifier, challenge } = newPkce()
  const callback = await choose(browser, issuer, challenge, subject)
  const answer = await askForTokens(issuer, {
    grant_type: 'authorization_code',
    code: callback.searchParams.get('code') ?? '',
    redirect_uri: redirectUri,
    code_verifier: verifier,
  })
  return { browser, tokens: Tokens.parse(await answer.json()) }
}

function refresh(issuer: string, refreshToken: string): Promise<Response> {
  return askForTokens(issuer, { grant_type: 'refresh_token', refresh_token: refreshToken })
}

/** Whether the sign-in server knows the browser without asking. @returns the callback's parameters */
async function silently(browser: PlainBrowser, issuer: string): Promise<URLSearchParams> {
  const { challenge } = newPkce()
  const address = await authorizationUrl(issuer, { prompt: 'none', code_challenge: challenge })
  return locationOf(await browser.get(address)).searchParams
}

describe.each([
  ['under a path of a port that others use', '/demo/sign-in'],
  ['on a port of its own', ''],
])('the sign-in server of the demo, %s', (_where, prefix) => {
  test('shows the four people, and signs one in with a code, PKCE and the issuer named', async () => {
    const { issuer } = await startSignIn({ prefix })
    const browser = newPlainBrowser()
    const { verifier, challenge } = newPkce()
    const started = await browser.get(await authorizationUrl(issuer, { code_challenge: challenge }))
    const page = await browser.get(locationOf(started).href)
    const html = await page.text()
    for (const person of demoPeople) expect(html).toContain(`Sign in as ${person.name}`)
    expect(html).toContain('stand-in for Keycloak')

    const callback = await choose(browser, issuer, challenge, 'demo-ada')
    expect(callback.href.startsWith(`${redirectUri}?`)).toBe(true)
    expect(callback.searchParams.get('state')).toBe('a-state')
    expect(callback.searchParams.get('iss')).toBe(issuer)

    const answer = await askForTokens(issuer, {
      grant_type: 'authorization_code',
      code: callback.searchParams.get('code') ?? '',
      redirect_uri: redirectUri,
      code_verifier: verifier,
    })
    const tokens = Tokens.parse(await answer.json())
    expect(decodeJwt(tokens.id_token)).toMatchObject({
      iss: issuer,
      aud: 'foyer',
      nonce: 'a-nonce',
      name: 'Ada Osei',
    })
    expect(decodeJwt(tokens.access_token)).toMatchObject({
      iss: issuer,
      aud: 'foyer-api',
      sub: 'demo-ada',
      email: 'ada@riverside.example',
      email_verified: true,
      name: 'Ada Osei',
      groups: ['/members/riverside'],
    })
  })
})

describe('the page', () => {
  test('speaks French where the client asks for it, and offers the other language', async () => {
    const { issuer } = await startSignIn()
    const browser = newPlainBrowser()
    const { challenge } = newPkce()
    const address = await authorizationUrl(issuer, { code_challenge: challenge, ui_locales: 'fr-CA fr' })
    const page = locationOf(await browser.get(address))
    const french = await (await browser.get(page.href)).text()
    expect(french).toContain('<html lang="fr">')
    expect(french).toContain('Se connecter comme Gabrielle Tremblay')
    expect(french).toContain('href="?lang=en"')
    const english = await (await browser.get(`${page.href}?lang=en`)).text()
    expect(english).toContain('Sign in as Gabrielle Tremblay')
  })

  test('runs no script and loads nothing from elsewhere', async () => {
    const { issuer } = await startSignIn()
    const browser = newPlainBrowser()
    const { challenge } = newPkce()
    const started = await browser.get(await authorizationUrl(issuer, { code_challenge: challenge }))
    const page = await browser.get(locationOf(started).href)
    expect(page.headers.get('Content-Security-Policy')).toContain("default-src 'none'; script-src 'self'")
    expect(page.headers.get('Content-Security-Policy')).toContain(`form-action 'self' ${client}`)
    const html = await page.text()
    expect(html).not.toMatch(/<script|<style|style=|https?:/)
    const style = await fetch(new URL(/href="([^"]+\.css)"/.exec(html)?.[1] ?? '', issuer))
    expect(style.headers.get('Content-Type')).toContain('text/css')
  })

  test('tells the client when somebody would rather not sign in', async () => {
    const { issuer } = await startSignIn()
    const callback = await choose(newPlainBrowser(), issuer, newPkce().challenge, 'nobody')
    expect(callback.searchParams.get('error')).toBe('access_denied')
    expect(callback.searchParams.get('iss')).toBe(issuer)
  })

  test('explains a sign-in that is not known any more, in both languages, with a way back', async () => {
    const { issuer } = await startSignIn()
    const page = await fetch(`${issuer}/interaction/long-gone`)
    expect(page.status).toBe(400)
    const html = await page.text()
    expect(html).toContain('Back to Foyer')
    expect(html).toContain('Retour à Foyer')
    expect(html).toContain(`href="${client}/"`)
  })
})

test('a method that nothing here has is refused, with those that there are', async () => {
  const { issuer } = await startSignIn()
  const refusals = await Promise.all(
    ['/auth', '/token', '/sign-in.css', '/nothing'].map(async (place) => {
      const answer = await fetch(`${issuer}${place}`, { method: 'DELETE' })
      return [answer.status, answer.headers.get('Allow')]
    }),
  )
  const both = [405, 'GET, HEAD, OPTIONS, POST']
  expect(refusals).toEqual([both, both, [405, 'GET, HEAD, OPTIONS'], both])
  expect((await fetch(`${issuer}/sign-in.css`, { method: 'POST' })).status).toBe(405)
})

test('a sign-in without PKCE is refused', async () => {
  const { issuer } = await startSignIn()
  const answer = await newPlainBrowser().get(await authorizationUrl(issuer))
  expect(locationOf(answer).searchParams.get('error')).toBe('invalid_request')
})

test('a foreign address for the answer is refused without a redirect', async () => {
  const { issuer } = await startSignIn()
  const answer = await newPlainBrowser().get(
    await authorizationUrl(issuer, { redirect_uri: 'https://evil.example' }),
  )
  expect(answer.status).toBe(400)
  expect(answer.headers.get('Location')).toBeNull()
})

test('its access token is accepted by the proxy', async () => {
  const { issuer } = await startSignIn()
  const { tokens } = await signIn(issuer, 'demo-gabrielle')
  const store = await openStore({ database: ':memory:', dataDir: '' })
  const verifier = createTokenVerifier({
    ended: { isEnded: async () => false },
    issuers: [
      {
        id: 'demo',
        issuer,
        clientId: 'foyer',
        audience: 'foyer-api',
        state: 'active',
        vouchesForEmail: true,
        label: { en: 'Demo', fr: 'Démonstration' },
      },
    ],
    store: store.db,
    fetch,
    now: Date.now,
    log: pino({ level: 'silent' }),
  })
  cleanUps.push(() => store.close())
  cleanUps.push(() => verifier.close())
  const request = new Request('https://meet.example/api/me', {
    headers: { Authorization: `Bearer ${tokens.access_token}` },
  })
  expect(await verifier.verify(request)).toMatchObject({ issuer: 'demo', subject: 'demo-gabrielle' })
})

describe('the session', () => {
  test('lets the same browser in again without asking, and no other', async () => {
    const { issuer } = await startSignIn()
    const { browser } = await signIn(issuer)
    expect((await silently(browser, issuer)).get('code')).toBeTruthy()
    expect((await silently(newPlainBrowser(), issuer)).get('error')).toBe('login_required')
  })

  test('can be handed over to another person', async () => {
    const { issuer } = await startSignIn()
    const { browser } = await signIn(issuer)
    const { challenge } = newPkce()
    const asked = await browser.get(
      await authorizationUrl(issuer, { code_challenge: challenge, prompt: 'login' }),
    )
    const chosen = await browser.post(locationOf(asked).href, { person: 'demo-robin' })
    const handOver = await (await browser.get(locationOf(chosen).href)).text()
    const resumed = await browser.post(/action="([^"]+)"/.exec(handOver)?.[1] ?? '', {
      xsrf: /name="xsrf" value="([^"]+)"/.exec(handOver)?.[1] ?? '',
      logout: 'yes',
    })
    expect(locationOf(await browser.get(locationOf(resumed).href)).searchParams.get('code')).toBeTruthy()
  })

  test('gives a new refresh token each time; one lost answer is forgiven, two are not', async () => {
    const { issuer } = await startSignIn({ accessTokenSeconds: 60 })
    const { tokens } = await signIn(issuer)
    expect(tokens.expires_in).toBe(60)
    const first = await refresh(issuer, tokens.refresh_token)
    expect(first.status).toBe(200)
    expect(Tokens.parse(await first.json()).refresh_token).not.toBe(tokens.refresh_token)
    expect((await refresh(issuer, tokens.refresh_token)).status).toBe(200)
    const third = await refresh(issuer, tokens.refresh_token)
    expect(third.status).toBe(400)
    expect(await third.json()).toMatchObject({ error: 'invalid_grant' })
  })

  test('survives a restart: browser, refresh token and keys', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'foyer-demo-'))
    cleanUps.push(() => rmSync(folder, { recursive: true }))
    const { issuer, restart } = await startSignIn({ storageFile: path.join(folder, 'sign-in.sqlite') })
    const keys = async () => await (await fetch(`${issuer}/jwks`)).json()
    const { browser, tokens } = await signIn(issuer)
    const before = await keys()
    restart()
    expect(await keys()).toEqual(before)
    expect((await silently(browser, issuer)).get('code')).toBeTruthy()
    expect((await refresh(issuer, tokens.refresh_token)).status).toBe(200)
  })

  test('ends with a sign-out that asks nothing, and comes back to the client', async () => {
    const { issuer } = await startSignIn()
    const { browser, tokens } = await signIn(issuer)
    const { end_session_endpoint } = await discover(issuer)
    const query = new URLSearchParams({ id_token_hint: tokens.id_token, post_logout_redirect_uri: signedOut })
    const page = await browser.get(`${end_session_endpoint}?${query}`)
    const html = await page.text()
    const script = /<script src="([^"]+)" defer>/.exec(html)?.[1] ?? ''
    expect(await (await fetch(new URL(script, issuer))).text()).toContain('click()')
    const ended = await browser.post(/action="([^"]+)"/.exec(html)?.[1] ?? '', {
      xsrf: /name="xsrf" value="([^"]+)"/.exec(html)?.[1] ?? '',
      logout: 'yes',
    })
    expect(locationOf(ended).href).toBe(signedOut)
    expect((await silently(browser, issuer)).get('error')).toBe('login_required')
    expect((await refresh(issuer, tokens.refresh_token)).status).toBe(400)
  })

  test('is renewed from the client’s pages alone', async () => {
    const { issuer } = await startSignIn()
    const { tokens } = await signIn(issuer)
    const { token_endpoint } = await discover(issuer)
    const renewFrom = async (origin: string) => {
      const body = new URLSearchParams({
        client_id: 'foyer',
        grant_type: 'refresh_token',
        refresh_token: tokens.refresh_token,
      })
      return await fetch(token_endpoint, { method: 'POST', body, headers: { Origin: origin } })
    }
    expect((await renewFrom(client)).headers.get('Access-Control-Allow-Origin')).toBe(client)
    const foreign = await renewFrom('https://evil.example')
    expect(foreign.status).toBe(400)
    expect(foreign.headers.get('Access-Control-Allow-Origin')).not.toBe('https://evil.example')
  })
})
