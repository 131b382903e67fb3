import { expect, test } from './fixtures.ts'
import { allowRecording, chooseToBe, expectFact, expectInMeeting } from './steps.ts'

test('a host and a guest meet, in two languages, from the landing page to the recording', async ({
  world,
  browserOf,
}) => {
  test.setTimeout(240_000)
  const ada = await browserOf({ locale: 'en-CA', permissions: ['clipboard-read', 'clipboard-write'] })
  const emile = await browserOf({ locale: 'fr-CA' })
  const name = 'Assemblée générale'

  await test.step('Ada signs in from the home page and creates a room that may be recorded', async () => {
    await ada.goto('/')
    await expect(ada.getByRole('heading', { level: 1, name: 'Join a meeting' })).toBeVisible()
    await ada.getByRole('banner').getByRole('link', { name: 'Sign in' }).click()
    await chooseToBe(ada, 'Ada Osei')
    await expect(ada.getByRole('heading', { level: 1, name: 'My rooms' })).toBeVisible()
    await ada.getByRole('button', { name: 'Create my first room' }).click()
    await ada.getByLabel('Name of the room').fill(name)
    await ada.getByLabel(/^Address/).fill('general-assembly')
    await ada.getByRole('button', { name: 'Create the room' }).click()
    await expect(ada.getByRole('heading', { level: 1, name })).toBeVisible()
    await allowRecording(ada)
  })

  await test.step('Émile goes to the room from the home page, in the French of Québec', async () => {
    await emile.goto('/')
    await expect(emile.locator('html')).toHaveAttribute('lang', 'fr-CA')
    await emile.getByLabel('Lien ou code de la salle').fill(`${world.origin}/general-assembly`)
    await emile.getByRole('button', { name: 'Aller à la salle' }).click()
    await expect(emile.getByRole('heading', { level: 1, name })).toBeVisible()
    await expect(emile.getByText('La réunion n’est pas encore commencée.')).toBeVisible()
    await expect(emile.getByText('NIP', { exact: true })).toBeVisible()
  })

  await test.step('he hears that he may be recorded before he waits', async () => {
    await emile.getByLabel('Votre nom').fill('Émile')
    await emile.getByRole('button', { name: 'Attendre la réunion' }).click()
    await expect(emile.getByText('Il faut l’accepter pour entrer.', { exact: false })).toBeVisible()
    await emile.getByLabel(/cette réunion peut être enregistrée/).check()
    await emile.getByRole('button', { name: 'Attendre la réunion' }).click()
    await expect(emile.getByText('Vous attendez sous le nom de Émile.')).toBeVisible()
    await expect(emile).toHaveTitle(/^En attente/)
  })

  await test.step('Ada starts the meeting, and Émile is let in without doing anything', async () => {
    await ada.getByRole('button', { name: 'Start the meeting' }).click()
    await expectInMeeting(ada)
    await expectFact(ada, 'You are', 'Ada Osei')
    await expectFact(ada, 'Role', 'Moderator')
    await expectFact(ada, 'Language', 'English (en)')
    await expectInMeeting(emile)
    await expectFact(emile, 'Vous êtes', 'Émile')
    await expectFact(emile, 'Rôle', 'Participant, participante')
    await expectFact(emile, 'Langue', 'français (fr-CA)')
    await expect(ada.getByRole('listitem').filter({ hasText: 'Émile' })).toBeVisible()
  })

  await test.step('Émile leaves, and comes back to a page that lets him join again', async () => {
    await emile.getByRole('button', { name: 'Quitter' }).click()
    await expect(emile.getByText('Vous avez quitté la réunion')).toBeVisible()
    await expect(emile.getByLabel('Votre nom', { exact: true })).toHaveValue('Émile')
    await emile.getByLabel(/cette réunion peut être enregistrée/).check()
    await emile.getByRole('button', { name: 'Revenir à la réunion' }).click()
    await expectInMeeting(emile)
    await expectFact(emile, 'Vous êtes', 'Émile')
  })

  await test.step('they record; Ada leaves, and joins again from the room’s page', async () => {
    await ada.getByRole('button', { name: 'Start recording' }).click()
    await expectFact(ada, 'Recording', 'Recording is on')
    await expectFact(emile, 'Enregistrement', 'L’enregistrement est en cours')
    await ada.getByRole('button', { name: 'Leave' }).click()
    await expect(ada.getByRole('heading', { level: 1, name })).toBeVisible()
    await ada.getByRole('button', { name: 'Join the meeting' }).click()
    await expectInMeeting(ada)
  })

  await test.step('Ada ends the meeting for everyone, Émile too', async () => {
    await ada.getByRole('button', { name: 'End meeting for everyone' }).click()
    await expect(ada.getByRole('heading', { level: 1, name })).toBeVisible()
    await expect(emile.getByRole('heading', { name: 'La réunion est terminée' })).toBeVisible()
    await emile.getByRole('link', { name: 'Revenir' }).click()
    await expect(emile.getByText('Vous avez quitté la réunion')).toBeVisible()
  })

  const recording = ada.getByRole('article').filter({ hasText: name })
  await test.step('the recording appears among Ada’s, and plays', async () => {
    await ada.getByRole('link', { name: 'Recordings' }).click()
    await expect(ada.getByRole('heading', { level: 1, name: 'My recordings' })).toBeVisible()
    await expect(recording.getByText('Ready')).toBeVisible({ timeout: 120_000 })
    await recording.getByRole('button', { name: /Meeting replay/ }).click()
    await expect(ada.getByRole('heading', { level: 1, name })).toBeVisible()
    expect(new URL(ada.url()).origin).not.toBe(world.origin)
    await ada.goBack()
  })

  await test.step('she shares its link, and Émile plays it', async () => {
    await recording.getByRole('radio', { name: 'Anyone with the link' }).check()
    await recording.getByRole('button', { name: /Copy the link/ }).click()
    await expect(recording.getByRole('button', { name: 'Link copied' })).toBeVisible()
    const link = await ada.evaluate(() => navigator.clipboard.readText())
    expect(link).toContain(`${world.origin}/recordings/`)
    await emile.goto(link)
    await emile.getByRole('link', { name: 'Relecture de la réunion' }).click()
    await expect(emile.getByRole('heading', { level: 1, name })).toBeVisible()
    expect(new URL(emile.url()).origin).not.toBe(world.origin)
  })
})
