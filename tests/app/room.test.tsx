import { screen, waitFor, within } from '@testing-library/dom'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { Room } from '../../src/contract/rooms.ts'
import { b3scale } from '../../src/demo/bbb/persona.ts'
import { ada, luc, origins, robin, type World } from '../world.ts'
import { expectAccessible, fault, foyer, later, lookUntil } from './foyer.ts'
import { guestAt } from './guest.tsx'
import { guestWaits, joinedAt, meet, roomOf, until, untilOver } from './meanwhile.ts'
import { memberAt } from './member.tsx'

async function adasRoom(world: World): Promise<Room> {
  return await (await world.ask('/api/rooms/assembly', { as: ada })).json()
}

/** A PIN as it is read aloud. */
function grouped(pin: string): string {
  return pin.replace(/\B(?=(\d{3})+$)/g, ' ')
}

test('the room shows its link, its PIN with the numbers of its servers, its settings and its recordings', async () => {
  const world = await foyer()
  const { dialIn } = await roomOf(world, ada)
  const { user } = await memberAt(world, '/assembly', ada)

  await screen.findByRole('heading', { name: 'Assembly', level: 1 })
  expect(screen.getByText('localhost:3999/assembly')).toBeDefined()
  const phone = within(screen.getByRole('region', { name: 'Join by phone' }))
  expect(phone.getByText(grouped(dialIn?.pin ?? ''))).toBeDefined()
  const numbers = phone
    .getAllByRole('link', { name: /^\+/ })
    .map((link) => [link.textContent, link.getAttribute('href')])
  expect(numbers).toEqual([
    ['+49 30 1234567', `tel:+49301234567,,${dialIn?.pin}%23`],
    ['+1 514 555-0123', `tel:+15145550123,,${dialIn?.pin}`],
  ])
  expect(await screen.findByText(/^Recording is not allowed in this room/)).toBeDefined()
  await waitFor(() => expect(document.title).toBe('Assembly · Meet'))
  await expectAccessible()

  await user.click(screen.getByRole('link', { name: 'Settings' }))
  const recording = await screen.findByRole<HTMLInputElement>('switch', { name: 'Recording allowed' })
  expect(recording.checked).toBe(false)
  await waitFor(() => expect(document.title).toBe('Settings · Assembly · Meet'))
  await expectAccessible()
})

test('on a phone the parts of the room are folded, and say in a few words what is in them', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  vi.stubGlobal('matchMedia', () => ({ matches: true, addEventListener() {}, removeEventListener() {} }))
  onTestFinished(() => void vi.unstubAllGlobals())
  const { user } = await memberAt(world, '/assembly', ada)
  await screen.findByText('Nothing planned')
  await screen.findByText('No files yet')
  await screen.findByText('No answers yet')
  await screen.findByText('None yet')
  expect(screen.queryByRole('button', { name: 'Plan a meeting' })).toBeNull()
  expect(screen.getByRole('button', { name: 'Start the meeting' })).toBeDefined()
  await expectAccessible()

  const schedules = screen.getByRole('button', { name: 'Planned meetings' })
  expect(schedules.getAttribute('aria-expanded')).toBe('false')
  await user.click(schedules)
  expect(schedules.getAttribute('aria-expanded')).toBe('true')
  expect(screen.getByRole('button', { name: 'Plan a meeting' })).toBeDefined()
  expect(screen.queryByText('Nothing planned')).toBeNull()
  await user.click(schedules)
  expect(screen.queryByRole('button', { name: 'Plan a meeting' })).toBeNull()
})

