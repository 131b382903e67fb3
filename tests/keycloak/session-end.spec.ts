import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import type { Realm, RealmPerson } from './realm.ts'
import { askForRooms, expectRooms, fillSignInForm, signIn } from './steps.ts'
import { countVisits, tokenEndpoint } from './wire.ts'

const typed = 'Neighbours’ assembly'

test('signing out in one tab signs out the others, and at Keycloak', async ({ browserOf, ada, world }) => {
  const first = await browserOf()
  await signIn(first, ada)
  const second = await first.context().newPage()
  await second.goto('/')
  await expectRooms(second)

  await first.getByRole('banner').getByRole('link', { name: 'Ada Osei' }).click()
  await first.getByRole('button', { name: 'Sign out' }).click()
  await expect(first).toHaveURL(`${world.origin}/signed-out`)
  for (const tab of [first, second])
    await expect(tab.getByRole('heading', { level: 1, name: 'You are signed out' })).toBeVisible()
  await second.getByRole('link', { name: 'Sign in again' }).click()
  await expect(second.locator('#username')).toBeVisible()
})

test('ended at Keycloak, a session ends here at once, long before its token does; others go on', async ({
  browserOf,
  ada,
  realm,
}) => {
  const page = await browserOf()
  await signIn(page, ada)
  await beginToType(page)
  const robin = await realm.addPerson({
    username: 'robin',
    firstName: 'Robin',
    lastName: 'Hale',
    groups: ['/members/riverside'],
  })
  const other = await browserOf()
  await signIn(other, robin)

  await realm.signOut(ada)
  await expect(page.getByRole('heading', { level: 1, name: 'Your session has ended' })).toBeVisible({
    timeout: 60_000,
  })
  await expect(page.getByText('What you typed is kept.', { exact: false })).toBeVisible()
  expect((await askForRooms(other)).status()).toBe(200)
})

test('who signs out in one browser stays signed in in another', async ({ browserOf, ada }) => {
  const here = await browserOf()
  await signIn(here, ada)
  const elsewhere = await browserOf()
  await signIn(elsewhere, ada)
  await here.getByRole('banner').getByRole('link', { name: 'Ada Osei' }).click()
  await here.getByRole('button', { name: 'Sign out' }).click()
  await expect(here.getByRole('heading', { level: 1, name: 'You are signed out' })).toBeVisible()
  expect((await askForRooms(elsewhere)).status()).toBe(200)
  await expectRooms(elsewhere)
})

test.describe('with tokens of 25 seconds', () => {
  test.use({ realmSettings: { accessTokenLifespan: 25 } })

  test('where Keycloak still knows the person, an ended session is taken up again without a form', async ({
    browserOf,
    ada,
    realm,
  }) => {
    const page = await browserOf()
    await signIn(page, ada)
    await beginToType(page)
    const visits = countVisits([page], realm)

    await overuseRefreshToken(page, realm)
    // The page asks by itself, and renews its token for it.
    await expect.poll(() => visits.length, { message: 'over Keycloak', timeout: 60_000 }).toBe(1)
    expect(new URL(visits[0] ?? '').searchParams.get('prompt')).toBe('none')
    await expect(page.getByLabel('Name of the room')).toHaveValue(typed)
    await expect(page.getByText('Your session has ended')).toHaveCount(0)
    await page.getByRole('button', { name: 'Create the room' }).click()
    await expect(page.getByRole('heading', { level: 1, name: typed })).toBeVisible()
  })

  const endings: [string, (realm: Realm, person: RealmPerson) => Promise<void>][] = [
    ['an administrator signs them out', (realm, person) => realm.signOut(person)],
    // It counts for sessions that began before, too.
    ['it has lasted as long as Keycloak allows', (realm) => realm.change({ ssoSessionMaxLifespan: 1 })],
  ]
  for (const [why, end] of endings) {
    test(`a session ends because ${why}: one signs in again, and finds what was typed`, async ({
      browserOf,
      ada,
      realm,
    }) => {
      const page = await browserOf()
      await signIn(page, ada)
      await beginToType(page)

      await end(realm, ada)
      await expect(page.getByRole('heading', { level: 1, name: 'Your session has ended' })).toBeVisible({
        timeout: 60_000,
      })
      await expect(page.getByText('What you typed is kept.', { exact: false })).toBeVisible()

      await realm.change({ ssoSessionMaxLifespan: 43_200 })
      await page.getByRole('button', { name: 'Sign in again' }).click()
      await fillSignInForm(page, ada)
      await expect(page.getByLabel('Name of the room')).toHaveValue(typed)
      await page.getByRole('button', { name: 'Create the room' }).click()
      await expect(page.getByRole('heading', { level: 1, name: typed })).toBeVisible()
    })
  }
})

async function beginToType(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Create my first room' }).click()
  await page.getByLabel('Name of the room').fill(typed)
}

/**
 * As when copies of one session renew at the same time: Keycloak takes a refresh token for stolen, and ends the
 * session of this client. The person's own session goes on.
 */
async function overuseRefreshToken(page: Page, realm: Realm): Promise<void> {
  const token = await page.evaluate(() => {
    const [key = ''] = Object.keys(localStorage).filter((name) => name.startsWith('oidc.user:'))
    return String(JSON.parse(localStorage.getItem(key) ?? '{}').refresh_token)
  })
  const body = new URLSearchParams({ grant_type: 'refresh_token', client_id: 'foyer', refresh_token: token })
  const statuses: number[] = []
  while (statuses.length < 3) {
    const answer = await fetch(tokenEndpoint(realm), { method: 'POST', body })
    statuses.push(answer.status)
  }
  expect(statuses.at(-1), 'one use more than is allowed').toBe(400)
}
