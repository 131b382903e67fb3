import { screen } from '@testing-library/dom'
import { expect, test } from 'vitest'
import { ada, luc, origins, type World } from '../world.ts'
import { expectAccessible, foyer } from './foyer.ts'
import { guestAt } from './guest.tsx'
import { keepRecording, roomOf } from './meanwhile.ts'

/** Foyer has heard that the server in Germany is silent. */
async function germanyIsSilent(world: World): Promise<void> {
  world.de.fault = 'refuse'
  const state = async () => (await (await world.ask('/api/status')).json()).servers[0].state
  await expect.poll(state).toBe('down')
}

test('whoever has the link sees what it is, and plays it by a link of ours that leads to the server', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const id = await keepRecording(world, { name: 'Assembly of March', audience: 'link' })
  const { title } = await guestAt(world, `/recordings/${id}`)

  expect(title).toBe('Assembly of March · Meet')
  expect(screen.getByRole('heading', { name: 'Assembly of March', level: 1 })).toBeDefined()
  expect(screen.getByText(/Assembly$/)).toBeDefined()
  expect(screen.getByText('1 h 12 min')).toBeDefined()
  const play = screen.getByRole('link', { name: 'Meeting replay' }).getAttribute('href') ?? ''
  expect(play).toBe(`/recordings/${id}/presentation`)
  const player = await world.ask(play)
  expect([player.status, new URL(player.headers.get('Location') ?? '').origin]).toEqual([303, origins.de])
  await expectAccessible()
})

test('while its server is silent the page says so, and that the link stays the right one', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const id = await keepRecording(world, { audience: 'link' })
  await germanyIsSilent(world)
  await guestAt(world, `/recordings/${id}`)

  expect(screen.getByText('This recording cannot be played now')).toBeDefined()
  expect(screen.queryByRole('link', { name: 'Meeting replay' })).toBeNull()
  expect(screen.getByRole('link', { name: 'Try again' }).getAttribute('href')).toBe(`/recordings/${id}`)
  await expectAccessible()
})

test.each([
  ['processing', { state: 'processing' }, /isn’t ready yet/],
  ['unpublished', { state: 'unpublished' }, /hidden on the server.*can show it again/],
  [
    'unlinked',
    { formats: JSON.stringify([{ type: 'video', url: null, minutes: 1, host: 'rec.example.coop' }]) },
    /doesn’t allow the site where it plays/,
  ],
  ['missing', { state: 'missing' }, /no longer found on the server/],
  ['not_produced', { state: 'not_produced', record_id: null }, /No recording was made/],
] as const)('one that is %s says why it cannot be played, and blames no server', async (_, more, why) => {
  const world = await foyer()
  await roomOf(world, ada)
  const id = await keepRecording(world, { ...more, audience: 'link' })
  await guestAt(world, `/recordings/${id}`)

  expect(screen.getByText(why)).toBeDefined()
  expect(screen.queryByText(/doesn’t answer/)).toBeNull()
  expect(screen.queryByRole('link', { name: /replay|Video/ })).toBeNull()
  await expectAccessible()
})

test('a recording for the hosts only looks like none at all', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const id = await keepRecording(world, { name: 'Assembly of March' })
  const { status, open } = await guestAt(world, `/recordings/${id}`)
  const page = document.querySelector('main')?.textContent?.replace(/[A-Z0-9]{8}/, '')

  expect(status).toBe(404)
  expect(screen.getByRole('heading', { level: 1 }).textContent).toMatch(/nothing/)
  await open('/recordings/unknown')
  expect(document.querySelector('main')?.textContent?.replace(/[A-Z0-9]{8}/, '')).toBe(page)
  await expectAccessible()
})

test('en français : un enregistrement, avec sa date et son fuseau', async () => {
  const world = await foyer()
  await roomOf(world, luc, { name: 'Comité', address: 'comite' })
  const startedAt = Date.UTC(2026, 2, 13, 18, 30)
  const id = await keepRecording(world, { audience: 'link', startedAt }, 'comite')
  await guestAt(world, `/recordings/${id}`, { language: 'fr' })

  expect(screen.getByText(/^13 mars 2026/).getAttribute('datetime')).toBe('2026-03-13T18:30:00.000Z')
  expect(screen.getByRole('link', { name: 'Relecture de la réunion' })).toBeDefined()
  await expectAccessible()
})