test('a room that may be recorded says so above the button: its owner has decided it, others agree by going in', async () => {
  const world = await foyer()
  const settings = { recordingAllowed: true, membersStart: true }
  await roomOf(world, ada, { settings })
  await memberAt(world, '/assembly', ada)
  expect(await screen.findByText('This meeting may be recorded.')).toBeDefined()

  const noor = { subject: 'noor', name: 'Noor Haddad', groups: ['/members/riverside'] }
  const { user, left } = await memberAt(world, '/assembly', noor)
  expect(await screen.findByText(/^This meeting may be recorded: by going in, you agree/)).toBeDefined()
  await expectAccessible()
  await user.click(screen.getByRole('button', { name: 'Start the meeting' }))
  await waitFor(() => expect(left).toHaveLength(1))
  expect(await world.store.selectFrom('consents').select('version').execute()).toHaveLength(1)

  await memberAt(world, '/', noor)
  const card = within(
    (await screen.findByRole('link', { name: 'Assembly' })).closest('article') ?? document.body,
  )
  expect(card.getByText(/^This meeting may be recorded: by going in, you agree/)).toBeDefined()
})

test('a host chooses the name that others see, which this device remembers', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const { user, left } = await memberAt(world, '/assembly', ada)
  expect(await screen.findByText('Shown as Ada Osei')).toBeDefined()
  await user.click(screen.getByRole('button', { name: 'Change the name shown' }))
  const dialog = within(await screen.findByRole('dialog', { name: 'Name shown in meetings' }))
  const name = dialog.getByRole<HTMLInputElement>('textbox', { name: 'Name shown' })
  expect(name.value).toBe('Ada Osei')
  await expectAccessible()
  await user.clear(name)
  await user.type(name, 'Ada (facilitator)')
  await user.click(dialog.getByRole('button', { name: 'Save' }))
  expect(await screen.findByText('Shown as Ada (facilitator)')).toBeDefined()
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  await user.click(await screen.findByRole('button', { name: 'Start the meeting' }))
  await waitFor(() => expect(left).toHaveLength(1))
  expect(new URL(left[0] ?? '').searchParams.get('fullName')).toBe('Ada (facilitator)')

  // Somebody else at the same device is nobody else than they are.
  await roomOf(world, luc, { address: 'atelier-room' })
  await memberAt(world, '/atelier-room', luc)
  expect(await screen.findByText('Shown as Luc Tremblay')).toBeDefined()

  const { user: again } = await memberAt(world, '/assembly?name', ada)
  const reopened = within(await screen.findByRole('dialog', { name: 'Name shown in meetings' }))
  await again.clear(reopened.getByRole('textbox', { name: 'Name shown' }))
  await again.click(reopened.getByRole('button', { name: 'Save' }))
  expect(await screen.findByText('Shown as Ada Osei')).toBeDefined()
})

test('a member at the guests’ door is seen by the name that they chose for meetings, and chooses another there', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const pass = await world.ask('/api/rooms/assembly/pass', { method: 'POST', as: luc })
  const cookies = ['foyer_member=1', pass.headers.getSetCookie()[0]?.split(';')[0] ?? '']
  localStorage.setItem('foyer.shown', JSON.stringify({ 'Luc Tremblay': 'Luc T.' }))
  const { user } = await guestAt(world, '/assembly?guest', { cookies })
  expect(screen.getByText('You are signed in as Luc Tremblay.')).toBeDefined()
  const name = screen.getByRole<HTMLInputElement>('textbox', { name: 'Your name' })
  await waitFor(() => expect(name.value).toBe('Luc T.'))
  await user.clear(name)
  await user.type(name, 'Luc, atelier')
  await user.click(screen.getByRole('button', { name: 'Wait for the meeting' }))
  await waitFor(() =>
    expect(localStorage.getItem('foyer.shown')).toBe(JSON.stringify({ 'Luc Tremblay': 'Luc, atelier' })),
  )
  // Guests who come after them find no name there.
  expect(localStorage.getItem('foyer.name')).toBeNull()
})

test('a setting is saved as it is switched; one that cannot be saved is undone, and that is said', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const { user } = await memberAt(world, '/assembly/settings', ada)
  const muted = await screen.findByRole<HTMLInputElement>('switch', { name: 'Everyone joins muted' })

  await user.click(muted)
  await expect.poll(async () => (await adasRoom(world)).settings.mutedOnEntry).toBe(true)
  expect(muted.checked).toBe(true)

  const mend = fault('patch', '/api/rooms/assembly', 502)
  await user.click(muted)
  expect(await screen.findByText(/^The setting was not saved/)).toBeDefined()
  await waitFor(() => expect(muted.checked).toBe(true))
  await expectAccessible()

  mend()
  await user.click(muted)
  await expect.poll(async () => (await adasRoom(world)).settings.mutedOnEntry).toBe(false)
})

