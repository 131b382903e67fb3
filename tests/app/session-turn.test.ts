import { expect, test } from 'vitest'
import { createTurns } from '../../src/app/session-turn.ts'

/* Whose turn it is at a browser, as the proxy reads it: passes of one turn are void in another. */

const hour = 3_600_000

function atBrowser() {
  const kept = { cookie: '', now: Date.UTC(2026, 10, 25) }
  localStorage.clear()
  const turns = createTurns({
    local: localStorage,
    now: () => kept.now,
    rememberMember: (value, seconds) => {
      kept.cookie = seconds > 0 ? value : ''
    },
  })
  return { kept, turns }
}

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
