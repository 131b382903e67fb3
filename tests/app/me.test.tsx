import { screen, waitFor, within } from '@testing-library/dom'
import { expect, test } from 'vitest'
import { ada, luc } from '../world.ts'
import { expectAccessible, fault, foyer } from './foyer.ts'
import { memberAt } from './member.tsx'

const operator = { ...ada, email: 'ada@riverside.example', groups: ['/members/riverside', '/operators'] }

test('the account says who I am, where I belong, and by which rules I was admitted', async () => {
  const world = await foyer()
  await memberAt(world, '/me', operator)

  await screen.findByRole('heading', { name: 'My account', level: 1 })
  expect(await screen.findAllByText('ada@riverside.example')).not.toEqual([])
  const main = within(screen.getByRole('main'))
  expect(main.getByText('Ada Osei')).toBeDefined()
  expect(main.getByText('Co-op sign-in')).toBeDefined()
  expect(main.getByText(/you are an operator/)).toBeDefined()
  expect(main.getAllByText('/members/riverside').length).toBeGreaterThan(0)
  expect(main.getByText(/^Reference: [A-Z0-9]{8}$/)).toBeDefined()
  const rule = screen.getByRole('heading', { name: 'Rule of Riverside Housing', level: 3 }).closest('section')
  expect(rule?.textContent).toMatch(/Met/)
  await expectAccessible()
})

test('signing out leaves for the sign-in server, and the other tab is signed out too', async () => {
  const world = await foyer()
  const { user, tab, otherTab } = await memberAt(world, '/me', ada)
  const other = otherTab()
  expect(other.current()).toMatchObject({ status: 'signed_in', name: 'Ada Osei' })

  await user.click(await screen.findByRole('button', { name: 'Sign out' }))
  await waitFor(() => expect(tab.left).toHaveLength(1))
  expect(tab.left[0]).toMatch(/\/logout\?.*id_token_hint=/)
  expect(other.current()).toMatchObject({ status: 'signed_out' })
})

test('signed out in another tab: this one shows nothing of the person any more', async () => {
  const world = await foyer()
  const { otherTab } = await memberAt(world, '/me', ada)
  await screen.findByText('Riverside Housing')

  const left = otherTab().signOut()
  expect(await screen.findByRole('heading', { name: 'You are signed out', level: 1 })).toBeDefined()
  expect(screen.queryByText('Riverside Housing')).toBeNull()
  expect(screen.queryByText('Ada Osei')).toBeNull()
  await expectAccessible()
  void left
})

test('when the service does not answer the page says so, and asks again when told', async () => {
  const world = await foyer()
  const mend = fault('get', '/api/me', 'internal')
  const { user } = await memberAt(world, '/me', ada)

  expect((await screen.findByRole('alert')).textContent).toContain('Something went wrong on our side')
  mend()
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  expect(await screen.findByText('Riverside Housing')).toBeDefined()
})

test('en français du Québec : un compte sans courriel', async () => {
  const world = await foyer()
  await memberAt(world, '/me', luc, { language: 'fr-CA' })

  await screen.findByRole('heading', { name: 'Mon compte', level: 1 })
  expect(await screen.findByText('Connexion de la coop')).toBeDefined()
  expect(screen.getByText(/^Non fourni/)).toBeDefined()
  expect(screen.getByRole('button', { name: 'Fermer la session' })).toBeDefined()
  expect(screen.getByText(/^Référence : [A-Z0-9]{8}$/)).toBeDefined()
  await expectAccessible()
})
