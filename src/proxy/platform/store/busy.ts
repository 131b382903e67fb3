import { setTimeout as sleep } from 'node:timers/promises'
import { type CompiledQuery, type DatabaseConnection, type QueryResult, SqliteDriver } from 'kysely'

/** Milliseconds for which a lock that another process holds is waited for, from the first query that met it. */
const timeout = 1_000
/** Milliseconds without a busy answer after which the next one is a new lock. */
const quiet = 5_000
/** Milliseconds between two attempts: twice as long each time. */
const pauses = { first: 5, longest: 100 }

/** SQLITE_BUSY with its extended codes (https://sqlite.org/rescode.html#busy). */
export function isBusy(error: unknown): boolean {
  return codeOf(error) !== null && (Number(codeOf(error)) & 0xff) === 5
}

/** SQLITE_BUSY_SNAPSHOT: the transaction read what has changed since; only beginning anew helps. */
const snapshotIsOld = 517

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'errcode' in error ? error.errcode : null
}

/**
 * Waits for a lock that another process holds outside the event loop: SQLite's own `busy_timeout` would stop everything
 * that this process does. Queries that come later wait no longer than the first one does, because they queue behind it;
 * once its time is over each tries once, until one gets through.
 */
export class RetryingSqliteDriver extends SqliteDriver {
  #connection: DatabaseConnection | null = null

  override async acquireConnection(): Promise<DatabaseConnection> {
    this.#connection ??= patient(await super.acquireConnection())
    return this.#connection
  }
}

function patient(connection: DatabaseConnection): DatabaseConnection {
  let busySince = 0
  let lastBusy = Number.NEGATIVE_INFINITY

  /** @returns milliseconds that may still be waited; none is left where it is 0 or less */
  function timeLeft(): number {
    const now = performance.now()
    if (now - lastBusy > quiet) busySince = now
    lastBusy = now
    return busySince + timeout - now
  }

  async function executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    for (let pause = pauses.first; ; pause = Math.min(pauses.longest, pause * 2)) {
      try {
        const result = await connection.executeQuery<R>(query)
        // Reading goes on beside a lock, and says nothing of it.
        if (writes(query)) lastBusy = Number.NEGATIVE_INFINITY
        return result
      } catch (error) {
        const waits = isBusy(error) && codeOf(error) !== snapshotIsOld && timeLeft() > 0
        if (!waits) throw error
      }
      await sleep(pause)
    }
  }

  return { executeQuery, streamQuery: (query, size) => connection.streamQuery(query, size) }
}

function writes({ query: { kind } }: CompiledQuery): boolean {
  return kind === 'InsertQueryNode' || kind === 'UpdateQueryNode' || kind === 'DeleteQueryNode'
}
