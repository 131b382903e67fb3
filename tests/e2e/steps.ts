import { expect, type Page } from '@playwright/test'

/** Presses the button of one of the demo's people on the sign-in server's page. */
export async function chooseToBe(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: new RegExp(`(as|comme) ${name}`) }).click()
}

/** From the home page, in English, to "My rooms". */
export async function signIn(page: Page, name: string): Promise<void> {
  await page.goto('/')
  await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click()
  await chooseToBe(page, name)
  await expect(page.getByRole('heading', { level: 1, name: 'My rooms' })).toBeVisible()
}

interface NewRoom {
  name: string
  address: string
  recordingAllowed?: boolean
}

/** From "My rooms" to the page of a new room. */
export async function createRoom(page: Page, room: NewRoom): Promise<void> {
  await page.getByRole('button', { name: /Create my first room|New room/ }).click()
  await page.getByLabel('Name of the room').fill(room.name)
  await page.getByLabel(/^Address/).fill(room.address)
  await page.getByRole('button', { name: 'Create the room' }).click()
  await expect(page.getByRole('heading', { level: 1, name: room.name })).toBeVisible()
  if (room.recordingAllowed) await allowRecording(page)
}

/** On the room's page in English, and back to it. */
export async function allowRecording(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByText('Recording allowed').click()
  await expect(page.getByRole('switch', { name: 'Recording allowed' })).toBeChecked()
  await page.getByRole('link', { name: 'Meeting', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Start the meeting' })).toBeVisible()
}

/** From the room's page into the meeting. */
export async function startMeeting(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Start the meeting' }).click()
  await expectInMeeting(page)
}

/** The page that stands for BBB's client, in English or French. */
export async function expectInMeeting(page: Page): Promise<void> {
  await expect(page.getByText(/^(Stand-in for|Tient lieu de) BigBlueButton$/)).toBeVisible({
    timeout: 60_000,
  })
  await expect(page.getByRole('button', { name: /^(Leave|Quitter)$/ })).toBeVisible()
}

/** What the stand-in page says of the person who looks at it: "Role", "Language" and so on. */
export async function expectFact(page: Page, name: string, value: string): Promise<void> {
  const fact = page.locator('dl > div').filter({ has: page.getByText(name, { exact: true }) })
  await expect(fact.getByRole('definition')).toHaveText(value)
}