test('a room gets another name, and another address: the old one keeps leading to it', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const { user } = await memberAt(world, '/assembly/settings', ada)

  await user.click(await screen.findByRole('button', { name: 'Change the name' }))
  const rename = within(await screen.findByRole('dialog', { name: 'Change the name' }))
  const name = rename.getByRole('textbox', { name: 'Name of the room' })
  await user.clear(name)
  await user.type(name, 'General assembly')
  const mend = fault('patch', '/api/rooms/assembly', 'store_unavailable')
  await user.click(rename.getByRole('button', { name: 'Save' }))
  expect((await rename.findByRole('alert')).textContent).toContain('cannot reach its data')
  mend()
  await user.click(rename.getByRole('button', { name: 'Save' }))
  await screen.findByRole('heading', { name: 'General assembly', level: 1 })

  await user.click(screen.getByRole('button', { name: 'Change the address' }))
  const move = within(await screen.findByRole('dialog', { name: 'Change the address' }))
  await expectAccessible()
  const address = move.getByRole('textbox', { name: 'Address' })
  await user.clear(address)
  await user.type(address, 'plenum-2026')
  await user.click(move.getByRole('button', { name: 'Save' }))

  await waitFor(() => expect(location.pathname).toBe('/plenum-2026/settings'))
  await user.click(await screen.findByRole('link', { name: 'Meeting' }))
  expect(await screen.findByText('localhost:3999/plenum-2026')).toBeDefined()
  const old = await world.ask('/assembly')
  expect([old.status, old.headers.get('Location')]).toEqual([302, '/plenum-2026'])
})

test('a room is deleted once that was confirmed, and can be found among the deleted ones', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const { user } = await memberAt(world, '/assembly/settings', ada)

  await user.click(await screen.findByRole('button', { name: 'Delete the room' }))
  const first = within(await screen.findByRole('alertdialog', { name: 'Delete Assembly?' }))
  await expectAccessible()
  await user.click(first.getByRole('button', { name: 'Cancel' }))
  await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
  expect((await adasRoom(world)).deletedAt).toBeNull()

  await user.click(await screen.findByRole('button', { name: 'Delete the room' }))
  const again = within(await screen.findByRole('alertdialog'))
  await user.click(again.getByRole('button', { name: 'Delete the room' }))
  expect(await screen.findByText(/^Assembly is deleted/)).toBeDefined()
  expect(await screen.findByRole('button', { name: 'Restore Assembly' })).toBeDefined()
})

test('a room in which a meeting is open is not deleted before it was ended', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  await meet(world, ada)
  const { user } = await memberAt(world, '/assembly/settings?delete', ada)

  const dialog = within(await screen.findByRole('alertdialog', { name: 'Delete Assembly?' }))
  await user.click(dialog.getByRole('button', { name: 'Delete the room' }))
  expect((await dialog.findByRole('alert')).textContent).toContain('End it first.')
})

test('two tabs: whoever comes second joins the meeting that the first has started', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const { user, left } = await memberAt(world, '/assembly', ada)
  const start = await screen.findByRole('button', { name: 'Start the meeting' })

  const inTheOtherTab = world.ask('/api/rooms/assembly/start', { method: 'POST', as: ada, json: {} })
  await user.click(start)
  await waitFor(() => expect(left).toHaveLength(1))
  const { url } = await (await inTheOtherTab).json()
  const meetingOf = (address: string) => new URL(address).searchParams.get('meetingID')
  expect(meetingOf(left[0] ?? '')).toBe(meetingOf(url))
  expect(
    world.de.received.filter(({ call }) => call === 'create').map(({ query }) => query.get('meetingID')),
  ).toContain(meetingOf(url))
})

