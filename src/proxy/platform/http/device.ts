import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { deriveKey } from '../crypto/keys.ts'
import { isSame } from '../crypto/same.ts'
import type { Environment } from '../environment/environment.ts'
import type { Settings } from '../settings/settings.ts'

const cookie = 'foyer_device'
const month = 30 * 24 * 60 * 60

/**
 * A guest's userID at BBB: the same for one device in one room, so that somebody who was put out does not
 * come back as someone new; different between rooms, so that nobody is followed.
 */
export async function guestUserId(c: Context, env: Pick<Environment, 'settings' | 'random'>, roomId: string) {
  const own = keysOf(env.settings)
  const device = deviceOf(c, own) ?? env.random.uuid()
  setCookie(c, cookie, `${device}.${signatureOf(own, device)}`, {
    httpOnly: true,
    sameSite: 'Lax',
    secure: env.settings.publicUrl.startsWith('https:'),
    path: '/',
    maxAge: month,
  })
  return userIdOf(own, device, roomId)
}

/** The same, where no cookie can be set any more: a device that has none is somebody new. */
export async function knownUserId(
  c: Context,
  { settings, random }: Pick<Environment, 'settings' | 'random'>,
  roomId: string,
) {
  const own = keysOf(settings)
  return userIdOf(own, deviceOf(c, own) ?? random.uuid(), roomId)
}

/** Whether a request comes from a device that was here before. */
export async function isKnownDevice(
  c: Context,
  { settings }: Pick<Environment, 'settings'>,
): Promise<boolean> {
  return deviceOf(c, keysOf(settings)) !== null
}

/** For the cookie's signature, and for what a device is called at BBB. */
interface Keys {
  cookie: KeyObject
  userId: KeyObject
}

/** Derived once, and as objects: an HMAC with a key of bytes takes five times as long. */
const keys = new WeakMap<Settings, Keys>()

function keysOf(settings: Settings): Keys {
  const known = keys.get(settings)
  if (known) return known
  const key = Buffer.from(deriveKey(settings.secret, 'devices'))
  const made = { cookie: createSecretKey(key.toString('hex'), 'utf8'), userId: createSecretKey(key) }
  keys.set(settings, made)
  return made
}

/** The device's id before the last dot, where the signature behind it is ours; null where it is not. */
function deviceOf(c: Context, key: Keys): string | null {
  const signed = getCookie(c, cookie) ?? ''
  const dot = signed.lastIndexOf('.')
  if (dot < 1 || signed.length > 200) return null
  const device = signed.slice(0, dot)
  return isSame(signatureOf(key, device), signed.slice(dot + 1)) ? device : null
}

/** HMAC with SHA-256 and the key as hexadecimal text, in base64: as Hono signs cookies, but without another thread. */
function signatureOf({ cookie: key }: Keys, device: string): string {
  return createHmac('sha256', key).update(device).digest('base64')
}

function userIdOf({ userId: key }: Keys, device: string, roomId: string): string {
  return `guest-${createHmac('sha256', key).update(`${device} ${roomId}`).digest('base64url').slice(0, 24)}`
}
