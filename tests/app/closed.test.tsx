import { screen } from '@testing-library/dom'
import { expect, test } from 'vitest'
import { ada, type World } from '../world.ts'
import { expectAccessible, foyer } from './foyer.ts'
import { guestAt } from './guest.tsx'
import { roomOf } from './meanwhile.ts'

/* A closed room, as whoever has its link finds it: by every page of its door. */

const archive = (world: World) =>
  world.ask('/api/rooms/assembly', { method: 'PATCH', as: ada, json: { archived: true } })

test('a room in the archive: what is going on, since when, whom to ask, and that the phone does not help', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  await archive(world)
  const { status, title } = await guestAt(world, '/assembly')

  expect(status).toBe(409)
  expect(title).toBe('This room is closed · Meet')
  expect(screen.getByRole('heading', { name: 'This room is closed', level: 1 })).toBeDefined()
  expect(screen.getByText('Riverside Housing · Assembly')).toBeDefined()
  expect(screen.getByText(/^It has been closed for \d+ (second|minute)s?\.$/)).toBeDefined()
  expect(screen.getByText(/^Ask the person who gave you the link/)).toBeDefined()
  expect(screen.getByText(/PIN does not work while it is closed/)).toBeDefined()
  expect(screen.getByRole('link', { name: 'I am a host' }).getAttribute('href')).toMatch(/^\/sign-in/)
  expect(screen.getByRole('textbox', { name: 'Link or code of the room' })).toBeDefined()
  expect(screen.queryByText(/^Reference/)).toBeNull()
  await expectAccessible()
})

test('every page of its door says the same, also to a form without a script', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const page = await guestAt(world, '/assembly', { isScriptless: true })
  const form = document.querySelector('form[action="/assembly"]')
  await archive(world)
  await page.submit(form instanceof HTMLFormElement ? form : null)
  expect([page.status, page.title]).toEqual([409, 'This room is closed · Meet'])
  for (const path of ['/assembly?left', '/assembly/phone', '/assembly/check', '/assembly/host']) {
    await page.open(path)
    expect([page.status, page.title]).toEqual([409, 'This room is closed · Meet'])
  }
})

test('where there is no phone nothing is said of it', async () => {
  const world = await foyer({ settings: (yaml) => yaml.replace(/^ *dialIn: .*$/gm, '') })
  await roomOf(world, ada)
  await archive(world)
  await guestAt(world, '/assembly')
  expect(screen.queryByText(/PIN/)).toBeNull()
})

test('a deleted room tells neither its name nor whose it was', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  await world.ask('/api/rooms/assembly', { method: 'DELETE', as: ada })
  const { status } = await guestAt(world, '/assembly/phone')

  expect(status).toBe(410)
  expect(screen.getByText('It was deleted: no meeting takes place in it any more.')).toBeDefined()
  expect(document.body.textContent).not.toContain('Riverside')
  expect(screen.queryByRole('link', { name: 'I am a host' })).toBeNull()
  await expectAccessible()
})

test('en français : une salle aux archives', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  await archive(world)
  await guestAt(world, '/assembly', { language: 'fr-CA' })

  expect(screen.getByRole('heading', { name: 'Cette salle est fermée', level: 1 })).toBeDefined()
  expect(screen.getByText(/^Ses hôtes l’ont fermée pour le moment/)).toBeDefined()
  expect(screen.getByText(/^Elle est fermée depuis /)).toBeDefined()
  expect(screen.getByText(/le NIP de la salle ne fonctionne pas tant qu’elle est fermée/)).toBeDefined()
  await expectAccessible()
})
