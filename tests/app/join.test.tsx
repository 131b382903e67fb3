import { screen, waitFor, within } from '@testing-library/dom'
import { expect, test } from 'vitest'
import { ada, luc, origins } from '../world.ts'
import { comeBack, expectAccessible, fault, foyer, lookUntil } from './foyer.ts'
import { guestAt } from './guest.tsx'
import { joinedAt, meet, roomOf, until } from './meanwhile.ts'

const name = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'Your name' })
const described = (field: HTMLElement) =>
  (field.getAttribute('aria-describedby')?.split(' ') ?? [])
    .map((id) => document.getElementById(id)?.textContent ?? '')
    .join(' ')

test('a name typed before the script came stays, and is kept for the way to the sound check and back', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const page = await guestAt(world, '/assembly', { isScriptless: true })
  await page.user.type(name(), 'Lee')
  await page.bringAlive()
  expect(name().value).toBe('Lee')

  await page.open('/assembly/check')
  await page.open('/assembly?guest')
  await page.bringAlive()
  await waitFor(() => expect(name().value).toBe('Lee'))
})

test('an open meeting: one field, one button, and the guest is in', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  await meet(world, ada)
  const { user, left, title } = await guestAt(world, '/assembly')

  expect(title).toBe('Assembly · Meet')
  expect(screen.getByRole('heading', { name: 'Assembly', level: 1 })).toBeDefined()
  expect(screen.getByText('Riverside Housing')).toBeDefined()
  expect(screen.getByRole('status').textContent).toMatch(/^The meeting has been open for \d+ seconds?\./)
  await expectAccessible()

  await user.type(name(), 'Zoé')
  await user.click(screen.getByRole('button', { name: 'Join the meeting' }))
  await waitFor(() => expect(left).toHaveLength(1))
  expect(joinedAt(left[0] ?? '')).toEqual({ server: origins.de, name: 'Zoé', role: 'VIEWER' })
  expect(screen.getByRole('button', { name: /…$/ })).toBeDefined()

  comeBack()
  expect(await screen.findByRole('button', { name: 'Join the meeting' })).toBeDefined()
})

test('before the meeting: what is awaited, the phone, and the hosts’ way in', async () => {
  const world = await foyer()
  const { dialIn } = await roomOf(world, ada)
  await guestAt(world, '/assembly')

  expect(screen.getByRole('status').textContent).toContain('The meeting has not started yet.')
  expect(screen.getByRole('button', { name: 'Wait for the meeting' })).toBeDefined()
  const phone = within(screen.getByRole('region', { name: 'Join by phone' }))
  expect(phone.getAllByRole('link', { name: /^\+/ }).map((link) => link.getAttribute('href'))).toEqual([
    `tel:+49301234567,,${dialIn?.pin}%23`,
    `tel:+15145550123,,${dialIn?.pin}`,
  ])
  expect(screen.getByRole('link', { name: 'I am a host' }).getAttribute('href')).toBe(
    '/sign-in?return=%2Fassembly',
  )
  await expectAccessible()
})

test('a meeting that opens while the page is open is said, and the button changes with it', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  await guestAt(world, '/assembly')
  await screen.findByRole('button', { name: 'Wait for the meeting' })

  await meet(world, ada)
  await lookUntil(() => screen.getByRole('button', { name: 'Join the meeting' }))
  expect(screen.getByText(/^The meeting has been open/)).toBeDefined()
})

test('the name is remembered on this device, and forgotten by “Not you?”', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  await meet(world, ada)
  const { user, left, open } = await guestAt(world, '/assembly')
  await user.type(name(), ' Zoé ')
  await user.keyboard('{Enter}')
  await waitFor(() => expect(left).toHaveLength(1))

  await open('/assembly')
  await waitFor(() => expect(name().value).toBe('Zoé'))
  await user.click(await screen.findByRole('button', { name: 'Not you?' }))
  expect(name().value).toBe('')
  expect(document.activeElement).toBe(name())
  await open('/assembly')
  await screen.findByRole('button', { name: 'Join the meeting' })
  expect(name().value).toBe('')
})

