import { screen, waitFor, within } from '@testing-library/dom'
import { expect, test } from 'vitest'
import type { Room } from '../../src/contract/rooms.ts'
import { ada, luc, type World } from '../world.ts'
import { expectAccessible, fault, foyer } from './foyer.ts'
import { meet, roomOf } from './meanwhile.ts'
import { memberAt } from './member.tsx'

const withPresets = (yaml: string) =>
  yaml.replace(
    '    servers: [de, ca]',
    `    roomForced: { polls: false, minutes: 60 }
    presets:
      - id: assembly
        name: { en: Assembly, fr: Assemblée }
        description: { en: For many people., fr: Pour beaucoup de monde. }
        settings: { mutedOnEntry: true, approval: true, layout: smart }
      - { id: group, name: { en: Working group, fr: Groupe de travail }, settings: { everyoneModerates: true } }
    servers: [de, ca]`,
  )

async function adasRoom(world: World, address = 'assembly'): Promise<Room> {
  return await (await world.ask(`/api/rooms/${address}`, { as: ada })).json()
}

function toggle(name: string) {
  return screen.findByRole<HTMLInputElement>('switch', { name })
}

/** The group with this title, and what it says of itself while it is closed. */
async function group(name: string) {
  const heading = await screen.findByRole('heading', { name, level: 3 })
  return heading.closest('summary')?.textContent?.replace(name, '')
}

test('settings are grouped, a group says what is set in it, and each is explained', async () => {
  const world = await foyer()
  await roomOf(world, ada, {
    settings: { microphonesLocked: true, polls: false, minutes: 90, welcome: 'Hi' },
  })
  await memberAt(world, '/assembly/settings', ada)

  expect(await group('Sound and picture')).toBe('Microphones for moderators only')
  expect(await group('Tools in the meeting')).toBe('Polls: off')
  expect(await group('Limits and language')).toBe('Maximum length, in minutes: 90')
  expect(await group('Welcome and waiting')).toBe('Welcome text')
  expect(await group('Chat and notes')).toBe('')
  const approval = await toggle('Guests wait for approval')
  expect(document.getElementById(approval.getAttribute('aria-describedby') ?? '')?.textContent).toContain(
    'Members of Riverside Housing come in at once.',
  )
  await expectAccessible()
})

test('a setting that was saved is undone from the notice', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const { user } = await memberAt(world, '/assembly/settings', ada)

  const approval = await toggle('Guests wait for approval')
  await user.click(approval)
  const notice = within(await screen.findByRole('status'))
  await notice.findByText('Saved.')
  expect((await adasRoom(world)).settings.approval).toBe(true)
  await user.click(notice.getByRole('button', { name: 'Undo' }))
  await notice.findByText('The setting is back to what it was.')
  expect((await adasRoom(world)).settings.approval).toBe(false)
  await waitFor(() => expect(approval.checked).toBe(false))
})

test('two settings at once are both kept', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const { user } = await memberAt(world, '/assembly/settings', ada)
  const [approval, members] = [await toggle('Guests wait for approval'), await toggle('Any member may start')]
  await user.click(approval)
  await user.click(members)
  await expect
    .poll(async () => (await adasRoom(world)).settings)
    .toMatchObject({ approval: true, membersStart: true })
  await waitFor(() => expect([approval.checked, members.checked]).toEqual([true, true]))
})

test('a setting that the organisation forces is shown, locked, and by whom', async () => {
  const world = await foyer({ settings: withPresets })
  await roomOf(world, ada)
  await memberAt(world, '/assembly/settings', ada)
  const polls = await toggle('Polls')
  expect([polls.checked, polls.disabled]).toEqual([false, true])
  const minutes = screen.getByRole<HTMLInputElement>('textbox', { name: 'Maximum length, in minutes' })
  expect([minutes.value, minutes.disabled]).toEqual(['60', true])
  expect(screen.getAllByText('Riverside Housing sets this for all its rooms.')).toHaveLength(2)
})

test('where recording is not allowed by the organisation, that is said at both its settings', async () => {
  const world = await foyer()
  await roomOf(world, luc)
  await memberAt(world, '/assembly/settings', luc)
  expect((await toggle('Recording allowed')).disabled).toBe(true)
  expect((await toggle('Recording starts by itself')).disabled).toBe(true)
  expect(screen.getAllByText('Atelier Mile-End does not allow recording.')).toHaveLength(2)
})

