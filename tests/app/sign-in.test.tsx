import { screen, waitFor, within } from '@testing-library/dom'
import { HttpResponse, http } from 'msw'
import { expect, test } from 'vitest'
import { ada, luc, origins } from '../world.ts'
import { expectAccessible, fault, foyer, wire } from './foyer.ts'
import { roomOf } from './meanwhile.ts'
import { memberAt } from './member.tsx'

const signedOut = { isSignedOut: true } as const

/** An address of ours as the router knows it. */
function pathOf(url: string): string {
  const { pathname, search } = new URL(url)
  return pathname + search
}

/** Another issuer stands before the one that people sign in with. */
const preceded = (yaml: string) =>
  yaml.replace(
    'issuers:\n',
    `issuers:
    - { id: other, issuer: https://other.example.coop/realms/meet, clientId: foyer, audience: foyer-api }
`,
  )

const second = (yaml: string) =>
  yaml.replace(
    'organisations:',
    `    - { id: old, issuer: https://old.example.coop/realms/meet, clientId: foyer, audience: foyer-api, label: { en: Old sign-in, fr: Ancienne connexion } }
organisations:`,
  )

test('one place to sign in: the page leaves for it at once, and comes back to where the person wanted to be', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const { tab, signInServer, open } = await memberAt(world, '/sign-in?return=/assembly', ada, signedOut)

  expect(await screen.findByRole('heading', { name: 'Sign in', level: 1 })).toBeDefined()
  await waitFor(() => expect(tab.left).toHaveLength(1))
  const asked = new URL(tab.left[0] ?? '')
  expect(asked.searchParams.get('code_challenge_method')).toBe('S256')
  expect(asked.searchParams.get('ui_locales')).toBe('en')
  await expectAccessible()

  await open(pathOf(signInServer.answer(asked.href)))
  expect(await screen.findByRole('heading', { name: 'Assembly', level: 1 })).toBeDefined()
  expect(location.pathname).toBe('/assembly')
  expect(screen.getByRole('link', { name: 'Ada Osei' }).getAttribute('href')).toBe('/me')
})

test('several places to sign in: the person chooses', async () => {
  const world = await foyer({ settings: second })
  const { user, tab } = await memberAt(world, '/sign-in', ada, signedOut)

  const choice = await screen.findByRole('button', { name: 'Sign in with Co-op sign-in' })
  expect(screen.getByRole('button', { name: 'Sign in with Old sign-in' })).toBeDefined()
  await expectAccessible()
  await user.click(choice)
  await waitFor(() => expect(tab.left).toHaveLength(1))
  expect(new URL(tab.left[0] ?? '').origin).toBe(origins.issuer)
})

/** The old issuer, in this state, is replaced by another one at `https://new.example.coop`. */
const replaced = (state: string) => (yaml: string) =>
  yaml.replace('audience: foyer-api,', `audience: foyer-api, state: ${state},`).replace(
    'organisations:',
    `    - { id: new, issuer: ${newIssuer}, clientId: foyer, audience: foyer-api, label: { en: New sign-in, fr: Nouvelle connexion } }
organisations:`,
  )

const newIssuer = 'https://new.example.coop/realms/meet'

/** It has nothing but an address to sign in at. */
function openNewIssuer(): void {
  const metadata = { issuer: newIssuer, authorization_endpoint: `${newIssuer}/auth` }
  wire.use(http.get(`${newIssuer}/.well-known/openid-configuration`, () => HttpResponse.json(metadata)))
}

test('an issuer that is being replaced: whoever is signed in stays so, everybody else signs in with the new one', async () => {
  const world = await foyer({ settings: replaced('acceptOnly') })
  await roomOf(world, ada)
  const { user, tab, open } = await memberAt(world, '/me', ada)
  expect(await screen.findByText('Co-op sign-in')).toBeDefined()
  await open('/assembly')
  await screen.findByRole('heading', { name: 'Assembly', level: 1 })
  await open('/me')
  await user.click(await screen.findByRole('button', { name: 'Sign out' }))
  await waitFor(() => expect(tab.left).toHaveLength(1))
  expect(tab.left[0]).toContain(`${world.issuer.issuer}/logout?`)

  openNewIssuer()
  await open('/sign-in')
  await waitFor(() => expect(tab.left).toHaveLength(2))
  expect(tab.left[1]).toContain(`${newIssuer}/auth?`)
})

