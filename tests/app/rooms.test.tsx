import { screen, waitFor, within } from '@testing-library/dom'
import { expect, test } from 'vitest'
import { ada, luc, origins } from '../world.ts'
import { comeBack, expectAccessible, fault, foyer, lookUntil } from './foyer.ts'
import { joinedAt, meet, roomOf, until, untilOver } from './meanwhile.ts'
import { memberAt } from './member.tsx'

const pin = /^\d{2,3}\s\d{3}/

test('a member without a room creates the first, and is led to it and its PIN', async () => {
  const world = await foyer()
  const { user } = await memberAt(world, '/', ada)
  expect(await screen.findByRole('heading', { name: 'You have no room yet' })).toBeDefined()
  await expectAccessible()

  await user.click(screen.getByRole('button', { name: 'Create my first room' }))
  const dialog = within(await screen.findByRole('dialog', { name: 'New room' }))
  await expectAccessible()
  await user.type(dialog.getByRole('textbox', { name: 'Name of the room' }), 'Assembly')
  await user.click(dialog.getByRole('button', { name: 'Create the room' }))

  await screen.findByRole('heading', { name: 'Assembly', level: 1 })
  const phone = within(screen.getByRole('region', { name: 'Join by phone' }))
  expect(phone.getByText(pin)).toBeDefined()

  await user.click(screen.getByRole('link', { name: 'All my rooms' }))
  const card = within(await screen.findByRole('article'))
  expect(card.getByRole('link', { name: 'Assembly' })).toBeDefined()
  expect(card.getByText('Not started. Never used.')).toBeDefined()
  expect(screen.getByText('You can create 2 more rooms in Riverside Housing.')).toBeDefined()
  await waitFor(() => expect(document.title).toBe('My rooms · Meet'))
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1 })))
  await expectAccessible()
})

test('what is wrong with a new room is said at its field, and what was typed stays', async () => {
  const world = await foyer()
  await roomOf(world, luc, { address: 'general-assembly' })
  const { user, open } = await memberAt(world, '/?new', ada)
  const dialog = within(await screen.findByRole('dialog', { name: 'New room' }))
  const name = dialog.getByRole('textbox', { name: 'Name of the room' })
  const address = dialog.getByRole('textbox', { name: 'Address (optional)' })
  const create = dialog.getByRole('button', { name: 'Create the room' })

  await user.click(create)
  await waitFor(() => expect(describedBy(name)).toContain('Give the room a name.'))
  await user.type(name, 'Assembly')
  await user.type(address, 'general-assembly')
  await user.click(create)
  await waitFor(() => expect(describedBy(address)).toContain('This address is already a room’s.'))

  await open('/?new')
  expect(await screen.findByDisplayValue('Assembly')).toBeDefined()
  expect(screen.getByDisplayValue('general-assembly')).toBeDefined()
})

test('a member who has all the rooms allowed is told so, and again when another tab was quicker', async () => {
  const world = await foyer()
  for (const number of [1, 2]) await roomOf(world, ada, { address: `assembly-${number}` })
  const { user } = await memberAt(world, '/', ada)
  await user.click(await screen.findByRole('button', { name: 'New room' }))
  const dialog = within(await screen.findByRole('dialog', { name: 'New room' }))

  await roomOf(world, ada, { address: 'assembly-3' })
  await user.type(dialog.getByRole('textbox', { name: 'Name of the room' }), 'One more')
  await user.click(dialog.getByRole('button', { name: 'Create the room' }))
  expect((await dialog.findByRole('alert')).textContent).toContain('allows 3 rooms a person')

  await user.click(dialog.getByRole('button', { name: 'Cancel' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  await lookUntil(() => screen.getByText(/^You have all the rooms that Riverside Housing allows/))
  // Those of the organisation are not counted.
  await user.click(await screen.findByRole('button', { name: 'New room' }))
  const again = within(await screen.findByRole('dialog', { name: 'New room' }))
  expect(again.getByRole('radio', { name: 'Riverside Housing' })).toHaveProperty('checked', true)
})

test('Start leaves for the meeting as a host, and the back button shows no stale “Starting…”', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const { user, left } = await memberAt(world, '/', ada)

  await user.click(await screen.findByRole('button', { name: 'Start the meeting in Assembly' }))
  await waitFor(() => expect(left).toHaveLength(1))
  expect(joinedAt(left[0] ?? '')).toEqual({ server: origins.de, name: 'Ada Osei', role: 'MODERATOR' })
  expect(screen.getByRole('button', { name: /ing…$/ }).getAttribute('aria-busy')).toBe('true')

  comeBack()
  await waitFor(() => expect(screen.queryByRole('button', { name: /ing…$/ })).toBeNull())
})

test('a meeting that was opened elsewhere shows as open when one looks again, and as over when it ended', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  await memberAt(world, '/', ada)
  await screen.findByText('Not started. Never used.')

  const host = await meet(world, ada)
  await lookUntil(() => screen.getByText(/^Open, 1 person, since \d{1,2}:\d\d$/))
  expect(screen.getByRole('button', { name: 'Join the meeting in Assembly' })).toBeDefined()

  await world.pressAtBbb(host, /end/i)
  await untilOver(world, ada)
  await lookUntil(() => screen.getByText(/^Not started.*Last used.*today/))
})

test('with all servers down Start says so at the room, and works once one is back', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const { user, left } = await memberAt(world, '/', ada)
  world.de.fault = 'refuse'
  world.ca.fault = 'refuse'
  await until(world, 'assembly', 'unavailable')

  const card = within(await screen.findByRole('article'))
  await user.click(card.getByRole('button', { name: 'Start the meeting in Assembly' }))
  const alert = await card.findByRole('alert')
  expect(alert.textContent).toContain('The meeting was not started')
  expect(alert.textContent).toContain('No meeting server is free')
  expect(alert.textContent).toMatch(/Reference: [A-Z0-9]{8}/)
  await expectAccessible()

  world.ca.fault = 'none'
  await until(world, 'assembly', 'waiting')
  await user.click(card.getByRole('button', { name: 'Start the meeting in Assembly' }))
  await waitFor(() => expect(left.map(joinedAt)).toMatchObject([{ server: origins.ca }]))
})

