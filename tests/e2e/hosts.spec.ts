import type { Page } from '@playwright/test'
import { expect, expectAccessible, test } from './fixtures.ts'
import { chooseToBe, createRoom, expectInMeeting, signIn } from './steps.ts'

/* A co-host starts while the owner is away; rooms change hands, come first, go away and come back. */

test.beforeEach(() => test.setTimeout(240_000))

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
    await expect(present.getByText(/^Gabrielle Tremblay/)).toBeVisible({ timeout: 60_000 })
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

const languages = [
  {
    locale: 'en-CA',
    rooms: 'My rooms',
    newRoom: /^(Create my first room|New room)$/,
    name: 'Name of the room',
    address: /^Address/,
    create: 'Create the room',
    ofOrganisation: /^Room of Riverside/,
    start: 'Start the meeting in Office',
    favourite: 'Put Office first in the list',
    settings: 'Settings',
    archive: 'Archive the room',
    archives: 'Archived rooms',
    closed: 'This room is closed',
    unarchive: 'Unarchive the room Allotment',
    delete: 'Delete the room',
    daysLeft: 'Can be restored for 30 more days',
    restore: 'Restore Allotment',
    hosts: 'Hosts',
    handOver: 'Hand the room over',
    aMember: 'A member',
    member: 'Member',
    offer: 'Offer it',
    open: 'Not answered yet',
    accept: 'Accept Allotment',
    accepted: 'Allotment is now yours.',
    stop: 'Stop being co-host',
  },
  {
    locale: 'fr-CA',
    rooms: 'Mes salles',
    newRoom: /^(Créer ma première salle|Nouvelle salle)$/,
    name: 'Nom de la salle',
    address: /^Adresse/,
    create: 'Créer la salle',
    ofOrganisation: /^Salle de Riverside/,
    start: 'Commencer la réunion dans Office',
    favourite: 'Placer Office en tête de liste',
    settings: 'Réglages',
    archive: 'Archiver la salle',
    archives: 'Salles archivées',
    closed: 'Cette salle est fermée',
    unarchive: 'Désarchiver la salle Allotment',
    delete: 'Supprimer la salle',
    daysLeft: 'Peut être rétablie pendant encore 30 jours',
    restore: 'Rétablir Allotment',
    hosts: 'Hôtes',
    handOver: 'Céder la salle',
    aMember: 'À un membre',
    member: 'Membre',
    offer: 'Proposer',
    open: 'Sans réponse pour le moment',
    accept: 'Accepter Allotment',
    accepted: 'Allotment est maintenant à vous.',
    stop: 'Ne plus être cohôte',
  },
] as const

for (const words of languages) {
  test(`rooms of one’s own and of the organisation, from first to last (${words.locale})`, async ({
    browserOf,
  }) => {
    const { locale } = words
    const ada = await browserOf({ locale })
    const sam = await browserOf({ locale })
    const cards = ada.getByRole('article').getByRole('heading')

    async function create(name: string, address: string, owner?: RegExp) {
      await ada.getByRole('button', { name: words.newRoom }).click()
      const dialog = ada.getByRole('dialog')
      await dialog.getByLabel(words.name).fill(name)
      await dialog.getByLabel(words.address).fill(address)
      if (owner) await dialog.getByRole('radio', { name: owner }).check()
      await dialog.getByRole('button', { name: words.create }).click()
      await expect(ada.getByRole('heading', { level: 1, name })).toBeVisible()
      await expect(dialog).toBeHidden()
      await ada.goto('/')
    }

    /** In the settings of a room: asks, and is asked back. */
    async function confirm(action: string) {
      await ada.goto('/allotment/settings')
      await ada.getByRole('button', { name: action }).click()
      const dialog = ada.getByRole('alertdialog')
      await dialog.getByRole('button', { name: action }).click()
      await expect(dialog).toBeHidden()
    }

    await test.step('a room of one’s own, and one of the organisation', async () => {
      await ada.goto('/sign-in')
      await chooseToBe(ada, 'Ada Osei')
      await create('Allotment', 'allotment')
      await create('Office', 'office-hours', /^Riverside/)
      await expect(cards).toHaveText(['Allotment', 'Office'])
    })

    await test.step('a favourite comes first, on every device', async () => {
      const kept = ada.waitForResponse((response) => response.url().endsWith('/office-hours/favourite'))
      await ada.getByRole('button', { name: words.favourite, pressed: false }).click()
      await expect(cards).toHaveText(['Office', 'Allotment'])
      await kept
      await ada.reload()
      await expect(ada.getByRole('button', { name: words.favourite, pressed: true })).toBeVisible()
      await expect(cards).toHaveText(['Office', 'Allotment'])
    })

    await test.step('put into the archive, a room is closed, and comes back', async () => {
      await confirm(words.archive)
      await sam.goto('/allotment')
      await expect(sam.getByRole('heading', { level: 1, name: words.closed })).toBeVisible()
      await ada.goto('/')
      await expect(cards).toHaveText(['Office'])
      await ada.getByText(words.archives, { exact: true }).click()
      await expectAccessible(ada)
      await ada.getByRole('button', { name: words.unarchive }).click()
      await expect(cards).toHaveText(['Office', 'Allotment'])
    })

    await test.step('deleted, it can be had back for 30 days', async () => {
      await confirm(words.delete)
      await expect(ada.getByRole('heading', { level: 1, name: words.rooms })).toBeVisible()
      await expect(cards).toHaveText(['Office'])
      await expect(ada.getByText(words.daysLeft)).toBeVisible()
      await sam.reload()
      await expect(sam.getByRole('heading', { level: 1, name: words.closed })).toBeVisible()
      await expectAccessible(ada)
      await ada.getByRole('button', { name: words.restore }).click()
      await expect(cards).toHaveText(['Office', 'Allotment'])
    })

    await test.step('Sam, a member, finds the room of the organisation, and starts there', async () => {
      await sam.goto('/sign-in')
      await chooseToBe(sam, 'Sam Nguyen')
      await expect(sam.getByText(words.ofOrganisation)).toBeVisible()
      await sam.getByRole('button', { name: words.start }).click()
      await expectInMeeting(sam)
    })

    await test.step('Ada offers him her own room, and stays as co-host once he has accepted', async () => {
      await ada.goto('/allotment/hosts')
      await ada.getByRole('button', { name: words.handOver }).click()
      const dialog = ada.getByRole('dialog')
      await dialog.getByRole('radio', { name: words.aMember }).check()
      await dialog.getByLabel(words.member, { exact: true }).selectOption('Sam Nguyen')
      await expectAccessible(ada)
      await dialog.getByRole('button', { name: words.offer }).click()
      await expect(dialog).toBeHidden()
      await expect(ada.getByRole('heading', { name: words.open })).toBeVisible()
      await sam.goto('/')
      await sam.getByRole('button', { name: words.accept }).click()
      await expect(sam.getByText(words.accepted)).toBeVisible()
      await ada.goto('/allotment/hosts')
      await expect(ada.getByRole('button', { name: words.stop })).toBeVisible()
    })
  })
}

/** The link that is shown this once. */
async function linkOn(page: Page): Promise<string> {
  return await page.getByText(/\/offers\/accept#/).innerText()
}
