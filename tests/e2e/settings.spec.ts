import { expectFit, narrow } from './fit.ts'
import { expect, expectAccessible, test } from './fixtures.ts'
import { chooseToBe, expectFact, expectInMeeting } from './steps.ts'

const rules = `
organisations:
  - id: riverside
    name: { en: Riverside Housing, fr: Riverside Housing }
    members: { groups: [/members/riverside] }
    limits: { roomsPerPerson: 5, participants: 100, minutes: 240, record: true }
    roomDefaults: { mutedOnEntry: true }
    roomForced: { polls: false }
    presets:
      - id: assembly
        name: { en: Assembly, fr: Assemblée }
        description: { en: Many people., fr: Beaucoup de monde. }
        settings: { approval: true, layout: smart }
      - id: group
        name: { en: Working group, fr: Groupe de travail }
        settings: { approval: false, everyoneModerates: true, mutedOnEntry: false, layout: video_focus }
    servers: [de, ca]
operators: { groups: [/operators], issuers: [sso] }
`

const english = {
  locale: 'en-CA',
  signIn: 'Sign in',
  firstRoom: 'Create my first room',
  name: 'Name of the room',
  address: 'Address (optional)',
  preset: 'Preset (optional)',
  assembly: 'Assembly',
  create: 'Create the room',
  settings: 'Settings',
  approval: 'Guests wait for approval',
  start: 'Any member may start',
  saved: 'Saved.',
  undo: 'Undo',
  undone: 'The setting is back to what it was.',
  tools: 'Tools in the meeting',
  polls: 'Polls',
  forced: 'Riverside Housing sets this for all its rooms.',
  usePreset: 'Use a preset',
  chosen: 'Preset',
  group: 'Working group',
  change: 'Everyone is a moderator',
  apply: 'Use this preset',
  welcomeGroup: 'Welcome and waiting',
  welcome: 'Welcome text',
  save: 'Save',
  duplicate: 'Duplicate the room',
  copyName: 'Housing (copy)',
  copy: 'Create the copy',
  meeting: 'Start the meeting',
  yourName: 'Your name',
  join: /^(Join|Wait for) the meeting$/,
  facts: {
    role: ['Role', 'Moderator'],
    layout: ['Layout', 'Focus on the cameras'],
    off: ['Switched off', 'polls'],
  },
} as const

const french = {
  locale: 'fr-CA',
  signIn: 'Ouvrir une session',
  firstRoom: 'Créer ma première salle',
  name: 'Nom de la salle',
  address: 'Adresse (facultative)',
  preset: 'Modèle (facultatif)',
  assembly: 'Assemblée',
  create: 'Créer la salle',
  settings: 'Réglages',
  approval: 'Les personnes invitées attendent d’être admises',
  start: 'Tout membre peut commencer',
  saved: 'Enregistré.',
  undo: 'Annuler',
  undone: 'Le réglage a repris sa valeur.',
  tools: 'Outils de la réunion',
  polls: 'Sondages',
  forced: 'Riverside Housing fixe ce réglage pour toutes ses salles.',
  usePreset: 'Utiliser un modèle',
  chosen: 'Modèle',
  group: 'Groupe de travail',
  change: 'Tout le monde a les droits de modération',
  apply: 'Utiliser ce modèle',
  welcomeGroup: 'Accueil et attente',
  welcome: 'Texte d’accueil',
  save: 'Enregistrer',
  duplicate: 'Dupliquer la salle',
  copyName: 'Housing (copie)',
  copy: 'Créer la copie',
  meeting: 'Commencer la réunion',
  yourName: 'Votre nom',
  join: /^(Se joindre à|Attendre) la réunion$/,
  facts: {
    role: ['Rôle', 'Modérateur, modératrice'],
    layout: ['Disposition', 'Priorité aux caméras'],
    off: ['Désactivé', 'sondages'],
  },
} as const

test.use({ worldOptions: { rules } })