test('a session of an issuer that is being replaced has ended: one signs in with the new one', async () => {
  const world = await foyer({ settings: replaced('acceptOnly') })
  const { user, tab, signInServer, open } = await memberAt(world, '/recordings', ada)
  openNewIssuer()
  signInServer.hasEnded = true
  fault('get', '/api/recordings', 'session_ended')
  await open('/recordings')
  await waitFor(() => expect(tab.left).toHaveLength(1))
  await open(pathOf(signInServer.refuse(tab.left[0] ?? '', 'login_required')))

  await user.click(await screen.findByRole('button', { name: 'Sign in again' }))
  await waitFor(() => expect(tab.left).toHaveLength(2))
  expect(tab.left[1]).toContain(`${newIssuer}/auth?`)
})

test('a retired issuer is explained once, with the way to the new one, and then forgotten', async () => {
  const world = await foyer({ settings: replaced('retired') })
  const { tab, left, open } = await memberAt(world, '/assembly', ada)
  openNewIssuer()
  expect(await screen.findByRole('heading', { name: 'You now sign in elsewhere', level: 1 })).toBeDefined()
  const on = within(screen.getByRole('main')).getByRole('link', { name: 'Sign in' })
  expect(on.getAttribute('href')).toBe('/sign-in?return=%2Fassembly')
  expect(screen.getByRole('link', { name: 'Enter as a guest' }).getAttribute('href')).toBe('/assembly?guest')
  await expectAccessible()

  await open('/assembly')
  await waitFor(() => expect(left).toEqual(['/assembly?guest']))
  await open(on.getAttribute('href') ?? '')
  await waitFor(() => expect(tab.left).toHaveLength(1))
  expect(tab.left[0]).toContain(`${newIssuer}/auth?`)
})

test('an issuer that is retired while a page is open: it is explained there, and the new page knows where to go', async () => {
  const world = await foyer()
  fault('get', '/api/recordings', 'issuer_retired')
  await memberAt(world, '/recordings', ada)
  expect(await screen.findByRole('heading', { name: 'You now sign in elsewhere', level: 1 })).toBeDefined()
  const on = within(screen.getByRole('main')).getByRole('link', { name: 'Sign in' })
  expect(on.getAttribute('href')).toBe('/sign-in?return=%2Frecordings')
})

test('with several issuers one signs in again where one was, or tried to', async () => {
  const world = await foyer({ settings: preceded })
  const { user, tab, signInServer, open } = await memberAt(world, '/recordings', ada)
  fault('get', '/api/recordings', 'token_invalid')
  await open('/recordings')
  await user.click(await screen.findByRole('button', { name: 'Sign in again' }))
  await waitFor(() => expect(tab.left).toHaveLength(1))
  expect(new URL(tab.left[0] ?? '').origin).toBe(origins.issuer)

  await open(pathOf(signInServer.refuse(tab.left[0] ?? '')))
  await user.click(await screen.findByRole('button', { name: 'Sign in again' }))
  await waitFor(() => expect(tab.left).toHaveLength(2))
  expect(new URL(tab.left[1] ?? '').origin).toBe(origins.issuer)
})

test('where nobody may sign in, that is said', async () => {
  const world = await foyer({
    settings: (yaml) => yaml.replace('audience: foyer-api,', 'audience: foyer-api, state: acceptOnly,'),
  })
  await memberAt(world, '/sign-in', ada, signedOut)
  expect(await screen.findByText(/^Nobody can sign in at the moment/)).toBeDefined()
  expect(screen.getByText(/^Guests need no account/)).toBeDefined()
  await expectAccessible()
})

test('a member page that nobody is signed in for leads to the sign-in; home and rooms have a public page', async () => {
  const world = await foyer()
  const { tab, left, open } = await memberAt(world, '/recordings', ada, signedOut)
  await waitFor(() => expect(tab.left).toHaveLength(1))
  expect(location.pathname + location.search).toBe('/sign-in?return=%2Frecordings')

  await open('/assembly')
  await waitFor(() => expect(left).toEqual(['/assembly?guest']))
})

