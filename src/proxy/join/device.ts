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
export async function guestUserId(
  c: Context,
  parts: Pick<Parts, 'settings' | 'random'>,
  roomId: string,
): Promise<string> {
  const { publicUrl } = parts.settings
  const key = keyOf(parts)
  const device = (await readDevice(c, key)) ?? parts.random.uuid()
  await setSignedCookie(c, cookie, device, key.toString('hex'), {
    httpOnly: true,
    sameSite: 'Lax',
    secure: publicUrl.startsWith('https:'),
    path: '/',
    maxAge: month,
  })
  return idIn(roomId, device, key)
}

/** The same, of a device that was here before; null: it was not, and is given no cookie by this. */
export async function knownUserId(
  c: Context,
  parts: Pick<Parts, 'settings'>,
  roomId: string,
): Promise<string | null> {
  const key = keyOf(parts)
  const device = await readDevice(c, key)
  return device && idIn(roomId, device, key)
}

function keyOf({ settings }: Pick<Parts, 'settings'>): Buffer {
  return Buffer.from(deriveKey(settings.secret, 'devices'))
}

async function readDevice(c: Context, key: Buffer): Promise<string | null> {
  return (await getSignedCookie(c, key.toString('hex'), cookie)) || null
}

function idIn(roomId: string, device: string, key: Buffer): string {
  return `guest-${createHmac('sha256', key).update(`${device} ${roomId}`).digest('base64url').slice(0, 24)}`
}
