import { screen, waitFor } from '@testing-library/dom'
import { HttpResponse, http } from 'msw'
import { expect, test } from 'vitest'
import { ada, luc } from '../world.ts'
import { complaints, expectAccessible, foyer, wire } from './foyer.ts'
import { memberAt } from './member.tsx'

test('an address that is no page says so, and leads to the rooms', async () => {
  const world = await foyer()
  await memberAt(world, '/no/such/page', ada)

  expect(await screen.findByRole('heading', { name: 'There is no such page', level: 1 })).toBeDefined()
  expect(screen.getByRole('link', { name: 'Go to my rooms' }).getAttribute('href')).toBe('/')
  await waitFor(() => expect(document.title).toBe('There is no such page · Meet'))
  await expectAccessible()
})

test('a page that breaks says so with what is around it: language, places, and the technical detail folded', async () => {
  const world = await foyer()
  // What a page gets that is older than the proxy.
  wire.use(http.get(`${location.origin}/api/rooms`, () => HttpResponse.json({ salles: [] })))
  await memberAt(world, '/', ada, { isUnchecked: true })

  expect(await screen.findByRole('heading', { name: 'This page cannot be shown', level: 1 })).toBeDefined()
  expect(screen.getByText<HTMLAnchorElement>('Load the page again').href).toBe(location.href)
  expect(screen.getByRole('button', { name: 'Français' })).toBeDefined()
  expect(screen.getByText('Technical detail').closest('details')?.open).toBe(false)
  expect(screen.getByText(/^TypeError: /)).toBeDefined()
  await expectAccessible()
  expect(complaints.splice(0).join()).toContain('TypeError')
})

test('en français : une page qui n’existe pas', async () => {
  const world = await foyer()
  await memberAt(world, '/aucune/page', luc, { language: 'fr' })

  expect(await screen.findByRole('heading', { name: 'Cette page n’existe pas', level: 1 })).toBeDefined()
  expect(screen.getByRole('button', { name: 'English' })).toBeDefined()
  await expectAccessible()
})
