import { createHash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import pg from 'pg'
import { keptStatements } from '../limits.ts'

/** Names under which PostgreSQL keeps statements prepared, on each connection that asks for them. */
export interface StatementNames {
  /** null: to be asked without a name, because it is asked for the first time, or too many have one. */
  of(text: string): string | null
  /** From now on all have other names: what was prepared does not fit the tables any more. */
  renew(): void
  /** From now on none has a name. @returns whether this changes anything */
  stop(): boolean
}

export function createStatementNames(): StatementNames {
  const names = new Map<string, string>()
  const seen = new LRUCache<string, true>({ max: keptStatements.seen })
  let generation = 0
  let ofLists = 0
  let isStopped = false

  function isFull(text: string): boolean {
    // A list of another length is another text.
    const isFullOfLists = hasList(text) && ofLists >= keptStatements.namesOfLists
    return names.size >= keptStatements.names || isFullOfLists
  }

  return {
    of(text) {
      const known = names.get(text)
      if (known !== undefined) return known
      if (isStopped || isFull(text)) return null
      if (!seen.has(text)) {
        seen.set(text, true)
        return null
      }
      const name = `foyer_${generation}_${createHash('sha256').update(text).digest('base64url').slice(0, 22)}`
      names.set(text, name)
      if (hasList(text)) ofLists += 1
      return name
    },
    renew() {
      generation += 1
      names.clear()
      ofLists = 0
    },
    stop() {
      const changes = !isStopped
      isStopped = true
      names.clear()
      return changes
    },
  }
}

/** Parameters behind `in`, or more than one row of values. */
function hasList(text: string): boolean {
  return /\bin \(\$|\), \(\$/.test(text)
}

/**
 * A newer version of Foyer has given the tables other columns ("cached schedule must not change result type", which
 * PostgreSQL says in its own language: the code, feature_not_supported, decides).
 */
export function isOutdated(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '0A000'
}

/**
 * Tells that a prepared statement is missing, or is there though it was not prepared here (invalid_sql_statement_name,
 * duplicate_prepared_statement): a pooler between gives each transaction another connection of the server.
 */
export function isMisplaced(error: unknown): boolean {
  return error instanceof pg.DatabaseError && (error.code === '26000' || error.code === '42P05')
}
