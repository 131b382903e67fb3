import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'

/** Set by the client while a session is stored. It is no secret and gives no right: it opens the member's door. */
const memberCookie = 'foyer_member'

export function isMember(c: Context): boolean {
  return getCookie(c, memberCookie) === '1'
}
