/** The database does not answer, or there is no connection to it; its driver has words for that and no code. */
export class DatabaseUnavailable extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'StoreAway'
  }
}

/** SQLite's result codes for a file that cannot be used now: locked, read-only, broken, full, gone. */
const sqliteAway: readonly unknown[] = [5, 6, 7, 8, 10, 11, 13, 14, 26]
/** The network's codes, and PostgreSQL's classes for connections, resources and shutting down. */
const postgresAway = /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EPIPE|ETIMEDOUT|25006|3D000|(08|53|57P)\w+)$/

/** The database is away, or takes nothing. A query that it refuses is our mistake, and no reason to try again. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (error instanceof DatabaseUnavailable) return true
  if (!(error instanceof Error) || !('code' in error)) return false
  if (error.code !== 'ERR_SQLITE_ERROR') return postgresAway.test(String(error.code))
  return 'errcode' in error && sqliteAway.includes(Number(error.errcode) & 0xff)
}
