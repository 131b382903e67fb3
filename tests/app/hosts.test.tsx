import { screen, waitFor, within } from '@testing-library/dom'
import { expect, test } from 'vitest'
import type { HostsAnswer } from '../../src/contract/hosts.ts'
import { ada, luc, type TestPerson, type World } from '../world.ts'
import { expectAccessible, fault, foyer, lookUntil } from './foyer.ts'
import { guestWaits, meet, roomOf } from './meanwhile.ts'
import { memberAt } from './member.tsx'

/* Who is host in a room, whose it becomes, and who is there now. */

const noor: TestPerson = { subject: 'noor', name: 'Noor Haddad', groups: ['/members/riverside'] }
const lucWithEmail: TestPerson = { ...luc, email: 'luc@atelier.example' }

async function invited(world: World, kind: 'hosts' | 'transfer' = 'hosts'): Promise<string> {
  const path = `/api/rooms/assembly/${kind}`
  const json = { email: 'luc@atelier.example' }
  const { link }: HostsAnswer = await (await world.ask(path, { method: 'POST', as: ada, json })).json()
  const { pathname, hash } = new URL(link ?? '')
  return pathname + hash
}

test('a co-host is invited by e-mail: the link is shown once, renewed, and taken back', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const { user } = await memberAt(world, '/assembly', ada)
  await user.click(await screen.findByRole('link', { name: 'Hosts' }))
  expect(await screen.findByText('There are no co-hosts yet.')).toBeDefined()
  await expectAccessible()

  const email = screen.getByRole('textbox', { name: 'E-mail' })
  await user.type(email, 'nobody')
  await user.click(screen.getByRole('button', { name: 'Make the link' }))
  expect(await screen.findByText('This is not an e-mail. It looks like name@example.org.')).toBeDefined()
  await user.clear(email)
  await user.type(email, 'luc@atelier.example')
  await user.click(screen.getByRole('button', { name: 'Make the link' }))
  const panel = within(await screen.findByRole('region', { name: 'Link for luc@atelier.example' }))
  const first = panel.getByText(/offers\/accept#/).textContent
  const letter = panel.getByRole('link', { name: 'Send by e-mail' }).getAttribute('href') ?? ''
  expect(decodeURIComponent(letter)).toContain(first)
  await waitFor(() => expect(document.activeElement?.textContent).toBe('Link for luc@atelier.example'))
  await expectAccessible()

  await user.click(screen.getByRole('button', { name: 'New link for luc@atelier.example' }))
  await waitFor(() => expect(screen.getByText(/offers\/accept#/).textContent).not.toBe(first))
  await user.click(screen.getByRole('button', { name: 'Take back what was offered to luc@atelier.example' }))
  expect(await screen.findByText(/its link no longer works/)).toBeDefined()
  await waitFor(() => expect(screen.queryByText('Not answered yet')).toBeNull())
  expect(screen.queryByText(/offers\/accept#/)).toBeNull()
})

test('a member of the organisation is picked by name, and removed again', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  await world.ask('/api/rooms', { as: noor })
  const { user } = await memberAt(world, '/assembly/hosts', ada)
  await user.selectOptions(await screen.findByRole('combobox', { name: 'Member' }), 'Noor Haddad')
  await user.click(screen.getByRole('button', { name: 'Add the co-host' }))
  expect(await screen.findByText('Noor Haddad is now co-host.')).toBeDefined()
  await user.click(await screen.findByRole('button', { name: 'Remove Noor Haddad as co-host' }))
  const question = within(await screen.findByRole('alertdialog'))
  await user.click(question.getByRole('button', { name: 'Remove' }))
  expect(await screen.findByText('Noor Haddad is no longer co-host.')).toBeDefined()
  expect(await screen.findByText('There are no co-hosts yet.')).toBeDefined()
})

test('the link leads to the room, and to nobody’s room once it is used up', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const link = await invited(world)
  const { user, open } = await memberAt(world, link, luc)
  expect(await screen.findByText('Ada Osei would like you to be co-host of Assembly.')).toBeDefined()
  expect(location.hash).toBe('')
  await expectAccessible()
  await user.click(screen.getByRole('button', { name: 'Accept' }))
  expect(await screen.findByRole('heading', { name: 'Assembly', level: 1 })).toBeDefined()
  expect(await screen.findByText('You are now co-host of Assembly.')).toBeDefined()
  expect(sessionStorage).toHaveLength(0)

  await open('/assembly/hosts')
  expect(await screen.findByRole('button', { name: 'Stop being co-host' })).toBeDefined()
  expect(screen.queryByRole('heading', { name: 'Add a co-host' })).toBeNull()
  await open('/assembly/settings')
  expect(await screen.findByRole('link', { name: 'Settings' })).toBeDefined()
  expect(screen.queryByRole('button', { name: 'Delete the room' })).toBeNull()
})

test('a used-up, a withdrawn and an incomplete link say so', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const link = await invited(world)
  const [, secret] = link.split('#')
  await world.ask('/api/offers', { method: 'POST', as: luc, json: { secret, accept: true } })
  const { open } = await memberAt(world, link, noor)
  expect((await screen.findByRole('alert')).textContent).toContain('Somebody with another account')
  await open('/offers/accept#garbage')
  expect((await screen.findByRole('alert')).textContent).toContain('no longer valid')
  await expectAccessible()
  sessionStorage.clear()
  await open('/offers/accept')
  expect(await screen.findByRole('heading', { name: 'The link is incomplete' })).toBeDefined()
})

test('what is offered waits on the rooms page: declined, or accepted with what changes', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  await invited(world)
  const { user } = await memberAt(world, '/', lucWithEmail)
  await user.click(await screen.findByRole('button', { name: 'Decline Assembly' }))
  expect(await screen.findByText('You declined Assembly.')).toBeDefined()

  await invited(world, 'transfer')
  await lookUntil(() => screen.getByText('Ada Osei would like to hand Assembly over to you.'))
  expect(screen.getByText(/It will be in Atelier Mile-End, with its limits/)).toBeDefined()
  await expectAccessible()
  await user.click(screen.getByRole('button', { name: 'Accept Assembly' }))
  expect(await screen.findByText('Assembly is now yours.')).toBeDefined()
  expect(await screen.findByRole('link', { name: 'Assembly' })).toBeDefined()
})

test('a room is given to the organisation, and says whose it is', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const { user } = await memberAt(world, '/assembly/hosts', ada)
  await user.click(await screen.findByRole('button', { name: 'Hand the room over' }))
  const dialog = within(await screen.findByRole('dialog', { name: 'Hand Assembly over' }))
  expect(dialog.getByText(/Recordings of the meetings until then stay with you alone/)).toBeDefined()
  await expectAccessible()
  await user.click(dialog.getByRole('button', { name: 'Hand it over to Riverside Housing' }))
  expect(await screen.findByText('Assembly now belongs to Riverside Housing.')).toBeDefined()
  expect(await screen.findByText('Belongs to Riverside Housing: all its members are hosts.')).toBeDefined()
  await user.click(await screen.findByRole('link', { name: 'All my rooms' }))
  expect(await screen.findByText('Room of Riverside Housing')).toBeDefined()
})

