import { LRUCache } from 'lru-cache'
import { keptShares } from '../limits.ts'

/** So many at once, and then so many a second, for each key. */
export interface Rate {
  burst: number
  perSecond: number
}

export interface Bucket {
  /** @returns false where the key has had its share for now */
  take(key: string): boolean
}

/** A token bucket in memory: what it keeps back is the same on every process, each for itself. */
export function createBucket({ burst, perSecond }: Rate, now: () => number): Bucket {
  const known = new LRUCache<string, { left: number; at: number }>({ max: keptShares })
  return {
    take(key) {
      const at = now()
      const before = known.get(key) ?? { left: burst, at }
      // A clock that was set back takes nothing away.
      const elapsed = Math.max(0, at - before.at)
      const left = Math.min(burst, before.left + (elapsed / 1000) * perSecond)
      known.set(key, { left: left < 1 ? left : left - 1, at })
      return left >= 1
    },
  }
}
