import { expect, type Page, type Response } from '@playwright/test'
import type { RealmPerson } from './realm.ts'

/** Keycloak's own form, in whatever language. */
export async function fillSignInForm(page: Page, { username, password }: RealmPerson): Promise<void> {
  await page.locator('#username').fill(username)
  await page.locator('#password').fill(password)
  await page.locator('#kc-login').click()
}

/** From the home page, in English, to Keycloak's form. */
export async function goToSignIn(page: Page): Promise<void> {
  await page.goto('/')
  await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click()
  await expect(page.locator('#kc-login')).toBeVisible()
}

/** From the home page, in English, to "My rooms". */
export async function signIn(page: Page, person: RealmPerson): Promise<void> {
  await goToSignIn(page)
  await fillSignInForm(page, person)
  await expectRooms(page)
}

export async function expectRooms(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name: 'My rooms' })).toBeVisible()
}

/** Seconds before its end at which the client renews a token. */
export const renewBefore = 20

/** Waits until the stored access token is due: the next question to Foyer renews it first. */
export async function untilDue(page: Page): Promise<void> {
  await expect.poll(() => secondsLeft(page), { timeout: 60_000 }).toBeLessThanOrEqual(renewBefore)
}

async function secondsLeft(page: Page): Promise<number> {
  return await page.evaluate(() => {
    const [key = ''] = Object.keys(localStorage).filter((name) => name.startsWith('oidc.user:'))
    return JSON.parse(localStorage.getItem(key) ?? '{}').expires_at - Date.now() / 1000
  })
}

/** The page is looked at again, and asks Foyer at once. */
export async function lookAgain(page: Page): Promise<void> {
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })))
}

/** Looks at "My rooms" again, and waits for Foyer's answer. */
export async function askForRooms(page: Page): Promise<Response> {
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.url().endsWith('/api/rooms')),
    lookAgain(page),
  ])
  return answer
}
