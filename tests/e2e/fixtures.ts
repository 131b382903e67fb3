import { AxeBuilder } from '@axe-core/playwright'
import {
  type BrowserContext,
  type BrowserContextOptions,
  test as base,
  expect,
  type Page,
} from '@playwright/test'
import { type E2eOptions, type E2eWorld, openE2eWorld } from './world.ts'

interface Fixtures {
  /** A person's browser, which no other shares; any console error or CSP violation in it fails the test. */
  browserOf(options?: BrowserContextOptions): Promise<Page>
}

interface WorkerFixtures {
  worldOptions: E2eOptions
  world: E2eWorld
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  worldOptions: [{}, { scope: 'worker', option: true }],
  world: [
    async ({ worldOptions }, use) => {
      const world = await openE2eWorld(worldOptions)
      await use(world)
      await world.close()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  browserOf: async ({ browser, world }, use) => {
    const contexts: BrowserContext[] = []
    const faults: string[] = []
    await use(async (options = {}) => {
      const context = await browser.newContext({ locale: 'en-CA', ...options, baseURL: world.origin })
      contexts.push(context)
      context.on('page', (page) => listen(page, faults))
      return await context.newPage()
    })
    for (const context of contexts) await context.close()
    expect(faults, 'console errors, CSP violations and unhandled rejections').toEqual([])
  },
})

/** Chromium writes CSP violations and unhandled rejections to the console, too. */
function listen(page: Page, faults: string[]): void {
  page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error' && !isExpected(message.text()))
      faults.push(`${page.url()}: ${message.text()}`)
  })
}

/** Chromium reports every answer of 4xx and 5xx as an error; a refusal that a test provokes is none of ours. */
function isExpected(text: string): boolean {
  return /^Failed to load resource: the server responded with a status of (4\d\d|5\d\d)/.test(text)
}

/** Signs in as one of the demo's people, from wherever the page is. */
export async function signInAs(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: new RegExp(name) }).click()
}

/** WCAG 2.2 AA as axe sees it. */
export async function expectAccessible(page: Page): Promise<void> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze()
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)
  expect(found, `axe on ${page.url()}`).toEqual([])
}

export { expect } from '@playwright/test'
