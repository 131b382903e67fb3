import { expectFit, narrow } from './fit.ts'
import { expect, expectAccessible, test } from './fixtures.ts'
import { chooseToBe, createRoom, expectInMeeting, signIn, startMeeting } from './steps.ts'

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
    consent: /may be recorded/,
    leave: 'I do not agree: leave',
    home: 'Join a meeting',
    name: 'Your name',
    join: 'Join the meeting',
    quit: 'Leave',
    how: 'How was the meeting?',
    send: 'Send',
    choose: 'Choose one of the three, then send again.',
    fair: 'So-so',
    add: 'Would you like to add something?',
    thanks: 'Thank you. The hosts of the room and the operators of this service will see it.',
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
    consent: /peut être enregistrée/,
    leave: /^Je n’accepte pas\s: quitter$/,
    home: 'Se joindre à une réunion',
    name: 'Votre nom',
    join: 'Se joindre à la réunion',
    quit: 'Quitter',
    how: 'Comment s’est passée la réunion?',
    send: 'Envoyer',
    choose: 'Choisissez une des trois réponses, puis envoyez de nouveau.',
    fair: 'Moyennement',
    add: 'Souhaitez-vous ajouter quelque chose?',
    thanks: 'Merci. Les hôtes et hôtesses de la salle ainsi que l’équipe du service le verront.',
  },
] as const

for (const words of languages) {
  test(`by phone: the page to print, and the numbers of all servers (${words.language})`, async ({
    browserOf,
    world,
  }) => {
    test.setTimeout(240_000)
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
    test.setTimeout(240_000)
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

  test(`the recording notice, and how the meeting was (${words.language})`, async ({ browserOf }) => {
    test.setTimeout(240_000)
    const host = await browserOf()
    await signIn(host, 'Ada Osei')
    await createRoom(host, { name: 'Assembly', address: 'assembly', recordingAllowed: true })
    await host.goto('/assembly')
    await startMeeting(host)
    const guest = await browserOf({ ...narrow, locale: words.locale })

    await test.step('whoever does not agree can leave, and has told nobody anything', async () => {
      await guest.goto('/assembly')
      await guest.getByRole('link', { name: words.leave }).click()
      await expect(guest.getByRole('heading', { level: 1, name: words.home })).toBeVisible()
    })

    await test.step('whoever agrees goes in, and comes back', async () => {
      await expect(async () => {
        await guest.goto('/assembly')
        await expect(guest.getByRole('button', { name: words.join })).toBeVisible({ timeout: 5_000 })
      }).toPass({ timeout: 60_000 })
      await guest.getByLabel(words.name).fill('Camille')
      await guest.getByRole('checkbox', { name: words.consent }).check()
      await guest.getByRole('button', { name: words.join }).click()
      await expectInMeeting(guest)
      await guest.getByRole('button', { name: words.quit }).click()
    })

    await test.step('says how it was', async () => {
      const form = guest.getByRole('group', { name: words.how })
      await expect(form).toBeVisible()
      await guest.getByRole('button', { name: words.send }).click()
      await expect(guest.getByText(words.choose)).toBeVisible()
      await expectFit(guest, { title: /^Assembly/, language: words.language })
      await form.getByRole('radio', { name: words.fair }).check()
      await guest.getByLabel(words.add).fill('Un peu long')
      await guest.getByRole('button', { name: words.send }).click()
      await expect(guest.getByText(words.thanks)).toBeVisible()
      await expectFit(guest, { title: /^Assembly/, language: words.language })
    })

    await test.step('the host reads it, and how many accepted the notice', async () => {
      await host.goto('/assembly')
      await expect(host.getByText('Un peu long')).toBeVisible()
      await expect(host.getByText(/1 person accepted the notice \(version 2\)/)).toBeVisible()
      await expect(host.getByText('Camille')).toHaveCount(0)
      await expectAccessible(host)
    })

    await test.step('the operator sees figures, and the sentence without a name', async () => {
      const operator = await browserOf()
      await operator.goto('/sign-in?return=%2Foperator%2Faccess')
      await chooseToBe(operator, 'Sam Nguyen')
      const table = operator.getByRole('table').filter({ hasText: 'So-so' })
      await expect(table.getByRole('row', { name: /Riverside Housing Germany 0 1 0/ })).toBeVisible()
      await expect(operator.getByText('Un peu long')).toBeVisible()
      await expect(operator.getByText('Camille')).toHaveCount(0)
      await expectAccessible(operator)
    })
  })
}