test('what is being typed survives a change of language', async () => {
  const world = await foyer()
  await roomOf(world, ada, { settings: { recordingAllowed: true } })
  const { user, submit } = await guestAt(world, '/assembly')
  await user.type(name(), 'Zo')
  await user.click(screen.getByRole('checkbox'))

  await submit(screen.getByRole<HTMLButtonElement>('button', { name: 'Français' }).form)
  expect(location.pathname).toBe('/assembly')
  expect(document.documentElement.lang).toBe('fr')
  expect(await screen.findByDisplayValue('Zo')).toBe(screen.getByRole('textbox', { name: 'Votre nom' }))
  expect(screen.getByRole<HTMLInputElement>('checkbox').checked).toBe(true)
})

test('an empty name and a missing consent are said at their field, and have the focus', async () => {
  const world = await foyer()
  await roomOf(world, ada, { settings: { recordingAllowed: true } })
  await meet(world, ada)
  const { user, left } = await guestAt(world, '/assembly')
  const join = screen.getByRole('button', { name: 'Join the meeting' })

  await user.click(join)
  await waitFor(() => expect(described(name())).toContain('Type your name'))
  expect(document.activeElement).toBe(name())

  await user.type(name(), 'Zoé')
  await user.click(join)
  const consent = screen.getByRole('checkbox', { name: /may be recorded/ })
  await waitFor(() => expect(described(consent)).toContain('Agree to this'))
  expect(document.activeElement).toBe(consent)
  await expectAccessible()

  await user.click(consent)
  await user.click(join)
  await waitFor(() => expect(left).toHaveLength(1))
})

test('a name that the proxy refuses is said at the field', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const { user } = await guestAt(world, '/assembly')
  await user.click(name())
  await user.paste('x'.repeat(61))
  await user.click(screen.getByRole('button', { name: 'Wait for the meeting' }))

  await waitFor(() => expect(described(name())).toContain('too long'))
})

test('markup in a name is refused at the field, in words, and the name stays to be mended', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const { user } = await guestAt(world, '/assembly')
  await user.type(name(), 'Kim <b>')
  await user.click(screen.getByRole('button', { name: 'Wait for the meeting' }))

  await waitFor(() => expect(described(name())).toContain('without < or >'))
  expect(name().value).toBe('Kim <b>')
  await expectAccessible()
})

test('a cut network, a page of somebody else’s and a problem of ours are each explained, and one tries again', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  await meet(world, ada)
  const { user, left } = await guestAt(world, '/assembly')
  await user.type(name(), 'Zoé')
  const join = screen.getByRole('button', { name: 'Join the meeting' })

  for (const [kind, words] of [
    ['cut', 'The service did not answer.'],
    [502, 'The service did not answer.'],
    ['store_unavailable', 'cannot reach its data'],
  ] as const) {
    const mend = fault('post', '/api/join/assembly', kind)
    await user.click(join)
    await waitFor(() => expect(screen.getByRole('alert').textContent).toContain(words))
    mend()
  }
  await expectAccessible()
  await user.click(join)
  await waitFor(() => expect(left).toHaveLength(1))
  expect(screen.queryByRole('alert')).toBeNull()
})

test('a room that was deleted meanwhile: the page says that it is closed', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const { user } = await guestAt(world, '/assembly')
  await world.ask('/api/rooms/assembly', { method: 'DELETE', as: ada })
  await user.type(name(), 'Zoé')
  await user.click(screen.getByRole('button', { name: 'Wait for the meeting' }))

  expect(await screen.findByRole('heading', { name: 'This room is closed', level: 1 })).toBeDefined()
})

test('no server answers: since when, and that one can wait all the same', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  world.de.fault = 'refuse'
  world.ca.fault = 'refuse'
  await until(world, 'assembly', 'unavailable')
  await guestAt(world, '/assembly')

  expect(screen.getByRole('status').textContent).toMatch(
    /^No server has answered for \d+ seconds?, .*You can wait here/,
  )
  await expectAccessible()
})

test('back from the meeting: “Join again”; what BBB sent back is explained in our words', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  await meet(world, ada)
  const { open } = await guestAt(world, '/assembly?left')
  expect(screen.getByText('You have left the meeting')).toBeDefined()
  expect(screen.getByRole('button', { name: 'Join again' })).toBeDefined()
  await expectAccessible()

  const errors = JSON.stringify([{ key: 'maxParticipantsReached', message: 'pay here' }])
  await open(`/assembly?errors=${encodeURIComponent(errors)}`)
  expect(screen.getByText(/^The meeting is full/)).toBeDefined()
  expect(screen.queryByText(/pay here/)).toBeNull()
})