test('an open meeting says who is in, who waits and in which country; it is ended for everyone on purpose', async () => {
  const world = await foyer({ pace: { letInAtOnce: 0, letInPerSecond: 0.01 } })
  await roomOf(world, ada)
  const goAway = await guestWaits(world, 'assembly', 'Lee')
  await meet(world, ada)
  const { user } = await memberAt(world, '/assembly', ada)

  expect(await screen.findByText(/^Open, 1 person, since \d{1,2}:\d\d$/)).toBeDefined()
  expect(screen.getByText(/1 person is waiting/)).toBeDefined()
  const waits = within(screen.getByRole('region', { name: 'Who waits' }))
  expect(waits.getByRole('listitem').textContent).toMatch(/^Lee since \d{1,2}:\d\d$/)
  expect(screen.getByText('On the server in Germany.')).toBeDefined()
  const phone = within(screen.getByRole('region', { name: 'Join by phone' }))
  expect(phone.getAllByRole('link', { name: /^\+/ }).map((link) => link.textContent)).toEqual([
    '+49 30 1234567',
  ])
  await expectAccessible()

  await user.click(screen.getByRole('button', { name: 'End the meeting for everyone' }))
  const dialog = within(await screen.findByRole('alertdialog', { name: 'End the meeting?' }))
  await user.click(dialog.getByRole('button', { name: 'End the meeting' }))
  expect(await screen.findByText(/^The meeting is ending/)).toBeDefined()
  await untilOver(world, ada)
  await lookUntil(() => screen.getByRole('button', { name: 'Start the meeting' }))
  await goAway()
})

test('a server that stops answering: the state is unknown, never “no meeting”, and one restarts elsewhere on purpose', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  await meet(world, ada)
  const { user, left } = await memberAt(world, '/assembly', ada)
  await screen.findByText(/^Open, 1 person/)
  world.de.fault = 'refuse'
  await until(world, 'assembly', 'unavailable')

  await lookUntil(() => screen.getByText(/^Not known: Germany has not answered since \d{1,2}:\d\d/))
  expect(screen.getByText(/last answer.*today/i)).toBeDefined()
  expect(screen.queryByText(/^Not started/)).toBeNull()
  expect(screen.getByRole('button', { name: 'Try to join' })).toBeDefined()
  await expectAccessible()

  await user.click(screen.getByRole('button', { name: 'Restart on another server' }))
  const dialog = within(await screen.findByRole('alertdialog', { name: 'Restart on another server?' }))
  await user.click(dialog.getByRole('button', { name: 'Restart' }))
  await waitFor(() => expect(left.map(joinedAt)).toMatchObject([{ server: origins.ca, role: 'MODERATOR' }]))
})

test('a balancer that does not confirm the meeting: it is said so, and one restarts on purpose', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  world.de.persona = b3scale
  await meet(world, ada)
  const { user, left } = await memberAt(world, '/assembly', ada)
  await screen.findByText(/^Open, 1 person/)
  world.de.fault = 'dead_node'
  world.ca.fault = 'refuse'

  await lookUntil(() =>
    screen.getByText(/^Not known: Germany hasn’t confirmed this meeting since \d{1,2}:\d\d/),
  )
  expect(
    screen.getByText(/The server answers, but doesn’t say whether this meeting is still running/),
  ).toBeDefined()
  await expectAccessible()
  await user.click(screen.getByRole('button', { name: 'Restart on another server' }))
  const dialog = within(await screen.findByRole('alertdialog', { name: 'Restart on another server?' }))
  await user.click(dialog.getByRole('button', { name: 'Restart' }))
  await waitFor(() => expect(left.map(joinedAt)).toMatchObject([{ server: origins.de, role: 'MODERATOR' }]))
})

