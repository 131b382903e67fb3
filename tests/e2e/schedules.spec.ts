import type { Page } from '@playwright/test'
import { expect, expectAccessible, test } from './fixtures.ts'
import { chooseToBe, createRoom, signIn } from './steps.ts'

/** The address of the room's feed, as the page shows it. */
async function feedOn(page: Page): Promise<string> {
  return await page.getByRole('textbox', { name: /^(Private address|Adresse privée)/ }).inputValue()
}

test('a series is scheduled, one date moved and one cancelled; guests and calendars follow', async ({
  browserOf,
}) => {
  test.setTimeout(240_000)
  const ada = await browserOf({ locale: 'en-CA', timezoneId: 'America/Toronto' })
  const emile = await browserOf({ locale: 'fr-CA', timezoneId: 'Europe/Paris' })

  await test.step('Ada schedules Tuesdays at two, and reads in words what she chose', async () => {
    await signIn(ada, 'Ada Osei')
    await createRoom(ada, { name: 'Assembly', address: 'assembly' })
    await ada.getByRole('button', { name: 'Plan a meeting' }).click()
    const dialog = ada.getByRole('dialog', { name: 'Plan a meeting' })
    await dialog.getByLabel('Day', { exact: true }).fill('2090-01-03')
    await dialog.getByLabel('Begins at').fill('14:00')
    await expect(dialog.getByLabel('Time zone')).toHaveValue('America/Toronto')
    await dialog.getByLabel('Repeats').selectOption({ label: 'Every Tuesday' })
    await dialog.getByLabel('Message to those invited (optional)').fill('Bring the figures.')
    const preview = dialog.getByRole('region', { name: 'What you are planning' })
    await expect(preview).toContainText('Every Tuesday, at 14:00, Eastern Time.')
    await expect(preview).toContainText(/Next dates: Tuesday,? 3 January 2090.* and .*17 January 2090/)
    await expectAccessible(ada)
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(dialog).toBeHidden()
    await expect(ada.getByText('Every Tuesday, at 14:00 · Eastern Time')).toBeVisible()
    await expect(ada.getByRole('list', { name: 'Coming dates' }).getByRole('listitem')).toHaveCount(5)
  })

  await test.step('Émile sees the next one on the clocks of Montréal and on his own', async () => {
    await emile.goto('/assembly')
    await expect(emile.getByText(/^mardi 3 janvier 2090 à 14\sh\s00, heure de l’Est/)).toBeVisible()
    await expect(emile.getByText(/^Chez vous, ce sera 20\sh\s00\.$/)).toBeVisible()
    await expect(emile.getByText('Bring the figures.')).toBeVisible()
    await expectAccessible(emile)
  })

  await ada.getByText('Follow in a calendar program').click()
  const feed = await feedOn(ada)
  await test.step('a calendar program that follows the room’s address has the series', async () => {
    const answer = await emile.request.get(feed)
    expect(answer.headers()['content-type']).toBe('text/calendar; charset=utf-8; method=PUBLISH')
    expect(await answer.text()).toContain('DTSTART;TZID=America/Toronto:20900103T140000')
  })

  await test.step('she moves the second date and cancels the first', async () => {
    await ada.getByRole('button', { name: /^Move the meeting of Tuesday,? 10 January/ }).click()
    const dialog = ada.getByRole('dialog', { name: 'Move this meeting' })
    await dialog.getByLabel('Day', { exact: true }).fill('2090-01-11')
    await dialog.getByLabel('Begins at').fill('09:30')
    await dialog.getByRole('button', { name: 'Move', exact: true }).click()
    await expect(dialog).toBeHidden()
    await expect(ada.getByText('Moved', { exact: true })).toBeVisible()
    await ada.getByRole('button', { name: /^Cancel the meeting of Tuesday,? 3 January/ }).click()
    await expect(ada.getByText('Cancelled', { exact: true })).toBeVisible()
    await expect(
      ada.getByRole('button', { name: /^Restore the meeting of Tuesday,? 3 January/ }),
    ).toBeVisible()
  })

  await test.step('Émile is told, and so are calendars', async () => {
    await emile.reload()
    await expect(emile.getByText(/^Réunion annulée\s: celle du mardi 3 janvier 2090/)).toBeVisible()
    await expect(emile.getByText(/^mercredi 11 janvier 2090 à 9\sh\s30, heure de l’Est/)).toBeVisible()
    await expect(emile.getByText(/^Réunion déplacée\s: elle était prévue le mardi 10 janvier/)).toBeVisible()
    await expect(emile.getByText(/^Chez vous, ce sera 15\sh\s30\.$/)).toBeVisible()
    const calendar = await (await emile.request.get(feed)).text()
    expect(calendar).toContain('EXDATE;TZID=America/Toronto:20900103T140000')
    expect(calendar).toContain('RECURRENCE-ID;TZID=America/Toronto:20900110T140000')
    expect(calendar).toContain('DTSTART;TZID=America/Toronto:20900111T093000')
  })

  await test.step('the address is renewed: the old one is gone', async () => {
    await ada.getByRole('button', { name: 'Make a new address' }).click()
    const dialog = ada.getByRole('alertdialog', { name: 'Make a new address?' })
    await dialog.getByRole('button', { name: 'Make a new address' }).click()
    await expect(dialog).toBeHidden()
    await expect.poll(() => feedOn(ada)).not.toBe(feed)
    expect((await emile.request.get(feed)).status()).toBe(410)
    expect((await emile.request.get(await feedOn(ada))).status()).toBe(200)
  })

  await test.step('the invitation says when, and its picture leads here', async () => {
    await ada.getByRole('button', { name: 'Invitation', exact: true }).click()
    const dialog = ada.getByRole('dialog', { name: 'Invite people' })
    await expect(dialog.getByRole('textbox', { name: 'Text' })).toHaveValue(
      /Every Tuesday, 14:00\s?–\s?15:00/,
    )
    const picture = dialog.getByRole('img', { name: /^QR code/ })
    await expect
      .poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth))
      .toBeGreaterThan(0)
    await expectAccessible(ada)
  })
})