test('without a script the form refuses at the field, keeps what was typed, then lets wait and lets in', async () => {
  const world = await foyer()
  await roomOf(world, ada, { settings: { recordingAllowed: true } })
  const { user, left, submit, open } = await guestAt(world, '/assembly', { isScriptless: true })
  await expectAccessible()
  await user.type(name(), 'Zoé')
  await submit(name().form)
  expect(described(screen.getByRole('checkbox'))).toContain('Agree to this')
  expect(name().value).toBe('Zoé')
  await expectAccessible()

  await user.click(screen.getByRole('checkbox'))
  await submit(name().form)
  expect(screen.getByText('You are waiting as Zoé.')).toBeDefined()
  await meet(world, ada)
  await open(location.pathname + location.search)
  expect(left.map(joinedAt)).toMatchObject([{ name: 'Zoé', role: 'VIEWER' }])
})

test('en français du Québec : la personne invitée entre, et sa langue la suit dans la réunion', async () => {
  const world = await foyer()
  await roomOf(world, luc, { name: 'Réunion du comité', address: 'comite' })
  await meet(world, luc, 'comite')
  const { user, left } = await guestAt(world, '/comite', { language: 'fr-CA' })

  expect(document.documentElement.lang).toBe('fr-CA')
  expect(screen.getByText(/^La réunion est ouverte depuis \d+ secondes?\.$/)).toBeDefined()
  expect(screen.getByRole('button', { name: 'English' })).toBeDefined()
  await expectAccessible()
  await user.type(screen.getByRole('textbox', { name: 'Votre nom' }), 'Noé')
  await user.click(screen.getByRole('button', { name: 'Se joindre à la réunion' }))
  await waitFor(() => expect(left).toHaveLength(1))
  expect(new URL(left[0] ?? '').searchParams.get('userdata-bbb_override_default_locale')).toMatch(/^fr/)
})

test('a room with an access code: what is wrong is said at the field, and the focus goes there', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const kind = { kind: 'digits' }
  const drawn = await world.ask('/api/rooms/assembly/accessCode', { method: 'PUT', as: ada, json: kind })
  const { accessCode } = await drawn.json()
  await meet(world, ada)
  const { user, left } = await guestAt(world, '/assembly')
  const code = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'Access code' })
  const join = () => screen.getByRole('button', { name: 'Join the meeting' })
  await expectAccessible()

  await user.type(name(), 'Zoé')
  await user.click(join())
  await waitFor(() => expect(described(code())).toContain('Type the access code of this room.'))
  await waitFor(() => expect(document.activeElement).toBe(code()))

  await user.type(code(), '12')
  await user.click(join())
  await waitFor(() => expect(described(code())).toContain('This is not the code of this room.'))
  await waitFor(() => expect(document.activeElement).toBe(code()))
  expect([code().value, code().getAttribute('aria-invalid')]).toEqual(['12', 'true'])
  await expectAccessible()

  await user.clear(code())
  await user.type(code(), accessCode)
  await user.click(join())
  await waitFor(() => expect(left).toHaveLength(1))
  expect(joinedAt(left[0] ?? '')).toMatchObject({ name: 'Zoé', role: 'VIEWER' })
})

test('too many wrong codes: the page says how long to wait, and what helps', async () => {
  const world = await foyer({ pace: { tryPause: 60_000 } })
  await roomOf(world, ada)
  const kind = { kind: 'letters' }
  await world.ask('/api/rooms/assembly/accessCode', { method: 'PUT', as: ada, json: kind })
  const json = { name: 'Lee', accessCode: 'wrong' }
  for (let wrong = 0; wrong < 12; wrong++) await world.ask('/api/join/assembly', { method: 'POST', json })
  const { user } = await guestAt(world, '/assembly')

  await user.type(name(), 'Zoé')
  await user.type(screen.getByRole('textbox', { name: 'Access code' }), '12')
  await user.click(screen.getByRole('button', { name: 'Wait for the meeting' }))
  expect((await screen.findByRole('alert')).textContent).toMatch(/Wait \d+ seconds, then try again\. A host/)
  await expectAccessible()
})
