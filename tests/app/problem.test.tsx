import { screen } from '@testing-library/dom'
import { expect, test } from 'vitest'
import { ada } from '../world.ts'
import { expectAccessible, foyer } from './foyer.ts'
import { guestAt } from './guest.tsx'
import { roomOf } from './meanwhile.ts'

test('an address that was never a room’s says so, with a reference and room for another link', async () => {
  const world = await foyer()
  const { status, title } = await guestAt(world, '/no-such-room')

  expect([status, title]).toEqual([404, 'There is no such room · Meet'])
  expect(screen.getByRole('heading', { name: 'There is no such room', level: 1 })).toBeDefined()
  const ref = /Reference: ([A-Z0-9]{8})/.exec(document.body.textContent ?? '')?.[1] ?? 'none'
  expect(world.logged()).toContain(ref)
  expect(screen.getByRole('textbox', { name: 'Link or code of the room' })).toBeDefined()
  expect(screen.getByRole('button', { name: 'Français' })).toBeDefined()
  await expectAccessible()
})

test('an address one slip away from a room’s leads there, by its address alone', async () => {
  const world = await foyer()
  await roomOf(world, ada, { name: 'Assembly of the members' })
  const { status } = await guestAt(world, '/assembley')

  expect(status).toBe(404)
  const meant = screen.getByRole('link', { name: 'localhost:3999/assembly' })
  expect(meant.getAttribute('href')).toBe('/assembly')
  expect(document.body.textContent).not.toContain('Assembly of the members')
  await expectAccessible()
})

test('a room that was deleted says that it is closed, not that it never was', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  await world.ask('/api/rooms/assembly', { method: 'DELETE', as: ada })
  const { status } = await guestAt(world, '/assembly')

  expect(status).toBe(410)
  expect(screen.getByRole('heading', { name: 'This room is closed', level: 1 })).toBeDefined()
  await expectAccessible()
})

test('when the service itself fails one can try again, and see what works', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  await world.store.schema.dropTable('room_addresses').execute()
  const { status } = await guestAt(world, '/assembly')

  expect(status).toBe(500)
  expect(screen.getByRole('heading', { name: 'This did not work', level: 1 })).toBeDefined()
  expect(screen.getByRole('link', { name: 'Try again' }).getAttribute('href')).toBe('/assembly')
  expect(screen.getByRole('link', { name: 'See what works' }).getAttribute('href')).toBe('/status')
  await expectAccessible()
})

test('en français : une salle qui n’existe pas', async () => {
  const world = await foyer()
  await guestAt(world, '/aucune-salle', { language: 'fr' })

  expect(screen.getByRole('heading', { name: 'Cette salle n’existe pas', level: 1 })).toBeDefined()
  expect(document.body.textContent).toMatch(/Référence\s:\s[A-Z0-9]{8}/)
  expect(screen.getByRole('button', { name: 'English' })).toBeDefined()
  await expectAccessible()
})