test('the invitation is written in English, French or both; it is copied, or mailed', async () => {
  const world = await foyer()
  const { dialIn } = await roomOf(world, ada)
  const { user } = await memberAt(world, '/assembly', ada)

  await user.click(await screen.findByRole('button', { name: 'Invitation' }))
  const dialog = within(await screen.findByRole('dialog', { name: 'Invite people' }))
  const text = async () => (await dialog.findByRole<HTMLTextAreaElement>('textbox', { name: 'Text' })).value
  expect(await text()).toContain(`${origins.foyer}/assembly`)
  expect(await text()).toContain(grouped(dialIn?.pin ?? ''))
  await expectAccessible()

  await user.click(dialog.getByRole('radio', { name: 'French' }))
  await waitFor(async () => expect(await text()).toContain('Code PIN'))
  expect(dialog.getByRole('textbox', { name: 'Text' }).lang).toBe('fr')
  const french = await text()

  await user.click(dialog.getByRole('radio', { name: 'Both' }))
  await waitFor(async () => expect(await text()).toContain('— — —'))
  expect(await text()).toContain(french)

  await user.click(dialog.getByRole('button', { name: 'Copy the text' }))
  expect(await dialog.findByRole('button', { name: 'Text copied' })).toBeDefined()
  expect(await navigator.clipboard.readText()).toBe(await text())

  const mail = new URL(dialog.getByRole<HTMLAnchorElement>('link', { name: 'Write an e-mail' }).href)
  expect(mail.protocol).toBe('mailto:')
  expect(mail.searchParams.get('subject')).toContain('Assembly')
  expect(mail.searchParams.get('body')).toBe((await text()).replaceAll('\n', '\r\n'))
})

test('where the device can share, the invitation is handed on as it reads; a failure is said, a change of mind is not', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const outcomes = [new DOMException('', 'AbortError'), new DOMException('', 'NotAllowedError')]
  const shared: ShareData[] = []
  navigator.share = async (data = {}) => {
    shared.push(data)
    const failure = outcomes.shift()
    if (failure) throw failure
  }
  later(() => Reflect.deleteProperty(navigator, 'share'))
  const { user } = await memberAt(world, '/assembly?invite', ada)
  const dialog = within(await screen.findByRole('dialog', { name: 'Invite people' }))
  const { value } = await dialog.findByRole<HTMLTextAreaElement>('textbox', { name: 'Text' })
  const share = dialog.getByRole('button', { name: 'Share…' })

  await user.click(share)
  expect(shared).toEqual([{ title: 'Invitation: Assembly', text: value }])
  await user.click(share)
  await screen.findByText('Sharing did not work on this device. Copy the text instead.')
  expect(screen.getAllByText(/^Sharing did not work/)).toHaveLength(1)
  await user.click(share)
  expect(shared).toHaveLength(3)
})

test('an invitation that does not come says why, and can be asked for again', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const mend = fault('get', '/api/rooms/assembly/invitation', 'internal')
  const { user } = await memberAt(world, '/assembly?invite', ada)
  const dialog = within(await screen.findByRole('dialog', { name: 'Invite people' }))

  expect((await dialog.findByRole('alert')).textContent).toContain('Something went wrong on our side')
  mend()
  await user.click(dialog.getByRole('button', { name: 'Try again' }))
  expect(await dialog.findByRole('textbox', { name: 'Text' })).toBeDefined()
})

test('a member who is no host there is led to the guests’ door, with the name filled in', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const { left } = await memberAt(world, '/assembly', luc)

  await waitFor(() => expect(left).toEqual(['/assembly?guest']))
  // The pass for the room tells the name; the device keeps it only where there is no pass.
  expect(localStorage.getItem('foyer.name')).toBeNull()
})

test('a member who comes back from a meeting of others is asked how it was', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const { left, open } = await memberAt(world, '/assembly?left', luc)
  await waitFor(() => expect(left).toEqual(['/assembly?guest&left']))
  // Without a script the form leads to this address once it was sent.
  await open('/assembly?left=sent')
  await waitFor(() => expect(left).toEqual(['/assembly?guest&left', '/assembly?guest&left=sent']))
  const page = await (await world.ask(left[0] ?? '', { headers: { Cookie: 'foyer_member=1' } })).text()
  expect(page).toContain('You have left the meeting')
})

test('a person who is not admitted sees why, and the way in as a guest', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  await memberAt(world, '/assembly', robin)

  expect(await screen.findByRole('heading', { name: /not yet admitted/, level: 1 })).toBeDefined()
  const way = await screen.findByRole('link', { name: 'Enter with a link' })
  expect(way.getAttribute('href')).toBe('/assembly?guest')
})

