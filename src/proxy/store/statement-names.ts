import { createHash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import pg from 'pg'

/** Names under which PostgreSQL keeps statements prepared, on each connection that asks for them. */
export interface StatementNames {
  /** null: to be asked without a name, because it is asked for the first time, or too many have one. */
  of(text: string): string | null
  /** From now on all have other names: what was prepared does not fit the tables any more. */
  renew(): void
}

/** A connection and its server keep every name until they close, so that there must be an end of them. */
const mostNames = 200
/** Texts that were asked once. */
const mostSeen = 1_000

export function createStatementNames(): StatementNames {
  const names = new Map<string, string>()
  const seen = new LRUCache<string, true>({ max: mostSeen })
  let generation = 0
  return {
    of(text) {
      const known = names.get(text)
      if (known !== undefined) return known
      if (names.size >= mostNames) return null
      if (!seen.has(text)) {
        seen.set(text, true)
        return null
      }
      const name = `foyer_${generation}_${createHash('sha256').update(text).digest('base64url').slice(0, 22)}`
      names.set(text, name)
      return name
    },
    renew() {
      generation += 1
      names.clear()
    },
  }
}

/** A newer version of Foyer has given the tables other columns (PostgreSQL's "cached plan must not change result type"). */
export function isOutdated(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '0A000' && /cached plan/.test(error.message)
}
