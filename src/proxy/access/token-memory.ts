import type { VerifiedToken } from './tokens.ts'

/** Verified tokens by their hash: checking a signature is the dearest step of a request. */
export interface TokenMemory {
  recall(hash: string): VerifiedToken | null
  /** @param size the token's length, which bounds what its claims take */
  keep(hash: string, token: VerifiedToken, size: number): void
}

/** About 2,000 tokens of an ordinary size. */
const room = 4 * 1024 * 1024

/** @param now epoch milliseconds; a token is forgotten when it expires, the oldest first where room is short */
export function createTokenMemory(now: () => number): TokenMemory {
  const kept = new Map<string, { token: VerifiedToken; size: number }>()
  let used = 0

  function forget(hash: string): void {
    used -= kept.get(hash)?.size ?? 0
    kept.delete(hash)
  }

  return {
    recall(hash) {
      const found = kept.get(hash)
      if (!found) return null
      if (found.token.expiresAt > now()) return found.token
      forget(hash)
      return null
    },
    keep(hash, token, size) {
      forget(hash)
      kept.set(hash, { token, size })
      used += size
      for (const oldest of kept.keys()) {
        if (used <= room) break
        forget(oldest)
      }
    },
  }
}
