import { screen, waitFor } from '@testing-library/dom'
import { expect, test } from 'vitest'
import { luc, origins, robin, sam, type World } from '../world.ts'
import { expectAccessible, fault, foyer } from './foyer.ts'
import { memberAt } from './member.tsx'

const at = '/organisations/riverside/accept'

/** An operator invites Robin. @returns the link's path with its secret, and another link in its place */
async function invitation(world: World) {
  const path = '/api/organisations/riverside/members'
  const json = { email: 'robin@harbour.example' }
  const { member, link } = await (await world.ask(path, { method: 'POST', as: sam, json })).json()
  return {
    link: pathOf(link),
    renew: () => world.ask(`${path}/${member.id}/link`, { method: 'POST', as: sam }),
  }
}

function pathOf(url: string): string {
  const { pathname, search, hash } = new URL(url, origins.foyer)
  return pathname + search + hash
}

test('signed in, but not admitted: the link says who invites, and accepting it opens the rooms', async () => {
  const world = await foyer()
  const { link } = await invitation(world)
  const { user, open } = await memberAt(world, '/', robin)
  await screen.findByRole('heading', { name: /not yet admitted/, level: 1 })

  await open(link)
  expect(
    await screen.findByText(/You are Robin Hale\..*Accept the invitation of Riverside Housing\?/),
  ).toBeDefined()
  expect(location.hash).toBe('')
  expect(screen.getByText(/written for robin@harbour\.example/)).toBeDefined()
  await expectAccessible()

  await user.click(screen.getByRole('button', { name: 'Accept' }))
  expect(await screen.findByRole('heading', { name: 'My rooms', level: 1 })).toBeDefined()
  expect(await screen.findByText('You are now a member of Riverside Housing.')).toBeDefined()
  expect(await screen.findByRole('button', { name: 'Create my first room' })).toBeDefined()
  expect(location.pathname).toBe('/')
  expect(sessionStorage).toHaveLength(0)
})

test('signed out: the link says what it is, and after the sign-in it goes on with nothing lost', async () => {
  const world = await foyer()
  const { link } = await invitation(world)
  const { user, tab, signInServer, open } = await memberAt(world, link, robin, { isSignedOut: true })
  expect(await screen.findByText(/^You were invited to an organisation here/)).toBeDefined()
  expect(location.pathname + location.hash).toBe(at)
  await expectAccessible()

  await user.click(screen.getByRole('link', { name: 'Sign in to accept' }))
  await waitFor(() => expect(tab.left).toHaveLength(1))
  expect(tab.left[0]).not.toContain(link.split('#')[1])
  await open(pathOf(signInServer.answer(tab.left[0] ?? '')))
  await user.click(await screen.findByRole('button', { name: 'Accept' }))
  expect(await screen.findByText('You are now a member of Riverside Housing.')).toBeDefined()
})

test('the wrong account: signing out, and in as someone else, comes back to the invitation', async () => {
  const world = await foyer()
  const { link } = await invitation(world)
  const { user, tab, signInServer, open } = await memberAt(world, link, luc)
  await screen.findByText(/You are Luc Tremblay\./)
  await user.click(screen.getByRole('button', { name: 'Sign in as someone else' }))
  await waitFor(() => expect(tab.left).toHaveLength(1))

  await open('/signed-out')
  const again = await screen.findByRole('link', { name: 'Sign in again' })
  signInServer.person = robin
  await open(again.getAttribute('href') ?? '')
  await waitFor(() => expect(tab.left).toHaveLength(2))
  await open(pathOf(signInServer.answer(tab.left[1] ?? '')))
  expect(await screen.findByText(/You are Robin Hale\./)).toBeDefined()
})

test('the first who accepts it has it: another identity is told so, and who has it finds their rooms', async () => {
  const world = await foyer()
  const { link } = await invitation(world)
  const json = { secret: link.split('#')[1], accept: true }
  await world.ask(`/api${at}`, { method: 'POST', as: robin, json })

  await memberAt(world, link, luc)
  expect((await screen.findByRole('alert')).textContent).toContain('Somebody with another account')
  expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull()
  expect(screen.getByRole('button', { name: 'Sign in as someone else' })).toBeDefined()
  await expectAccessible()

  const { user } = await memberAt(world, link, robin)
  expect(
    await screen.findByText('You have already accepted the invitation of Riverside Housing.'),
  ).toBeDefined()
  await user.click(screen.getByRole('link', { name: 'Go to my rooms' }))
  expect(await screen.findByRole('heading', { name: 'My rooms', level: 1 })).toBeDefined()
})

test('a link that another has replaced, one that is cut off, and the new one opened in the same tab', async () => {
  const world = await foyer()
  const { link, renew } = await invitation(world)
  const renewed = await (await renew()).json()
  const { open } = await memberAt(world, at, robin)
  expect(await screen.findByRole('heading', { name: 'This link is incomplete', level: 1 })).toBeDefined()
  await expectAccessible()

  await open(link)
  expect((await screen.findByRole('alert')).textContent).toContain('This invitation is no longer valid')
  await open(`${at}#${'%00'.repeat(1_000)}`)
  expect((await screen.findByRole('alert')).textContent).toContain('This invitation is no longer valid')
  // Pasted into the same page: only what stands behind # differs.
  location.hash = new URL(renewed.link).hash
  expect(await screen.findByRole('button', { name: 'Accept' })).toBeDefined()
  expect(location.hash).toBe('')
})

test('somebody else was quicker, or the service does not answer: it is said, and the page stays', async () => {
  const world = await foyer()
  const { link } = await invitation(world)
  const cut = fault('post', `/api${at}`, 'internal')
  const { user } = await memberAt(world, link, robin)
  await screen.findByRole('alert')
  cut()
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  const accept = await screen.findByRole('button', { name: 'Accept' })
  fault('post', `/api${at}`, 'invitation_taken')
  await user.click(accept)
  const alert = await screen.findByRole('alert')
  expect(alert.textContent).toContain('The invitation was not accepted')
  expect(alert.textContent).toContain('Somebody with another account')
})

test('a session that has ended: the page asks to sign in again, and the invitation is still there', async () => {
  const world = await foyer()
  const { link } = await invitation(world)
  const { user, tab, signInServer, open } = await memberAt(world, link, robin)
  const accept = await screen.findByRole('button', { name: 'Accept' })
  signInServer.hasEnded = true
  const mend = fault('post', `/api${at}`, 'token_expired')
  await user.click(accept)
  await waitFor(() => expect(tab.left).toHaveLength(1))
  await open(pathOf(signInServer.refuse(tab.left[0] ?? '', 'login_required')))

  await user.click(await screen.findByRole('link', { name: 'Sign in to accept' }))
  await waitFor(() => expect(tab.left).toHaveLength(2))
  mend()
  await open(pathOf(signInServer.answer(tab.left[1] ?? '')))
  expect(await screen.findByRole('button', { name: 'Accept' })).toBeDefined()
})

test('en français : accepter une invitation', async () => {
  const world = await foyer()
  const { link } = await invitation(world)
  const { user } = await memberAt(world, link, robin, { language: 'fr' })
  expect(
    await screen.findByText(/^Vous êtes Robin Hale\..*Habitations Riverside vous invite\./),
  ).toBeDefined()
  await expectAccessible()
  await user.click(screen.getByRole('button', { name: 'Accepter' }))
  expect(
    await screen.findByText('Vous êtes maintenant membre de l’organisation Habitations Riverside.'),
  ).toBeDefined()
})
