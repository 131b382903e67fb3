import { expect, test } from 'vitest'
import { createTurns } from '../../src/app/session/session-turn.ts'

/* Whose turn it is at a browser, as the proxy reads it: passes of one turn are void in another. */

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
  return { kept, turns: createTurns(world), world }
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
  const { kept, turns } = atBrowser()
  turns.away()
  expect(kept.cookie).toBe('')
  turns.signedIn('ada')
  expect(kept.cookie).toBe('1')
  turns.away()
  expect(kept.cookie).toBe('')
  turns.signedIn('ada')
  expect(kept.cookie).toBe('1')
})

test('somebody else has a turn of their own, also where nobody signed out', () => {
  const { kept, turns } = atBrowser()
  turns.signedIn('ada')
  turns.away()
  turns.signedIn('luc')
  const [state, lucs] = kept.cookie.split('.')
  expect([state, lucs]).toEqual(['1', expect.stringMatching(/^[a-z0-9]{1,16}$/)])
  turns.signedIn('ada')
  expect(turnOf(kept.cookie)).not.toBe(lucs)
  expect(turnOf(kept.cookie)).not.toBe('')
})

test('after signing out it is nobody’s, and once no pass of before is left nothing tells of it', () => {
  const { kept, turns } = atBrowser()
  turns.signedIn('ada')
  turns.signedOut()
  const out = kept.cookie
  expect(out).toMatch(/^0\.[a-z0-9]+$/)
  turns.away()
  expect(kept.cookie).toBe(out)
  turns.signedIn('ada')
  expect(kept.cookie).toBe(out.replace('0.', '1.'))
  turns.signedOut()
  expect(turnOf(kept.cookie)).not.toBe(turnOf(out))

  kept.now += 13 * hour
  turns.away()
  expect(kept.cookie).toBe('')
})

test('what stands there and is none of ours is a first turn', () => {
  const { kept, turns } = atBrowser()
  localStorage.setItem('foyer.turn', '{"who":')
  turns.signedIn('ada')
  expect(kept.cookie).toBe('1')
})

test('what somebody typed outlives the end of their session, and not their signing out', () => {
  const { turns } = atBrowser()
  turns.signedIn('ada')
  typeSomething()
  const before = left()
  expect(before).toEqual(everything)
  turns.away()
  turns.signedIn('ada')
  expect(left()).toEqual(before)
  turns.signedOut()
  expect(left()).toEqual(['foyer.tabTurn', 'foyer.turn'])
})

test('… and not the signing in of somebody else, who may have come by an invitation', () => {
  const { turns } = atBrowser()
  turns.signedIn('ada')
  typeSomething()
  turns.away()
  turns.signedIn('luc')
  expect(left()).toEqual(['foyer.invitation', 'foyer.tabTurn', 'foyer.turn'])
})

test('whoever signs in as somebody else for an invitation goes on with it', () => {
  const { turns } = atBrowser()
  turns.signedIn('ada')
  typeSomething()
  turns.signedOut(true)
  turns.signedIn('luc')
  expect(left()).toEqual(['foyer.invitation', 'foyer.tabTurn', 'foyer.turn'])
})

test('a tab that was closed before, and is opened again, gives nothing back', () => {
  const { turns, world } = atBrowser()
  turns.signedIn('ada')
  turns.signedOut()
  turns.signedIn('luc')
  sessionStorage.clear()
  typeSomething()
  createTurns(world).signedIn('luc')
  expect(left()).toEqual(['foyer.invitation', 'foyer.name', 'foyer.shown', 'foyer.tabTurn', 'foyer.turn'])
})

test('where the storage was cleared the cookie tells the turn', () => {
  const { kept, turns, world } = atBrowser()
  turns.signedIn('ada')
  turns.signedOut()
  const out = kept.cookie
  localStorage.clear()
  createTurns(world).away()
  expect(kept.cookie).toBe(out)
  turns.signedIn('luc')
  expect(turnOf(kept.cookie)).toBe(turnOf(out))
  // Nobody signed out, and nobody knows any more who was there: the next one is somebody else.
  localStorage.clear()
  turns.signedIn('luc')
  expect(turnOf(kept.cookie)).not.toBe(turnOf(out))
})
