import type { Browser, Page } from '@playwright/test'
import { createRoom, signIn } from '../e2e/steps.ts'
import type { E2eWorld } from '../e2e/world.ts'

/** A signed-in member's page, on the rooms list. */
export async function memberPage(browser: Browser, world: E2eWorld): Promise<Page> {
  const context = await browser.newContext({ baseURL: world.origin, locale: 'en-CA' })
  const page = await context.newPage()
  await signIn(page, 'Ada Osei')
  return page
}

/** The address of a room of this member's. */
export async function prepareRoom(page: Page): Promise<string> {
  const address = 'bench-room'
  await createRoom(page, { name: 'Bench', address })
  return address
}
