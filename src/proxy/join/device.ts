import { createHmac } from 'node:crypto'
import type { Context } from 'hono'
import { getSignedCookie, setSignedCookie } from 'hono/cookie'
import { deriveKey } from '../keys.ts'
import type { Parts } from '../parts.ts'

const cookie = 'foyer_device'
const month = 30 * 24 * 60 * 60

/**
 * A guest's userID at BBB: the same for one device in one room, so that somebody who was put out does not
 * come back as someone new; different between rooms, so that nobody is followed.
 */
export async function guestUserId(c: Context, parts: Pick<Parts, 'settings' | 'random'>, roomId: string) {
  const { secret, publicUrl } = parts.settings
  const key = Buffer.from(deriveKey(secret, 'devices'))
  const known = await getSignedCookie(c, key.toString('hex'), cookie)
  const device = known || parts.random.uuid()
  await setSignedCookie(c, cookie, device, key.toString('hex'), {
    httpOnly: true,
    sameSite: 'Lax',
    secure: publicUrl.startsWith('https:'),
    path: '/',
    maxAge: month,
  })
  return `guest-${createHmac('sha256', key).update(`${device} ${roomId}`).digest('base64url').slice(0, 24)}`
}
