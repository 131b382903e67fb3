import type { BrowserContext, Page, Response } from '@playwright/test'
import { expect, expectAccessible, test } from './fixtures.ts'
import { chooseToBe, createRoom, expectInMeeting, signIn } from './steps.ts'
import type { E2eWorld } from './world.ts'

test('one signs in from any page, and comes back to it', async ({ browserOf, world }) => {
  const host = await browserOf()
  await signIn(host, 'Ada Osei')
  await createRoom(host, { name: 'Choir', address: 'choir-practice' })

  await test.step('from a room’s link, as its host', async () => {
    const elsewhere = await browserOf()
    await elsewhere.goto('/choir-practice')
    await elsewhere.getByRole('link', { name: 'I am a host' }).click()
    await chooseToBe(elsewhere, 'Ada Osei')
    await expect(elsewhere).toHaveURL(`${world.origin}/choir-practice`)
    await expect(elsewhere.getByRole('button', { name: 'Start the meeting' })).toBeVisible()
  })

  await test.step('from a room’s link, without being its host: as a guest, the name filled in', async () => {
    const guest = await browserOf()
    await guest.goto('/choir-practice')
    await guest.getByRole('link', { name: 'I am a host' }).click()
    await chooseToBe(guest, 'Gabrielle Tremblay')
    await expect(guest.getByLabel('Your name')).toHaveValue('Gabrielle Tremblay')
  })

  await test.step('from the status page', async () => {
    const reader = await browserOf()
    await reader.goto('/status')
    await reader.getByRole('banner').getByRole('link', { name: 'Sign in' }).click()
    await chooseToBe(reader, 'Ada Osei')
    await expect(reader).toHaveURL(`${world.origin}/status`)
    await expect(reader.getByRole('banner').getByRole('link', { name: 'Rooms' })).toBeVisible()
  })

  await test.step('from a member’s page', async () => {
    const member = await browserOf()
    await member.goto('/recordings')
    await chooseToBe(member, 'Ada Osei')
    await expect(member).toHaveURL(`${world.origin}/recordings`)
    await expect(member.getByRole('heading', { level: 1, name: 'My recordings' })).toBeVisible()
  })
})

test('who does not sign in after all is told so, and goes on as a guest', async ({ browserOf }) => {
  const page = await browserOf()
  await page.goto('/sign-in')
  await page.getByRole('button', { name: 'Do not sign in' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'The sign-in did not work' })).toBeVisible()
  await expect(page.getByText('Guests need no account')).toBeVisible()
})

test('a new tab is signed in, without a visit to the sign-in server', async ({ browserOf, world }) => {
  const first = await browserOf()
  await signIn(first, 'Ada Osei')
  const second = await first.context().newPage()
  const visits: string[] = []
  second.on('request', (request) => {
    if (request.url().startsWith(world.signInOrigin)) visits.push(request.url())
  })
  await second.goto('/')
  await expect(second.getByRole('heading', { level: 1, name: 'My rooms' })).toBeVisible()
  await second.goto('/me')
  await expect(second.getByRole('definition').filter({ hasText: 'Ada Osei' })).toBeVisible()
  expect(visits).toEqual([])
})

test('signing out in one tab signs out the other', async ({ browserOf, world }) => {
  const first = await browserOf()
  await signIn(first, 'Ada Osei')
  const second = await first.context().newPage()
  await second.goto('/')
  await expect(second.getByRole('heading', { level: 1, name: 'My rooms' })).toBeVisible()

  await first.getByRole('banner').getByRole('link', { name: 'Ada Osei' }).click()
  await first.getByRole('button', { name: 'Sign out' }).click()
  await expect(first).toHaveURL(`${world.origin}/signed-out`)
  for (const tab of [first, second])
    await expect(tab.getByRole('heading', { level: 1, name: 'You are signed out' })).toBeVisible()

  await test.step('at the sign-in server, too: it asks again who one is', async () => {
    await second.getByRole('link', { name: 'Sign in again' }).click()
    await expect(second.getByRole('heading', { name: 'Who would you like to be?' })).toBeVisible()
  })
  await test.step('and the home page is the public one again', async () => {
    await first.goto('/')
    await expect(first.getByRole('heading', { level: 1, name: 'Join a meeting' })).toBeVisible()
  })
})

