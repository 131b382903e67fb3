import { fireEvent, screen, waitFor, within } from '@testing-library/dom'
import { HttpResponse, http } from 'msw'
import { expect, test } from 'vitest'
import type { Presentation } from '../../src/contract/presentations.ts'
import { ada, type World } from '../world.ts'
import { complaints, expectAccessible, fault, foyer, lookUntil, wire } from './foyer.ts'
import { meet, roomOf } from './meanwhile.ts'
import { memberAt } from './member.tsx'

const place = '/api/rooms/assembly/presentations'

function fileOf(name: string, content = '%PDF-1.7\n'): File {
  return new File([content], name)
}

async function kept(world: World): Promise<Presentation[]> {
  return (await (await world.ask(place, { as: ada })).json()).presentations
}

async function keep(world: World, ...names: string[]): Promise<void> {
  for (const name of names) {
    const headers = { 'Content-Type': 'application/octet-stream' }
    await world.ask(`${place}?name=${name}`, { method: 'POST', as: ada, body: '%PDF-1.7\n', headers })
  }
}

/** The names of the files as they stand on the page. */
function shown(): string[] {
  return section()
    .queryAllByRole('listitem')
    .map((item) => item.querySelector('.row-title')?.textContent ?? '')
}

function section() {
  const heading = screen.getByRole('heading', { name: /^(Presentations|Présentations)$/ })
  return within(heading.closest('section') ?? document.body)
}

async function chooser(): Promise<HTMLInputElement> {
  await screen.findByRole('button', { name: 'Add files' })
  const input = document.querySelector<HTMLInputElement>('input[type=file]')
  if (!input) throw new Error('nothing takes files')
  return input
}

test('a room without files says what they are for; files that are chosen appear when they have arrived', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const { user } = await memberAt(world, '/assembly', ada)
  expect(await screen.findByText(/^Files that meetings in this room show/)).toBeDefined()
  await expectAccessible()

  await user.upload(await chooser(), [fileOf('agenda.pdf'), fileOf('plan.pdf')])
  await waitFor(() => expect(shown()).toEqual(['agenda.pdf', 'plan.pdf']))
  await waitFor(async () =>
    expect((await kept(world)).map(({ name }) => name)).toEqual(['agenda.pdf', 'plan.pdf']),
  )
  expect(section().getByText('Shown first')).toBeDefined()
  await waitFor(() => expect(section().getByText('plan.pdf is added.')).toBeDefined())
  await expectAccessible()
})

test('files can be dropped; what no meeting may have says why beside its name', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const { user } = await memberAt(world, '/assembly', ada)
  const area = (await chooser()).closest('.file-area')
  if (!area) throw new Error('nowhere to drop files')
  const files = [fileOf('empty.pdf', ''), fileOf('picture.svg', '<svg/>'), fileOf('agenda.pdf')]
  fireEvent.drop(area, { dataTransfer: { files, types: ['Files'] } })

  expect(await section().findByText('This file is empty.')).toBeDefined()
  expect(await section().findByText(/^This file may hold something that runs/)).toBeDefined()
  await waitFor(() => expect(shown()).toEqual(['agenda.pdf', 'empty.pdf', 'picture.svg']))
  expect(section().queryByRole('button', { name: 'Try again: picture.svg' })).toBeNull()
  await user.click(section().getByRole('button', { name: 'Dismiss empty.pdf' }))
  expect(shown()).toEqual(['agenda.pdf', 'picture.svg'])
  await expectAccessible()
})

test('a file on its way can be cancelled, and one that a broken connection stopped can be sent again', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const { user } = await memberAt(world, '/assembly', ada)
  const input = await chooser()
  const arrived = Promise.withResolvers<void>()
  wire.use(
    http.post(`${location.origin}${place}`, () => arrived.promise.then(() => HttpResponse.error()), {
      once: true,
    }),
  )
  await user.upload(input, [fileOf('long.pdf'), fileOf('next.pdf')])
  await user.click(await section().findByRole('button', { name: 'Cancel the upload of long.pdf' }))
  await waitFor(() => expect(shown()).toEqual(['next.pdf']))
  arrived.resolve()
  await waitFor(async () => expect((await kept(world)).map(({ name }) => name)).toEqual(['next.pdf']))

  const mend = fault('post', place, 'cut')
  await user.upload(input, fileOf('late.pdf'))
  expect(await section().findByText('late.pdf was not added.', { exact: false })).toBeDefined()
  mend()
  await user.click(await section().findByRole('button', { name: 'Try again: late.pdf' }))
  await waitFor(async () =>
    expect((await kept(world)).map(({ name }) => name)).toEqual(['next.pdf', 'late.pdf']),
  )
  complaints.length = 0
})

test('whoever leaves while a file is being sent is asked first', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const { user } = await memberAt(world, '/assembly', ada)
  wire.use(http.post(`${location.origin}${place}`, () => new Promise<Response>(() => {})))
  await user.upload(await chooser(), fileOf('agenda.pdf'))
  await section().findByRole('button', { name: 'Cancel the upload of agenda.pdf' })
  const leaving = new Event('beforeunload', { cancelable: true })
  window.dispatchEvent(leaving)
  expect(leaving.defaultPrevented).toBe(true)

  await user.click(screen.getByRole('link', { name: 'All my rooms' }))
  const dialog = await screen.findByRole('alertdialog', { name: 'Leave while files are being sent?' })
  await expectAccessible()
  await user.click(within(dialog).getByRole('button', { name: 'Leave' }))
  expect(await screen.findByRole('heading', { level: 1, name: 'My rooms' })).toBeDefined()
})

