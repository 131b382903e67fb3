import { expect, type Page } from '@playwright/test'
import { expectAccessible } from './fixtures.ts'

/** The narrowest screen that pages must fit, held still. */
export const narrow = { viewport: { width: 320, height: 640 }, reducedMotion: 'reduce' } as const

interface Expected {
  title: RegExp
  language: string
}

/** A page as it must be in every state: title, language, axe in light and dark, no scrolling sideways. */
export async function expectFit(page: Page, { title, language }: Expected): Promise<void> {
  await expect(page).toHaveTitle(title)
  await expect(page.locator('html')).toHaveAttribute('lang', language)
  for (const colorScheme of ['light', 'dark'] as const) {
    // Colours that are on their way to each other have no contrast that means anything.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await expectAccessible(page)
  }
  const width = await page.evaluate(() => document.documentElement.scrollWidth)
  expect(width, `width of ${page.url()}`).toBeLessThanOrEqual(narrow.viewport.width)
}
