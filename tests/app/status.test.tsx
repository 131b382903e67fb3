import { screen, within } from '@testing-library/dom'
import { expect, test } from 'vitest'
import { scalelite } from '../../src/demo/bbb/persona.ts'
import { ada, type World } from '../world.ts'
import { expectAccessible, fault, foyer, lookUntil } from './foyer.ts'
import { guestAt } from './guest.tsx'
import { meet, roomOf } from './meanwhile.ts'

async function allKnown(world: World): Promise<void> {
  const states = async () => {
    const { servers, signIn } = await (await world.ask('/api/status')).json()
    return [...servers, ...signIn].map(({ state }) => state)
  }
  await expect.poll(states).toEqual(['up', 'up', 'up'])
}

/** What is said of one server or sign-in. */
function row(name: string) {
  return within(screen.getByRole('heading', { name, level: 3 }).closest('li') ?? document.body)
}

test('anybody sees which servers work, for how long, when they were asked, and how much goes on there', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  await meet(world, ada)
  await allKnown(world)
  await guestAt(world, '/status')

  expect(screen.getByRole('heading', { name: 'Status of the service', level: 1 })).toBeDefined()
  expect(screen.getByText('Everything works.')).toBeDefined()
  expect(row('Germany').getByText(/1 meeting, 1 person/)).toBeDefined()
  expect(row('Canada').getByText(/No meeting/)).toBeDefined()
  expect(row('Canada').getByText(/^For \d+ seconds?.*Checked \d+ seconds? ago$/)).toBeDefined()
  expect(row('Co-op sign-in').getByText('Works')).toBeDefined()
  await expectAccessible()
})

test('a server that falls silent is said while the page is open, and again when it is back', async () => {
  const world = await foyer()
  await allKnown(world)
  await guestAt(world, '/status')
  world.ca.fault = 'refuse'

  await lookUntil(() => row('Canada').getByText('Does not answer'))
  expect(screen.getByRole('status').textContent).toMatch(/not work|Canada/)
  expect(row('Germany').getByText('Works')).toBeDefined()
  await expectAccessible()
  world.ca.fault = 'none'
  await lookUntil(() => screen.getByText('Everything works.'))
})

test('a server that answers without its list of meetings is neither down nor well', async () => {
  const world = await foyer()
  await allKnown(world)
  await guestAt(world, '/status')
  world.de.persona = scalelite
  world.de.fault = 'bad_node'

  await lookUntil(() => row('Germany').getByText('Works, with trouble'))
  expect(row('Germany').getByText(/doesn’t say which meetings are open/)).toBeDefined()
  expect(screen.getByRole('status').textContent).toMatch(/Germany/)
  await expectAccessible()
  world.de.fault = 'none'
  world.de.oddities = { meetings: ['broken_userdata'], recordings: [], own: [] }
  await lookUntil(() => row('Germany').getByText('Works, not all can be read'))
  expect(row('Germany').getByText(/its list of meetings can’t be read/)).toBeDefined()
})

test('a server that refuses our secret is not said to be silent', async () => {
  const world = await foyer()
  world.de.fault = 'wrong_secret'
  await guestAt(world, '/status')
  await lookUntil(() => row('Germany').getByText(/refuses us/))
})

test('when the page can no longer ask, it keeps what was known', async () => {
  const world = await foyer()
  await allKnown(world)
  await guestAt(world, '/status')
  let asked = 0
  const mend = fault('get', '/api/status', 502, () => {
    asked += 1
  })
  world.ca.fault = 'refuse'

  await lookUntil(() => expect(asked).toBeGreaterThan(1))
  expect(row('Canada').getByText('Works')).toBeDefined()
  mend()
  await lookUntil(() => row('Canada').getByText('Does not answer'))
})

test('en français : l’état des serveurs', async () => {
  const world = await foyer()
  await allKnown(world)
  await guestAt(world, '/status', { language: 'fr' })

  expect(screen.getByRole('heading', { name: 'État du service', level: 1 })).toBeDefined()
  expect(row('Allemagne').getByText('Fonctionne')).toBeDefined()
  expect(row('Allemagne').getByText(/^Depuis \d+ secondes?.*Vérifié il y a \d+ secondes?$/)).toBeDefined()
  await expectAccessible()
})
