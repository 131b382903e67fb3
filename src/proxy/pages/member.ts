import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'

/**
 * Set by the client (`app/session-turn.ts`): `1` while a session is stored, else `0`; and behind a dot the turn, where
 * somebody had their turn at this browser before. It is no secret and gives no right: it opens the member's door.
 */
const memberCookie = 'foyer_member'

export function isMember(c: Context): boolean {
  return /^1(\.|$)/.test(getCookie(c, memberCookie) ?? '')
}

/** Whose turn it is at this browser: another one after each signing out, and when somebody else signs in. */
export function turnOf(c: Context): string {
  return /^[01]\.([a-z0-9]{1,16})$/.exec(getCookie(c, memberCookie) ?? '')?.[1] ?? ''
}