test('a sign-in server that does not answer: what to do, and what works without it', async () => {
  const world = await foyer()
  const { user, tab, signInServer, open } = await memberAt(world, '/signed-out', ada, signedOut)
  signInServer.isDown = true
  await open('/sign-in')

  expect((await screen.findByRole('alert')).textContent).toContain('does not answer')
  expect(screen.getByRole('link', { name: 'See the state of the service' }).getAttribute('href')).toBe(
    '/status',
  )
  expect(screen.getByText(/^Guests need no account/)).toBeDefined()
  await expectAccessible()

  signInServer.isDown = false
  await user.click(screen.getByRole('button', { name: 'Sign in again' }))
  await waitFor(() => expect(tab.left).toHaveLength(1))
})

test('the person says no: the page explains it, and offers to begin again', async () => {
  const world = await foyer()
  const { tab, signInServer, open } = await memberAt(world, '/sign-in', ada, signedOut)
  await waitFor(() => expect(tab.left).toHaveLength(1))

  await open(pathOf(signInServer.refuse(tab.left[0] ?? '')))
  expect((await screen.findByRole('alert')).textContent).toContain('was cancelled')
  expect(screen.getByRole('button', { name: 'Sign in again' })).toBeDefined()
  await expectAccessible()
})

test('a login page that was left open for too long: it is begun anew at once, and once', async () => {
  const world = await foyer()
  const { user, tab, signInServer, open } = await memberAt(
    world,
    '/sign-in?return=/recordings',
    ada,
    signedOut,
  )
  await waitFor(() => expect(tab.left).toHaveLength(1))
  await open(pathOf(signInServer.expire(tab.left[0] ?? '')))
  await waitFor(() => expect(tab.left).toHaveLength(2))
  expect(new URL(tab.left[1] ?? '').origin).toBe(origins.issuer)
  expect(screen.queryByRole('alert')).toBeNull()

  await open(pathOf(signInServer.expire(tab.left[1] ?? '')))
  expect((await screen.findByRole('alert')).textContent).toMatch(/took too long/)
  expect(tab.left).toHaveLength(2)
  await expectAccessible()

  await user.click(screen.getByRole('button', { name: 'Sign in again' }))
  await waitFor(() => expect(tab.left).toHaveLength(3))
  await open(pathOf(signInServer.answer(tab.left[2] ?? '')))
  await screen.findByRole('heading', { name: 'My recordings', level: 1 })
})

test('an answer that this browser did not ask for is thrown away, and said', async () => {
  const world = await foyer()
  const issuer = encodeURIComponent(world.issuer.issuer)
  await memberAt(world, `/sign-in/sso/callback?code=stolen&state=unknown&iss=${issuer}`, ada, signedOut)

  expect((await screen.findByRole('alert')).textContent).toMatch(/no longer remembers/)
  expect(location.search).toBe('')
})

test('signed out: it is said, with the way back in', async () => {
  const world = await foyer()
  await memberAt(world, '/signed-out', ada, signedOut)

  expect(await screen.findByRole('heading', { name: 'You are signed out', level: 1 })).toBeDefined()
  expect(screen.getByRole('link', { name: 'Sign in again' }).getAttribute('href')).toBe('/sign-in')
  await expectAccessible()
})

test('signed out while the sign-in server is silent: one may still be signed in there', async () => {
  const world = await foyer()
  const { user, signInServer } = await memberAt(world, '/me', ada)
  await screen.findByText('Riverside Housing')
  signInServer.isDown = true

  await user.click(screen.getByRole('button', { name: 'Sign out' }))
  expect(await screen.findByText(/you may still be signed in there/)).toBeDefined()
  expect(screen.queryByText('Riverside Housing')).toBeNull()
})

