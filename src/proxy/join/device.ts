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
  const key = keyOf(secret)
  const device = (await deviceOf(c, key)) ?? parts.random.uuid()
  await setSignedCookie(c, cookie, device, key.toString('hex'), {
    httpOnly: true,
    sameSite: 'Lax',
    secure: publicUrl.startsWith('https:'),
    path: '/',
    maxAge: month,
  })
  return userIdOf(key, device, roomId)
}

/** The same, where no cookie can be set any more: a device that has none is somebody new. */
export async function knownUserId(
  c: Context,
  { settings, random }: Pick<Parts, 'settings' | 'random'>,
  roomId: string,
) {
  const key = keyOf(settings.secret)
  return userIdOf(key, (await deviceOf(c, key)) ?? random.uuid(), roomId)
}

/** Whether a request comes from a device that was here before. */
export async function isKnownDevice(c: Context, { settings }: Pick<Parts, 'settings'>): Promise<boolean> {
  return (await deviceOf(c, keyOf(settings.secret))) !== null
}

function keyOf(secret: string): Buffer {
  return Buffer.from(deriveKey(secret, 'devices'))
}

async function deviceOf(c: Context, key: Buffer): Promise<string | null> {
  return (await getSignedCookie(c, key.toString('hex'), cookie)) || null
}

function userIdOf(key: Buffer, device: string, roomId: string): string {
  return `guest-${createHmac('sha256', key).update(`${device} ${roomId}`).digest('base64url').slice(0, 24)}`
}
