import { timingSafeEqual } from 'node:crypto'

/** Compares a secret with a guess in a time that does not tell where they differ. Their length is no secret. */
export function isSame(secret: string | Uint8Array, guess: string | Uint8Array): boolean {
  const [one, other] = [Buffer.from(secret), Buffer.from(guess)]
  return one.length === other.length && timingSafeEqual(one, other)
}
