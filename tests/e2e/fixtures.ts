import { AxeBuilder } from '@axe-core/playwright'
import {
  type BrowserContext,
  type BrowserContextOptions,
  test as base,
  expect,
  type Page,
  type Response,
} from '@playwright/test'
import { canaries, type E2eOptions, type E2eWorld, openE2eWorld } from './world.ts'

interface Options {
  worldOptions: E2eOptions
  /** The story cuts connections: the browser may say so in its console, and Foyer in its log. */
  hasOutage: boolean
}

interface Fixtures {
  world: E2eWorld
  /**
   * A person's browser, which no other shares. A console error, a CSP violation or an unhandled rejection in any
   * of its tabs fails the test.
   */
  browserOf(options?: BrowserContextOptions): Promise<Page>
}

/** Each test has a world of its own: nobody finds the rooms of another story. */
export const test = base.extend<Options & Fixtures>({
  worldOptions: [{}, { option: true }],
  hasOutage: [false, { option: true }],
  world: [
    async ({ worldOptions, hasOutage }, use) => {
      const world = await openE2eWorld(worldOptions)
      await use(world)
      await world.close()
      expectDiscreet('the log', world.output())
      if (!hasOutage) expect(errorsIn(world.output()), 'errors in the log').toEqual([])
    },
    { timeout: 200_000 },
  ],
  browserOf: async ({ browser, world, hasOutage }, use) => {
    const contexts: BrowserContext[] = []
    const faults: string[] = []
    const answers: Promise<void>[] = []
    await use(async (options = {}) => {
      const context = await browser.newContext({ locale: 'en-CA', ...options, baseURL: world.origin })
      contexts.push(context)
      context.on('page', (page) => listen(page, faults, hasOutage))
      context.on('response', (response) => {
        if (isReadable(response, world.origin)) answers.push(inspect(response))
      })
      return await context.newPage()
    })
    for (const context of contexts) await context.close()
    await Promise.all(answers)
    expect(faults, 'console errors, CSP violations and unhandled rejections').toEqual([])
  },
})

/** Chromium writes CSP violations and unhandled rejections to the console, too. */
function listen(page: Page, faults: string[], hasOutage: boolean): void {
  page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`))
  page.on('console', (message) => {
    const text = message.text()
    if (message.type() !== 'error' || isRefusal(text) || (hasOutage && isOutage(text))) return
    if (isIconLeftBehind(text, page.url()) || isStyleOfKeycloak(text)) return
    faults.push(`${page.url()}: ${text}`)
  })
}

/** Chromium reports every answer of 4xx and 5xx as an error; a refusal is an answer. A 500 never is one. */
function isRefusal(text: string): boolean {
  return /^Failed to load resource: the server responded with a status of (4\d\d|502|503)/.test(text)
}

function isOutage(text: string): boolean {
  return /net::ERR_(CONNECTION_|EMPTY_RESPONSE|INCOMPLETE_CHUNKED_ENCODING|FAILED)|blocked by CORS policy/.test(
    text,
  )
}

/** Keycloak's own page was left before its stylesheet had come: an answer that was broken off has no type. */
function isStyleOfKeycloak(text: string): boolean {
  return /^Refused to apply style from '[^']+\/resources\/[^']+' because its MIME type \(''\)/.test(text)
}

/** Chromium may still fetch the icon of the page that was left, and holds the next page's policy against it. */
function isIconLeftBehind(text: string, address: string): boolean {
  const [, icon] = /^Loading the image '([^']+\/favicon\.svg)' violates/.exec(text) ?? []
  return icon !== undefined && new URL(icon).origin !== new URL(address).origin
}

/** pino's level of an error. */
function errorsIn(log: string): string[] {
  return log.split('\n').filter((line) => line.includes('"level":50'))
}

function isReadable(response: Response, origin: string): boolean {
  const { 'content-type': type = '' } = response.headers()
  return response.url().startsWith(origin) && /^(text\/html|application\/(problem\+)?json)/.test(type)
}

/** An answer that the browser no longer holds, because its page was left, cannot be read. */
async function inspect(response: Response): Promise<void> {
  const text = await response.text().catch(() => '')
  expectNoCanary(response.url(), text)
}

function expectNoCanary(where: string, text: string): void {
  for (const [name, secret] of Object.entries(canaries))
    expect(text.includes(secret), `the secret "${name}" in ${where}`).toBe(false)
}

/** No secret, no token, no address that lets somebody into a meeting. */
function expectDiscreet(where: string, text: string): void {
  expectNoCanary(where, text)
  expect(text, where).not.toMatch(/eyJ[\w-]{20,}|checksum=|sessionToken=/)
}

/** WCAG 2.2 AA as axe sees it. */
export async function expectAccessible(page: Page): Promise<void> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze()
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)
  expect(found, `axe on ${page.url()}`).toEqual([])
}

export { expect } from '@playwright/test'
