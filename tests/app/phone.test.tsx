import { screen, within } from '@testing-library/dom'
import { expect, test, vi } from 'vitest'
import { ada } from '../world.ts'
import { expectAccessible, foyer } from './foyer.ts'
import { guestAt } from './guest.tsx'
import { roomOf } from './meanwhile.ts'

test('the page to print says in three steps how to call, and what to expect', async () => {
  const world = await foyer()
  const { dialIn } = await roomOf(world, ada)
  const print = vi.spyOn(window, 'print').mockImplementation(() => {})
  const { user, title } = await guestAt(world, '/assembly/phone')

  expect(title).toBe('By phone: Assembly · Meet')
  const steps = within(screen.getAllByRole('list').find((list) => list.localName === 'ol') as HTMLElement)
  expect(steps.getAllByRole('heading').map(({ textContent }) => textContent)).toEqual([
    'Call one of these numbers',
    'When you are asked, enter this PIN',
    'Speak',
  ])
  expect(steps.getByText(`${dialIn?.pin.slice(0, 2)} ${dialIn?.pin.slice(2)}`)).toBeDefined()
  expect(steps.getByText('After the PIN, press the pound key (#)')).toBeDefined()
  expect(document.body.textContent).toContain('Press 0 to mute yourself.')
  expect(document.body.textContent).toContain('localhost:3999/assembly/phone')
  await user.click(await screen.findByRole('button', { name: 'Print this page' }))
  expect(print).toHaveBeenCalledOnce()
  expect(screen.getByRole('link', { name: 'Join on the web instead' }).getAttribute('href')).toBe('/assembly')
  await expectAccessible()
})

test('the join page leads there; the home page’s footer leads to all numbers', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const page = await guestAt(world, '/assembly')
  const link = screen.getByRole('link', { name: 'Large type, to print or read aloud' })
  expect(link.getAttribute('href')).toBe('/assembly/phone')

  await page.open('/')
  expect(screen.getByRole('link', { name: 'By phone' }).getAttribute('href')).toBe('/phone')
  await page.open('/phone')
  expect(screen.getAllByRole('link', { name: /^\+/ }).map(({ textContent }) => textContent)).toEqual([
    '+49 30 1234567',
    '+1 514 555-0123',
  ])
  await expectAccessible()
})

test('en français du Québec : le NIP et le carré', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  await guestAt(world, '/assembly/phone', { language: 'fr-CA', isScriptless: true })
  expect(screen.getByRole('heading', { name: 'Quand on vous le demande, entrez ce NIP' })).toBeDefined()
  expect(document.body.textContent).toContain('Après le NIP, appuyez sur le carré (#)')
  expect(screen.queryByRole('button', { name: 'Imprimer cette page' })).toBeNull()
})