test('their order is changed with buttons, which keep the focus; what cannot be saved is undone', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  await keep(world, 'a.pdf', 'b.pdf', 'c.pdf')
  const { user } = await memberAt(world, '/assembly', ada)
  await waitFor(() => expect(shown()).toEqual(['a.pdf', 'b.pdf', 'c.pdf']))

  await user.click(section().getByRole('button', { name: 'Move b.pdf up' }))
  await waitFor(() => expect(shown()).toEqual(['b.pdf', 'a.pdf', 'c.pdf']))
  await waitFor(() => expect(document.activeElement?.getAttribute('aria-label')).toBe('Move b.pdf down'))
  await user.click(section().getByRole('button', { name: 'Show first: c.pdf' }))
  await waitFor(async () =>
    expect((await kept(world)).map(({ name }) => name)).toEqual(['c.pdf', 'b.pdf', 'a.pdf']),
  )

  const mend = fault('patch', `${place}/:id`, 502)
  await user.click(section().getByRole('button', { name: 'Move a.pdf up' }))
  expect(await screen.findByText(/^a\.pdf was not moved/)).toBeDefined()
  await waitFor(() => expect(shown()).toEqual(['c.pdf', 'b.pdf', 'a.pdf']))
  mend()
})

test('a mouse drags a file to another place', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  await keep(world, 'a.pdf', 'b.pdf', 'c.pdf')
  await memberAt(world, '/assembly', ada)
  await waitFor(() => expect(shown()).toEqual(['a.pdf', 'b.pdf', 'c.pdf']))
  const row = (name: string) => section().getByText(name).closest('li') ?? document.body
  const dataTransfer = { setData: () => {}, types: ['text/plain'] }
  const drag = (name: string, to: string) => {
    fireEvent.dragStart(row(name), { dataTransfer })
    fireEvent.dragOver(row(to), { dataTransfer })
    fireEvent.drop(row(to), { dataTransfer })
  }

  drag('c.pdf', 'a.pdf')
  await waitFor(async () =>
    expect((await kept(world)).map(({ name }) => name)).toEqual(['c.pdf', 'a.pdf', 'b.pdf']),
  )
  await waitFor(() => expect(shown()).toEqual(['c.pdf', 'a.pdf', 'b.pdf']))
  drag('c.pdf', 'b.pdf')
  await waitFor(async () =>
    expect((await kept(world)).map(({ name }) => name)).toEqual(['a.pdf', 'b.pdf', 'c.pdf']),
  )
  await waitFor(() => expect(shown()).toEqual(['a.pdf', 'b.pdf', 'c.pdf']))
})

test('a file gets another name and keeps its end; a name that nobody could see is refused at the field', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  await keep(world, 'scan0001.pdf')
  const { user } = await memberAt(world, '/assembly', ada)
  await user.click(await screen.findByRole('button', { name: 'Rename scan0001.pdf' }))
  const dialog = within(await screen.findByRole('dialog', { name: 'Rename scan0001.pdf' }))
  const field = dialog.getByRole<HTMLInputElement>('textbox', { name: 'Name of the file' })
  expect(field.value).toBe('scan0001')
  await expectAccessible()

  await user.clear(field)
  await user.click(dialog.getByRole('button', { name: 'Save' }))
  expect(await dialog.findByText('Give it a name that can be shown.')).toBeDefined()
  await user.type(field, 'Budget 2026/2027.PDF')
  await user.click(dialog.getByRole('button', { name: 'Save' }))
  await waitFor(() => expect(shown()).toEqual(['Budget 2026-2027.PDF']))
  expect((await kept(world)).map(({ name }) => name)).toEqual(['Budget 2026-2027.PDF'])
  expect(await screen.findByText('It is called Budget 2026-2027.PDF now.')).toBeDefined()
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())

  const mend = fault('patch', `${place}/:id`, 'internal')
  await user.click(await screen.findByRole('button', { name: 'Rename Budget 2026-2027.PDF' }))
  const again = within(await screen.findByRole('dialog'))
  await user.click(again.getByRole('button', { name: 'Save' }))
  expect((await again.findByRole('alert')).textContent).toContain('Something went wrong on our side')
  mend()
})

test('a file that is deleted can be had back', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  await keep(world, 'a.pdf', 'b.pdf')
  const { user } = await memberAt(world, '/assembly', ada)
  await user.click(await screen.findByRole('button', { name: 'Delete a.pdf' }))
  expect(await section().findByText('a.pdf is deleted.')).toBeDefined()
  await waitFor(async () => expect((await kept(world)).map(({ name }) => name)).toEqual(['b.pdf']))
  const undo = section().getByRole('button', { name: 'Undo: bring a.pdf back' })
  expect(document.activeElement).toBe(undo)
  await expectAccessible()
  await user.click(undo)
  await waitFor(() => expect(shown()).toEqual(['a.pdf', 'b.pdf']))
})

test('while a meeting runs a file can be shown in it, in French as well', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  await keep(world, 'plan.pdf')
  await meet(world, ada)
  const { user } = await memberAt(world, '/assembly', ada, { language: 'fr-CA' })
  const show = await lookUntil(() =>
    screen.getByRole('button', { name: 'Montrer dans la réunion\u00a0: plan.pdf' }),
  )
  await expectAccessible()
  await user.click(show)
  expect(await screen.findByText(/^plan\.pdf est en route vers la réunion/)).toBeDefined()
  expect(world.de.received.map(({ call }) => call)).toContain('insertDocument')

  const mend = fault('post', `${place}/:id/show`, 'presentation_not_taken')
  await user.click(show)
  expect(await screen.findByText(/^plan\.pdf n’a pas été montré dans la réunion/)).toBeDefined()
  mend()
})
