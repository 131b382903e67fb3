import { screen, waitFor, within } from '@testing-library/dom'
import { expect, test } from 'vitest'
import type { Recording } from '../../src/contract/recordings.ts'
import { ada, luc, origins, type TestPerson, type World } from '../world.ts'
import { expectAccessible, fault, foyer, lookUntil } from './foyer.ts'
import { keepRecording, meet, roomOf, untilOver } from './meanwhile.ts'
import { memberAt } from './member.tsx'

const hour = 60 * 60_000

async function listed(world: World, person: TestPerson): Promise<Recording[]> {
  return (await (await world.ask('/api/recordings', { as: person })).json()).recordings
}

/** The recording of this name, with all that stands beside it. */
function recording(name: string) {
  return within(
    within(screen.getByRole('main')).getByRole('heading', { name }).closest('article') ?? document.body,
  )
}

test('a meeting that was recorded appears by itself, becomes ready, and plays at the server that keeps it', async () => {
  const world = await foyer({ pace: { recordings: 60, recordingsFresh: 30 } })
  await roomOf(world, ada, { settings: { recordingAllowed: true } })
  const { user, left } = await memberAt(world, '/recordings', ada)
  await screen.findByRole('heading', { name: 'No recording yet' })
  await expectAccessible()

  const host = await meet(world, ada)
  await world.pressAtBbb(host, /record/i)
  await world.pressAtBbb(host, /end/i)
  await untilOver(world, ada)
  await lookUntil(() => screen.getByRole('heading', { name: 'Assembly' }))
  await lookUntil(() => recording('Assembly').getByText('Ready'))
  await expectAccessible()

  const play = screen.getByRole('button', { name: /^Assembly, .*: Meeting replay$/ })
  await user.click(play)
  await waitFor(() => expect(left).toHaveLength(1))
  expect(new URL(left[0] ?? '').origin).toBe(origins.de)
})

test('each state is said in words, and only what is ready can be played', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const nothing = { record_id: null, formats: '[]', minutes: null, lastSeenAt: null }
  await keepRecording(world, { name: 'The ready one' })
  await keepRecording(world, { name: 'The expected one', state: 'expected', ...nothing })
  await keepRecording(world, { name: 'The processed one', state: 'processing', formats: '[]' })
  await keepRecording(world, { name: 'The hidden one', state: 'unpublished' })
  const elsewhere = [{ type: 'presentation', url: null, minutes: 72, host: 'rec.example.coop' }]
  await keepRecording(world, { name: 'The one elsewhere', formats: JSON.stringify(elsewhere) })
  await keepRecording(world, { name: 'The one that never came', state: 'not_produced', ...nothing })
  await keepRecording(world, {
    name: 'The lost one',
    state: 'missing',
    lastSeenAt: Date.now() - 40 * 24 * hour,
  })
  await memberAt(world, '/recordings', ada)
  await screen.findByRole('heading', { name: 'The ready one' })

  expect(recording('The ready one').getByText('1 h 12 min')).toBeDefined()
  expect(recording('The ready one').getByRole('link', { name: 'Assembly' }).getAttribute('href')).toBe(
    '/assembly',
  )
  expect(recording('The expected one').getByText('Expected')).toBeDefined()
  expect(recording('The processed one').getByText('Being processed')).toBeDefined()
  expect(recording('The one that never came').getByText('Not produced')).toBeDefined()
  expect(recording('The hidden one').getByText(/nobody can play it.*show it again/)).toBeDefined()
  expect(recording('The one elsewhere').getByText(/doesn’t allow the site where it plays/)).toBeDefined()
  expect(recording('The lost one').getByText(/last seen.* \d+ \w+ 20\d\d/i)).toBeDefined()
  const plays = screen.getAllByRole('button', { name: /Meeting replay/ })
  expect(plays.map((button) => button.getAttribute('aria-label'))).toEqual([
    expect.stringMatching(/^The ready one/),
  ])
  await expectAccessible()
})

test('a server that does not answer is said with its time, and its recordings stay in the list', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  await keepRecording(world, { name: 'In Germany' })
  await keepRecording(world, { name: 'In Canada', server: 'ca' })
  await memberAt(world, '/recordings', ada)
  await screen.findByRole('heading', { name: 'In Germany' })

  world.de.fault = 'refuse'
  await lookUntil(() => screen.getByText('Germany does not answer'))
  expect(screen.getByText(/not answered since \d{1,2}:\d\d\. Its recordings stay/)).toBeDefined()
  expect(recording('In Germany').getByText('Server does not answer')).toBeDefined()
  expect(recording('In Germany').queryByRole('button', { name: /replay/ })).toBeNull()
  expect(recording('In Canada').getByRole('button', { name: /replay/ })).toBeDefined()
  await expectAccessible()

  world.de.fault = 'none'
  await lookUntil(() => recording('In Germany').getByRole('button', { name: /replay/ }))
  expect(screen.queryByText('Germany does not answer')).toBeNull()
})