test('a session that ends while one types: it is said, and after signing in again all is there as it was', async () => {
  const world = await foyer()
  const { user, tab, signInServer, open } = await memberAt(world, '/?new', ada)
  await user.type(await screen.findByRole('textbox', { name: 'Name of the room' }), 'Assembly')
  signInServer.hasEnded = true
  fault('post', '/api/rooms', 'token_expired')
  await user.click(screen.getByRole('button', { name: 'Create the room' }))

  await waitFor(() => expect(tab.left).toHaveLength(1))
  expect(new URL(tab.left[0] ?? '').searchParams.get('prompt')).toBe('none')
  await open(pathOf(signInServer.refuse(tab.left[0] ?? '', 'login_required')))
  expect(await screen.findByRole('heading', { name: 'Your session has ended', level: 1 })).toBeDefined()
  await expectAccessible()

  await user.click(screen.getByRole('button', { name: 'Sign in again' }))
  await waitFor(() => expect(tab.left).toHaveLength(2))
  await open(pathOf(signInServer.answer(tab.left[1] ?? '')))
  expect(await screen.findByDisplayValue('Assembly')).toBeDefined()
  expect(screen.getByRole('dialog', { name: 'New room' })).toBeDefined()
})

test('at a room’s door nobody needs the session that ended, or the sign-in server: guests come in', async () => {
  const world = await foyer()
  await roomOf(world, ada)
  const { tab, signInServer, open } = await memberAt(world, '/assembly', ada)
  await screen.findByRole('heading', { name: 'Assembly', level: 1 })
  const door = async () =>
    (await screen.findByRole('link', { name: 'Enter as a guest' })).getAttribute('href')

  const back = fault('get', '/api/rooms/assembly', 'sign_in_unreachable')
  await open('/assembly')
  expect(await door()).toBe('/assembly?guest')
  await expectAccessible()
  back()

  const taken = fault('get', '/api/rooms/assembly', 'token_invalid')
  await open('/assembly')
  await screen.findByRole('heading', { name: 'The sign-in did not work', level: 1 })
  expect(await door()).toBe('/assembly?guest')
  taken()

  signInServer.hasEnded = true
  fault('get', '/api/rooms/assembly', 'session_ended')
  await open('/assembly')
  await waitFor(() => expect(tab.left).toHaveLength(1))
  await open(pathOf(signInServer.refuse(tab.left[0] ?? '', 'login_required')))
  await screen.findByRole('heading', { name: 'Your session has ended', level: 1 })
  expect(await door()).toBe('/assembly?guest')
  await expectAccessible()
})

test('a token that the proxy does not take, and no renewal helps: the page says why instead of trying for ever', async () => {
  const world = await foyer()
  fault('get', '/api/recordings', 'token_invalid')
  const { user, tab } = await memberAt(world, '/recordings', ada)

  expect(await screen.findByRole('heading', { name: 'The sign-in did not work', level: 1 })).toBeDefined()
  expect(screen.getByRole('alert').textContent).toContain('K7RM2WQX')
  await expectAccessible()
  await user.click(screen.getByRole('button', { name: 'Sign in again' }))
  await waitFor(() => expect(tab.left).toHaveLength(1))
})

test('en français du Québec : ouvrir une session', async () => {
  const world = await foyer({ settings: second })
  const { tab, user } = await memberAt(world, '/sign-in', luc, { ...signedOut, language: 'fr-CA' })

  await screen.findByRole('heading', { name: 'Ouvrir une session', level: 1 })
  await user.click(
    await screen.findByRole('button', { name: 'Ouvrir une session avec Connexion de la coop' }),
  )
  await waitFor(() => expect(tab.left).toHaveLength(1))
  expect(new URL(tab.left[0] ?? '').searchParams.get('ui_locales')).toBe('fr-CA')
})

test('somebody else signs in, in another tab: the form of the first is empty, and their rooms are gone', async () => {
  const world = await foyer()
  await world.ask('/api/rooms', { method: 'POST', as: ada, json: { name: 'Assembly', address: 'assembly' } })
  const { user, browser, signInServer } = await memberAt(world, '/', ada)
  await user.click(await screen.findByRole('button', { name: 'New room' }))
  await user.type(await screen.findByLabelText('Name of the room'), 'A plan of Ada’s')
  expect(JSON.stringify({ ...sessionStorage })).toContain('A plan of Ada’s')

  signInServer.person = luc
  const { key, value } = await signInServer.stored()
  browser.openTab().world.local.setItem(key, value)
  await screen.findAllByText('Luc Tremblay')
  await waitFor(() => expect(screen.queryByText('Assembly')).toBeNull())
  expect(screen.queryByDisplayValue('A plan of Ada’s')).toBeNull()
  expect(JSON.stringify({ ...sessionStorage })).not.toContain('A plan of Ada’s')
})
