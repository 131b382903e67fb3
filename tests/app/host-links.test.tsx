import { screen, waitFor, within } from '@testing-library/dom'
import { expect, test } from 'vitest'
import type { HostLinkList } from '../../src/contract/host-links.ts'
import { ada, type World } from '../world.ts'
import { expectAccessible, fault, foyer } from './foyer.ts'
import { guestAt } from './guest.tsx'
import { roomOf } from './meanwhile.ts'
import { memberAt } from './member.tsx'

async function linksOf(world: World): Promise<HostLinkList['links']> {
  return (await (await world.ask('/api/rooms/assembly/hostLinks', { as: ada })).json()).links
}

async function section() {
  const heading = await screen.findByRole('heading', { name: 'Host links' })
  return within(heading.closest('section') ?? document.body)
}

test('a host makes a link, is told what it gives, sees it once, and revokes it', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const { user } = await memberAt(world, '/assembly/settings', ada)

  await user.click((await section()).getByRole('button', { name: 'Make a host link' }))
  const making = within(await screen.findByRole('dialog', { name: 'Make a host link' }))
  expect(location.search).toBe('?host-link')
  expect(making.getByText(/without signing in\. They cannot change the room/)).toBeDefined()
  await expectAccessible()
  await user.click(making.getByRole('button', { name: 'Make a host link' }))
  expect(await making.findByText('Write who the link is for, in 60 characters at most.')).toBeDefined()
  await user.type(making.getByRole('textbox', { name: 'Who is it for?' }), 'Camille')
  await user.click(making.getByRole('radio', { name: '1 day' }))
  await user.click(making.getByRole('button', { name: 'Make a host link' }))

  const made = within(await screen.findByRole('dialog', { name: 'Host link for Camille' }))
  expect(made.getByText(/^http:\/\/localhost:3999\/assembly\/host#[\w.-]{60,}$/)).toBeDefined()
  await expectAccessible()
  await user.click(made.getByRole('button', { name: 'Done' }))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect((await section()).getByText(/^Made by Ada Osei on .* Works until .* Not used yet\.$/)).toBeDefined()
  expect(document.body.textContent).not.toContain('/host#')

  const mend = fault('delete', '/api/rooms/assembly/hostLinks/:link', 502)
  await user.click((await section()).getByRole('button', { name: 'Revoke the host link for Camille' }))
  const revoking = within(
    await screen.findByRole('alertdialog', { name: 'Revoke the host link for Camille?' }),
  )
  await user.click(revoking.getByRole('button', { name: 'Revoke' }))
  expect(await revoking.findByRole('alert')).toBeDefined()
  mend()
  await user.click(revoking.getByRole('button', { name: 'Revoke' }))
  await waitFor(() => expect(screen.queryByText('Camille')).toBeNull())
  expect(await linksOf(world)).toEqual([])
  await expectAccessible()
})

test('a host link that works no longer says so, keeps no secret in the address, and takes another', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  await guestAt(world, '/assembly/host#nobody.guessed-this')

  expect((await screen.findByRole('alert')).textContent).toContain('This host link no longer works')
  expect(location.hash).toBe('')
  expect(screen.getByRole('textbox', { name: 'Host link' })).toBeDefined()
  await expectAccessible()
})

test('a room for members only says who may come in and where they sign in, and no more', async () => {
  const world = await foyer()
  await roomOf(world, ada, { settings: { membersOnly: true, waitingMessage: 'At ten,\nafter coffee.' } })
  await guestAt(world, '/assembly')

  expect(screen.getByText('Only members of Riverside Housing can come in here.')).toBeDefined()
  expect(screen.queryByText(/after coffee/)).toBeNull()
  expect(screen.queryByRole('textbox')).toBeNull()
  const main = within(screen.getByRole('main'))
  expect(main.getByRole('link', { name: 'Sign in' }).getAttribute('href')).toBe('/sign-in?return=%2Fassembly')
  await expectAccessible()
})
