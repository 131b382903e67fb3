import type { Browser, Page } from '@playwright/test'
import { signInAs } from '../e2e/fixtures.ts'
import type { E2eWorld } from '../e2e/world.ts'

/** A signed-in member's page, on the rooms list. */
export async function memberPage(browser: Browser, world: E2eWorld): Promise<Page> {
  const context = await browser.newContext({ baseURL: world.origin, locale: 'en-CA' })
  const page = await context.newPage()
  await page.goto('/sign-in')
  await signInAs(page, 'Ada Osei')
  await page.getByRole('heading', { level: 1, name: 'My rooms' }).waitFor()
  return page
}

/** The address of a room of this member's. */
export async function prepareRoom(page: Page): Promise<string> {
  await page.goto('/?new')
  await page.getByLabel('Name of the room').fill('Bench')
  await page.getByLabel(/Address/).fill('bench-room')
  await page.getByRole('button', { name: 'Create the room' }).click()
  await page.getByRole('heading', { level: 1, name: 'Bench' }).waitFor()
  return 'bench-room'
}
