import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { chooseToBe, createRoom, expectFact, expectInMeeting, signIn, startMeeting } from './steps.ts'

/* What goes wrong in the world, and what a person sees of it. */

test.describe('with outages', () => {
  test.use({ hasOutage: true })

  test('Foyer is killed while a guest waits, comes back, and lets the guest in', async ({
    browserOf,
    world,
  }) => {
    const { host, guest } = await hostAndWaitingGuest({ browserOf })
    await world.restart('SIGKILL')
    await host.reload()
    await startMeeting(host)
    await expectInMeeting(guest)
    await expectFact(guest, 'You are', 'Camille')
  })

  test('a guest whose event stream is answered by 502 is let in by asking', async ({ browserOf }) => {
    const { host, guest } = await hostAndWaitingGuest({ browserOf }, async (page) => {
      await page.route('**/api/join/*/events*', (route) =>
        route.fulfill({ status: 502, body: 'Bad Gateway' }),
      )
    })
    await expect(guest.getByText('The connection was cut', { exact: false })).toBeVisible()
    await startMeeting(host)
    await expectInMeeting(guest)
  })

  test('all servers fail, and work again: nobody has to reload', async ({ browserOf, world }) => {
    test.setTimeout(240_000)
    const { host, guest } = await hostAndWaitingGuest({ browserOf })
    world.de.fault = 'refuse'
    world.ca.fault = 'refuse'

    await test.step('the guest is told, and so is who comes now', async () => {
      await expect(guest.getByText('no meeting can start', { exact: false })).toBeVisible({ timeout: 60_000 })
      const reader = await browserOf()
      await reader.goto('/status')
      await expect(reader.getByText('Does not answer', { exact: true })).toHaveCount(2)
    })
    await test.step('the host is told why the meeting does not start', async () => {
      await host.getByRole('button', { name: 'Start the meeting' }).click()
      await expect(host.getByText('No meeting server is free', { exact: false })).toBeVisible({
        timeout: 60_000,
      })
    })

    world.de.fault = 'none'
    world.ca.fault = 'none'
    await test.step('the guest still waits, and is let in', async () => {
      await expect(guest.getByText('The meeting has not started yet.')).toBeVisible({ timeout: 60_000 })
      await startMeeting(host)
      await expectInMeeting(guest)
    })
  })
})

const hostileNames = [
  '" autofocus onfocus="alert(1)',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '&role=MODERATOR',
  '=1+1',
]

test('hostile names are only names, of guests and of rooms', async ({ browserOf }) => {
  const host = await browserOf()
  await signIn(host, 'Ada Osei')
  await createRoom(host, { name: '" onmouseover="alert(1)', address: 'choir-practice' })
  await expect(host).toHaveTitle(/^" onmouseover="alert\(1\)/)
  await startMeeting(host)

  for (const [index, name] of hostileNames.entries()) {
    const guest = await browserOf({ javaScriptEnabled: index % 2 === 0 })
    const dialogs: string[] = []
    guest.on('dialog', (dialog) => dialogs.push(dialog.message()))
    await guest.goto('/choir-practice')
    await expect(guest.getByRole('heading', { level: 1 })).toHaveText('" onmouseover="alert(1)')
    await guest.getByLabel('Your name').fill(name)
    await guest.getByRole('button', { name: /Join the meeting|Wait for the meeting/ }).click()
    await expectInMeeting(guest)
    await expectFact(guest, 'You are', name)
    await expectFact(guest, 'Role', 'Viewer')
    await expect(host.getByRole('listitem').filter({ hasText: name })).toBeVisible()
    expect(dialogs).toEqual([])
  }
})

test('a name that cannot be shown is refused at the field', async ({ browserOf }) => {
  const { guest } = await hostAndGuest({ browserOf })
  const name = guest.getByLabel('Your name')
  for (const [typed, sentence] of [
    ['   ', /Type your name/],
    ['😀'.repeat(10_000), /too long/],
    ['<script>alert(1)</script>', /without < or >/],
  ] as const) {
    await name.fill(typed)
    await guest.getByRole('button', { name: 'Wait for the meeting' }).click()
    await expect(name).toHaveAccessibleDescription(sentence)
  }
})

