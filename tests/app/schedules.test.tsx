import { fireEvent, screen, waitFor, within } from '@testing-library/dom'
import { expect, test } from 'vitest'
import type { NewSchedule, ScheduleList } from '../../src/contract/schedules.ts'
import { ada, origins, type World } from '../world.ts'
import { expectAccessible, fault, foyer, lookUntil } from './foyer.ts'
import { guestAt } from './guest.tsx'
import { roomOf } from './meanwhile.ts'
import { memberAt } from './member.tsx'

/** Tuesdays at two in the afternoon in Montréal, so far ahead that no test outlives them. */
const tuesdays: NewSchedule = {
  title: 'Working group',
  message: 'Bring the figures.',
  start: '2090-01-03T14:00',
  timeZone: 'America/Toronto',
  minutes: 90,
  repeat: 'weekly',
  ends: { kind: 'never' },
}

async function scheduled(world: World, wanted: Partial<NewSchedule> = {}): Promise<void> {
  const json = { ...tuesdays, ...wanted }
  const answer = await world.ask('/api/rooms/assembly/schedules', { method: 'POST', as: ada, json })
  expect(answer.status).toBe(201)
}

async function schedulesIn(world: World): Promise<ScheduleList> {
  return await (await world.ask('/api/rooms/assembly/schedules', { as: ada })).json()
}

async function section() {
  const heading = await screen.findByRole('heading', { name: /^(Planned meetings|Réunions planifiées)$/ })
  return within(heading.closest('section') ?? document.body)
}

function fill(label: string, value: string): void {
  fireEvent.change(screen.getByLabelText(label), { target: { value } })
}

test('a host schedules a series: the form says in words what was chosen, and which dates that gives', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const { user } = await memberAt(world, '/assembly', ada)

  await user.click(await (await section()).findByRole('button', { name: 'Plan a meeting' }))
  const dialog = within(await screen.findByRole('dialog', { name: 'Plan a meeting' }))
  expect(dialog.getByText('Choose a day and a time to see the dates.')).toBeDefined()
  await user.click(dialog.getByRole('button', { name: 'Save' }))
  expect(dialog.getByText('Choose a day.')).toBeDefined()
  expect(dialog.getByText('Choose a time.')).toBeDefined()
  await expectAccessible()

  await user.type(dialog.getByRole('textbox', { name: /^Title/ }), 'Working group')
  fill('Day', '2090-01-10')
  fill('Begins at', '14:00')
  await user.selectOptions(dialog.getByRole('combobox', { name: 'Time zone' }), 'America/Toronto')
  await user.selectOptions(
    dialog.getByRole('combobox', { name: 'Repeats' }),
    'Every month on the second Tuesday',
  )
  const preview = within(dialog.getByRole('region', { name: 'What you are planning' }))
  expect(preview.getByText('Every month on the second Tuesday, at 14:00')).toBeDefined()
  expect(
    await preview.findByText(
      /^Next dates: Tuesday,? 10 January 2090.*14 February 2090.* and .*14 March 2090/,
    ),
  ).toBeDefined()
  await user.click(dialog.getByRole('button', { name: 'Save' }))

  const schedules = await section()
  expect(await schedules.findByRole('heading', { name: 'Working group' })).toBeDefined()
  expect(await schedules.findByText(/^Every month on the second Tuesday, at 14:00 · Eastern/)).toBeDefined()
  expect(schedules.getAllByRole('listitem')).toHaveLength(5)
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  await expectAccessible()
})

test('what is over, and an hour that clocks skip, are explained at the field', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  await memberAt(world, '/assembly?schedule', ada)
  const dialog = within(await screen.findByRole('dialog', { name: 'Plan a meeting' }))
  fill('Day', '2020-01-07')
  fill('Begins at', '14:00')
  expect(await dialog.findByText('This time is already past. Choose a day and a time to come.')).toBeDefined()
  fill('Time zone', 'America/Toronto')
  fill('Day', '2027-03-14')
  fill('Begins at', '02:30')
  expect(await dialog.findByText(/^Clocks are put forward over this time/)).toBeDefined()
  await expectAccessible()
})

