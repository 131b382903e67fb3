import type { Page } from '@playwright/test'
import { expect, expectAccessible, test } from './fixtures.ts'
import { createRoom, expectFact, expectInMeeting, signIn } from './steps.ts'

/** Ada draws a code on the settings page of her room. @returns it as it is shown, in groups */
async function drawCode(host: Page): Promise<string> {
  await host.getByRole('link', { name: 'Settings' }).click()
  await host.getByRole('button', { name: 'Ask for a code' }).click()
  const dialog = host.getByRole('dialog', { name: 'Ask for a code' })
  await expectAccessible(host)
  await dialog.getByRole('button', { name: 'Ask for a code' }).click()
  await expect(dialog).toBeHidden()
  const code = host.getByText(/^\d{3} \d{3} \d{3}$/)
  await expect(code).toBeVisible()
  return (await code.textContent()) ?? ''
}

test('guests give the access code: in French, in English without JavaScript, and once on each device', async ({
  browserOf,
}) => {
  test.setTimeout(240_000)
  const host = await browserOf()
  await signIn(host, 'Ada Osei')
  await createRoom(host, { name: 'Housing', address: 'housing-code' })
  const code = await drawCode(host)
  const emile = await browserOf({ locale: 'fr-CA' })
  const plain = await browserOf({ javaScriptEnabled: false })

  await test.step('a wrong code is said at its field, the right one is understood however it is typed', async () => {
    await emile.goto('/housing-code')
    await expectAccessible(emile)
    await emile.getByLabel('Votre nom', { exact: true }).fill('Émile')
    const field = emile.getByLabel('Code d’accès')
    await field.fill('123 456')
    await emile.getByRole('button', { name: 'Attendre la réunion' }).click()
    await expect(field).toHaveAccessibleDescription(/Ce n’est pas le code de cette salle\./)
    await expect(field).toBeFocused()
    await field.fill(code.replaceAll(' ', '-'))
    await emile.getByRole('button', { name: 'Attendre la réunion' }).click()
    await expect(emile.getByText('Vous attendez sous le nom de Émile.')).toBeVisible()
  })

  await test.step('without JavaScript the form says the same, and waits too', async () => {
    await plain.goto('/housing-code')
    await plain.getByLabel('Your name').fill('Lee')
    await plain.getByRole('button', { name: 'Wait for the meeting' }).click()
    await expect(plain.getByLabel('Access code')).toHaveAccessibleDescription(/Type the access code/)
    await plain.getByLabel('Access code').fill(code)
    await plain.getByRole('button', { name: 'Wait for the meeting' }).click()
    await expect(plain.getByText('You are waiting as Lee', { exact: false })).toBeVisible()
  })

  await test.step('both are let in', async () => {
    await host.getByRole('link', { name: 'Meeting', exact: true }).click()
    await host.getByRole('button', { name: 'Start the meeting' }).click()
    await expectInMeeting(host)
    await expectInMeeting(emile)
    await expectInMeeting(plain)
  })

  await test.step('who comes back is not asked again', async () => {
    await emile.getByRole('button', { name: 'Quitter' }).click()
    await expect(emile.getByText('Vous avez quitté la réunion')).toBeVisible()
    await expect(emile.getByLabel('Code d’accès')).toHaveCount(0)
    await emile.getByLabel('Votre nom', { exact: true }).fill('Émile')
    await emile.getByRole('button', { name: 'Revenir à la réunion' }).click()
    await expectInMeeting(emile)
  })
})

test('a room for members: guests are told, members come in under the name they like, a host link starts it', async ({
  browserOf,
}) => {
  test.setTimeout(240_000)
  const host = await browserOf()
  await signIn(host, 'Ada Osei')
  await createRoom(host, { name: 'Conseil', address: 'conseil-membres' })
  await host.getByRole('link', { name: 'Settings' }).click()
  await host.getByText('Members only').click()
  await expect(host.getByRole('switch', { name: 'Members only' })).toBeChecked()

  const link = await test.step('Ada makes a host link for Camille', async () => {
    await host.getByRole('button', { name: 'Make a host link' }).click()
    await host.getByLabel('Who is it for?').fill('Camille')
    await host.getByRole('dialog').getByRole('button', { name: 'Make a host link' }).click()
    const dialog = host.getByRole('dialog', { name: 'Host link for Camille' })
    await expectAccessible(host)
    const url = (await dialog.getByText(/\/conseil-membres\/host#/).textContent()) ?? ''
    await dialog.getByRole('button', { name: 'Done' }).click()
    await expect(dialog).toBeHidden()
    return url
  })

  await test.step('a guest reads who may come in', async () => {
    const guest = await browserOf({ locale: 'fr-CA' })
    await guest.goto('/conseil-membres')
    await expect(guest.getByText('Seuls les membres de Riverside Housing peuvent entrer ici.')).toBeVisible()
    await expect(guest.getByLabel('Votre nom')).toHaveCount(0)
    await expectAccessible(guest)
  })

  const sam = await browserOf()
  await test.step('Sam, a member, signs in from there and waits under another name', async () => {
    await sam.goto('/conseil-membres')
    await sam.getByRole('main').getByRole('link', { name: 'Sign in' }).click()
    await sam.getByRole('button', { name: /as Sam Nguyen/ }).click()
    await expect(sam.getByText('You are signed in as Sam Nguyen.')).toBeVisible()
    await expect(sam.getByLabel('Your name')).toHaveValue('Sam Nguyen')
    await expectAccessible(sam)
    await sam.getByLabel('Your name').fill('Sam, treasurer')
    await sam.getByRole('button', { name: 'Wait for the meeting' }).click()
    await expect(sam.getByText('You are waiting as Sam, treasurer.')).toBeVisible()
  })

  const camille = await browserOf({ locale: 'fr-CA' })
  await test.step('Camille starts the meeting by the link, in French, without an account', async () => {
    await camille.goto(link)
    await expect(camille).toHaveURL(/\/conseil-membres\?guest$/)
    await expect(camille.getByText(/Vous entrez comme hôte ou hôtesse, par le lien/)).toBeVisible()
    await expectAccessible(camille)
    await camille.getByLabel('Votre nom').fill('Camille')
    await camille.getByRole('button', { name: 'Commencer la réunion' }).click()
    await expectInMeeting(camille)
    await expectFact(camille, 'Rôle', 'Modérateur, modératrice')
  })

  await test.step('Sam is let in as a member', async () => {
    await expectInMeeting(sam)
    await expectFact(sam, 'You are', 'Sam, treasurer')
    await expectFact(sam, 'Role', 'Viewer')
  })

  await test.step('revoked, the link opens nothing any more', async () => {
    await host.getByRole('button', { name: 'Revoke the host link for Camille' }).click()
    const dialog = host.getByRole('alertdialog')
    await dialog.getByRole('button', { name: 'Revoke' }).click()
    await expect(dialog).toBeHidden()
    await camille.goto(link)
    await expect(camille.getByRole('alert')).toContainText('Ce lien d’hôte ne fonctionne plus')
    await camille.goto('/conseil-membres')
    await expect(
      camille.getByText('Seuls les membres de Riverside Housing peuvent entrer ici.'),
    ).toBeVisible()
  })
})
