import { expect, expectAccessible, test } from './fixtures.ts'
import { chooseToBe, createRoom, expectFact, expectInMeeting, signIn, startMeeting } from './steps.ts'

/** A PDF of so many pages, as large as told. */
function pdf(pages: number, bytes = 0): Buffer {
  const page = '<< /Type /Page >>\n'
  return Buffer.concat([
    Buffer.from(`%PDF-1.7\n${page.repeat(pages)}`),
    Buffer.alloc(bytes, ' '),
    Buffer.from('%%EOF'),
  ])
}

const file = (name: string, pages: number, bytes = 0) => ({
  name,
  mimeType: 'application/pdf',
  buffer: pdf(pages, bytes),
})

test('a host adds presentations, the meeting shows the first, and another one while it runs', async ({
  world,
  browserOf,
}) => {
  test.setTimeout(240_000)
  const ada = await browserOf()
  await signIn(ada, 'Ada Osei')
  await createRoom(ada, { name: 'Assembly', address: 'assembly' })
  const section = ada.locator('section').filter({ has: ada.getByRole('heading', { name: 'Presentations' }) })
  const names = section.locator('.row-title')

  await test.step('files are chosen; one of them is cancelled on its way', async () => {
    await expect(section.getByText('Files that meetings in this room show', { exact: false })).toBeVisible()
    const session = await ada.context().newCDPSession(ada)
    await session.send('Network.enable')
    const slow = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 60_000 }
    await session.send('Network.emulateNetworkConditions', slow)
    const chosen = ada.waitForEvent('filechooser')
    await section.getByRole('button', { name: 'Add files' }).click()
    await (await chosen).setFiles([
      file('film.pdf', 1, 3_000_000),
      file('budget.pdf', 2),
      file('agenda.pdf', 3),
      { name: 'picture.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg/>') },
    ])
    await expect(section.getByRole('progressbar', { name: 'Upload of film.pdf' })).toBeVisible()
    await expectAccessible(ada)
    await section.getByRole('button', { name: 'Cancel the upload of film.pdf' }).click()
    await session.detach()
    await expect(
      section.getByText('This file may hold something that runs', { exact: false }).first(),
    ).toBeVisible()
    await expect(names).toHaveText(['budget.pdf', 'agenda.pdf', 'picture.svg'])
    await section.getByRole('button', { name: 'Dismiss picture.svg' }).click()
  })

  await test.step('their order is changed by keyboard, and a deletion taken back', async () => {
    await section.getByRole('button', { name: 'Move agenda.pdf up' }).focus()
    await ada.keyboard.press('Enter')
    await expect(names).toHaveText(['agenda.pdf', 'budget.pdf'])
    await expect(section.getByRole('button', { name: 'Move agenda.pdf down' })).toBeFocused()
    await section.getByRole('button', { name: 'Delete agenda.pdf' }).click()
    await expect(names).toHaveText(['budget.pdf'])
    await expect(section.getByRole('button', { name: 'Undo: bring agenda.pdf back' })).toBeFocused()
    await ada.keyboard.press('Enter')
    await expect(names).toHaveText(['agenda.pdf', 'budget.pdf'])
    await ada.reload()
    await expect(names).toHaveText(['agenda.pdf', 'budget.pdf'])
  })

  await test.step('a mouse drags, too', async () => {
    const row = (name: string) => section.getByRole('listitem').filter({ hasText: name })
    const saved = () => ada.waitForResponse((answer) => answer.request().method() === 'PATCH')
    const first = saved()
    await row('budget.pdf').dragTo(row('agenda.pdf'), { sourcePosition: { x: 8, y: 8 } })
    await expect(names).toHaveText(['budget.pdf', 'agenda.pdf'])
    await first
    const second = saved()
    await row('budget.pdf').dragTo(row('agenda.pdf'), { sourcePosition: { x: 8, y: 8 } })
    await expect(names).toHaveText(['agenda.pdf', 'budget.pdf'])
    await second
  })

  await test.step('the meeting shows the first', async () => {
    await startMeeting(ada)
    await expectFact(ada, 'Presentation', 'agenda.pdf, 3 pages')
    await expectFact(ada, 'Also there', 'budget.pdf, 2 pages')
  })

  await test.step('another one goes into the meeting that runs', async () => {
    const page = await ada.context().newPage()
    await page.goto('/assembly')
    const here = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Presentations' }) })
    await expect(here.getByRole('button', { name: 'Show in the meeting: agenda.pdf' })).toBeVisible()
    await here.locator('input[type=file]').setInputFiles(file('plan.pdf', 1))
    await here.getByRole('button', { name: 'Show in the meeting: plan.pdf' }).click()
    await expect(page.getByText('plan.pdf is on its way into the meeting.', { exact: false })).toBeVisible()
    await expectFact(ada, 'Presentation', 'plan.pdf, 1 page')
    await expectAccessible(page)
    await page.close()
  })

  expect(world.output()).not.toMatch(/hooks\/presentations\/[\w-]{20}/)
})

