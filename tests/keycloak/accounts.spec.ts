import { expect, test } from './fixtures.ts'
import { expectRooms, fillSignInForm, goToSignIn, signIn } from './steps.ts'

/* What an administrator does to an account, and what its owner sees of it. */

test('a group given while one is signed in opens the door: "Try again" is enough', async ({
  browserOf,
  realm,
}) => {
  const robin = await realm.addPerson({ username: 'robin', firstName: 'Robin', lastName: 'Hale' })
  const page = await browserOf()
  await page.goto('/sign-in')
  await fillSignInForm(page, robin)
  await expect(
    page.getByRole('heading', { level: 1, name: 'You are signed in, but not yet admitted' }),
  ).toBeVisible()

  await realm.join(robin, '/members/riverside')
  await page.getByRole('button', { name: 'Try again' }).click()
  await expectRooms(page)
})

test.describe('with tokens of 25 seconds', () => {
  test.use({ realmSettings: { accessTokenLifespan: 25 } })

  test('an account that is disabled ends at the next renewal, and Keycloak says why', async ({
    browserOf,
    realm,
    ada,
  }) => {
    const page = await browserOf()
    await signIn(page, ada)
    await realm.changePerson(ada, { enabled: false })
    await expect(page.getByRole('heading', { level: 1, name: 'Your session has ended' })).toBeVisible({
      timeout: 60_000,
    })

    await page.getByRole('button', { name: 'Sign in again' }).click()
    await fillSignInForm(page, ada)
    await expect(page.getByText('Account is disabled', { exact: false })).toBeVisible()
  })

  test('a group that is taken away closes the door at the next renewal', async ({
    browserOf,
    realm,
    ada,
  }) => {
    const page = await browserOf()
    await signIn(page, ada)
    await realm.leave(ada, '/members/riverside')
    await expect(
      page.getByRole('heading', { level: 1, name: 'You are signed in, but not yet admitted' }),
    ).toBeVisible({ timeout: 60_000 })
  })
})

test('who must choose a new password first does so, and comes to the page asked for', async ({
  browserOf,
  realm,
  ada,
  world,
}) => {
  await realm.changePerson(ada, { requiredActions: ['UPDATE_PASSWORD'] })
  const page = await browserOf()
  await page.goto('/recordings')
  await fillSignInForm(page, ada)
  await page.locator('#password-new').fill('a-new-secret')
  await page.locator('#password-confirm').fill('a-new-secret')
  await page.getByRole('button', { name: 'Submit' }).click()
  await expect(page).toHaveURL(`${world.origin}/recordings`)
  await expect(page.getByRole('heading', { level: 1, name: 'My recordings' })).toBeVisible()
})

test('who declines the terms is told in words, can try again, and gets in by accepting', async ({
  browserOf,
  realm,
  ada,
}) => {
  await realm.offerAction('TERMS_AND_CONDITIONS')
  await realm.changePerson(ada, { requiredActions: ['TERMS_AND_CONDITIONS'] })
  const page = await browserOf()
  await goToSignIn(page)
  await fillSignInForm(page, ada)
  await page.locator('#kc-decline').click()
  await expect(page.getByRole('heading', { level: 1, name: 'The sign-in did not work' })).toBeVisible()
  await expect(
    page.getByText('The sign-in service said no, or the sign-in was cancelled.', { exact: false }),
  ).toBeVisible()
  await expect(page.getByText('Guests need no account', { exact: false })).toBeVisible()

  await page.getByRole('button', { name: 'Sign in again' }).click()
  await fillSignInForm(page, ada)
  await page.locator('#kc-accept').click()
  await expectRooms(page)
})
