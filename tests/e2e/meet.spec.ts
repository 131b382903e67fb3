import { expect, expectAccessible, signInAs, test } from './fixtures.ts'

test('a host and a guest meet, in two languages, from the landing page to the recording', async ({
  world,
  browserOf,
}) => {
  const host = await browserOf({ locale: 'en-CA' })
  const guest = await browserOf({ locale: 'fr-CA' })

  await test.step('Ada signs in from the home page and creates a room', async () => {
    await host.goto('/')
    await host.getByRole('link', { name: 'Sign in' }).first().click()
    await signInAs(host, 'Ada Osei')
    await expect(host.getByRole('heading', { level: 1, name: 'My rooms' })).toBeVisible()
    await host.getByRole('button', { name: 'Create my first room' }).click()
    await host.getByLabel('Name of the room').fill('Assemblée générale')
    await host.getByLabel(/Address/).fill('general-assembly')
    await host.getByRole('button', { name: 'Create the room' }).click()
    await expect(host.getByRole('heading', { level: 1, name: 'Assemblée générale' })).toBeVisible()
    await host.getByRole('switch', { name: /Recording allowed/ }).check({ force: true })
  })

  await test.step('a guest waits at the link, in French, and hears about the recording first', async () => {
    await guest.goto('/general-assembly')
    await expect(guest.locator('html')).toHaveAttribute('lang', 'fr-CA')
    await expectAccessible(guest)
    await guest.getByRole('textbox', { name: /nom/i }).fill('Émile')
    await guest.getByRole('checkbox').check()
    await guest.getByRole('button', { name: /Se joindre|Rejoindre|Entrer/i }).click()
    await expect(guest.getByRole('heading', { level: 1 })).toBeVisible()
    await expectAccessible(guest)
  })

  await test.step('Ada starts, and Émile is let in by himself', async () => {
    await host.getByRole('button', { name: /Start/ }).first().click()
    await host.waitForURL((url) => url.origin !== world.origin)
    await expect(host.getByText('Ada Osei').first()).toBeVisible()
    await guest.waitForURL((url) => url.origin !== world.origin, { timeout: 15_000 })
    await expect(guest.getByText('Émile').first()).toBeVisible()
  })

  await test.step('they record, and end the meeting', async () => {
    await host.getByRole('button', { name: /Start recording/ }).click()
    await host.getByRole('button', { name: /End meeting/ }).click()
    await host.waitForURL((url) => url.origin === world.origin)
  })

  await test.step('the recording appears, and plays', async () => {
    await host.goto('/recordings')
    const play = host.getByRole('button', { name: /Meeting replay/ }).first()
    await expect(async () => {
      await host.reload()
      await expect(play).toBeVisible({ timeout: 3_000 })
    }).toPass({ timeout: 45_000 })
    await play.click()
    await host.waitForURL(/playback/)
    await expect(host.getByText('Assemblée générale').first()).toBeVisible()
  })
})
