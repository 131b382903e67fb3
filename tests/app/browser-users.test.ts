import { expect, test } from 'vitest'
import { createBrowserUsers } from '../../src/app/session/browser-users.ts'

/* Whose person it is at a browser, as the proxy reads it: passes of one person are void in another. */

const hour = 3_600_000

function atBrowser() {
  const kept = { cookie: '', now: Date.UTC(2026, 10, 25) }
  localStorage.clear()
  sessionStorage.clear()
  const world = {
    local: localStorage,
    tab: sessionStorage,
    now: () => kept.now,
    rememberMember: (value: string, seconds: number) => {
      kept.cookie = seconds > 0 ? value : ''
    },
    rememberedMember: () => kept.cookie,
  }
  return { kept, browserUsers: createBrowserUsers(world), world }
}

/** As somebody left it who typed into a form, and whose name was remembered. */
function typeSomething() {
  sessionStorage.setItem('foyer.draft.create', '{"name":"A secret plan"}')
  sessionStorage.setItem('foyer.draft.join', '{"name":"Ada"}')
  sessionStorage.setItem('foyer.invitation', '{"path":"/offers/accept","secret":"s"}')
  localStorage.setItem('foyer.name', 'Ada')
  localStorage.setItem('foyer.shown', '{"Ada Osei":"Ada, in the chair"}')
}

const left = () => [sessionStorage, localStorage].flatMap((storage) => Object.keys(storage)).toSorted()
const everything = [
  'foyer.draft.create',
  'foyer.draft.join',
  'foyer.invitation',
  'foyer.name',
  'foyer.shown',
  'foyer.turn',
]

const turnOf = (cookie: string) => cookie.split('.')[1] ?? ''

test('whoever signs in first has what their browser was given before, and comes back to it', () => {
  const { kept, browserUsers } = atBrowser()
  browserUsers.away()
  expect(kept.cookie).toBe('')
  browserUsers.signedIn('ada')
  expect(kept.cookie).toBe('1')
  browserUsers.away()
  expect(kept.cookie).toBe('')
  browserUsers.signedIn('ada')
  expect(kept.cookie).toBe('1')
})

test('somebody else has a turn of their own, also where nobody signed out', () => {
  const { kept, browserUsers } = atBrowser()
  browserUsers.signedIn('ada')
  browserUsers.away()
  browserUsers.signedIn('luc')
  const [state, lucs] = kept.cookie.split('.')
  expect([state, lucs]).toEqual(['1', expect.stringMatching(/^[a-z0-9]{1,16}$/)])
  browserUsers.signedIn('ada')
  expect(turnOf(kept.cookie)).not.toBe(lucs)
  expect(turnOf(kept.cookie)).not.toBe('')
})

test('after signing out it is nobody’s, and once no pass of before is left nothing tells of it', () => {
  const { kept, browserUsers } = atBrowser()
  browserUsers.signedIn('ada')
  browserUsers.signedOut()
  const out = kept.cookie
  expect(out).toMatch(/^0\.[a-z0-9]+$/)
  browserUsers.away()
  expect(kept.cookie).toBe(out)
  browserUsers.signedIn('ada')
  expect(kept.cookie).toBe(out.replace('0.', '1.'))
  browserUsers.signedOut()
  expect(turnOf(kept.cookie)).not.toBe(turnOf(out))

  kept.now += 13 * hour
  browserUsers.away()
  expect(kept.cookie).toBe('')
})

test('what stands there and is none of ours is a first turn', () => {
  const { kept, browserUsers } = atBrowser()
  localStorage.setItem('foyer.turn', '{"who":')
  browserUsers.signedIn('ada')
  expect(kept.cookie).toBe('1')
})

test('what somebody typed outlives the end of their session, and not their signing out', () => {
  const { browserUsers } = atBrowser()
  browserUsers.signedIn('ada')
  typeSomething()
  const before = left()
  expect(before).toEqual(everything)
  browserUsers.away()
  browserUsers.signedIn('ada')
  expect(left()).toEqual(before)
  browserUsers.signedOut()
  expect(left()).toEqual(['foyer.tabTurn', 'foyer.turn'])
})

test('… and not the signing in of somebody else, who may have come by an invitation', () => {
  const { browserUsers } = atBrowser()
  browserUsers.signedIn('ada')
  typeSomething()
  browserUsers.away()
  browserUsers.signedIn('luc')
  expect(left()).toEqual(['foyer.invitation', 'foyer.tabTurn', 'foyer.turn'])
})

test('whoever signs in as somebody else for an invitation goes on with it', () => {
  const { browserUsers } = atBrowser()
  browserUsers.signedIn('ada')
  typeSomething()
  browserUsers.signedOut(true)
  browserUsers.signedIn('luc')
  expect(left()).toEqual(['foyer.invitation', 'foyer.tabTurn', 'foyer.turn'])
})

test('a tab that was closed before, and is opened again, gives nothing back', () => {
  const { browserUsers, world } = atBrowser()
  browserUsers.signedIn('ada')
  browserUsers.signedOut()
  browserUsers.signedIn('luc')
  sessionStorage.clear()
  typeSomething()
  createBrowserUsers(world).signedIn('luc')
  expect(left()).toEqual(['foyer.invitation', 'foyer.name', 'foyer.shown', 'foyer.tabTurn', 'foyer.turn'])
})

test('where the storage was cleared the cookie tells the turn', () => {
  const { kept, browserUsers, world } = atBrowser()
  browserUsers.signedIn('ada')
  browserUsers.signedOut()
  const out = kept.cookie
  localStorage.clear()
  createBrowserUsers(world).away()
  expect(kept.cookie).toBe(out)
  browserUsers.signedIn('luc')
  expect(turnOf(kept.cookie)).toBe(turnOf(out))
  // Nobody signed out, and nobody knows any more who was there: the next one is somebody else.
  localStorage.clear()
  browserUsers.signedIn('luc')
  expect(turnOf(kept.cookie)).not.toBe(turnOf(out))
})
