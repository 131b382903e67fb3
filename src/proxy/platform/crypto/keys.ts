import { hkdfSync } from 'node:crypto'

/**
 * A key for one purpose alone, derived from the settings' secret (HKDF with SHA-256, RFC 5869): whoever learns
 * one learns nothing about the others.
 * @param purpose words that name the use, different for each
 * @returns 32 bytes
 */
export function deriveKey(secret: string, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, 'foyer', purpose, 32))
}