test('a figure is saved when one leaves its field; what is beyond the limit is said, and stays typed', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const { user } = await memberAt(world, '/assembly/settings', ada)
  const people = await screen.findByRole<HTMLInputElement>('textbox', { name: 'Maximum number of people' })
  await user.type(people, '51{Tab}')
  expect(await screen.findByText('A whole number from 1 to 50, or nothing.')).toBeDefined()
  expect(people.value).toBe('51')
  await expectAccessible()
  await user.clear(people)
  await user.type(people, '12{Enter}')
  await expect.poll(async () => (await adasRoom(world)).settings.participants).toBe(12)
  await waitFor(() => expect(screen.queryByText(/^A whole number/)).toBeNull())
  await user.clear(people)
  await user.tab()
  await expect.poll(async () => (await adasRoom(world)).settings.participants).toBeNull()
})

test('a layout and a language are chosen, and saved at once', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const { user } = await memberAt(world, '/assembly/settings', ada)
  await user.selectOptions(
    await screen.findByRole('combobox', { name: 'Layout at the beginning' }),
    'Focus on the cameras',
  )
  await user.selectOptions(screen.getByRole('combobox', { name: 'Language of the room' }), 'French (Canada)')
  await expect
    .poll(async () => (await adasRoom(world)).settings)
    .toMatchObject({ layout: 'video_focus', language: 'fr-CA' })
})

test('a text is saved by its button, counted, and what was typed stays when it cannot be saved', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const { user, open } = await memberAt(world, '/assembly/settings', ada)
  const field = () => screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Welcome text' })
  await user.type(await field(), 'Bonjour')
  expect(screen.getByText('7 of 1000 characters')).toBeDefined()

  const mend = fault('patch', '/api/rooms/assembly', 'store_unavailable')
  await user.click(screen.getByRole('button', { name: 'Save' }))
  expect((await screen.findByRole('alert')).textContent).toContain('cannot reach its data')
  await open('/assembly/settings')
  expect((await field()).value).toBe('Bonjour')
  mend()
  await user.click(screen.getByRole('button', { name: 'Save' }))
  await screen.findByText('Saved.')
  expect((await adasRoom(world)).settings.welcome).toBe('Bonjour')

  await user.clear(await field())
  await user.click(await field())
  await user.paste('🎉'.repeat(500))
  await user.click(screen.getByRole('button', { name: 'Save' }))
  expect(
    await screen.findByText(/^Too long to be sent to the meeting server.*Take out about \d+/),
  ).toBeDefined()
  await user.click(await field())
  await user.paste('!')
  expect(screen.getByText('1 character too long.')).toBeDefined()
  await expectAccessible()
  await user.click(screen.getByRole('button', { name: 'Cancel' }))
  expect((await field()).value).toBe('Bonjour')
})

test('a preset says what it will change before it does, and all of it is undone at once', async () => {
  const world = await foyer({ settings: withPresets })
  await roomOf(world, ada, { settings: { mutedOnEntry: true } })
  const { user } = await memberAt(world, '/assembly/settings', ada)
  await user.click(await screen.findByRole('button', { name: 'Use a preset' }))
  const dialog = within(await screen.findByRole('dialog', { name: 'Use a preset' }))
  expect(dialog.getByText('For many people.')).toBeDefined()
  const changes = () => dialog.getAllByRole('term').map((term) => term.textContent)
  expect(changes()).toEqual(['Guests wait for approval', 'Layout at the beginning'])
  expect(dialog.getByText('As BigBlueButton does it, then Adapts to what is shown')).toBeDefined()
  await expectAccessible()
  await user.selectOptions(dialog.getByRole('combobox', { name: 'Preset' }), 'Working group')
  await waitFor(() => expect(changes()).toEqual(['Everyone is a moderator']))
  await user.selectOptions(dialog.getByRole('combobox', { name: 'Preset' }), 'Assembly')
  await user.click(dialog.getByRole('button', { name: 'Use this preset' }))

  const notice = within(await screen.findByRole('status'))
  await notice.findByText('The preset “Assembly” is in use.')
  expect((await adasRoom(world)).settings).toMatchObject({ approval: true, layout: 'smart' })
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  await user.click(notice.getByRole('button', { name: 'Undo' }))
  await notice.findByText('The setting is back to what it was.')
  expect((await adasRoom(world)).settings).toMatchObject({ approval: false, layout: 'custom' })
})