test('a room that cannot be fetched says so, and is there when one tries again', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const mend = fault('get', '/api/rooms/assembly', 'internal')
  const { user } = await memberAt(world, '/assembly', ada)

  expect((await screen.findByRole('alert')).textContent).toContain('K7RM2WQX')
  expect(screen.getByRole('heading', { name: 'assembly', level: 1 })).toBeDefined()
  const door = screen.getByRole('link', { name: 'Enter as a guest' })
  expect(door.getAttribute('href')).toBe('/assembly?guest')
  await expectAccessible()
  mend()
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  expect(await screen.findByRole('heading', { name: 'Assembly', level: 1 })).toBeDefined()
})

test('en français du Québec : le NIP, le carré, et un réglage que l’organisation ne permet pas', async () => {
  const world = await foyer()
  const { dialIn } = await roomOf(world, luc, { name: 'Réunion du comité', address: 'comite' })
  const { user } = await memberAt(world, '/comite', luc, { language: 'fr-CA' })

  await screen.findByRole('heading', { name: 'Réunion du comité', level: 1 })
  const phone = within(screen.getByRole('region', { name: 'Participer par téléphone' }))
  expect(phone.getByText('NIP')).toBeDefined()
  expect(phone.getByText(grouped(dialIn?.pin ?? ''))).toBeDefined()
  const numbers = phone.getAllByRole('link', { name: /^\+/ }).map((link) => link.parentElement?.textContent)
  expect(numbers).toEqual(['+1 514 555-0123Canada', expect.stringMatching(/Allemagne.*carré \(#\)/)])
  expect(screen.getByRole('button', { name: 'Commencer la réunion' })).toBeDefined()
  await expectAccessible()

  await user.click(screen.getByRole('link', { name: 'Réglages' }))
  const recording = await screen.findByRole<HTMLInputElement>('switch', { name: 'Enregistrement permis' })
  expect([recording.checked, recording.disabled]).toEqual([false, true])
  expect(screen.getAllByText('Atelier Mile-End ne permet pas l’enregistrement.')).toHaveLength(2)
})

test('a host asks guests for a code, gives it on, replaces it, and does without', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const { user } = await memberAt(world, '/assembly/settings', ada)
  const card = async () => {
    const heading = await screen.findByRole('heading', { name: 'Access code' })
    return within(heading.closest('section') ?? document.body)
  }

  await user.click((await card()).getByRole('button', { name: 'Ask for a code' }))
  const making = within(await screen.findByRole('dialog', { name: 'Ask for a code' }))
  expect(location.search).toBe('?code')
  await expectAccessible()
  await user.click(making.getByRole('button', { name: 'Ask for a code' }))
  const first = (await (await card()).findByText(/^\d{3} \d{3} \d{3}$/)).textContent
  expect((await adasRoom(world)).accessCode).toBe(first)
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())

  await user.click((await card()).getByRole('button', { name: 'New code' }))
  const renewing = within(await screen.findByRole('dialog', { name: 'Replace the access code?' }))
  expect(renewing.getByText(new RegExp(`^The code ${first} stops at once`))).toBeDefined()
  await user.click(renewing.getByRole('radio', { name: '8 letters' }))
  const mend = fault('put', '/api/rooms/assembly/accessCode', 502)
  await user.click(renewing.getByRole('button', { name: 'Replace the code' }))
  expect(await renewing.findByRole('alert')).toBeDefined()
  mend()
  await user.click(renewing.getByRole('button', { name: 'Replace the code' }))
  expect(await (await card()).findByText(/^[a-z]{4} [a-z]{4}$/)).toBeDefined()
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())

  await user.click((await card()).getByRole('button', { name: 'Ask for no code' }))
  const removing = within(await screen.findByRole('alertdialog', { name: 'Ask for no code?' }))
  await user.click(removing.getByRole('button', { name: 'Ask for no code' }))
  expect(await (await card()).findByRole('button', { name: 'Ask for a code' })).toBeDefined()
  expect((await adasRoom(world)).accessCode).toBeNull()
  await expectAccessible()
})

test('a code that nobody can read any more is said, and another is drawn', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const unreadable = Buffer.alloc(40).toString('base64url')
  await world.store.updateTable('rooms').set({ accessCode: unreadable }).execute()
  const { user } = await memberAt(world, '/assembly/settings', ada)

  expect(await screen.findByText('Guests are asked for a code that nobody can read any more')).toBeDefined()
  expect(screen.queryByText(/^Whoever has the link can come in/)).toBeNull()
  expect(screen.getByRole('button', { name: 'Ask for no code' })).toBeDefined()
  await expectAccessible()
  await user.click(screen.getByRole('button', { name: 'New code' }))
  const renewing = within(await screen.findByRole('dialog', { name: 'Replace the access code?' }))
  await user.click(renewing.getByRole('button', { name: 'Replace the code' }))
  expect(await screen.findByText(/^\d{3} \d{3} \d{3}$/)).toBeDefined()
  expect(screen.queryByText('Guests are asked for a code that nobody can read any more')).toBeNull()
})