test('when the service does not answer the page says so, and asks again when told', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const mend = fault('get', '/api/rooms', 'cut')
  const { user } = await memberAt(world, '/', ada)

  expect((await screen.findByRole('alert')).textContent).toContain('The service did not answer.')
  await expectAccessible()
  mend()
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  expect(await screen.findByRole('link', { name: 'Assembly' })).toBeDefined()
  expect(screen.queryByRole('alert')).toBeNull()
})

test('a list that can no longer be refreshed stays, and says that it is old', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  await memberAt(world, '/', ada)
  await screen.findByRole('link', { name: 'Assembly' })
  const mend = fault('get', '/api/rooms', 'internal')

  await lookUntil(() => screen.getByText('The service does not answer just now'))
  expect(screen.getByText(/today, \d{1,2}:\d\d/)).toBeDefined()
  expect(screen.getByRole('link', { name: 'Assembly' })).toBeDefined()

  mend()
  await lookUntil(() => expect(screen.queryByText('The service does not answer just now')).toBeNull())
})

test('a deleted room is restored with its link', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  await world.ask('/api/rooms/assembly', { method: 'DELETE', as: ada })
  const { user } = await memberAt(world, '/', ada)

  await screen.findByRole('heading', { name: 'Deleted rooms' })
  expect(screen.getByRole('heading', { name: 'You have no room at the moment' })).toBeDefined()
  expect(screen.getByText('Can be restored for 30 more days')).toBeDefined()
  await expectAccessible()
  const mend = fault('post', '/api/rooms/assembly/restore', 502)
  await user.click(screen.getByRole('button', { name: 'Restore Assembly' }))
  expect(await screen.findByText(/^Assembly was not restored\./)).toBeDefined()
  mend()
  await user.click(screen.getByRole('button', { name: 'Restore Assembly' }))
  expect(await screen.findByText('Assembly is restored.')).toBeDefined()
  const link = await screen.findByRole('link', { name: 'Assembly' })
  expect(link.getAttribute('href')).toBe('/assembly')
})

test('the link of a room is copied; where the browser refuses, the page says what to do', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const { user } = await memberAt(world, '/', ada)

  await user.click(await screen.findByRole('button', { name: 'Copy the link of Assembly' }))
  expect(await screen.findByRole('button', { name: 'Link copied' })).toBeDefined()
  expect(await navigator.clipboard.readText()).toBe(`${origins.foyer}/assembly`)

  await user.tab()
  navigator.clipboard.writeText = () => Promise.reject(new DOMException('denied', 'NotAllowedError'))
  await user.click(await screen.findByRole('button', { name: 'Copy the link of Assembly' }))
  expect(await screen.findByText(/^Copying did not work/)).toBeDefined()
})

test('en français : la recherche ne tient compte ni de la casse ni des accents', async () => {
  const world = await foyer()
  const names = ['Réunion du comité', 'Accueil', 'Cuisine', 'Jardin', 'Réunion du CA', 'Vélos']
  for (const [index, name] of names.entries()) await roomOf(world, luc, { name, address: `salle-${index}` })
  const { user } = await memberAt(world, '/', luc, { language: 'fr-CA' })

  await screen.findByRole('heading', { name: 'Mes salles', level: 1 })
  await screen.findByRole('link', { name: 'Accueil' })
  const shown = () =>
    screen.getAllByRole('article').map((card) => within(card).getAllByRole('link')[0]?.textContent)
  expect(shown()).toEqual(['Accueil', 'Cuisine', 'Jardin', 'Réunion du CA', 'Réunion du comité', 'Vélos'])
  expect(screen.getAllByText(/Jamais utilisée/)).toHaveLength(6)
  await expectAccessible()

  await user.type(screen.getByRole('searchbox', { name: 'Chercher dans mes salles' }), 'reunion')
  expect(shown()).toEqual(['Réunion du CA', 'Réunion du comité'])
  expect(screen.getByText('2 salles trouvées')).toBeDefined()
  await user.type(screen.getByRole('searchbox'), ' du métro')
  expect(screen.getByText('Aucune salle n’a « reunion du métro » dans son nom ou son adresse.')).toBeDefined()
})

function describedBy(field: HTMLElement): string {
  const ids = field.getAttribute('aria-describedby')?.split(' ') ?? []
  return ids.map((id) => document.getElementById(id)?.textContent ?? '').join(' ')
}
