import { screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import axe from 'axe-core'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import type { ReactElement } from 'react'
import { act } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { createApp } from '../../src/app/member/app.tsx'
import type { Session, SessionState } from '../../src/app/session.ts'
import type { Config } from '../../src/contract/config.ts'
import type { Language } from '../../src/contract/languages.ts'
import { openStore } from '../../src/proxy/store/database.ts'
import { claimsOf, openWorld, type TestPerson, type World, type WorldOptions } from '../world.ts'

/*
 * Page tests: the real routes, client and proxy in one process. msw is the wire; it hands `/api/*` to the proxy,
 * and a test may put a fault on it.
 */

export const wire = setupServer()
let world: World | null = null
const cleanings: (() => unknown)[] = []

beforeAll(() => wire.listen({ onUnhandledRequest: 'error' }))
afterAll(() => wire.close())
afterEach(async () => {
  wire.resetHandlers()
  for (const clean of cleanings.splice(0).reverse()) await clean()
  await world?.close()
  world = null
  document.body.replaceChildren()
  localStorage.clear()
  sessionStorage.clear()
})

/** Foyer, for one test. */
export async function foyer(options: Partial<WorldOptions> = {}): Promise<World> {
  const store = await openStore({ database: ':memory:', dataDir: '' })
  cleanings.push(store.close)
  const opened = await openWorld({ store: store.db, ...options })
  world = opened
  wire.use(http.all('*/api/*', ({ request }) => throughTheWire(opened, request)))
  return opened
}

/** The request as the proxy gets it: at its own address, whatever jsdom calls its own. */
async function throughTheWire(world: World, request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url)
  const body = request.method === 'GET' || request.method === 'HEAD' ? null : await request.arrayBuffer()
  const headers = new Headers(request.headers)
  headers.delete('Origin')
  return await world.ask(pathname + search, {
    method: request.method,
    headers,
    ...(body?.byteLength ? { body } : {}),
  })
}

/** The wire is cut, or answers in the proxy's place, for one kind of call. */
export function fault(
  method: 'get' | 'post' | 'patch' | 'delete',
  path: string,
  answer: 'cut' | number,
  once = false,
): void {
  const resolver = () =>
    answer === 'cut' ? HttpResponse.error() : new HttpResponse('<h1>Bad gateway</h1>', { status: answer })
  wire.use(http[method](`*${path}`, resolver, { once }))
}

/** Where the page left to: another document. */
export const left: string[] = []

/** The member's application at a path, as somebody who is signed in. */
export async function memberAt(world: World, path: string, person: TestPerson, language: Language = 'en') {
  left.length = 0
  window.history.replaceState(null, '', path)
  const config: Config = await (await world.ask('/api/config')).json()
  const app = await createApp({
    session: sessionOf(world, person),
    config,
    language,
    fetch: (...request) => fetch(...request),
    browser: { open: (url) => void left.push(url), replace: (url) => void left.push(url) },
  })
  await show(app)
  return userEvent.setup()
}

async function show(element: ReactElement): Promise<void> {
  const place = document.createElement('div')
  document.body.append(place)
  const root: Root = createRoot(place)
  await act(async () => root.render(element))
  cleanings.push(() => act(() => root.unmount()))
}

/** Somebody who is signed in, with a real token of the test's issuer. */
function sessionOf(world: World, person: TestPerson): Session {
  const state: SessionState = { status: 'signed_in', issuer: 'sso', name: person.name }
  const authorize = async (request: Request) => {
    const authorized = new Request(request)
    authorized.headers.set('Authorization', `Bearer ${await world.issuer.accessToken(claimsOf(person))}`)
    return authorized
  }
  return {
    current: () => state,
    subscribe: () => () => {},
    signIn: async () => {},
    finish: async () => '/',
    signOut: async () => {},
    authorize,
    reauthorize: async (request) => request,
  }
}

/** What axe sees in jsdom: structure, names and roles; contrast is for the end-to-end tests. */
export async function expectAccessible(): Promise<void> {
  const { violations } = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false } } })
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual([])
}

export { screen }
