import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { deriveKey } from '../keys.ts'
import type { Parts } from '../parts.ts'
import type { Settings } from '../settings.ts'

const cookie = 'foyer_device'
const month = 30 * 24 * 60 * 60

/**
 * A guest's userID at BBB: the same for one device in one room, so that somebody who was put out does not
 * come back as someone new; different between rooms, so that nobody is followed.
 */
export async function guestUserId(c: Context, parts: Pick<Parts, 'settings' | 'random'>, roomId: string) {
  const key = keyOf(parts.settings)
  const device = deviceOf(c, key) ?? parts.random.uuid()
  setCookie(c, cookie, `${device}.${signatureOf(key, device)}`, {
    httpOnly: true,
    sameSite: 'Lax',
    secure: parts.settings.publicUrl.startsWith('https:'),
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
  const key = keyOf(settings)
  return userIdOf(key, deviceOf(c, key) ?? random.uuid(), roomId)
}

/** Whether a request comes from a device that was here before. */
export async function isKnownDevice(c: Context, { settings }: Pick<Parts, 'settings'>): Promise<boolean> {
  return deviceOf(c, keyOf(settings)) !== null
}

/** Derived once. */
const keys = new WeakMap<Settings, Buffer>()

function keyOf(settings: Settings): Buffer {
  const key = keys.get(settings) ?? Buffer.from(deriveKey(settings.secret, 'devices'))
  keys.set(settings, key)
  return key
}

/** What stands before the last dot, where the signature behind it is ours. */
function deviceOf(c: Context, key: Buffer): string | null {
  const signed = getCookie(c, cookie) ?? ''
  const dot = signed.lastIndexOf('.')
  if (dot < 1 || signed.length > 200) return null
  const device = signed.slice(0, dot)
  const [ours, theirs] = [signatureOf(key, device), signed.slice(dot + 1)].map((text) => Buffer.from(text))
  return ours && theirs && ours.length === theirs.length && timingSafeEqual(ours, theirs) ? device : null
}

/** HMAC with SHA-256 and the key as hexadecimal text, in base64: as Hono signs cookies, but without another thread. */
function signatureOf(key: Buffer, device: string): string {
  return createHmac('sha256', key.toString('hex')).update(device).digest('base64')
}

function userIdOf(key: Buffer, device: string, roomId: string): string {
  return `guest-${createHmac('sha256', key).update(`${device} ${roomId}`).digest('base64url').slice(0, 24)}`
}
