import { expect, type Page } from '@playwright/test'
import type { RealmPerson } from './realm.ts'

/** Keycloak's own form, in whatever language. */
export async function fillSignInForm(page: Page, { username, password }: RealmPerson): Promise<void> {
  await page.locator('#username').fill(username)
  await page.locator('#password').fill(password)
  await page.locator('#kc-login').click()
}

/** From the home page, in English, to "My rooms". */
export async function signIn(page: Page, person: RealmPerson): Promise<void> {
  await page.goto('/')
  await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click()
  await fillSignInForm(page, person)
  await expectRooms(page)
}

export async function expectRooms(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name: 'My rooms' })).toBeVisible()
}
