import type { Decision } from '../../contract/me.ts'
import type { Environment } from '../platform/environment/environment.ts'
import type { Outcome } from './decide.ts'
import type { VerifiedToken } from './verify-token.ts'

interface Decided {
  outcome: Outcome
  decision: Decision
}

/**
 * Recent decisions about tokens. A decision is a function of the token, of what the tables say of its bearer and
 * of the settings; the tables are read for each request, so that a suspension or another list counts at once.
 */
export interface DecisionMemory {
  /** @param basis all that the tables say, as text; null where it was another when the token was decided about */
  recall(token: VerifiedToken, basis: string): Decided | null
  keep(token: VerifiedToken, basis: string, decided: Decided): void
}

/**
 * Milliseconds after which the log of decisions is asked again: it notes that somebody was here, and another process
 * may have written to it.
 */
const keptFor = 10_000

/** A decision is forgotten with its token, of which so many are kept as there is room for. */
export function createDecisionMemory({ now }: Pick<Environment, 'now'>): DecisionMemory {
  const kept = new WeakMap<VerifiedToken, Decided & { basis: string; at: number }>()
  return {
    recall(token, basis) {
      const found = kept.get(token)
      // A clock that was set back makes nothing new.
      const isNew = found !== undefined && Math.abs(now() - found.at) < keptFor
      return isNew && found.basis === basis ? found : null
    },
    keep(token, basis, decided) {
      kept.set(token, { ...decided, basis, at: now() })
    },
  }
}
