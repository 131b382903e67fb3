import { expect, test } from './fixtures.ts'
import { expectRooms, fillSignInForm, signIn } from './steps.ts'

test('one signs in and out in French, and Keycloak speaks French, too', async ({ browserOf, ada, world }) => {
  const page = await browserOf({ locale: 'fr-CA' })
  await page.goto('/recordings')
  await expect(page.locator('html')).toHaveAttribute('lang', /^fr/)
  await expect(page.getByRole('button', { name: 'Connexion' })).toBeVisible()
  await fillSignInForm(page, ada)
  await expect(page).toHaveURL(`${world.origin}/recordings`)
  await expect(page.getByRole('heading', { level: 1, name: 'Mes enregistrements' })).toBeVisible()

  await page.getByRole('banner').getByRole('link', { name: 'Ada Osei' }).click()
  await expect(page.getByRole('definition').filter({ hasText: /^ada@example\.org$/ })).toBeVisible()
  await page.getByRole('button', { name: 'Fermer la session' }).click()
  await expect(page).toHaveURL(`${world.origin}/signed-out`)
})

test('one signs in and out in English, and Keycloak speaks English, too', async ({
  browserOf,
  ada,
  world,
}) => {
  const page = await browserOf()
  await page.goto('/me')
  await expect(page.locator('html')).toHaveAttribute('lang', /^en/)
  await expect(page.getByRole('button', { name: 'Sign In' })).toBeVisible()
  await fillSignInForm(page, ada)
  await expect(page).toHaveURL(`${world.origin}/me`)
  await expect(page.getByRole('definition').filter({ hasText: 'Ada Osei' })).toBeVisible()
  await expect(page.getByRole('definition').filter({ hasText: /^ada@example\.org$/ })).toBeVisible()

  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(`${world.origin}/signed-out`)
  await test.step('Keycloak has forgotten them, too: it asks again', async () => {
    await page.getByRole('link', { name: 'Sign in again' }).click()
    await expect(page.locator('#username')).toBeVisible()
    await fillSignInForm(page, ada)
    await expectRooms(page)
  })
})

test('a second tab is signed in, without a visit to Keycloak', async ({ browserOf, ada, world }) => {
  const first = await browserOf()
  await signIn(first, ada)
  const second = await first.context().newPage()
  const visits: string[] = []
  second.on('request', (request) => {
    if (request.url().startsWith(world.signInOrigin)) visits.push(request.url())
  })
  await second.goto('/')
  await expectRooms(second)
  expect(visits).toEqual([])
})

test('a form that was left open while one signed in in another tab signs in all the same', async ({
  browserOf,
  ada,
  world,
}) => {
  const first = await browserOf()
  // Keycloak's page looks every two seconds whether somebody signed in: not where the machine sleeps.
  const asleep = 'export const startSessionPolling = () => {}, checkAuthSession = () => {}'
  await first.route(/\/js\/authChecker\.js/, (route) =>
    route.fulfill({ contentType: 'text/javascript', body: asleep }),
  )
  await first.goto('/recordings')
  await expect(first.locator('#kc-login')).toBeVisible()
  const second = await first.context().newPage()
  await signIn(second, ada)
  // What Keycloak knows of the open form ends a while after the other tab's sign-in.
  await first.context().clearCookies({ name: /^(AUTH_SESSION_ID|KC_RESTART)$/ })

  const answers: string[] = []
  first.on('request', (request) => {
    const url = new URL(request.url())
    if (url.origin === world.origin) answers.push(url.searchParams.get('error_description') ?? '')
  })
  await fillSignInForm(first, ada)
  await expect(first).toHaveURL(`${world.origin}/recordings`)
  await expect(first.getByRole('heading', { level: 1, name: 'My recordings' })).toBeVisible()
  expect(answers).toContain('authentication_expired')
})
