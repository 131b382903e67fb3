import { createCipheriv, createDecipheriv, createHash } from 'node:crypto'
import type { CodeKind } from '../../../contract/rooms.ts'
import { deriveKey } from '../../platform/crypto/keys.ts'
import { isSame } from '../../platform/crypto/same.ts'
import type { Environment } from '../../platform/environment/environment.ts'
import type { RoomRow } from '../../platform/store/rows.ts'

/** Consonants that are told apart when read, and read aloud in French and English: 18⁸ are 34 bits. */
const letters = 'bcdfghjkmpqrstvwxz'
const digits = '0123456789'
const shapes = {
  digits: { alphabet: digits, length: 9, group: 3 },
  letters: { alphabet: letters, length: 8, group: 4 },
} as const

/** Characters that people type for a digit, or for one of our letters. */
const lookAlikes: Record<CodeKind, Record<string, string>> = {
  digits: { o: '0', i: '1', l: '1', z: '2', s: '5', b: '8' },
  letters: { 2: 'z', 5: 's', 8: 'b', u: 'v' },
}

type Holder = Pick<RoomRow, 'id' | 'accessCode'>

/** The access codes of rooms, which are kept encrypted: a leaked database does not reveal them. */
export interface AccessCodes {
  /** A new code, as the room's row keeps it. */
  draw(roomId: string, kind: CodeKind): string
  /** The code in groups, for its hosts; null where the room has none, or had it under another secret. */
  read(room: Holder): string | null
  /** Whether somebody typed the room's code; spaces, hyphens, case and look-alikes do not matter. */
  isCode(room: Holder, typed: string): boolean
}

export function createAccessCodes({
  settings,
  random,
}: Pick<Environment, 'settings' | 'random'>): AccessCodes {
  const key = deriveKey(settings.secret, 'access codes')

  /** AES-256-GCM with a nonce of its own for each; the room is authenticated, so that none can be moved. */
  function encrypt(code: string, roomId: string): string {
    const nonce = random.bytes(12)
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(roomId))
    const sealed = Buffer.concat([cipher.update(code, 'utf8'), cipher.final()])
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')
  }

  function decrypt({ id, accessCode }: Holder): string | null {
    if (accessCode === null) return null
    const bytes = Buffer.from(accessCode, 'base64url')
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 })
        .setAAD(Buffer.from(id))
        .setAuthTag(bytes.subarray(12, 28))
      return decipher.update(bytes.subarray(28), undefined, 'utf8') + decipher.final('utf8')
    } catch {
      return null
    }
  }

  return {
    draw: (roomId, kind) => encrypt(drawCode(kind, random), roomId),
    read(room) {
      const code = decrypt(room)
      return code === null ? null : grouped(code)
    },
    isCode(room, typed) {
      const code = decrypt(room)
      if (code === null) return false
      return isSame(hash(code), hash(cleanCode(typed, kindOf(code))))
    },
  }
}

/**
 * Names one code of a room without telling it: whoever was let in with it is not asked again, until there is
 * another.
 */
export function generationOf({ accessCode }: Pick<Holder, 'accessCode'>): string | null {
  return accessCode === null ? null : hash(accessCode).toString('base64url').slice(0, 16)
}

/** Each character is drawn evenly: a byte that would favour the first ones is drawn again. */
export function drawCode(kind: CodeKind, random: Environment['random']): string {
  const { alphabet, length } = shapes[kind]
  const even = 256 - (256 % alphabet.length)
  let code = ''
  while (code.length < length) {
    for (const byte of random.bytes(length)) {
      if (byte < even && code.length < length) code += alphabet[byte % alphabet.length]
    }
  }
  return code
}

/** A code as it was meant: `OO7-l 23` is `007123`. */
export function cleanCode(typed: string, kind: CodeKind): string {
  const plain = typed
    .slice(0, 200)
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{Nd}]/gu, '')
  return Array.from(plain, (character) => lookAlikes[kind][character] ?? digitOf(character)).join('')
}

/** In the groups in which it is read aloud. */
export function grouped(code: string): string {
  const { group } = shapes[kindOf(code)]
  return code.match(new RegExp(`.{1,${group}}`, 'g'))?.join(' ') ?? ''
}

export function kindOf(code: string): CodeKind {
  return /^[\d ]+$/.test(code) ? 'digits' : 'letters'
}

/** Digits of other scripts stand in runs of ten, from nought to nine (Unicode, chapter 4.6). */
function digitOf(character: string): string {
  if (!/\p{Nd}/u.test(character)) return character
  const point = character.codePointAt(0) ?? 0
  let value = 0
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(point - value - 1))) value += 1
  return String(value)
}

function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
