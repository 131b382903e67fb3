import type { Browser, Page } from '@playwright/test'
import { allowRecording, createRoom, expectInMeeting, startMeeting } from './steps.ts'

/*
 * What the demo does not begin with, and pictures want to show: an archived and a closed room, one with an access
 * code, an offer, a moved date, files, a meeting that is full, and what somebody said of it.
 */

/** What is only known once it was made. */
export interface Stage {
  /** Path and fragment of the page on which a room is offered. */
  offer: string
}

type SignIn = (page: Page, name: string) => Promise<void>

/** Acts as Ada, in English, in a demo that nobody has used yet. */
export async function setStage(browser: Browser, baseURL: string, signIn: SignIn): Promise<Stage> {
  const context = await browser.newContext({ baseURL, locale: 'en-CA' })
  const ada = await context.newPage()
  await signIn(ada, 'Ada Osei')
  await rooms(ada)
  await dates(ada)
  await files(ada)
  const offer = await offers(ada)
  const guest = await (await browser.newContext({ baseURL, locale: 'en-CA' })).newPage()
  await meeting(ada, guest)
  await guest.context().close()
  // Ada's page stays open: she is in the meeting.
  return { offer }
}

async function rooms(ada: Page): Promise<void> {
  await home(ada)
  await createRoom(ada, { name: 'Bazaar 2019', address: 'bazaar-2019' })
  await answer(ada, '/bazaar-2019/settings?archive', 'Archive the room')
  await home(ada)
  await createRoom(ada, { name: 'Heating repairs', address: 'heating-repairs' })
  await answer(ada, '/heating-repairs/settings?delete', 'Delete the room')
  await home(ada)
  await createRoom(ada, { name: 'Conflict mediation', address: 'mediation' })
  await ada.goto('/mediation/settings?code')
  const dialog = ada.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Ask for a code' }).click()
  await dialog.waitFor({ state: 'hidden' })
  await ada.goto('/mediation/settings?host-link')
  await ada.getByLabel('Who is it for?').fill('Camille, at the front desk')
  await dialog.getByRole('button', { name: 'Make a host link' }).click()
  await dialog.getByRole('button', { name: 'Done' }).click()
  await dialog.waitFor({ state: 'hidden' })
}

async function home(ada: Page): Promise<void> {
  await ada.goto('/')
  await ada.getByRole('button', { name: 'New room' }).waitFor()
}

/** Says yes to a question that has an address. */
async function answer(page: Page, address: string, action: string): Promise<void> {
  await page.goto(address)
  const dialog = page.getByRole('alertdialog')
  await dialog.getByRole('button', { name: action }).click()
  await dialog.waitFor({ state: 'hidden' })
}

async function dates(ada: Page): Promise<void> {
  await ada.goto('/housing-group')
  await ada
    .getByRole('button', { name: /^Move the meeting of/ })
    .first()
    .click()
  const dialog = ada.getByRole('dialog')
  await dialog.getByLabel('Begins at').fill('16:30')
  await dialog.getByRole('button', { name: 'Move', exact: true }).click()
  await dialog.waitFor({ state: 'hidden' })
  await ada.getByText('Moved', { exact: true }).waitFor()
}

async function files(ada: Page): Promise<void> {
  const buffer = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')
  await ada.goto('/housing-group')
  const section = ada.getByRole('region', { name: 'Presentations' })
  const name = 'Minutes of the extraordinary general assembly of tenants, 14 October, corrected.pdf'
  await section.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/pdf', buffer })
  await section.getByRole('button', { name: `Move ${name} up` }).waitFor()
}

async function offers(ada: Page): Promise<string> {
  await ada.goto('/housing-group/hosts')
  await ada.getByRole('textbox', { name: 'E-mail' }).fill('gabrielle@atelier.example')
  await ada.getByRole('button', { name: 'Make the link' }).click()
  const link = await ada.getByText(/\/offers\/accept#/).innerText()
  return link.slice(link.indexOf('/offers'))
}

/** A recorded meeting for two, which Ada and a guest fill; the guest leaves it again and says how it was. */
async function meeting(ada: Page, guest: Page): Promise<void> {
  await home(ada)
  await createRoom(ada, { name: 'Tenants’ assembly', address: 'tenants-assembly' })
  await allowRecording(ada)
  await ada.goto('/tenants-assembly')
  await startMeeting(ada)
  await guest.goto('/tenants-assembly')
  await guest.getByLabel('Your name').fill('Camille')
  await guest.getByRole('checkbox', { name: /may be recorded/ }).check()
  await guest.getByRole('button', { name: /^(Join|Wait for) the meeting/ }).click()
  await expectInMeeting(guest)
  await guest.getByRole('button', { name: 'Leave' }).click()
  await guest.getByRole('radio', { name: 'So-so' }).check()
  await guest
    .getByLabel('Would you like to add something?')
    .fill('Good talks, but the sound of the hall was weak.')
  await guest.getByRole('button', { name: 'Send' }).click()
  await guest.getByText('Thank you.').waitFor()
}