test('a favourite comes first at once, and goes back when it was not kept', async () => {
  const world = await foyer()
  await roomOf(world, ada, { name: 'Assembly', address: 'assembly' })
  await roomOf(world, ada, { name: 'Zoning', address: 'zoning' })
  const { user } = await memberAt(world, '/', ada)
  const names = () => screen.getAllByRole('heading', { level: 2 }).map((heading) => heading.textContent)
  const star = await screen.findByRole('button', { name: 'Put Zoning first in the list' })
  expect(names()).toEqual(['Assembly', 'Zoning'])
  await user.click(star)
  await waitFor(() => expect(names()).toEqual(['Zoning', 'Assembly']))
  expect(star.getAttribute('aria-pressed')).toBe('true')
  await expectAccessible()

  fault('put', '/api/rooms/:room/favourite', 'cut')
  await user.click(screen.getByRole('button', { name: 'Put Assembly first in the list' }))
  expect(await screen.findByText(/^This could not be saved\./)).toBeDefined()
  expect(names()).toEqual(['Zoning', 'Assembly'])
})

test('an archived room starts nothing, is folded away among others, and is taken out again', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const { user, open } = await memberAt(world, '/assembly/settings', ada)
  await user.click(await screen.findByRole('button', { name: 'Archive the room' }))
  const question = within(await screen.findByRole('alertdialog'))
  await user.click(question.getByRole('button', { name: 'Archive the room' }))
  expect(await screen.findByText('Assembly is archived.')).toBeDefined()
  await user.click(await screen.findByRole('link', { name: 'Meeting' }))
  expect(await screen.findByText(/^Archived since/)).toBeDefined()
  expect(screen.queryByRole('button', { name: 'Start the meeting' })).toBeNull()

  await user.click(screen.getByRole('link', { name: 'All my rooms' }))
  const archive = async () => (await screen.findByText('Archived rooms')).closest('details')
  await screen.findByText('All your rooms are archived: no meeting can start in them.')
  expect((await archive())?.open).toBe(true)
  await expectAccessible()
  await roomOf(world, ada, { name: 'Zoning', address: 'zoning' })
  await open('/')
  await screen.findByRole('button', { name: 'Start the meeting in Zoning' })
  expect(screen.queryByText(/^All your rooms are archived/)).toBeNull()
  expect((await archive())?.open).toBe(false)
  await user.click(screen.getByText('Archived rooms'))
  await user.click(screen.getByRole('button', { name: 'Unarchive the room Assembly' }))
  expect(await screen.findByRole('button', { name: 'Start the meeting in Assembly' })).toBeDefined()
})

test('hosts see who is in and who waits; names are told to nobody else', async () => {
  const world = await foyer()
  await roomOf(world, ada, { settings: { membersStart: true } })
  const goAway = await guestWaits(world, 'assembly', 'Camille')
  const { open } = await memberAt(world, '/assembly', ada)
  expect(await screen.findByRole('heading', { name: 'Who waits' })).toBeDefined()
  expect(screen.getByText('Camille')).toBeDefined()
  await goAway()
  await meet(world, ada)
  await lookUntil(() => screen.getByRole('heading', { name: 'Who is in' }))
  const present = within(screen.getByRole('region', { name: 'Who is in' }))
  expect(present.getByRole('listitem').textContent).toBe('Ada Osei moderator, with a microphone')
  expect(await screen.findByRole('button', { name: 'Copy the invitation' })).toBeDefined()
  await expectAccessible()
  expect(world.logged()).not.toContain('Camille')

  const starter = await (await world.ask('/api/rooms/assembly', { as: noor })).json()
  expect(starter).toMatchObject({ role: 'starter', people: null })
  const list = await (await world.ask('/api/rooms', { as: ada })).json()
  expect(list.rooms).toMatchObject([{ address: 'assembly' }])
  expect(list.rooms[0]).not.toHaveProperty('people')
  await open('/')
  expect(await screen.findByText(/^Open, 1 person/)).toBeDefined()
})