test('a date is cancelled and restored at once; where that fails it is undone, and that is said', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  await scheduled(world)
  const { user } = await memberAt(world, '/assembly', ada)
  const schedules = await section()
  const cancel = await schedules.findByRole('button', { name: /^Cancel the meeting of Tuesday,? 3 January/ })

  const mend = fault('patch', '/api/rooms/assembly/schedules/:schedule/dates/:date', 502)
  await user.click(cancel)
  expect(await screen.findByText(/^The meeting of Tuesday,? 3 January.* is as it was\./)).toBeDefined()
  expect(schedules.queryByText('Cancelled')).toBeNull()
  mend()

  await user.click(schedules.getByRole('button', { name: /^Cancel the meeting of Tuesday,? 3 January/ }))
  expect(await schedules.findByText('Cancelled')).toBeDefined()
  await expect.poll(async () => (await schedulesIn(world)).dates[0]?.state).toBe('cancelled')
  await user.click(schedules.getByRole('button', { name: /^Restore the meeting of Tuesday,? 3 January/ }))
  await expect.poll(async () => (await schedulesIn(world)).dates[0]?.state).toBe('scheduled')
  await waitFor(() => expect(schedules.queryByText('Cancelled')).toBeNull())
})

test('one date is moved, and it says from when', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  await scheduled(world)
  const { user } = await memberAt(world, '/assembly', ada)
  const schedules = await section()
  await user.click(await schedules.findByRole('button', { name: /^Move the meeting of Tuesday,? 3 January/ }))
  const dialog = within(await screen.findByRole('dialog', { name: 'Move this meeting' }))
  expect(dialog.getByText(/^Planned: Tuesday,? 3 January/)).toBeDefined()
  fill('Day', '2090-01-04')
  fill('Begins at', '09:30')
  await expectAccessible()
  await user.click(dialog.getByRole('button', { name: 'Move' }))
  expect(await schedules.findByText('Moved')).toBeDefined()
  expect(schedules.getByText(/^instead of Tuesday,? 3 January/)).toBeDefined()
  expect((await schedulesIn(world)).dates[0]).toMatchObject({ start: '2090-01-04T09:30', state: 'moved' })
})

test('whoever changes the zone of a series is told that a moved date stays at its moment', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  await scheduled(world)
  const [first] = (await schedulesIn(world)).dates
  await world.ask(`/api/rooms/assembly/schedules/${first?.schedule}/dates/2090-01-03`, {
    method: 'PATCH',
    as: ada,
    json: { state: 'moved', start: '2090-01-04T09:00', minutes: 60 },
  })
  const { user } = await memberAt(world, '/assembly', ada)
  await user.click(await (await section()).findByRole('button', { name: 'Change: Working group' }))
  const dialog = within(await screen.findByRole('dialog', { name: 'Change what is planned' }))
  await user.selectOptions(dialog.getByRole('combobox', { name: 'Time zone' }), 'Europe/Amsterdam')
  expect(await dialog.findByText(/^Dates that you moved stay at the same moment/)).toBeDefined()
  await expectAccessible()
  await user.click(dialog.getByRole('button', { name: 'Save' }))
  await expect.poll(async () => (await schedulesIn(world)).dates[0]?.start).toBe('2090-01-04T15:00')
})

test('a schedule is changed, then deleted', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  await scheduled(world)
  const { user } = await memberAt(world, '/assembly', ada)
  const schedules = await section()
  await user.click(await schedules.findByRole('button', { name: 'Change: Working group' }))
  const change = within(await screen.findByRole('dialog', { name: 'Change what is planned' }))
  await user.selectOptions(change.getByRole('combobox', { name: 'Ends' }), 'After so many dates')
  fill('How many dates', '3')
  await user.click(change.getByRole('button', { name: 'Save' }))
  expect(await schedules.findByText(/^Every Tuesday, at 14:00, 3 times · /)).toBeDefined()
  await waitFor(() => expect(schedules.getAllByRole('listitem')).toHaveLength(3))

  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  await user.click(schedules.getByRole('button', { name: 'Delete: Working group' }))
  const dialog = within(await screen.findByRole('alertdialog', { name: 'Delete what is planned?' }))
  await user.click(dialog.getByRole('button', { name: 'Delete' }))
  expect(await schedules.findByText(/^Nothing is planned\./)).toBeDefined()
  expect((await schedulesIn(world)).schedules).toEqual([])
})