test('en français : un code que personne ne peut plus lire', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  await world.store
    .updateTable('rooms')
    .set({ accessCode: Buffer.alloc(40).toString('base64url') })
    .execute()
  await memberAt(world, '/assembly/settings', ada, { language: 'fr-CA' })

  expect(await screen.findByText('Un code est demandé que personne ne peut plus lire')).toBeDefined()
  expect(screen.getByRole('button', { name: 'Nouveau code' })).toBeDefined()
})

test('a host changes the PIN, after reading what must be sent out anew; other hosts read who did', async () => {
  const world = await foyer()
  const { dialIn } = await roomOf(world, ada)
  const { user } = await memberAt(world, '/assembly', ada)
  const change = await screen.findByRole('button', { name: 'Change the PIN' })
  change.focus()
  await user.keyboard('{Enter}')
  const dialog = within(await screen.findByRole('alertdialog', { name: 'Change the PIN?' }))
  expect(location.search).toBe('?pin')
  expect(
    dialog.getByText(new RegExp(`^The PIN ${grouped(dialIn?.pin ?? '')} stops working right away`)),
  ).toBeDefined()
  expect(dialog.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
    'invitations that you’ve sent',
    'printed pages with the phone numbers',
    'calendar entries that people saved or copied',
  ])
  await expectAccessible()

  const mend = fault('post', '/api/rooms/assembly/pin', 502)
  await user.click(dialog.getByRole('button', { name: 'Change the PIN' }))
  expect(await dialog.findByRole('alert')).toBeDefined()
  expect((await adasRoom(world)).dialIn?.pin).toBe(dialIn?.pin)
  mend()
  await user.click(dialog.getByRole('button', { name: 'Change the PIN' }))
  await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
  const renewed = (await adasRoom(world)).dialIn?.pin
  expect(renewed).not.toBe(dialIn?.pin)
  expect(screen.getByText(grouped(renewed ?? ''))).toBeDefined()
  expect(screen.getByText(new RegExp(`^The new PIN is ${grouped(renewed ?? '')}\\. Send your`))).toBeDefined()
  expect(screen.getByText(/^Ada Osei changed the PIN on /)).toBeDefined()
  await expectAccessible()
})

test('au Québec : changer le NIP d’une salle où une réunion a lieu', async () => {
  const world = await foyer()
  const { dialIn } = await roomOf(world, ada)
  await meet(world, ada)
  const { user } = await memberAt(world, '/assembly?pin', ada, { language: 'fr-CA' })
  const dialog = within(await screen.findByRole('alertdialog', { name: 'Changer le NIP?' }))
  expect(dialog.getByText(/^La réunion en cours garde le NIP \d/)).toBeDefined()
  await user.click(dialog.getByRole('button', { name: 'Changer le NIP' }))
  expect(await screen.findByText(/^Le nouveau NIP vaudra dès la prochaine réunion/)).toBeDefined()
  expect(await screen.findByText(/^Le NIP a été changé après le début de cette réunion/)).toBeDefined()
  expect(screen.getByText(grouped(dialIn?.pin ?? ''))).toBeDefined()
})
