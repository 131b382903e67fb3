import { screen, within } from '@testing-library/dom'
import { expect, test } from 'vitest'
import { ada, origins, sam, type World } from '../world.ts'
import { expectAccessible, foyer } from './foyer.ts'
import { roomOf } from './meanwhile.ts'
import { memberAt } from './member.tsx'

/** So many wrong codes, each from an address of its own. */
async function guess(world: World, count: number): Promise<void> {
  const headers = { Origin: origins.foyer }
  const knocks = Array.from({ length: count }, (_, index) => {
    const json = { name: 'Lee', accessCode: `wrong ${index}` }
    const from = `198.51.100.${index}`
    return world.ask('/api/join/assembly', { method: 'POST', json, headers, from })
  })
  for (const answer of await Promise.all(knocks)) expect(answer.status).toBe(400)
}

const attack = () => screen.queryByText('Somebody is guessing a code or a link')?.parentElement

test('operators are told in which room somebody guesses, how often, and what helps', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  await world.ask('/api/rooms/assembly/accessCode', { method: 'PUT', as: ada, json: { kind: 'digits' } })
  await guess(world, 199)
  await memberAt(world, '/operator/access', sam)
  await screen.findByRole('searchbox')
  expect(attack()).toBeUndefined()

  await guess(world, 1)
  await memberAt(world, '/operator/access', sam)
  await screen.findByRole('searchbox')
  const told = within(attack() ?? document.createElement('p'))
  expect(told.getByRole('link', { name: 'Assembly' }).getAttribute('href')).toBe('/assembly')
  expect(told.getByRole('listitem').textContent).toMatch(
    /^Assembly \/assembly · Riverside Housing200 wrong access codes within an hour, the last: \w+, \d{1,2}:\d\d$/,
  )
  expect(told.getByText(/The room’s hosts can draw a new code/)).toBeDefined()
  await expectAccessible()

  await memberAt(world, '/operator/access', sam, { language: 'fr-CA' })
  await screen.findByText('Quelqu’un tente de deviner un code ou un lien')
  expect(screen.getByText(/200 codes d’accès erronés en une heure, dernier essai : /)).toBeDefined()
})
