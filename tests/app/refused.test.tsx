import { screen, waitFor, within } from '@testing-library/dom'
import { expect, test } from 'vitest'
import { robin } from '../world.ts'
import { expectAccessible, fault, foyer } from './foyer.ts'
import { memberAt } from './member.tsx'

const admitted = { ...robin, groups: ['/members/riverside'] }

/** The terms of a list of facts with what stands beside them. */
function facts(): Record<string, string[]> {
  const pairs = screen.getAllByRole('term').map((term) => {
    const values = within(term.parentElement ?? term).queryAllByRole('listitem')
    return [term.textContent ?? '', values.map(({ textContent }) => textContent ?? '')] as const
  })
  return Object.fromEntries(pairs)
}

test('a refused person sees what was received and expected, whom to write to with which reference, and the guests’ way', async () => {
  const world = await foyer()
  await memberAt(world, '/', robin)

  await screen.findByRole('heading', { name: /not yet admitted/, level: 1 })
  const reference = (await screen.findByText(/^Reference: /)).textContent ?? ''
  const ref = /[A-Z0-9]{8}$/.exec(reference)?.[0] ?? 'none'
  expect(screen.getByText(/^You are Robin Hale.*Co-op sign-in/)).toBeDefined()
  expect(facts()).toEqual({
    'Groups received': ['/members/harbour'],
    'Riverside Housing expects': ['/members/riverside'],
    'Atelier Mile-End expects': ['/members/atelier'],
  })
  const letter = new URL(screen.getByRole<HTMLAnchorElement>('link', { name: 'Write to them' }).href)
  expect(letter.pathname).toBe('help@example.org')
  expect(letter.searchParams.get('subject')).toContain(ref)
  expect(letter.searchParams.get('body')).toContain('/members/harbour')
  await expectAccessible()
})

test('the link of a room leads the refused person to its door', async () => {
  const world = await foyer()
  await memberAt(world, '/recordings', robin)
  const field = await screen.findByRole<HTMLInputElement>('textbox', { name: 'Link or address of the room' })
  const form = field.form
  expect(form).not.toBeNull()

  const query = new URLSearchParams({ [field.name]: 'http://localhost:3999/assembly' })
  const sent = await world.ask(`${form?.getAttribute('action')}?${query}`, {
    method: form?.method.toUpperCase() ?? '',
  })
  expect([sent.status, sent.headers.get('Location')]).toEqual([303, '/assembly'])
})

test('“Try again” is enough once somebody has added the group: nobody needs to sign in again', async () => {
  const world = await foyer()
  const { user, signInServer, tab } = await memberAt(world, '/', robin)
  const again = await screen.findByRole('button', { name: 'Try again' })

  await user.click(again)
  expect(await screen.findByText(/still not admitted/)).toBeDefined()
  await expectAccessible()

  signInServer.person = admitted
  await user.click(again)
  expect(await screen.findByRole('heading', { name: 'You have no room yet' })).toBeDefined()
  expect(tab.left).toEqual([])
})

test('the account page of a refused person is the same explanation', async () => {
  const world = await foyer()
  await memberAt(world, '/me', { ...robin, groups: [] })

  expect(await screen.findByRole('heading', { name: /not yet admitted/, level: 1 })).toBeDefined()
  expect(await screen.findByText('No group at all')).toBeDefined()
})

test('a sign-in server that does not answer leaves the page as it is, and says so', async () => {
  const world = await foyer()
  const { user, signInServer } = await memberAt(world, '/', robin)
  const again = await screen.findByRole('button', { name: 'Try again' })
  signInServer.isDown = true
  fault('get', '/api/me', 'sign_in_unreachable')

  await user.click(again)
  expect((await screen.findByRole('alert')).textContent).toContain('does not answer')
  expect(screen.getByText('/members/harbour')).toBeDefined()
})

test('en français : on peut ouvrir une session avec un autre compte', async () => {
  const world = await foyer()
  const { user, tab } = await memberAt(world, '/', robin, { language: 'fr' })

  await screen.findByRole('heading', { name: /^Votre session est ouverte, mais/, level: 1 })
  await screen.findByText(/^Référence : /)
  expect(Object.keys(facts())).toEqual([
    'Groupes reçus',
    'Habitations Riverside attend',
    'Atelier Mile-End attend',
  ])
  await expectAccessible()
  await user.click(screen.getByRole('button', { name: /autre compte$/ }))
  await waitFor(() => expect(tab.left[0]).toContain('/logout?'))
})
