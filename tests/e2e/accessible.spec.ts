import type { Page } from '@playwright/test'
import { expectFit, narrow } from './fit.ts'
import { expect, test } from './fixtures.ts'
import { allowRecording, chooseToBe, createRoom, signIn, startMeeting } from './steps.ts'
import type { E2eWorld } from './world.ts'

/* Every page and every state of it, 320 px wide, in light and dark: axe, no scrolling sideways, language and title. */

test('what guests see, in French', async ({ browserOf, world }) => {
  test.setTimeout(360_000)
  const host = await browserOf()
  await signIn(host, 'Ada Osei')
  await createRoom(host, { name: 'Assemblée générale annuelle du quartier', address: 'assemblee' })
  await createRoomBeside(host, { name: 'Chorale', address: 'chorale', recordingAllowed: true })
  const guest = await browserOf({ ...narrow, locale: 'fr-CA' })
  const sees = (title: RegExp) => expectFit(guest, { title, language: 'fr-CA' })
  const name = guest.getByLabel('Votre nom')

  await test.step('home, and a link that is not ours', async () => {
    await guest.goto('/')
    await sees(/^Meet\.coop$/)
    await guest.getByLabel('Lien ou code de la salle').fill('https://elsewhere.example/room')
    await guest.getByRole('button', { name: 'Aller à la salle' }).click()
    await expect(guest.getByLabel('Lien ou code de la salle')).toHaveAttribute('aria-invalid', 'true')
    await sees(/^Meet\.coop$/)
  })

  await test.step('a room that is not open: empty form, errors, consent, waiting', async () => {
    await guest.goto('/assemblee')
    await sees(/^Assemblée générale annuelle du quartier · Meet\.coop$/)
    await guest.getByRole('button', { name: 'Attendre la réunion' }).click()
    await expect(name).toHaveAttribute('aria-invalid', 'true')
    await sees(/^Assemblée/)
    await guest.goto('/chorale')
    await name.fill('Émile Bouchard-Lévesque')
    await guest.getByRole('button', { name: 'Attendre la réunion' }).click()
    await expect(guest.getByRole('checkbox')).toHaveAttribute('aria-invalid', 'true')
    await sees(/^Chorale/)
    await guest.getByRole('checkbox').check()
    await guest.getByRole('button', { name: 'Attendre la réunion' }).click()
    await expect(guest.getByText('Vous attendez sous le nom', { exact: false })).toBeVisible()
    await sees(/^En attente/)
  })

  await test.step('a room that is open, and having left it', async () => {
    await host.goto('/assemblee')
    await startMeeting(host)
    await expect(async () => {
      await guest.goto('/assemblee')
      await expect(guest.getByText('La réunion est ouverte', { exact: false })).toBeVisible({
        timeout: 5_000,
      })
    }).toPass({ timeout: 60_000 })
    await sees(/^Assemblée/)
    await guest.goto('/assemblee?left')
    await expect(guest.getByText('Vous avez quitté la réunion')).toBeVisible()
    await sees(/^Assemblée/)
  })

  await test.step('what BBB sent back', async () => {
    const errors = JSON.stringify([{ key: 'guestDeny', message: 'denied' }])
    await guest.goto(`/assemblee?errors=${encodeURIComponent(errors)}`)
    await expect(guest.getByText('Vous n’avez pas pu entrer', { exact: false })).toBeVisible()
    await sees(/^Assemblée/)
  })

  await test.step('links that lead nowhere', async () => {
    await guest.goto('/no-such-room')
    await sees(/^Cette salle n’existe pas/)
    await guest.goto('/b/abc-def-ghi')
    await sees(/Meet\.coop$/)
    await guest.goto('/status/nothing/here')
    await sees(/Meet\.coop$/)
  })

  await test.step('the status, while all is well and while nothing answers', async () => {
    await guest.goto('/status')
    await sees(/^État du service/)
    world.de.fault = 'refuse'
    world.ca.fault = 'refuse'
    await expect(guest.getByText('Ne répond pas', { exact: true })).toHaveCount(2, { timeout: 60_000 })
    await sees(/^État du service/)
  })

  await test.step('rooms whose server does not answer', async () => {
    await guest.goto('/assemblee')
    await expect(guest.getByText('On ne sait pas si elle se poursuit', { exact: false })).toBeVisible()
    await sees(/^Assemblée/)
    await guest.goto('/chorale')
    await expect(guest.getByText('aucune réunion ne peut commencer', { exact: false })).toBeVisible()
    await sees(/^Chorale/)
  })

  await test.step('a room that its hosts closed for the time being', async () => {
    await host.goto('/chorale/settings?archive')
    const question = host.getByRole('alertdialog')
    await question.getByRole('button', { name: 'Archive the room', exact: true }).click()
    await expect(question).toBeHidden()
    await guest.goto('/chorale')
    await expect(guest.getByText('Ses hôtes l’ont fermée', { exact: false })).toBeVisible()
    await sees(/^Cette salle est fermée/)
  })
})

