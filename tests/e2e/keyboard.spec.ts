import type { Locator, Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { createRoom, expectInMeeting, signIn } from './steps.ts'

test('a host signs in, creates a room, invites and starts, with the keyboard alone', async ({
  browserOf,
}) => {
  const page = await browserOf({ permissions: ['clipboard-read', 'clipboard-write'] })

  await test.step('the first key leads past the navigation', async () => {
    await page.goto('/')
    await page.keyboard.press('Tab')
    await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused()
    await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeInViewport()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('main')).toBeFocused()
    await page.keyboard.press('Tab')
    await expect(page.getByLabel('Link or code of the room')).toBeFocused()
  })

  await test.step('signing in leads to the heading of "My rooms"', async () => {
    await press(page, page.getByRole('main').getByRole('link', { name: 'Sign in' }))
    await press(page, page.getByRole('button', { name: /as Ada Osei/ }))
    await expect(page.getByRole('heading', { level: 1, name: 'My rooms' })).toBeFocused()
  })

  await test.step('a dialog takes the focus to its first field, and Escape gives it back', async () => {
    const opener = page.getByRole('button', { name: 'Create my first room' })
    await press(page, opener)
    await expect(page.getByLabel('Name of the room')).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toBeHidden()
    await expect(opener).toBeFocused()
  })

  await test.step('Enter creates the room, and leads to its heading', async () => {
    await page.keyboard.press('Enter')
    await expect(page.getByLabel('Name of the room')).toBeFocused()
    await page.keyboard.type('Tenants’ council')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: 'Tenants’ council' })).toBeFocused()
  })

  await test.step('the skip link works on a member’s page, too', async () => {
    await page.reload()
    await expect(page.getByRole('button', { name: 'Invitation', exact: true })).toBeVisible()
    await page.keyboard.press('Tab')
    await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('main')).toBeFocused()
  })

  await test.step('the invitation is chosen by arrow keys, copied, and closed', async () => {
    const opener = page.getByRole('button', { name: 'Invitation', exact: true })
    await press(page, opener)
    await expect(page.getByRole('dialog', { name: 'Invite people' })).toBeVisible()
    await tabTo(page, page.getByRole('radio', { name: 'English' }))
    await page.keyboard.press('ArrowRight')
    await expect(page.getByRole('radio', { name: 'Both' })).toBeChecked()
    await expect(page.getByLabel('Text')).toHaveValue(/You are invited.*Invitation à une réunion/s)
    await press(page, page.getByRole('button', { name: 'Copy the text' }))
    await expect(page.getByRole('button', { name: 'Text copied' })).toBeFocused()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('Tenants’ council')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toBeHidden()
    await expect(opener).toBeFocused()
  })

  await test.step('a setting is switched by the space bar', async () => {
    await press(page, page.getByRole('link', { name: 'Settings' }), 'Shift+Tab')
    await press(page, page.locator('summary', { hasText: 'Sound and picture' }))
    const muted = page.getByRole('switch', { name: 'Everyone joins muted' })
    await tabTo(page, muted)
    await page.keyboard.press('Space')
    await expect(muted).toBeChecked()
    await press(page, page.getByRole('link', { name: 'Meeting', exact: true }), 'Shift+Tab')
    await expect(page.getByRole('button', { name: 'Start the meeting' })).toBeVisible()
  })

  await test.step('starting leads into the meeting', async () => {
    await press(page, page.getByRole('button', { name: 'Start the meeting' }))
    await expectInMeeting(page)
  })
})

test('moving between a member’s pages leads to their headings', async ({ browserOf }) => {
  const page = await browserOf()
  await signIn(page, 'Ada Osei')
  await press(page, page.getByRole('banner').getByRole('link', { name: 'Recordings' }), 'Shift+Tab')
  await expect(page.getByRole('heading', { level: 1, name: 'My recordings' })).toBeFocused()
  await press(page, page.getByRole('banner').getByRole('link', { name: 'Ada Osei' }), 'Shift+Tab')
  await expect(page.getByRole('heading', { level: 1, name: 'My account' })).toBeFocused()
  await page.goBack()
  await expect(page.getByRole('heading', { level: 1, name: 'My recordings' })).toBeFocused()
})

test('a guest gets in with the keyboard alone', async ({ browserOf }) => {
  const host = await browserOf()
  await signIn(host, 'Ada Osei')
  await createRoom(host, { name: 'Choir', address: 'choir-practice', recordingAllowed: true })

  const guest = await browserOf()
  await guest.goto('/choir-practice')
  const name = guest.getByLabel('Your name')

  await test.step('what is missing is said where the focus is', async () => {
    await tabTo(guest, name)
    await guest.keyboard.press('Enter')
    await expect(name).toBeFocused()
    await expect(name).toHaveAccessibleDescription(/Type your name to/)
    await guest.keyboard.type('Camille')
    await guest.keyboard.press('Enter')
    const consent = guest.getByRole('checkbox', { name: /may be recorded/ })
    await expect(consent).toBeFocused()
    await expect(consent).toHaveAccessibleDescription(/Agree to this to/)
    await guest.keyboard.press('Space')
    await expect(consent).toBeChecked()
  })

  await test.step('waiting begins at the heading', async () => {
    await press(guest, guest.getByRole('button', { name: 'Wait for the meeting' }))
    await expect(guest.getByText('You are waiting as Camille', { exact: false })).toBeVisible()
    await expect(guest.getByRole('heading', { level: 1, name: 'Choir' })).toBeFocused()
  })

  await test.step('and ends in the meeting', async () => {
    await host.getByRole('button', { name: 'Start the meeting' }).click()
    await expectInMeeting(guest)
    await press(guest, guest.getByRole('button', { name: 'Leave' }))
    await expect(guest.getByText('You have left the meeting')).toBeVisible()
  })
})

type Key = 'Tab' | 'Shift+Tab'

/** Goes on with the Tab key until something has the focus. */
async function tabTo(page: Page, target: Locator, key: Key = 'Tab'): Promise<void> {
  await expect(target).toBeVisible()
  for (let presses = 0; presses < 40; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press(key)
  }
  await expect(target).toBeFocused()
}

async function press(page: Page, target: Locator, key?: Key): Promise<void> {
  await tabTo(page, target, key)
  await page.keyboard.press('Enter')
}
