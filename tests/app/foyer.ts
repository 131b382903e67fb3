import { configure, waitFor } from '@testing-library/dom'
import axe from 'axe-core'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from 'vitest'
import { type ProblemCode, problems } from '../../src/contract/problems.ts'
import { openStore } from '../../src/proxy/platform/store/database.ts'
import { openWorld, origins, type World, type WorldOptions } from '../world.ts'

/*
 * Page tests: the real pages, client and proxy in one process. msw is the wire; it hands `/api/*` to the proxy, and
 * a test may put a fault on it. React runs as in a browser, on its own schedule: tests wait for what is to be seen.
 */

/** The wire between the browser and everything else. Between two tests nobody answers what a page still asks. */
export const wire = setupServer(http.all(`${location.origin}/api/*`, () => HttpResponse.error()))

/** What the browser's console was told as an error. A test that expects some takes them out. */
export const complaints: string[] = []

const cleanings: (() => unknown)[] = []

/** Done at the end of the test, the last first. */
export function later(clean: () => unknown): void {
  cleanings.push(clean)
}

configure({
  asyncUtilTimeout: 20_000,
  // What stands on the page, in place of all its markup.
  getElementError: (message) => new Error(`${message?.split('\n')[0]}\n\n${textOf(document.body)}`),
})
beforeAll(() => {
  wire.listen({ onUnhandledFrame: 'error' })
  // The proxy and its servers run here too: to them bytes are Node's, not those of jsdom's realm.
  globalThis.Uint8Array = Object.getPrototypeOf(Buffer)
  // jsdom lays nothing out and draws nothing.
  window.scrollTo = () => {}
  HTMLCanvasElement.prototype.getContext = () => null
})
afterAll(() => wire.close())
beforeEach(() => {
  complaints.length = 0
  vi.spyOn(console, 'error').mockImplementation((...words) => {
    const complaint = words.map(String).join(' ')
    if (!isOfJsdom(complaint)) complaints.push(complaint)
  })
})
afterEach(async () => {
  for (const clean of cleanings.splice(0).reverse()) await clean()
  wire.resetHandlers()
  document.body.replaceChildren()
  localStorage.clear()
  sessionStorage.clear()
  vi.restoreAllMocks()
  expect(complaints).toEqual([])
})

/** It has not heard of this element (HTML §4.4.16). */
function isOfJsdom(complaint: string): boolean {
  return complaint.startsWith('The tag <%s> is unrecognized in this browser.') && complaint.endsWith('search')
}

/** Foyer, for one test. */
export async function foyer(options: Partial<WorldOptions> = {}): Promise<World> {
  const store = await openStore({ database: ':memory:', dataDir: '' })
  later(store.close)
  const world = await openWorld({ store: store.db, ...options })
  later(world.close)
  wire.use(http.all(`${location.origin}/api/*`, ({ request }) => throughTheWire(world, request)))
  return world
}

/** The request as Node hands it to the proxy: at its own address, and with a body even where that is empty. */
async function throughTheWire(world: World, request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url)
  const body = request.method === 'GET' ? null : await request.arrayBuffer()
  const headers = new Headers(request.headers)
  if (request.method !== 'GET') headers.set('Origin', origins.foyer)
  // A browser unpacks what comes; jsdom's XMLHttpRequest asks for packed answers, and does not.
  headers.delete('Accept-Encoding')
  const { method, signal } = request
  return await world.ask(pathname + search, { method, headers, body, signal })
}

/** What comes instead of the proxy's answer: nothing, somebody else's page with this status, or a problem. */
type Fault = 'cut' | number | ProblemCode

/**
 * Puts a fault on the wire, for one kind of call.
 * @param path as in `contract/endpoints/`, with `:name` for what differs
 * @param onMet called for each call that meets it
 * @returns mends it
 */
export function fault(
  method: 'get' | 'post' | 'put' | 'patch' | 'delete',
  path: string,
  kind: Fault,
  onMet = () => {},
): () => void {
  let isMended = false
  wire.use(
    http[method](`${location.origin}${path}`, () => {
      if (isMended) return undefined
      onMet()
      return kind === 'cut' ? HttpResponse.error() : answerOf(kind)
    }),
  )
  return () => {
    isMended = true
  }
}

function answerOf(kind: Exclude<Fault, 'cut'>): Response {
  if (typeof kind === 'number') {
    return new Response('<h1>Bad Gateway</h1>', { status: kind, headers: { 'Content-Type': 'text/html' } })
  }
  const status = problems[kind]
  return Response.json({ type: 'about:blank', title: kind, status, code: kind, ref: 'K7RM2WQX' }, { status })
}

/** One line for each piece of text. */
function textOf(place: Node): string {
  const texts: string[] = []
  const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const { parentElement, textContent } = walker.currentNode
    if (parentElement?.localName !== 'script') texts.push(textContent ?? '')
  }
  return texts.join('\n')
}

/** The person comes back to the page: from another tab, or from sleep. */
export function lookAgain(): void {
  document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
}

/** The person comes back again and again, until there is to be seen what is awaited. */
export async function lookUntil<Seen>(seen: () => Seen): Promise<Seen> {
  return await waitFor(() => {
    lookAgain()
    return seen()
  })
}

/** The browser's back button brings the page back as it was left. */
export function comeBack(): void {
  window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))
}

/** What axe sees in jsdom: structure, names and roles; contrast is for the end-to-end tests. */
export async function expectAccessible(): Promise<void> {
  const rules = { 'color-contrast': { enabled: false } }
  const { violations } = await axe.run(document.body, { rules, resultTypes: ['violations'] })
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual([])
}