/* Tokens are renewed 20 s before their end: here, 5 s after they were given. */
test.describe('with tokens that live for 25 seconds', () => {
  test.use({ worldOptions: { accessTokenSeconds: 25 } })

  test('two tabs stay signed in through five renewals, each made once for both', async ({
    browserOf,
    world,
  }) => {
    test.setTimeout(240_000)
    const first = await browserOf()
    await signIn(first, 'Ada Osei')
    const second = await first.context().newPage()
    await second.goto('/')
    const renewals = countRenewals(first.context(), world)
    const visits = countVisits([first, second], world)

    // Both ask at once, again and again: each time that the token is due, two tabs see it at the same moment.
    await expect
      .poll(
        async () => {
          const answers = await Promise.all([first, second].map(lookAgain))
          expect(answers.map((answer) => answer.status())).toEqual([200, 200])
          return renewals.length
        },
        { timeout: 120_000 },
      )
      .toBeGreaterThanOrEqual(5)
    expect(new Set(renewals).size, 'no refresh token is shown twice').toBe(renewals.length)
    expect(visits, 'nobody is sent to the sign-in server').toEqual([])
  })

  test('a session that ends by itself keeps what was being typed', async ({ browserOf, world }) => {
    const page = await browserOf()
    await signIn(page, 'Ada Osei')
    await page.getByRole('button', { name: 'Create my first room' }).click()
    await page.getByLabel('Name of the room').fill('Neighbours’ assembly')

    await endSession(page.context(), world)
    await expect(page.getByRole('heading', { level: 1, name: 'Your session has ended' })).toBeVisible({
      timeout: 60_000,
    })
    await expect(page.getByText('What you typed is kept.', { exact: false })).toBeVisible()
    await page.context().unrouteAll()

    await page.getByRole('button', { name: 'Sign in again' }).click()
    await chooseToBe(page, 'Ada Osei')
    await expect(page.getByLabel('Name of the room')).toHaveValue('Neighbours’ assembly')
    await page.getByRole('button', { name: 'Create the room' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Neighbours’ assembly' })).toBeVisible()
  })
})

test('a person whom an accent locks out is told why, in both languages, and let in by the list', async ({
  browserOf,
}) => {
  const host = await browserOf()
  await signIn(host, 'Ada Osei')
  await createRoom(host, { name: 'Choir', address: 'choir-practice' })

  const robin = await browserOf()
  await robin.goto('/sign-in')
  await chooseToBe(robin, 'Robin Hale')
  const reference = robin.getByText(/^Reference: \w{8}$/).first()

  await test.step('in English: what one has beside what the rule says, who can mend it, and a message', async () => {
    await expect(
      robin.getByRole('heading', { level: 1, name: 'You are signed in, but not yet admitted' }),
    ).toBeVisible()
    await expect(robin.getByRole('heading', { name: 'For Tenants of Montréal' })).toBeVisible()
    await expect(robin.getByText('/members/Locataires-Montréal', { exact: true }).first()).toBeVisible()
    await expect(robin.getByText('/members/Locataires-Montreal', { exact: true }).first()).toBeVisible()
    await expect(robin.getByText('An accent differs.')).toBeVisible()
    await expect(reference).toBeVisible()
    await expect(robin.getByRole('link', { name: 'Write to them' })).toHaveAttribute(
      'href',
      /^mailto:help@example\.org\?subject=.+&body=.+Locataires/,
    )
  })

  await test.step('asking again changes nothing yet, and says so', async () => {
    await robin.getByRole('button', { name: 'Try again' }).click()
    await expect(robin.getByText('still not admitted', { exact: false })).toBeVisible()
  })

  await test.step('in French', async () => {
    await robin.getByRole('button', { name: 'Français' }).click()
    await expect(robin.locator('html')).toHaveAttribute('lang', 'fr')
    await expect(
      robin.getByRole('heading', { level: 1, name: /^Votre session est ouverte, mais/ }),
    ).toBeVisible()
    await expect(robin.getByText('Un accent diffère.')).toBeVisible()
    await robin.getByRole('button', { name: 'English' }).click()
    await expect(robin.locator('html')).toHaveAttribute('lang', 'en')
  })

  await test.step('a guest’s way is open to them all the same', async () => {
    await robin.getByLabel('Link or address of the room').fill('choir-practice')
    await robin.getByRole('button', { name: 'Go to the room' }).click()
    await robin.getByRole('link', { name: 'Enter with a link' }).click()
    await expect(robin.getByRole('heading', { level: 1, name: 'Choir' })).toBeVisible()
    await expect(robin.getByLabel('Your name')).toBeVisible()
  })

  const operator = await browserOf()
  await test.step('the operator finds that decision by its reference', async () => {
    await robin.goto('/me')
    const ref = /\w{8}$/.exec(await reference.innerText())?.[0] ?? 'none'
    await operator.goto('/operator/access')
    await chooseToBe(operator, 'Sam Nguyen')
    await operator.getByLabel('Reference, name or e-mail').fill(ref)
    await operator.getByRole('button', { name: 'Search' }).click()
    await expect(operator.getByRole('heading', { name: 'Decisions found' })).toBeVisible()
    await expect(operator.getByRole('article').getByRole('heading', { name: 'Robin Hale' })).toBeVisible()
    await expectAccessible(operator)
  })

  await test.step('the organisation’s administrator invites them, in French, and the link lets them in', async () => {
    const gabrielle = await browserOf({ locale: 'fr-CA' })
    await gabrielle.goto('/organisations/atelier')
    await chooseToBe(gabrielle, 'Gabrielle Tremblay')
    await gabrielle.getByLabel('Courriel', { exact: false }).first().fill('robin@ailleurs.example')
    await gabrielle.getByRole('button', { name: /^(Ajouter|Inviter)/ }).click()
    const shown = gabrielle.getByText(/\/organisations\/atelier\/accept#/).first()
    await expect(shown).toBeVisible()
    await expectAccessible(gabrielle)
    const link = /http\S+#\S+/.exec(await shown.innerText())?.[0] ?? ''

    await robin.goto(link)
    await expect(robin).toHaveURL(/\/organisations\/atelier\/accept$/)
    await robin.getByRole('button', { name: 'Accept' }).click()
    await expect(robin.getByRole('heading', { level: 1, name: 'My rooms' })).toBeVisible()
  })
})

test('two tabs of hosts who start at once end up in one meeting', async ({ browserOf, world }) => {
  const first = await browserOf()
  await signIn(first, 'Ada Osei')
  await createRoom(first, { name: 'Choir', address: 'choir-practice' })
  const second = await browserOf()
  await second.goto('/sign-in?return=/choir-practice')
  await chooseToBe(second, 'Ada Osei')

  const buttons = [first, second].map((tab) => tab.getByRole('button', { name: 'Start the meeting' }))
  for (const button of buttons) await expect(button).toBeVisible()
  await Promise.all(buttons.map((button) => button.click()))
  for (const tab of [first, second]) await expectInMeeting(tab)
  const created = [...world.de.received, ...world.ca.received].filter(({ call }) => call === 'create')
  expect(new Set(created.map(({ query }) => query.get('meetingID'))).size).toBe(1)
})

/** The refresh tokens that are shown to the sign-in server from now on. */
function countRenewals(context: BrowserContext, { signInOrigin }: E2eWorld): string[] {
  const renewals: string[] = []
  context.on('request', (request) => {
    const isToken = request.method() === 'POST' && request.url() === `${signInOrigin}/token`
    const shown = isToken && new URLSearchParams(request.postData() ?? '').get('refresh_token')
    if (shown) renewals.push(shown)
  })
  return renewals
}

/** A page that is seen again asks at once. */
async function lookAgain(tab: Page): Promise<Response> {
  const [answer] = await Promise.all([
    tab.waitForResponse((response) => response.url().endsWith('/api/rooms')),
    tab.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))),
  ])
  return answer
}

function countVisits(tabs: Page[], { signInOrigin }: E2eWorld): string[] {
  const visits: string[] = []
  for (const tab of tabs)
    tab.on('framenavigated', (frame) => {
      if (frame.url().startsWith(signInOrigin)) visits.push(frame.url())
    })
  return visits
}

/** What an administrator's "sign out this person" does: no renewal works, and the sign-in server knows nobody. */
async function endSession(context: BrowserContext, { signInOrigin }: E2eWorld): Promise<void> {
  await context.clearCookies({ domain: new URL(signInOrigin).hostname })
  await context.route(`${signInOrigin}/token`, (route) =>
    route.fulfill({
      status: 400,
      headers: { 'Access-Control-Allow-Origin': '*' },
      json: { error: 'invalid_grant', error_description: 'Session not active' },
    }),
  )
}