test('in the French of Québec', async ({ browserOf }) => {
  test.setTimeout(240_000)
  const luc = await browserOf({ locale: 'fr-CA', viewport: { width: 360, height: 740 } })
  await luc.goto('/sign-in')
  await chooseToBe(luc, 'Gabrielle Tremblay')
  await luc.getByRole('button', { name: /Créer ma première salle|Nouvelle salle/ }).click()
  await luc.getByLabel('Nom de la salle').fill('Assemblée')
  await luc.getByLabel(/^Adresse/).fill('assemblee-generale')
  await luc.getByRole('button', { name: 'Créer la salle' }).click()
  const section = luc.locator('section').filter({ has: luc.getByRole('heading', { name: 'Présentations' }) })
  const names = section.locator('.row-title')
  await section.getByRole('button', { name: 'Présentations', exact: true }).click()
  await section
    .locator('input[type=file]')
    .setInputFiles([file('Ordre du jour été.pdf', 2), file('Procès-verbal.pdf', 1), file('vide.pdf', 0)])
  await expect(names).toHaveText(['Ordre du jour été.pdf', 'Procès-verbal.pdf', 'vide.pdf'])
  await section.getByRole('button', { name: 'Montrer en premier\u00a0: vide.pdf' }).click()
  await expect(names).toHaveText(['vide.pdf', 'Ordre du jour été.pdf', 'Procès-verbal.pdf'])
  await section.getByRole('button', { name: 'Descendre vide.pdf' }).click()
  await expect(names).toHaveText(['Ordre du jour été.pdf', 'vide.pdf', 'Procès-verbal.pdf'])
  await section.getByRole('button', { name: 'Montrer en premier\u00a0: Procès-verbal.pdf' }).click()
  await expect(names).toHaveText(['Procès-verbal.pdf', 'Ordre du jour été.pdf', 'vide.pdf'])
  await section.getByRole('button', { name: 'Renommer Procès-verbal.pdf' }).click()
  const dialog = luc.getByRole('dialog', { name: 'Renommer Procès-verbal.pdf' })
  await dialog.getByLabel('Nom du fichier').fill('Procès-verbal de mai')
  await expectAccessible(luc)
  await dialog.getByRole('button', { name: 'Enregistrer' }).click()
  await expect(dialog).toBeHidden()
  await expect(names).toHaveText(['Procès-verbal de mai.pdf', 'Ordre du jour été.pdf', 'vide.pdf'])
  await section.getByRole('button', { name: 'Supprimer vide.pdf' }).click()
  await expect(section.getByText('vide.pdf est supprimé.')).toBeVisible()
  await expectAccessible(luc)
  await luc.getByRole('button', { name: 'Commencer la réunion' }).click()
  await expectInMeeting(luc)
  await expectFact(luc, 'Présentation', 'Procès-verbal de mai.pdf, 1 page')
  await expectFact(luc, 'Aussi à disposition', 'Ordre du jour été.pdf, 2 pages')
  const page = await luc.context().newPage()
  await page.goto('/assemblee-generale')
  await page.getByRole('button', { name: 'Présentations', exact: true }).click()
  await page.getByRole('button', { name: /^Montrer dans la réunion.*Ordre du jour été\.pdf$/ }).click()
  await expect(
    page.getByText('Ordre du jour été.pdf est en route vers la réunion.', { exact: false }),
  ).toBeVisible()
  await expectFact(luc, 'Présentation', 'Ordre du jour été.pdf, 2 pages')
})
