import { expectFit, narrow } from './fit.ts'
import { expect, test } from './fixtures.ts'
import { createRoom, signIn } from './steps.ts'

/* What guests meet around joining, beside the way in itself. */

const languages = [
  {
    locale: 'en-CA',
    language: 'en',
    large: 'Large type, to print or read aloud',
    byPhone: /^By phone: Assembly · Meet\.coop$/,
    pin: 'When you are asked, enter this PIN',
    numbers: 'By phone',
    allNumbers: /^Taking part by phone/,
    link: 'Link or code of the room',
    go: 'Go to the room',
    meant: 'Did you mean this address?',
    noRoom: /^There is no such room/,
  },
  {
    locale: 'fr-CA',
    language: 'fr-CA',
    large: 'En grand, pour imprimer ou lire à voix haute',
    byPhone: /^Par téléphone\s: Assembly · Meet\.coop$/,
    pin: 'Quand on vous le demande, entrez ce NIP',
    numbers: 'Par téléphone',
    allNumbers: /^Participer par téléphone/,
    link: 'Lien ou code de la salle',
    go: 'Aller à la salle',
    meant: 'Vouliez-vous écrire cette adresse?',
    noRoom: /^Cette salle n’existe pas/,
  },
] as const

for (const words of languages) {
  test(`by phone: the page to print, and the numbers of all servers (${words.language})`, async ({
    browserOf,
    world,
  }) => {
    test.setTimeout(120_000)
    const host = await browserOf()
    await signIn(host, 'Ada Osei')
    await createRoom(host, { name: 'Assembly', address: 'assembly' })
    const guest = await browserOf({ ...narrow, locale: words.locale })
    await guest.goto('/assembly')
    await guest.getByRole('link', { name: words.large }).click()
    await expect(guest.getByRole('heading', { name: words.pin })).toBeVisible()
    await expect(guest.getByRole('link', { name: '+49 30 5683 0142' })).toHaveAttribute(
      'href',
      /^tel:\+493056830142,,\d{5}%23$/,
    )
    await expectFit(guest, { title: words.byPhone, language: words.language })

    await test.step('on paper there is what is to be read, and nothing to touch', async () => {
      await guest.emulateMedia({ media: 'print' })
      await expect(guest.getByRole('heading', { name: words.pin })).toBeVisible()
      await expect(guest.getByRole('banner')).toBeHidden()
      await expect(guest.getByText(`${new URL(world.origin).host}/assembly/phone`)).toBeVisible()
      await guest.emulateMedia({ media: 'screen' })
    })

    await test.step('all numbers', async () => {
      await guest.getByRole('contentinfo').getByRole('link', { name: words.numbers, exact: true }).click()
      await expect(guest.getByRole('link', { name: '+1 514 555-0142' })).toBeVisible()
      await expectFit(guest, { title: words.allNumbers, language: words.language })
    })
  })

  test(`did you mean: one slip in an address that was pasted (${words.language})`, async ({
    browserOf,
    world,
  }) => {
    test.setTimeout(120_000)
    const host = await browserOf()
    await signIn(host, 'Ada Osei')
    await createRoom(host, { name: 'Assembly', address: 'assembly' })
    const guest = await browserOf({ ...narrow, locale: words.locale })
    await guest.goto('/')
    await guest.getByLabel(words.link).fill(`${world.origin}/assembley`)
    await guest.getByRole('button', { name: words.go }).click()
    await expect(guest.getByRole('heading', { name: words.meant })).toBeVisible()
    await expectFit(guest, { title: words.noRoom, language: words.language })
    await guest.getByRole('link', { name: `${new URL(world.origin).host}/assembly` }).click()
    await expect(guest.getByRole('heading', { level: 1, name: 'Assembly' })).toBeVisible()
  })
}
