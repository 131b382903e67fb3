import type { Logger } from 'pino'
import { isDatabaseUnavailable } from './unavailable.ts'

/* What is nice to know never stands in the way: a full disk keeps nobody out of a meeting that runs. */

/**
 * Writes what may be lost. A failure is logged and nothing more.
 * @param what names it in the log
 */
export async function writeIfPossible(
  log: Logger,
  what: string,
  write: () => Promise<unknown>,
): Promise<void> {
  try {
    await write()
  } catch (error) {
    logFailure(log, what, error)
  }
}

/** A store that is away says so in many places; anything else is a mistake of ours. */
function logFailure(log: Logger, what: string, error: unknown): void {
  if (isDatabaseUnavailable(error)) log.warn({ what, cause: String(error) }, 'not written')
  else log.error({ what, err: error }, 'not written')
}

/** Rows that are written as soon as the store takes them, and are kept in memory until then. */
export interface LaterWrites<Row> {
  /** Writes it now where that can be, else later; never throws. */
  write(row: Row): Promise<void>
  /** Stops trying; rows that were not written are lost, and counted in the log. */
  close(): void
}

interface LaterOptions {
  /** Names the rows in the log. */
  what: string
  /** Rows that are kept; what comes beyond is lost. */
  most: number
  /** Milliseconds between two attempts. */
  retry: number
}

/** @param write writes one row; called again with the same row where the store was away */
export function createLaterWrites<Row>(
  log: Logger,
  { what, most, retry }: LaterOptions,
  write: (row: Row) => Promise<unknown>,
): LaterWrites<Row> {
  const kept: Row[] = []
  let lost = 0
  let timer: NodeJS.Timeout | undefined
  let closed = false

  /** @returns false: the store is away */
  async function attempt(row: Row): Promise<boolean> {
    try {
      await write(row)
      return true
    } catch (error) {
      if (isDatabaseUnavailable(error)) return false
      logFailure(log, what, error)
      return true
    }
  }

  function keep(row: Row): void {
    if (closed || kept.length >= most) {
      lost += 1
      return
    }
    if (kept.push(row) > 1) return
    log.warn({ what }, 'kept in memory until the store takes it')
    schedule()
  }

  function schedule(): void {
    timer = setTimeout(() => void writeKept(), retry).unref()
  }

  /** The first row stays in its place while it is written, so that who comes meanwhile queues behind it. */
  async function writeKept(): Promise<void> {
    for (let row = kept[0]; row !== undefined && !closed; row = kept[0]) {
      if (!(await attempt(row))) return schedule()
      kept.shift()
    }
    if (!closed) log.info({ what, lost }, 'kept in memory no more')
    lost = 0
  }

  return {
    async write(row) {
      // Nobody waits for a store that was away a moment ago.
      if (kept.length > 0 || !(await attempt(row))) keep(row)
    },
    close() {
      closed = true
      clearTimeout(timer)
      if (kept.length + lost > 0) log.warn({ what, lost: kept.length + lost }, 'never written')
    },
  }
}