test('what members see, in English', async ({ browserOf, world }) => {
  test.setTimeout(420_000)
  const page = await browserOf(narrow)
  const sees = (title: RegExp) => expectFit(page, { title, language: 'en' })

  await test.step('nothing yet: no room, no recording', async () => {
    await signIn(page, 'Ada Osei')
    await expect(page.getByRole('button', { name: 'Create my first room' })).toBeVisible()
    await sees(/^My rooms · Meet\.coop$/)
    await page.goto('/recordings')
    await expect(page.getByRole('heading', { name: 'No recording yet' })).toBeVisible()
    await sees(/^My recordings/)
  })

  await test.step('creating a room, with mistakes', async () => {
    await page.goto('/?new')
    await expect(page.getByLabel('Name of the room')).toBeVisible()
    await sees(/^My rooms/)
    await page.getByLabel(/^Address/).fill('É')
    await page.getByRole('button', { name: 'Create the room' }).click()
    await expect(page.getByLabel('Name of the room')).toHaveAttribute('aria-invalid', 'true')
    await sees(/^My rooms/)
    await page.getByLabel('Name of the room').fill('Neighbourhood housing working group')
    await page.getByLabel(/^Address/).fill('housing-group')
    await page.getByRole('button', { name: 'Create the room' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Neighbourhood housing' })).toBeVisible()
    await sees(/^Neighbourhood housing working group · Meet\.coop$/)
  })

  for (const [query, heading] of dialogs) {
    await test.step(`the dialog "${heading}"`, async () => {
      await page.goto(`/housing-group${query}`)
      await expect(page.getByRole('heading', { name: heading })).toBeVisible()
      await expect(page.getByText('Loading')).toHaveCount(0)
      await sees(/Neighbourhood/)
    })
  }

  await test.step('my account', async () => {
    await page.goto('/me')
    await expect(
      page.getByRole('definition').filter({ hasText: 'ada@riverside.example' }).first(),
    ).toBeVisible()
    await sees(/^My account/)
  })

  await test.step('a page that does not exist', async () => {
    await page.goto('/sign-in/nobody/knows/this')
    await sees(/Meet\.coop$/)
  })

  await test.step('a meeting that is recorded', async () => {
    await page.goto('/housing-group')
    await page.getByRole('link', { name: 'Settings' }).click()
    await expect(page.getByRole('switch', { name: 'Recording allowed' })).toBeVisible()
    await sees(/^Settings · Neighbourhood/)
    await page.getByRole('link', { name: 'Meeting', exact: true }).click()
    await allowRecording(page)
    const meeting = await page.context().newPage()
    await meeting.goto('/housing-group')
    await startMeeting(meeting)
    await meeting.getByRole('button', { name: 'Start recording' }).click()
    await expect(page.getByRole('button', { name: 'Join the meeting' })).toBeVisible({ timeout: 60_000 })
    await sees(/^Neighbourhood/)
    await page.goto('/')
    await expect(page.getByText(/^Open/)).toBeVisible()
    await sees(/^My rooms/)
  })

  await test.step('ending it for everyone', async () => {
    await page.goto('/housing-group')
    await page.getByRole('button', { name: 'End the meeting for everyone' }).click()
    await expect(page.getByRole('alertdialog')).toBeVisible()
    await sees(/^Neighbourhood/)
    await page.getByRole('button', { name: 'End the meeting', exact: true }).click()
    // The dialog closes by going back: a page opened before that would be left again.
    await expect(page.getByRole('alertdialog')).toBeHidden()
    await expect(page).toHaveURL('/housing-group')
  })

  await test.step('its recording: expected, ready, shared by link', async () => {
    await page.goto('/recordings')
    await expect(page.getByRole('article')).toBeVisible({ timeout: 60_000 })
    await sees(/^My recordings/)
    await expect(page.getByText('Ready')).toBeVisible({ timeout: 120_000 })
    await page.getByRole('radio', { name: 'Anyone with the link' }).check()
    await sees(/^My recordings/)
    await page.goto('/housing-group')
    for (const part of ['Planned meetings', 'Presentations', 'Recordings', 'How meetings were'])
      await page.getByRole('button', { name: part, exact: true }).click()
    await expect(page.getByText('Ready')).toBeVisible()
    await sees(/^Neighbourhood/)
    await openRecording(page, world)
    await sees(/^Neighbourhood.* · Meet\.coop$/)
  })

  await test.step('a deleted room', async () => {
    await page.goto('/housing-group/settings?delete')
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete the room' }).click()
    await expect(page.getByRole('heading', { name: 'Deleted rooms' })).toBeVisible()
    await sees(/^My rooms/)
  })

  await test.step('signed out', async () => {
    await page.goto('/me')
    await page.getByRole('button', { name: 'Sign out' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'You are signed out' })).toBeVisible()
    await sees(/^You are signed out/)
  })
})

const dialogs = [
  ['?invite', 'Invite people'],
  ['?schedule', 'Plan a meeting'],
  ['/settings?rename', 'Change the name'],
  ['/settings?address', 'Change the address'],
  ['/settings?delete', /^Delete Neighbourhood/],
] as const

test('what a French-speaking member sees', async ({ browserOf }) => {
  test.setTimeout(240_000)
  const page = await browserOf({ ...narrow, locale: 'fr-CA' })
  const sees = (title: RegExp) => expectFit(page, { title, language: 'fr-CA' })
  await page.goto('/sign-in')
  await chooseToBe(page, 'Gabrielle Tremblay')
  await expect(page.getByRole('heading', { level: 1, name: 'Mes salles' })).toBeVisible()
  await sees(/^Mes salles/)
  await page.goto('/?new')
  await page.getByLabel('Nom de la salle').fill('Comité de concertation interculturelle')
  await page.getByLabel(/^Adresse/).fill('concertation')
  await sees(/^Mes salles/)
  await page.getByRole('button', { name: 'Créer la salle' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Comité de concertation' })).toBeVisible()
  await sees(/^Comité de concertation interculturelle · Meet\.coop$/)
  await page.goto('/concertation?invite')
  await expect(page.getByRole('dialog').getByRole('textbox')).toBeVisible()
  await sees(/^Comité/)
  await page.goto('/')
  await expect(page.getByRole('article')).toBeVisible()
  await sees(/^Mes salles/)
  await page.goto('/me')
  await expect(
    page.getByRole('definition').filter({ hasText: 'gabrielle@atelier.example' }).first(),
  ).toBeVisible()
  await sees(/Meet\.coop$/)
})

test.describe('where signing in does not work', () => {
  test.use({ hasOutage: true })

  test('refused, not signed in after all, and a sign-in server that does not answer', async ({
    browserOf,
    world,
  }) => {
    test.setTimeout(240_000)
    const robin = await browserOf(narrow)
    await robin.goto('/sign-in')
    await expect(robin.getByRole('heading', { level: 1 })).toBeVisible()
    await expectFit(robin, { title: /^Who would you like to be\?$/, language: 'en' })
    await chooseToBe(robin, 'Robin Hale')
    await expect(robin.getByText('/members/Locataires-Montréal', { exact: true }).first()).toBeVisible()
    await expectFit(robin, { title: /not yet admitted · Meet\.coop$/, language: 'en' })

    const page = await browserOf({ ...narrow, locale: 'fr' })
    await page.goto('/sign-in')
    await page.getByRole('button', { name: 'Ne pas se connecter' }).click()
    await expect(page.getByRole('alert')).toBeVisible()
    await expectFit(page, { title: /Meet\.coop$/, language: 'fr' })
    await page.context().route(`${world.signInOrigin}/**`, (route) => route.abort('connectionrefused'))
    await page.goto('/sign-in')
    await expect(page.getByRole('alert')).toBeVisible()
    await expectFit(page, { title: /Meet\.coop$/, language: 'fr' })
  })
})

async function createRoomBeside(page: Page, room: Parameters<typeof createRoom>[1]): Promise<void> {
  await page.getByRole('link', { name: 'All my rooms' }).click()
  await createRoom(page, room)
}

/** The page behind the link that a host shares. */
async function openRecording(page: Page, world: E2eWorld): Promise<void> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: world.origin })
  await page.getByRole('button', { name: /^Copy the link of Neighbourhood/ }).click()
  const link = await page.evaluate(() => navigator.clipboard.readText())
  await page.goto(link)
  await expect(page.getByRole('link', { name: 'Meeting replay' })).toBeVisible()
}