test('en français du Québec, à 360 px : planifier, déplacer, annuler, au clavier', async ({ browserOf }) => {
  test.setTimeout(240_000)
  const page = await browserOf({
    locale: 'fr-CA',
    timezoneId: 'America/Toronto',
    viewport: { width: 360, height: 740 },
  })
  await page.goto('/sign-in?return=/')
  await chooseToBe(page, 'Gabrielle Tremblay')
  await page.getByRole('button', { name: /Créer ma première salle|Nouvelle salle/ }).click()
  await page.getByLabel('Nom de la salle').fill('Comité')
  await page.getByLabel(/^Adresse/).fill('comite-local')
  await page.getByRole('button', { name: 'Créer la salle' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Comité' })).toBeVisible()

  await page.getByRole('button', { name: 'Réunions planifiées' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Planifier une réunion' }).focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Planifier une réunion' })
  await dialog.getByLabel('Jour', { exact: true }).fill('2090-01-31')
  await dialog.getByLabel('Début').fill('18:30')
  await dialog.getByLabel('Répétition').selectOption({ label: 'Chaque mois, le dernier mardi' })
  await expect(dialog.getByRole('region', { name: 'Ce que vous planifiez' })).toContainText(
    /Chaque mois, le dernier mardi, à 18\sh\s30, heure de l’Est\./,
  )
  await expectAccessible(page)
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
  await dialog.getByRole('button', { name: 'Enregistrer' }).focus()
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()

  const cancel = page.getByRole('button', { name: /^Annuler la séance du mardi 31 janvier/ })
  await cancel.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByText('Annulée', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: /^Rétablir la séance du mardi 31 janvier/ }).click()
  await expect(page.getByText('Annulée', { exact: true })).toBeHidden()
  await page.getByRole('button', { name: /^Déplacer la séance du mardi 31 janvier/ }).click()
  const move = page.getByRole('dialog', { name: 'Déplacer cette séance' })
  await move.getByLabel('Jour', { exact: true }).fill('2090-02-01')
  await move.getByRole('button', { name: 'Déplacer', exact: true }).click()
  await expect(move).toBeHidden()
  await expect(page.getByText('Déplacée', { exact: true })).toBeVisible()
  await expect(page.getByText(/^au lieu du mardi 31 janvier/)).toBeVisible()
  await expectAccessible(page)
})
