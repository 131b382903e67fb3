import { expect, type Page } from '@playwright/test'
import type { Stage } from './staging.ts'

/** A page as a picture shows it. */
export interface Shot {
  /** One of the demo's people; nobody is signed in where it is left out. */
  person?: string
  /** As it is printed. */
  isPrinted?: boolean
  /** What covers the page is pictured as the screen shows it, not the page behind it as well. */
  isDialog?: boolean
  open(page: Page, stage: Stage): Promise<void>
}

const ada = 'Ada Osei'
const adas = (address: string): Shot => ({ person: ada, open: (page) => go(page, address) })
const adasDialog = (address: string): Shot => ({ ...adas(address), isDialog: true })
const guests = (address: string): Shot => ({ open: (page) => go(page, address) })

/** Every page, and what it shows now and then. */
export const shots: Record<string, Shot> = {
  home: guests('/'),
  join: guests('/housing-group'),
  'join-code': guests('/mediation'),
  'join-open': guests('/tenants-assembly'),
  'join-error': { open: (page) => submitted(page, '/mediation') },
  full: guests('/tenants-assembly?errors=%5B%7B%22key%22%3A%22maxParticipantsReached%22%7D%5D'),
  closed: guests('/heating-repairs'),
  'archived-guest': guests('/bazaar-2019'),
  waiting: { open: waiting },
  'waiting-replaced': { open: waitingReplaced },
  after: guests('/tenants-assembly?left'),
  'after-sent': guests('/tenants-assembly?left=sent'),
  phone: guests('/housing-group/phone'),
  'phone-print': { isPrinted: true, open: (page) => go(page, '/housing-group/phone') },
  numbers: guests('/phone'),
  check: guests('/housing-group/check'),
  'check-denied': { open: checkDenied },
  status: guests('/status'),
  'host-link': guests('/housing-group/host'),
  problem: guests('/no-such-room'),
  'near-miss': guests('/housing-grup'),
  old: guests('/b/abc-def-ghi'),
  'sign-in': guests('/sign-in?return=/'),
  'signed-out': guests('/signed-out'),
  rooms: adas('/'),
  'new-room': adasDialog('/?new'),
  room: adas('/housing-group'),
  'room-open': adas('/tenants-assembly'),
  'room-parts': { person: ada, open: unfolded },
  'room-archived': adas('/bazaar-2019'),
  settings: adas('/housing-group/settings'),
  'settings-all': { person: ada, open: allSettings },
  hosts: adas('/housing-group/hosts'),
  offer: { person: 'Gabrielle Tremblay', open: (page, stage) => go(page, stage.offer) },
  'offer-signed-out': { open: (page, stage) => go(page, stage.offer) },
  offered: { person: 'Gabrielle Tremblay', open: (page) => go(page, '/') },
  // Last of these: the link before it is good for nothing then.
  'offer-link': { person: ada, open: offerLink },
  schedule: adasDialog('/housing-group?schedule'),
  invite: adasDialog('/housing-group?invite'),
  code: adasDialog('/housing-group/settings?code'),
  'no-code': adasDialog('/mediation/settings?no-code'),
  'make-host-link': adasDialog('/housing-group/settings?host-link'),
  preset: adasDialog('/housing-group/settings?preset'),
  duplicate: adasDialog('/housing-group/settings?duplicate'),
  archive: adasDialog('/housing-group/settings?archive'),
  delete: adasDialog('/housing-group/settings?delete'),
  address: adasDialog('/housing-group/settings?address'),
  transfer: adasDialog('/housing-group/hosts?transfer'),
  pin: adasDialog('/housing-group?pin'),
  end: adasDialog('/tenants-assembly?end'),
  move: { person: ada, isDialog: true, open: moved },
  recordings: adas('/recordings'),
  me: adas('/me'),
  nowhere: adas('/sign-in/nobody/knows/this'),
  refused: { person: 'Robin Hale', open: (page) => go(page, '/') },
  access: { person: 'Sam Nguyen', open: (page) => go(page, '/operator/access') },
  organisation: { person: 'Gabrielle Tremblay', open: (page) => go(page, '/organisations/atelier') },
}

/** Pages go on asking, so that the network is never idle; while something is awaited a sentence ends in "…". */
async function go(page: Page, address: string): Promise<void> {
  await page.goto(address)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await expect(page.getByRole('heading', { level: 1 }).filter({ hasText: /…$/ })).toHaveCount(0)
  await expect(page.locator('.folding-folded:not(:has(.folding-summary))')).toHaveCount(0)
  await expect(page.getByRole('status').filter({ hasText: /…$/, visible: true })).toHaveCount(0)
}

async function waiting(page: Page): Promise<void> {
  await go(page, '/riverside-board')
  await page.getByLabel(/Your name|Votre nom/).fill('Camille')
  await page.getByRole('button', { name: /Wait for the meeting|Attendre la réunion/ }).click()
  await page.getByText(/waiting as Camille|sous le nom de Camille/).waitFor()
}

/** The same ticket in another tab: the first page says that it waits no more. */
async function waitingReplaced(page: Page): Promise<void> {
  await waiting(page)
  const other = await page.context().newPage()
  await other.goto(page.url())
  await page.getByRole('button', { name: /Wait here instead|Attendre ici plutôt/ }).waitFor()
  await other.close()
}

async function submitted(page: Page, address: string): Promise<void> {
  await go(page, address)
  await page.getByRole('button', { name: /Wait for the meeting|Attendre la réunion/ }).click()
  await expect(page.getByLabel(/Your name|Votre nom/)).toHaveAttribute('aria-invalid', 'true')
}

/** Chromium without a head refuses the microphone by itself. */
async function checkDenied(page: Page): Promise<void> {
  await go(page, '/housing-group/check')
  await page.getByRole('button', { name: /Begin the check|Commencer la vérification/ }).click()
  await page.getByRole('button', { name: /Try the microphone|Essayer le micro/ }).click()
  await page.getByRole('button', { name: /Try again|Réessayer/ }).waitFor()
}

/** On a phone most of a room is folded. */
async function unfolded(page: Page): Promise<void> {
  await go(page, '/housing-group')
  for (const part of await page.locator('h2 > button').all()) await part.click()
}

async function allSettings(page: Page): Promise<void> {
  await go(page, '/mediation/settings')
  await page.locator('details').evaluateAll((groups) => {
    for (const group of groups) if (group instanceof HTMLDetailsElement) group.open = true
  })
}

async function offerLink(page: Page): Promise<void> {
  await go(page, '/housing-group/hosts')
  await page
    .getByRole('button', { name: /^New link for|^Créer un nouveau lien pour/ })
    .first()
    .click()
  await page.getByText(/\/offers\/accept#/).waitFor()
}

async function moved(page: Page): Promise<void> {
  await unfolded(page)
  await page
    .getByRole('button', { name: /^Move the meeting of|^Déplacer la séance du/ })
    .first()
    .click()
  await page.getByRole('dialog').waitFor()
}