const hostileReturns = [
  '//evil.example',
  '/\\evil.example',
  '/%5cevil.example',
  '/a/..//evil.example',
  'javascript:alert(1)',
]

test('a sign-in leads nowhere but to our pages', async ({ browserOf, world }) => {
  const page = await browserOf()
  await page.goto(`/sign-in?return=${encodeURIComponent('//evil.example')}`)
  await chooseToBe(page, 'Ada Osei')
  for (const target of hostileReturns) {
    await expect(page.getByRole('heading', { level: 1, name: 'My rooms' })).toBeVisible()
    await expect(page).toHaveURL(`${world.origin}/`)
    await page.goto(`/sign-in?return=${encodeURIComponent(target)}`)
  }
  await expect(page).toHaveURL(`${world.origin}/`)
})

test('nor does the language switch, nor a pasted link', async ({ browserOf, world }) => {
  const page = await browserOf()
  for (const target of hostileReturns) {
    await page.goto('/')
    await page
      .locator('input[name=return]')
      .evaluate((input, value) => input.setAttribute('value', value), target)
    await page.getByRole('button', { name: /Français|English/ }).click()
    await expect(page).toHaveURL(`${world.origin}/`)
  }
  for (const target of hostileReturns) {
    await page.goto('/')
    await page.locator('input[name=link]').fill(target)
    const posted = page.waitForResponse((answer) => answer.request().method() === 'POST')
    await page.locator('form[action="/go"] button').click()
    const location = (await posted).headers().location ?? ''
    expect(new URL(location, world.origin).origin).toBe(world.origin)
  }
})

test('forms and calls from elsewhere are refused', async ({ browserOf, world }) => {
  const { guest } = await hostAndGuest({ browserOf })
  const elsewhere = { Origin: 'https://evil.example' }
  const form = await guest.request.post('/choir-practice', {
    headers: elsewhere,
    form: { name: 'Mallory' },
    maxRedirects: 0,
  })
  expect(form.status()).toBe(403)
  const call = await guest.request.post('/api/join/choir-practice', {
    headers: elsewhere,
    data: { name: 'Mallory' },
  })
  expect(call.status()).toBe(403)
  expect((await guest.request.get('/language', { maxRedirects: 0 })).status()).toBe(405)
  expect(world.de.received.filter(({ call }) => call === 'join')).toEqual([])
})

test('whatever language a browser asks for, the page has one of ours', async ({ browserOf }) => {
  for (const [accepted, path, language] of [
    ['x;;q=,,*', '/', 'en'],
    ['de-DE,nl;q=0.9', '/?lang=xx', 'en'],
    ['de,fr-FR;q=0.5,en;q=0.1', '/status', 'fr'],
    ['en', '/?lang=fr-ca', 'fr-CA'],
  ] as const) {
    const page = await browserOf()
    await page.route('**', async (route, request) =>
      route.continue({ headers: { ...request.headers(), 'accept-language': accepted } }),
    )
    await page.goto(path)
    await expect(page.locator('html')).toHaveAttribute('lang', language)
    await expect(page.getByRole('main')).not.toContainText(/\b[a-z]+_[a-z_]+\b/)
  }
})

interface Browsers {
  browserOf: () => Promise<Page>
}

/** A host on the room's page, and a guest before its door. */
async function hostAndGuest({ browserOf }: Browsers) {
  const host = await browserOf()
  await signIn(host, 'Ada Osei')
  await createRoom(host, { name: 'Choir', address: 'choir-practice' })
  const guest = await browserOf()
  await guest.goto('/choir-practice')
  return { host, guest }
}

/** @param prepare done to the guest's page before it waits */
async function hostAndWaitingGuest(browsers: Browsers, prepare = async (_guest: Page) => {}) {
  const { host, guest } = await hostAndGuest(browsers)
  await prepare(guest)
  await guest.getByLabel('Your name').fill('Camille')
  await guest.getByRole('button', { name: 'Wait for the meeting' }).click()
  await expect(guest.getByText('You are waiting as Camille', { exact: false })).toBeVisible()
  return { host, guest }
}
