import { screen } from '@testing-library/dom'
import { expect, test } from 'vitest'
import { expectAccessible, foyer } from './foyer.ts'
import { guestAt } from './guest.tsx'

test('a link of the service from before, in each of its three shapes, is explained and takes a new one', async () => {
  const world = await foyer()
  const page = await guestAt(world, '/b/abc-def-ghi')
  for (const old of ['/b/abc-def-ghi', '/abc-def-ghi-jkl', '/rooms/abc-def-ghi-jkl/join']) {
    await page.open(old)
    expect(page.status).toBe(404)
    expect(screen.getByRole('heading', { name: 'This link leads to no room here', level: 1 })).toBeDefined()
    expect(screen.getByText(`The link: localhost:3999${old}`)).toBeDefined()
    expect(screen.getByRole('textbox', { name: 'Link or code of the room' })).toBeDefined()
    await expectAccessible()
  }
})

test('en français : un ancien lien', async () => {
  const world = await foyer()
  await guestAt(world, '/b/abc-def-ghi', { language: 'fr' })

  expect(screen.getByRole('heading', { name: 'Ce lien ne mène à aucune salle ici', level: 1 })).toBeDefined()
  expect(screen.getByRole('button', { name: 'Aller à la salle' })).toBeDefined()
  await expectAccessible()
})
