import type { Page } from '@playwright/test'
import { expect, expectAccessible, test } from './fixtures.ts'
import { chooseToBe, createRoom, expectInMeeting, signIn } from './steps.ts'

/* A co-host starts while the owner is away, and the room changes hands: in English and in French. */

test.beforeEach(() => test.setTimeout(180_000))

test('Gabrielle becomes co-host by a link, starts while Ada is away, and takes the room over', async ({
  browserOf,
}) => {
  const ada = await browserOf()
  const gabrielle = await browserOf({ locale: 'fr-CA' })
  await signIn(ada, 'Ada Osei')
  await createRoom(ada, { name: 'Neighbourhood', address: 'neighbours' })

  const link = await test.step('Ada invites a co-host, and leaves', async () => {
    await ada.getByRole('link', { name: 'Hosts' }).click()
    await ada.getByRole('textbox', { name: 'E-mail' }).fill('somebody@elsewhere.example')
    await ada.getByRole('button', { name: 'Make the link' }).click()
    await expect(ada.getByRole('heading', { name: 'Link for somebody@elsewhere.example' })).toBeVisible()
    await expectAccessible(ada)
    return await linkOn(ada)
  })

  await test.step('Gabrielle opens it signed out, signs in, accepts and starts, in French', async () => {
    await gabrielle.goto(link)
    await gabrielle.getByRole('link', { name: 'Ouvrir une session pour accepter' }).click()
    await chooseToBe(gabrielle, 'Gabrielle')
    await expect(gabrielle.getByText('Ada Osei vous propose d’être cohôte de Neighbourhood.')).toBeVisible()
    await expectAccessible(gabrielle)
    await gabrielle.getByRole('button', { name: 'Accepter' }).click()
    await expect(gabrielle.getByRole('heading', { level: 1, name: 'Neighbourhood' })).toBeVisible()
    await gabrielle.getByRole('button', { name: 'Commencer la réunion' }).click()
    await expectInMeeting(gabrielle)
  })

  await test.step('Ada sees who is in, and offers the room', async () => {
    await ada.goto('/neighbours')
    const present = ada.getByRole('region', { name: 'Who is in' })
    await expect(present.getByText(/^Gabrielle Tremblay/)).toBeVisible({ timeout: 30_000 })
    await ada.goto('/neighbours/hosts')
    await ada.getByRole('button', { name: 'Hand the room over' }).click()
    await ada.getByRole('dialog').getByRole('radio', { name: 'Somebody by e-mail' }).check()
    await ada.getByRole('dialog').getByRole('textbox', { name: 'E-mail' }).fill('gabrielle@atelier.example')
    await ada.getByRole('button', { name: 'Offer it' }).click()
    await expect(ada.getByRole('dialog')).toBeHidden()
    await expect(ada.getByRole('heading', { name: 'Link for gabrielle@atelier.example' })).toBeVisible()
  })

  await test.step('Gabrielle takes it, and Ada stays as co-host', async () => {
    await gabrielle.goto(await linkOn(ada))
    await gabrielle.getByRole('button', { name: 'Accepter' }).click()
    await expect(gabrielle.getByText('Neighbourhood est maintenant à vous.')).toBeVisible()
    await gabrielle.getByRole('link', { name: 'Hôtes' }).click()
    await expect(gabrielle.getByText('Gabrielle Tremblay (vous)')).toBeVisible()
    await ada.goto('/neighbours/hosts')
    await expect(ada.getByRole('button', { name: 'Stop being co-host' })).toBeVisible()
  })
})

test('a room of the organisation is there for all its members', async ({ browserOf }) => {
  const ada = await browserOf()
  const sam = await browserOf()
  await signIn(ada, 'Ada Osei')
  await ada.getByRole('button', { name: 'Create my first room' }).click()
  await ada.getByLabel('Name of the room').fill('Office')
  await ada.getByLabel(/^Address/).fill('office-hours')
  await ada.getByRole('radio', { name: /^Riverside/ }).check()
  await ada.getByRole('button', { name: 'Create the room' }).click()
  await expect(ada.getByRole('heading', { level: 1, name: 'Office' })).toBeVisible()

  await signIn(sam, 'Sam Nguyen')
  await expect(sam.getByText(/^Room of Riverside/)).toBeVisible()
  await sam.getByRole('button', { name: 'Start the meeting in Office' }).click()
  await expectInMeeting(sam)
})

/** The link that is shown this once. */
async function linkOn(page: Page): Promise<string> {
  return await page.getByText(/\/offers\/accept#/).innerText()
}