for (const words of [english, french]) {
  test(`a host sets a room, undoes, uses a preset and duplicates it (${words.locale})`, async ({
    browserOf,
  }) => {
    test.setTimeout(240_000)
    const ada = await browserOf({ locale: words.locale })
    const notice = ada.getByRole('status')

    await test.step('a new room begins with a preset', async () => {
      await ada.goto('/')
      await ada.getByRole('banner').getByRole('link', { name: words.signIn }).click()
      await chooseToBe(ada, 'Ada Osei')
      await ada.getByRole('button', { name: words.firstRoom }).click()
      await ada.getByLabel(words.name).fill('Housing')
      await ada.getByLabel(words.address).fill('housing-room')
      await ada.getByLabel(words.preset).selectOption(words.assembly)
      await ada.getByRole('button', { name: words.create }).click()
      await expect(ada.getByRole('heading', { level: 1, name: 'Housing' })).toBeVisible()
      await ada.getByRole('link', { name: words.settings }).click()
      await expect(ada.getByRole('switch', { name: words.approval })).toBeChecked()
      await expectAccessible(ada)
    })

    await test.step('a setting is saved at once, and undone from the notice', async () => {
      const start = ada.getByRole('switch', { name: words.start })
      await ada.getByText(words.start, { exact: true }).click()
      await expect(notice.getByText(words.saved)).toBeVisible()
      await expect(start).toBeChecked()
      await notice.getByRole('button', { name: words.undo }).click()
      await expect(notice.getByText(words.undone)).toBeVisible()
      await expect(start).not.toBeChecked()
    })

    await test.step('what the organisation forces is locked', async () => {
      await ada.getByText(words.tools, { exact: true }).click()
      await expect(ada.getByRole('switch', { name: words.polls })).toBeDisabled()
      await expect(ada.getByText(words.forced)).toBeVisible()
    })

    await test.step('a preset says what it changes, and changes it', async () => {
      await ada.getByRole('button', { name: words.usePreset }).click()
      const dialog = ada.getByRole('dialog', { name: words.usePreset })
      await dialog.getByLabel(words.chosen).selectOption(words.group)
      await expect(dialog.getByText(words.change)).toBeVisible()
      await expectAccessible(ada)
      await dialog.getByRole('button', { name: words.apply }).click()
      await expect(dialog).toBeHidden()
      await expect(ada.getByRole('switch', { name: words.approval })).not.toBeChecked()
      await expect(ada.getByRole('switch', { name: words.change })).toBeChecked()
    })

    await test.step('a welcome is written', async () => {
      await ada.getByText(words.welcomeGroup, { exact: true }).click()
      await ada.getByLabel(words.welcome).fill('Bonjour!\nhttps://pad.example/notes')
      await ada.getByRole('button', { name: words.save, exact: true }).click()
      await expect(ada.getByRole('button', { name: words.save, exact: true })).toBeHidden()
      await expect(notice.getByText(words.saved)).toBeVisible()
    })

    await test.step('the room is duplicated with its settings', async () => {
      await ada.getByRole('button', { name: words.duplicate }).click()
      const dialog = ada.getByRole('dialog', { name: words.duplicate })
      await expect(dialog.getByLabel(words.name)).toHaveValue(words.copyName)
      await dialog.getByLabel(words.address).fill('housing-copy')
      await dialog.getByRole('button', { name: words.copy }).click()
      await expect(ada.getByRole('heading', { level: 1, name: words.copyName })).toBeVisible()
      await expect(dialog).toBeHidden()
      await expect(ada.getByRole('switch', { name: words.change })).toBeChecked()
    })

    await test.step('the meeting is what was set: for the host, and for a guest who is a moderator there', async () => {
      await ada.goto('/housing-copy')
      await ada.getByRole('button', { name: words.meeting }).click()
      await expectInMeeting(ada)
      for (const [name, value] of Object.values(words.facts)) await expectFact(ada, name, value)
      await expect(ada.getByRole('link', { name: 'https://pad.example/notes' })).toBeVisible()

      const guest = await browserOf({ locale: words.locale })
      await guest.goto('/housing-copy')
      await guest.getByLabel(words.yourName).fill('Camille')
      // Whether it is open is known at the next poll: until then one waits, and is let in.
      await guest.getByRole('button', { name: words.join }).click()
      await expectInMeeting(guest)
      const [role, moderator] = words.facts.role
      await expectFact(guest, role, moderator)
    })
  })
}

for (const words of [english, french]) {
  test(`the settings fit a narrow screen, in light and dark (${words.locale})`, async ({ browserOf }) => {
    test.setTimeout(240_000)
    const page = await browserOf({ ...narrow, locale: words.locale })
    const language = words === english ? 'en' : 'fr-CA'
    const sees = (title: RegExp) => expectFit(page, { title, language })
    await page.goto('/sign-in')
    await chooseToBe(page, 'Ada Osei')
    await page.getByRole('button', { name: words.firstRoom }).click()
    await page.getByLabel(words.name).fill('Neighbourhood and housing assembly')
    await page.getByLabel(words.address).fill('housing-room')
    await page.getByLabel(words.preset).selectOption(words.assembly)
    await sees(/Meet\.coop$/)
    await page.getByRole('button', { name: words.create }).click()
    await expect(page.getByRole('link', { name: words.settings })).toBeVisible()

    await page.goto('/housing-room/settings')
    const closed = page.locator('.room-settings details:not([open]) > summary')
    await expect(closed.first()).toBeVisible()
    for (let left = await closed.count(); left > 0; left--) await closed.first().click()
    await expect(page.getByRole('switch', { name: words.polls })).toBeVisible()
    await sees(new RegExp(`^${words.settings}`))
    for (const dialog of ['preset', 'duplicate', 'phone']) {
      await page.goto(`/housing-room/settings?${dialog}`)
      await expect(page.getByRole(dialog === 'phone' ? 'alertdialog' : 'dialog')).toBeVisible()
      await sees(new RegExp(`^${words.settings}`))
    }
  })
}
