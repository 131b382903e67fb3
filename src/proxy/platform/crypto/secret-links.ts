import { createHash, timingSafeEqual } from 'node:crypto'
import type { Parts } from '../../parts.ts'

/*
 * Links that one person is sent. The secret is `<id>.<key>`: found by the one, proved by the other. It is shown
 * once, stands behind `#` so that no log and no `Referer` ever has it, and only the key's SHA-256 is kept.
 */

export const day = 24 * 60 * 60 * 1000
/** Days for which a link works. */
export const linkDays = 30

export function newSecret(
  id: string,
  random: Pick<Parts['random'], 'bytes'>,
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
  return timingSafeEqual(Buffer.from(hashOf(key)), Buffer.from(hash))
}

function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}
