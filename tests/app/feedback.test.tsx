import { screen, within } from '@testing-library/dom'
import { expect, test } from 'vitest'
import { ada, sam, type World } from '../world.ts'
import { expectAccessible, fault, foyer } from './foyer.ts'
import { type GuestPage, guestAt } from './guest.tsx'
import { meet, roomOf } from './meanwhile.ts'
import { memberAt } from './member.tsx'

/** Lee went into the meeting that is open, and comes back. */
async function comeBack(world: World, options: Parameters<typeof guestAt>[2] = {}): Promise<GuestPage> {
  const page = await guestAt(world, '/assembly', options)
  const name = document.querySelector<HTMLInputElement>('input[name="name"]')
  await page.user.type(name ?? document.body, 'Lee')
  await page.submit(name?.form ?? null)
  expect(page.left).toHaveLength(1)
  await page.open('/assembly?left')
  return page
}

test('somebody who comes back says how it was; the hosts read it, and so do operators', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  await meet(world, ada)
  const { user } = await comeBack(world)
  const faces = within(screen.getByRole('group', { name: /How was the meeting\?/ }))
  expect(faces.getAllByRole('radio').map(({ parentElement }) => parentElement?.textContent)).toEqual([
    'Good',
    'So-so',
    'Bad',
  ])
  await expectAccessible()

  await user.click(screen.getByRole('button', { name: 'Send' }))
  expect(await screen.findByText('Choose one of the three, then send again.')).toBeDefined()
  expect(document.activeElement).toBe(faces.getByRole('radio', { name: 'Good' }))

  await user.click(faces.getByRole('radio', { name: 'So-so' }))
  await user.type(screen.getByRole('textbox', { name: /add something/ }), 'Sound was low')
  const mend = fault('post', '/api/join/:room/feedback', 'cut')
  await user.click(screen.getByRole('button', { name: 'Send' }))
  expect((await screen.findByRole('alert')).textContent).toContain('The service did not answer.')
  mend()
  await user.click(screen.getByRole('button', { name: 'Send' }))
  expect(
    await screen.findByText(
      'Thank you. The hosts of the room and the operators of this service will see it.',
    ),
  ).toBeDefined()

  await memberAt(world, '/assembly', ada)
  expect(await screen.findByText('Sound was low')).toBeDefined()
  expect(screen.getByText(/^So-so · today/)).toBeDefined()
  await memberAt(world, '/operator/access', sam)
  expect(await screen.findByRole('row', { name: 'Riverside Housing Germany 0 1 0' })).toBeDefined()
  expect(screen.getByText('Sound was low')).toBeDefined()
  expect(screen.getByText(/^So-so · \/assembly · Germany · today/)).toBeDefined()
  await expectAccessible()
})

test('nobody is asked about a meeting that there was not', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const page = await guestAt(world, '/assembly?left')
  expect(screen.queryByRole('group', { name: /How was the meeting/ })).toBeNull()
  await meet(world, ada)
  await page.open('/assembly')
  expect(screen.queryByRole('group', { name: /How was the meeting/ })).toBeNull()
})

test('sans script, en français : le formulaire part quand même', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  await meet(world, ada)
  const page = await comeBack(world, { language: 'fr', isScriptless: true })
  const form = document.querySelector<HTMLFormElement>('form[action="/assembly/feedback"]')
  await page.user.click(screen.getByRole('radio', { name: 'Bien' }))
  await page.submit(form)
  expect(
    screen.getByText('Merci. Les hôtes et hôtesses de la salle ainsi que l’équipe du service le verront.'),
  ).toBeDefined()
})

test('before a room that may be recorded one can leave instead of agreeing', async () => {
  const world = await foyer()
  await roomOf(world, ada, { settings: { recordingAllowed: true } })
  await guestAt(world, '/assembly')
  expect(screen.getByRole('link', { name: 'I do not agree: leave' }).getAttribute('href')).toBe('/')
})
