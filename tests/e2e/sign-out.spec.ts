import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { chooseToBe, createRoom, signIn } from './steps.ts'

/* A computer that several people use, one after the other. The back button shows pages as they were left. */
test.use({
  launchOptions: async ({ launchOptions }, use) => {
    await use({ ...launchOptions, ignoreDefaultArgs: ['--disable-back-forward-cache'] })
  },
})

/** All that scripts of ours could read in a tab. */
async function stored(tab: Page): Promise<string> {
  return await tab.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]))
}

async function typeSchedule(tab: Page, name: string): Promise<void> {
  await tab.getByRole('button', { name: /New room|Create my first room/ }).click()
  await tab.getByLabel('Name of the room').fill(name)
}

test('what one person typed is gone when they sign out, in every tab', async ({ browserOf, world }) => {
  const first = await browserOf()
  await signIn(first, 'Ada Osei')
  await createRoom(first, { name: 'Choir', address: 'choir-practice' })
  const context = first.context()
  const second = await context.newPage()
  const guest = await context.newPage()
  const left = await context.newPage()
  const guestLeft = await context.newPage()

  await test.step('Ada types in two tabs and as a guest in a third, and leaves one by a link', async () => {
    await first.goto('/')
    await typeSchedule(first, 'Secret of the first tab')
    await second.goto('/')
    await typeSchedule(second, 'Secret of the second tab')
    await guest.goto('/choir-practice?guest')
    await guest.getByLabel('Your name').fill('Secret name')
    await left.goto('/')
    await typeSchedule(left, 'Secret of the tab that was left')
    await left.evaluate(() => location.assign('/status'))
    await expect(left.getByRole('heading', { level: 1 })).toBeVisible()
    await guestLeft.goto('/choir-practice?guest')
    await guestLeft.getByLabel('Your name').fill('Secret name of a page that was left')
    await guestLeft.getByRole('link', { name: 'Status' }).click()
    await expect(guestLeft).toHaveURL(`${world.origin}/status`)
    for (const tab of [first, second, guest]) expect(await stored(tab)).toContain('Secret')
  })

  await test.step('she signs out in the first: no storage of any tab holds it, and the cookies stay', async () => {
    await first.goto('/me')
    await first.getByRole('button', { name: 'Sign out' }).click()
    await expect(first).toHaveURL(`${world.origin}/signed-out`)
    await expect(first.getByRole('heading', { level: 1, name: 'You are signed out' })).toBeVisible()
    await expect(second.getByRole('heading', { level: 1, name: 'You are signed out' })).toBeVisible()
    await expect(guest.getByLabel('Your name')).toHaveValue('')
    for (const tab of [first, second, guest, left]) expect(await stored(tab)).not.toMatch(/Secret|Ada|token/)
    const cookies = await first.context().cookies(world.origin)
    expect(cookies.map(({ name, value }) => [name, value.slice(0, 2)])).toContainEqual(['foyer_member', '0.'])
    expect(cookies.map(({ name }) => name)).not.toContain('foyer_clear')
  })

  await test.step('the back button shows none of it', async () => {
    await left.goBack()
    await expect(
      left.getByRole('heading', { level: 1, name: /You are signed out|Join a meeting/ }),
    ).toBeVisible()
    await expect(left.getByText('Choir')).toHaveCount(0)
    await guestLeft.goBack()
    await expect(guestLeft.getByLabel('Your name')).toHaveValue('')
    await first.goBack({ waitUntil: 'commit' })
    await first.goBack({ waitUntil: 'commit' })
    await expect(first.getByLabel('Name of the room')).toHaveCount(0)
  })

  await test.step('Gabrielle signs in, in the first tab, and finds empty forms in all of them', async () => {
    await signIn(first, 'Gabrielle Tremblay')
    for (const tab of [first, second, left]) {
      await tab.goto('/')
      await typeSchedule(tab, '')
      await expect(tab.getByLabel('Name of the room')).toHaveValue('')
    }
    expect(await stored(first)).not.toContain('Secret')
  })
})

test('whoever was invited signs out to accept as somebody else, and goes on with the invitation', async ({
  browserOf,
}) => {
  const ada = await browserOf()
  await signIn(ada, 'Ada Osei')
  await createRoom(ada, { name: 'Choir', address: 'choir-practice' })
  await ada.goto('/choir-practice/hosts')
  await ada
    .getByLabel(/^E-?mail/i)
    .first()
    .fill('somebody@example.org')
  await ada.getByRole('button', { name: 'Make the link' }).click()
  const shown = ada.getByText(/\/offers\/accept#/).first()
  await expect(shown).toBeVisible()
  const link = /http\S+#\S+/.exec(await shown.innerText())?.[0] ?? ''

  const invited = await browserOf()
  await signIn(invited, 'Sam Nguyen')
  await invited.goto(link)
  await invited.getByRole('button', { name: 'Sign in as someone else' }).click()
  await expect(invited.getByRole('heading', { level: 1, name: 'You are signed out' })).toBeVisible()
  await invited.getByRole('link', { name: 'Sign in again' }).click()
  await chooseToBe(invited, 'Gabrielle Tremblay')
  await invited.getByRole('button', { name: 'Accept' }).click()
  await expect(invited.getByRole('heading', { level: 1, name: 'Choir' })).toBeVisible()
})
