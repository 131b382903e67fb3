import { screen, waitFor } from '@testing-library/dom'
import { expect, test } from 'vitest'
import { ada } from '../world.ts'
import { expectAccessible, foyer } from './foyer.ts'
import { guestAt } from './guest.tsx'
import { roomOf } from './meanwhile.ts'
import { memberAt } from './member.tsx'

const field = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'Link or code of the room' })

test('a link, or only its last part, leads to the room; members sign in', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const { user, title, open, submit } = await guestAt(world, '/')

  expect(title).toBe('Meet')
  expect(screen.getByRole('heading', { name: 'Join a meeting', level: 1 })).toBeDefined()
  expect(screen.getAllByRole('link', { name: 'Sign in' })[0]?.getAttribute('href')).toBe(
    '/sign-in?return=%2F',
  )
  await expectAccessible()
  for (const typed of ['Assembly', 'http://localhost:3999/assembly', 'localhost:3999/assembly']) {
    await open('/')
    await user.type(field(), typed)
    await submit(field().form)
    expect(screen.getByRole('heading', { name: 'Assembly', level: 1 })).toBeDefined()
  }
})

test('an empty field is not sent, and a link of somebody else’s is not followed: both are said', async () => {
  const world = await foyer()
  const { user, submit } = await guestAt(world, '/')
  await user.click(screen.getByRole('button', { name: 'Go to the room' }))
  await waitFor(() => expect(field().getAttribute('aria-invalid')).toBe('true'))
  expect(document.activeElement).toBe(field())

  await user.type(field(), 'https://meet.example.com/assembly')
  await submit(field().form)
  expect(screen.getByText(/not one of ours/)).toBeDefined()
  expect(field().value).toBe('https://meet.example.com/assembly')
  await expectAccessible()
})

test('a PIN, or any number alone, is told to be for the phone; so is an empty field without a script', async () => {
  const world = await foyer()
  const { user, submit } = await guestAt(world, '/', { isScriptless: true })
  await submit(field().form)
  expect(screen.getByText('Paste the link or type the code of the room.')).toBeDefined()

  await user.type(field(), '48 213')
  await submit(field().form)
  expect(screen.getByText(/^A number alone leads to no room\. The PIN is for the phone/)).toBeDefined()
  expect(field().value).toBe('48 213')
  expect(field().getAttribute('aria-invalid')).toBe('true')
  await expectAccessible()
})

test('a member who pastes a link that leads nowhere is told so, too', async () => {
  const world = await foyer()
  const answer = await world.ask('/?unknown=elsewhere.example%2Froom', {
    headers: { Cookie: 'foyer_member=1' },
  })
  const page = await answer.text()
  expect(page).toContain('This link is not one of ours')
  expect(page).toContain('elsewhere.example/room')
})

test('a sign-in server that does not answer is said before one tries, with since when and what works', async () => {
  const world = await foyer()
  world.issuer.down = true
  await expect.poll(async () => (await (await world.ask('/api/status')).json()).signIn[0].state).toBe('down')
  await guestAt(world, '/')
  const said = screen.getByText(/^The sign-in service “Co-op sign-in” has not answered for \d+ seconds?\.$/)
  expect(said.closest('[role=status]')?.textContent).toContain('Guests can join all the same')
  await expectAccessible()

  await memberAt(world, '/sign-in?return=/', ada, { isSignedOut: true, isDown: true })
  await screen.findByRole('heading', { name: 'The sign-in did not work', level: 1 })
  expect(await screen.findByText(/^“Co-op sign-in” has not answered since/)).toBeDefined()
})

test('en français du Québec : se joindre à une réunion', async () => {
  const world = await foyer()
  await guestAt(world, '/', { language: 'fr-CA' })

  expect(screen.getByRole('heading', { name: 'Se joindre à une réunion', level: 1 })).toBeDefined()
  expect(screen.getAllByRole('link', { name: 'Ouvrir une session' })).not.toEqual([])
  expect(document.body.textContent).not.toMatch(/[\u00A0\u202F][;!?]/)
  await expectAccessible()
})
