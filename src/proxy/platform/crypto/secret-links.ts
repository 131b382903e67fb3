import { createHash } from 'node:crypto'
import { isSame } from './same.ts'

/*
 * Links that one person is sent. The secret is `<id>.<key>`: found by the one, proved by the other. It is shown
 * once, stands behind `#` so that no log and no `Referer` ever has it, and only the key's SHA-256 is kept.
 */

/** Days for which a link works. */
export const linkDays = 30

export function newSecret(
  id: string,
  random: { bytes(length: number): Uint8Array },
): { secret: string; hash: string } {
  const key = Buffer.from(random.bytes(24)).toString('base64url')
  return { secret: `${id}.${key}`, hash: hashOf(key) }
}

/** @returns null where it cannot be one of ours; PostgreSQL takes no NUL, not even to say "no such row" */
export function readSecret(secret: string): { id: string; key: string } | null {
  const [id = '', key = ''] = secret.split('.')
  return id === '' || id.includes('\0') ? null : { id, key }
}

export function isHashOf(key: string, hash: string): boolean {
  return isSame(hash, hashOf(key))
}

function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}