test('guests of a guarded room see its PIN only once a host has read what that means', async () => {
  const world = await foyer()
  await roomOf(world, ada, { settings: { approval: true } })
  const { user, open } = await memberAt(world, '/assembly', ada)
  expect(await screen.findByText('For hosts: guests do not see these numbers.')).toBeDefined()
  await open('/assembly/settings')
  await user.click(await screen.findByRole('button', { name: 'Show them to guests…' }))
  const dialog = within(await screen.findByRole('alertdialog', { name: 'Show the PIN to guests?' }))
  expect(dialog.getAllByRole('listitem')[0]?.textContent).toContain('they wait for no approval')
  await expectAccessible()
  await user.click(dialog.getByRole('button', { name: 'I have read this: show it' }))
  const shown = await toggle('Guests see the PIN of this guarded room')
  expect(shown.checked).toBe(true)
  expect((await adasRoom(world)).isPhoneForHosts).toBe(false)
  await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
  await user.click(shown)
  expect(await screen.findByText('Only hosts see the PIN')).toBeDefined()
})

test('while a meeting is open, changes are said to count from the next; the room says when it ends', async () => {
  const world = await foyer()
  await roomOf(world, ada, { settings: { minutes: 90 } })
  await meet(world, ada)
  const { open } = await memberAt(world, '/assembly', ada)
  expect(await screen.findByText(/^The meeting ends by itself at \d{1,2}:\d\d\.$/)).toBeDefined()
  await open('/assembly/settings')
  expect(await screen.findByText(/^A meeting is open in this room\./)).toBeDefined()
})

test('a new room begins with a preset, and is duplicated with its settings', async () => {
  const world = await foyer({ settings: withPresets })
  const { user } = await memberAt(world, '/?new', ada)
  const dialog = within(await screen.findByRole('dialog', { name: 'New room' }))
  await user.type(dialog.getByRole('textbox', { name: 'Name of the room' }), 'Plenum')
  await user.type(dialog.getByRole('textbox', { name: /^Address/ }), 'plenum-2026')
  await user.selectOptions(dialog.getByRole('combobox', { name: 'Preset (optional)' }), 'Assembly')
  expect(dialog.getByText('For many people.')).toBeDefined()
  await expectAccessible()
  await user.click(dialog.getByRole('button', { name: 'Create the room' }))
  await screen.findByRole('heading', { name: 'Plenum', level: 1 })
  expect((await adasRoom(world, 'plenum-2026')).settings).toMatchObject({ approval: true, layout: 'smart' })

  await user.click(screen.getByRole('link', { name: 'Settings' }))
  await user.click(await screen.findByRole('button', { name: 'Duplicate the room' }))
  const copy = within(await screen.findByRole('dialog', { name: 'Duplicate the room' }))
  expect(copy.getByRole<HTMLInputElement>('textbox', { name: 'Name of the room' }).value).toBe(
    'Plenum (copy)',
  )
  await user.type(copy.getByRole('textbox', { name: /^Address/ }), 'plenum-2026')
  await user.click(copy.getByRole('button', { name: 'Create the copy' }))
  expect(await copy.findByText(/This address is already a room’s/)).toBeDefined()
  await expectAccessible()
  await user.type(copy.getByRole('textbox', { name: /^Address/ }), '-b')
  await user.click(copy.getByRole('button', { name: 'Create the copy' }))
  await screen.findByRole('heading', { name: 'Plenum (copy)', level: 1 })
  await waitFor(() => expect(location.pathname).toBe('/plenum-2026-b/settings'))
  expect((await adasRoom(world, 'plenum-2026-b')).settings.approval).toBe(true)
})

test('en français du Québec : les réglages, un modèle et ce qu’il change', async () => {
  const world = await foyer({ settings: withPresets })
  await roomOf(world, ada)
  const { user } = await memberAt(world, '/assembly/settings', ada, { language: 'fr-CA' })
  await screen.findByRole('heading', { name: 'Personnes et entrée', level: 3 })
  await user.click(screen.getByRole('button', { name: 'Utiliser un modèle' }))
  const dialog = within(await screen.findByRole('dialog', { name: 'Utiliser un modèle' }))
  expect(dialog.getAllByRole('term').map((term) => term.textContent)).toEqual([
    'Les personnes invitées attendent d’être admises',
    'Micros en sourdine à l’entrée',
    'Disposition au début',
  ])
  await user.click(dialog.getByRole('button', { name: 'Utiliser ce modèle' }))
  const notice = within(await screen.findByRole('status'))
  await notice.findByText(/^Le modèle «.Assemblée.» est utilisé\.$/)
  await user.click(notice.getByRole('button', { name: 'Annuler' }))
  await notice.findByText('Le réglage a repris sa valeur.')
})