test('the calendar has a private address, to copy and to renew', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  await scheduled(world)
  const { user } = await memberAt(world, '/assembly', ada)
  const schedules = await section()
  const shown = async () =>
    (await schedules.findByRole<HTMLInputElement>('textbox', { name: 'Private address of the calendar' }))
      .value
  const before = await shown()
  expect(before).toBe((await schedulesIn(world)).feed)
  await user.click(schedules.getByRole('button', { name: 'Copy the address' }))
  expect(await navigator.clipboard.readText()).toBe(before)

  await user.click(schedules.getByRole('button', { name: 'Make a new address' }))
  const dialog = within(await screen.findByRole('alertdialog', { name: 'Make a new address?' }))
  await user.click(dialog.getByRole('button', { name: 'Make a new address' }))
  await waitFor(async () => expect(await shown()).not.toBe(before))
  expect(await shown()).toBe((await schedulesIn(world)).feed)
})

test('in a room that asks for a code, hosts download a calendar with titles and messages, by each of the two links', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  await scheduled(world)
  const json = { kind: 'digits' }
  expect((await world.ask('/api/rooms/assembly/accessCode', { method: 'PUT', as: ada, json })).status).toBe(
    200,
  )
  /** As the browser asks, which has no token to show. */
  const downloaded = async (link: HTMLElement) =>
    await (await world.ask((link.getAttribute('href') ?? '').replace(origins.foyer, ''))).text()
  const isWhole = (file: string) =>
    file.includes('SUMMARY:Working group (Assembly)') && file.includes('Bring the figures.')

  const { user } = await memberAt(world, '/assembly', ada)
  const link = await (await section()).findByRole('link', { name: 'Download the calendar' })
  expect(await downloaded(link)).toSatisfy(isWhole)
  expect(link.hasAttribute('download')).toBe(true)
  await memberAt(world, '/assembly?invite', ada)
  const dialog = within(await screen.findByRole('dialog', { name: 'Invite people' }))
  for (const [language, code, words] of [
    ['French', 'fr', 'Dans un navigateur'],
    ['English', 'en', 'In a browser'],
  ] as const) {
    await user.click(dialog.getByRole('radio', { name: language }))
    const ofLanguage = () => dialog.getByRole('link', { name: 'Add to calendar' })
    await waitFor(() => expect(ofLanguage().getAttribute('href')).toMatch(new RegExp(`language=${code}`)))
    const file = await downloaded(ofLanguage())
    expect(file).toSatisfy(isWhole)
    expect(file).toContain(words)
  }
})

test('guests see when one meets next, in its zone and in their own; a cancelled date is told', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  await scheduled(world, { timeZone: 'Pacific/Kiritimati' })
  const page = await guestAt(world, '/assembly')
  expect(screen.getByText(/^Tuesday,? 3 January 2090 at 14:00, Line Islands/)).toBeDefined()
  expect(screen.getByText('Next meeting · Working group')).toBeDefined()
  expect(screen.getByText('Bring the figures.')).toBeDefined()
  expect(screen.getByText(/^That is .* where you are\.$/)).toBeDefined()
  expect(screen.getByRole('link', { name: 'Add to your calendar' }).getAttribute('href')).toBe(
    '/assembly/calendar.ics',
  )
  await expectAccessible()

  const [first] = (await schedulesIn(world)).dates
  const json = { state: 'cancelled' }
  await world.ask(`/api/rooms/assembly/schedules/${first?.schedule}/dates/2090-01-03`, {
    method: 'PATCH',
    as: ada,
    json,
  })
  await lookUntil(() => screen.getByText(/^Cancelled: the meeting of Tuesday,? 3 January 2090 at 14:00/))
  expect(screen.getByText(/^Tuesday,? 10 January 2090/)).toBeDefined()
  await page.open('/assembly')
  await expectAccessible()
})