test('a recording that cannot be played after all says why, and can be tried again', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  await keepRecording(world)
  const mend = fault('post', '/api/recordings/:id/play', 'recording_not_playable')
  const { user, left } = await memberAt(world, '/recordings', ada)

  const play = await screen.findByRole('button', { name: /replay/ })
  await user.click(play)
  expect(await screen.findByText(/^“Assembly” cannot be played now\./)).toBeDefined()
  expect(left).toEqual([])
  mend()
  await user.click(play)
  await waitFor(() => expect(left).toHaveLength(1))
})

test('a host lets everyone who has the link play it, and copies the link; a change that fails is undone and said', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  await keepRecording(world)
  const { user } = await memberAt(world, '/recordings', ada)
  const hosts = await screen.findByRole<HTMLInputElement>('radio', { name: 'Hosts only' })
  const everyone = screen.getByRole<HTMLInputElement>('radio', { name: 'Anyone with the link' })
  expect(screen.getByRole('group', { name: 'Who may play Assembly' })).toBeDefined()

  const mend = fault('patch', '/api/recordings/:id', 502)
  await user.click(everyone)
  expect(await screen.findByText(/^The change was not saved\./)).toBeDefined()
  await waitFor(() => expect(hosts.checked).toBe(true))
  expect((await listed(world, ada))[0]?.audience).toBe('hosts')

  mend()
  await user.click(everyone)
  await expect.poll(async () => (await listed(world, ada))[0]?.audience).toBe('link')
  await user.click(await screen.findByRole('button', { name: 'Copy the link of Assembly' }))
  const [shared] = await listed(world, ada)
  const link = await navigator.clipboard.readText()
  expect(link).toBe(`${origins.foyer}/recordings/${shared?.id}`)
  expect((await world.ask(new URL(link).pathname)).status).toBe(200)
})

test('when the service does not answer the page says so, and asks again when told', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  await keepRecording(world)
  const mend = fault('get', '/api/recordings', 'internal')
  const { user } = await memberAt(world, '/recordings', ada)

  expect((await screen.findByRole('alert')).textContent).toContain('K7RM2WQX')
  await expectAccessible()
  mend()
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  expect(await screen.findByRole('heading', { name: 'Assembly' })).toBeDefined()
})

test('en français : une longue liste se montre par parties, et se cherche sans accents', async () => {
  const world = await foyer()
  await roomOf(world, luc, { name: 'Comité', address: 'comite' })
  for (let number = 1; number <= 32; number++) {
    await keepRecording(world, { name: `Séance ${number}`, startedAt: Date.now() - number * hour }, 'comite')
  }
  const { user } = await memberAt(world, '/recordings', luc, { language: 'fr' })
  await screen.findByRole('heading', { name: 'Mes enregistrements', level: 1 })
  await screen.findByRole('heading', { name: 'Séance 1' })
  const names = () => screen.getAllByRole('heading', { level: 2 }).map((heading) => heading.textContent)

  expect(names()).toHaveLength(30)
  await user.click(screen.getByRole('button', { name: 'Montrer 2 autres' }))
  expect(names().at(-1)).toBe('Séance 32')
  await user.type(screen.getByRole('searchbox'), 'SEANCE 31')
  expect(names()).toEqual(['Séance 31'])
  expect(recording('Séance 31').getByText('Prêt')).toBeDefined()
  expect(screen.getByRole('button', { name: /^Séance 31, .*Relecture de la réunion$/ })).toBeDefined()
  await expectAccessible()
})

test('whoever may only play a recording is shown no switch, but the link that anyone may have', async () => {
  const world = await foyer()
  const noor = { subject: 'noor', name: 'Noor Haddad', groups: ['/members/riverside'] }
  const json = { name: 'Assembly', address: 'assembly', ownedBy: 'organisation' }
  await world.ask('/api/rooms', { method: 'POST', as: ada, json })
  const owner = { owned_by: 'organisation', organisation: 'riverside' } as const
  await keepRecording(world, { ...owner, name: 'For hosts' })
  await keepRecording(world, { ...owner, name: 'For everybody', audience: 'link' })
  await memberAt(world, '/assembly', noor)

  expect(await screen.findByRole('heading', { name: 'For hosts' })).toBeDefined()
  expect(screen.getAllByRole('button', { name: /replay/ })).toHaveLength(2)
  expect(screen.queryByRole('radio')).toBeNull()
  expect(screen.getByRole('button', { name: 'Copy the link of For everybody' })).toBeDefined()
  expect(screen.queryByRole('button', { name: 'Copy the link of For hosts' })).toBeNull()
  await expectAccessible()
})

test('a recording whose room was deleted leads nowhere', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  await keepRecording(world)
  await world.ask('/api/rooms/assembly', { method: 'DELETE', as: ada })
  await memberAt(world, '/recordings', ada)

  expect(await screen.findByRole('button', { name: /replay/ })).toBeDefined()
  expect(screen.queryByRole('link', { name: 'Assembly' })).toBeNull()
})
