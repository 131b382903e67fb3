import { expect, test } from './fixtures.ts'
import { expectRooms, fillSignInForm, lookAgain, signIn, untilDue } from './steps.ts'
import { breakTokenCalls, tokenFaults } from './wire.ts'

/* Keycloak's token endpoint fails on the wire, when somebody signs in and when their token is renewed. */
test.use({ hasOutage: true, realmSettings: { accessTokenLifespan: 25 } })

for (const [fault, broken] of Object.entries(tokenFaults)) {
  test(`at a sign-in the token endpoint ${fault}: the page says so, and the way on works`, async ({
    browserOf,
    ada,
    realm,
    world,
  }) => {
    const page = await browserOf()
    const mend = await breakTokenCalls(page.context(), realm, {}, broken)
    await page.goto('/recordings')
    await fillSignInForm(page, ada)
    await expect(page.getByRole('heading', { level: 1, name: 'The sign-in did not work' })).toBeVisible({
      timeout: 60_000,
    })
    await expect(page.getByText('The sign-in service does not answer.', { exact: false })).toBeVisible()

    await mend()
    await page.getByRole('button', { name: 'Sign in again' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'My recordings' })).toBeVisible()
    await expect(page).toHaveURL(`${world.origin}/recordings`)
  })

  test(`at a renewal the token endpoint ${fault}: the page stays, says so, and recovers`, async ({
    browserOf,
    ada,
    realm,
  }) => {
    const page = await browserOf()
    await signIn(page, ada)
    await untilDue(page)
    const mend = await breakTokenCalls(page.context(), realm, {}, broken)
    await lookAgain(page)
    const stale = page.getByText('What you see may be out of date', { exact: false })
    await expect(stale).toBeVisible({ timeout: 60_000 })
    await expectRooms(page)
    await expect(page.getByRole('button', { name: 'Create my first room' })).toBeEnabled()

    await mend()
    await expect(stale).toBeHidden({ timeout: 120_000 })
    await expectRooms(page)
    await expect(page.getByText('Your session has ended')).toHaveCount(0)
  })
}

test('Keycloak does not know our web origin: the page says what is known, and what to check', async ({
  browserOf,
  ada,
  realm,
  world,
}) => {
  await realm.changeClient({ webOrigins: ['https://elsewhere.example'] })
  const page = await browserOf()
  await page.goto('/recordings')
  await fillSignInForm(page, ada)
  await expect(page.getByRole('heading', { level: 1, name: 'The sign-in did not work' })).toBeVisible()
  await expect(page.getByText('The sign-in service was reached', { exact: false })).toBeVisible()
  await expect(page.getByText('as a web origin', { exact: false })).toBeVisible()

  await realm.changeClient({ webOrigins: [world.origin] })
  await page.getByRole('button', { name: 'Sign in again' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'My recordings' })).toBeVisible()
})