test('sans script, la page de la salle nomme l’heure et le fuseau ; les salons de clavardage aussi', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  await scheduled(world)
  await guestAt(world, '/assembly', { language: 'fr-CA', isScriptless: true })
  expect(screen.getByText(/^mardi 3 janvier 2090 à 14.h.00, heure .*Est/)).toBeDefined()
  expect(screen.queryByText(/Chez vous/)).toBeNull()
  const written = await (await world.ask('/assembly', { headers: { 'Accept-Language': 'fr-CA' } })).text()
  expect(written).toMatch(/og:description" content="Prochaine réunion.: mardi 3 janvier 2090 à 14.h.00/)
})

test('en français du Québec : la règle, les séances et le formulaire', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  await scheduled(world, { repeat: 'fortnightly', ends: { kind: 'on', date: '2090-02-28' } })
  const { user } = await memberAt(world, '/assembly', ada, { language: 'fr-CA' })
  const schedules = await section()
  expect(
    await schedules.findByText(
      /^Toutes les deux semaines, le mardi, à 14.h.00, jusqu’au 28 février 2090 · heure/,
    ),
  ).toBeDefined()
  expect(schedules.getAllByRole('button', { name: /^Annuler la séance du mardi 3 janvier/ })).toHaveLength(1)
  await user.click(schedules.getByRole('button', { name: 'Planifier une réunion' }))
  await screen.findByRole('dialog', { name: 'Planifier une réunion' })
  fill('Jour', '2090-01-31')
  const repeat = within(screen.getByRole('combobox', { name: 'Répétition' }))
  expect(repeat.getAllByRole('option').map(({ textContent }) => textContent)).toEqual([
    'Une seule fois',
    'Toutes les semaines, le mardi',
    'Toutes les deux semaines, le mardi',
    'Chaque mois, le 31',
    'Chaque mois, le dernier mardi',
  ])
  await expectAccessible()
})

test('the invitation says when, in the room’s language, with the dates for a calendar and the link for a camera', async () => {
  const world = await foyer()
  await roomOf(world, ada, { settings: { language: 'fr' } })
  await scheduled(world)
  const { user } = await memberAt(world, '/assembly?invite', ada)
  const dialog = within(await screen.findByRole('dialog', { name: 'Invite people' }))
  const text = async () => (await dialog.findByRole<HTMLTextAreaElement>('textbox', { name: 'Text' })).value
  expect(await text()).toMatch(/Quand.:\nWorking group\nToutes les semaines, le mardi, 14:00/)
  const calendar = await dialog.findByRole('link', { name: 'Add to calendar' })
  expect(calendar.getAttribute('href')).toBe(`${(await schedulesIn(world)).feed}?language=fr`)
  const picture = dialog.getByRole('img', { name: `QR code that leads to ${origins.foyer}/assembly` })
  expect(picture.getAttribute('src')).toBe('/assembly/qr.svg')
  const files = ['Download as SVG', 'Download as PNG'].map((name) => dialog.getByRole('link', { name }))
  expect(files.map((link) => link.getAttribute('href'))).toEqual(['/assembly/qr.svg', '/assembly/qr.png'])
  await expectAccessible()

  await user.click(dialog.getByRole('radio', { name: 'Both' }))
  await waitFor(async () => expect(await text()).toMatch(/Quand[^—]*— — —[^—]*When:/))
  await user.click(dialog.getByRole('button', { name: 'Copy the link' }))
  expect(await navigator.clipboard.readText()).toBe(`${origins.foyer}/assembly`)
  await user.click(dialog.getByRole('button', { name: 'Copy the subject' }))
  expect(await navigator.clipboard.readText()).toBe('Invitation\u00a0: Assembly / Invitation: Assembly')
})
