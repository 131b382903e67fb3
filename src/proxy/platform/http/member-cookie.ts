import type { Context } from 'hono'
import { deleteCookie, getCookie } from 'hono/cookie'

/**
 * Set by the client (`app/session-turn.ts`): `1` while a session is stored, else `0`; and behind a dot the turn, where
 * somebody had their turn at this browser before. It is no secret and gives no right: it opens the member's door.
 */
const memberCookie = 'foyer_member'

export function isMember(c: Context): boolean {
  return /^1(\.|$)/.test(getCookie(c, memberCookie) ?? '')
}

/**
 * Name of the present person's time at this browser: another one after each sign-out, and when somebody else signs in.
 */
export function turnOf(c: Context): string {
  return /^[01]\.([a-z0-9]{1,16})$/.exec(getCookie(c, memberCookie) ?? '')?.[1] ?? ''
}

/**
 * Set by the client as it signs somebody out, so that a mere link to the page where sign-outs end clears nothing.
 */
const clearCookie = 'foyer_clear'

/**
 * Has the browser clear what it stores for us, once, in all its tabs, also those that are closed and could be opened
 * again (Clear-Site-Data, W3C). Cookies stay: the language, and whose turn it is. Caches hold nobody's data.
 */
export function clearing(c: Context): Context {
  if (getCookie(c, clearCookie) === undefined) return c
  deleteCookie(c, clearCookie, { path: '/signed-out' })
  c.header('Clear-Site-Data', '"storage"')
  return c
}
