import { EncryptJWT, type JWTPayload, jwtDecrypt } from 'jose'
import type { z } from 'zod'
import { deriveKey } from './keys.ts'

/** Tokens that only Foyer can make and read. */
export interface Seal<Content> {
  seal(content: Content): Promise<string>
  /** @throws an error where it was not sealed for this purpose, or its time is over */
  open(sealed: string): Promise<Content>
}

/**
 * Encrypted tokens (JWE, RFC 7516; AES-256-GCM) of one purpose.
 * @param purpose has a key of its own, which the settings' secret gives
 * @param lifetime seconds; left out, they last for ever
 */
export function createSeal<Content extends JWTPayload>(
  secret: string,
  purpose: string,
  schema: z.ZodType<Content>,
  lifetime?: number,
): Seal<Content> {
  const key = deriveKey(secret, purpose)
  return {
    async seal(content) {
      const token = new EncryptJWT(content).setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      if (lifetime !== undefined) token.setExpirationTime(`${lifetime}s`)
      return await token.encrypt(key)
    },
    open: async (sealed) => schema.parse((await jwtDecrypt(sealed, key)).payload),
  }
}
