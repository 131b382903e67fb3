import { setTimeout as sleep } from 'node:timers/promises'
import type { PostgresPool, PostgresPoolClient } from 'kysely'
import pg from 'pg'
import { within } from '../time/within.ts'
import { asRow, camelCase } from './names.ts'
import { createStatementNames, isMisplaced, isOutdated, type StatementNames } from './statement-names.ts'
import { DatabaseUnavailable } from './unavailable.ts'

/**
 * A pool for Kysely that does not wait for a PostgreSQL that is gone. TCP notices a peer that vanished after minutes
 * only. A query that takes its time is left alone as long as the server works on it; one that the server does not know,
 * or about which it cannot be asked, has failed, and its connection with it. faults-store.test.ts fails without it,
 * where PostgreSQL "vanishes without a word" and where it "works long on a query".
 * @param timeout milliseconds; half of them until a server is asked, half for its answer
 * @param isWorkedOn asks, beside the pool, about the query of a connection
 * @param onUnprepared told once, when statements cannot stay prepared and are asked without from then on
 */
export function guardedPool(
  pool: pg.Pool,
  timeout: number,
  isWorkedOn: (pid: number) => Promise<boolean>,
  onUnprepared: (error: unknown) => void,
): PostgresPool {
  const clients = new WeakMap<pg.PoolClient, PostgresPoolClient>()
  const names = createStatementNames()
  const stopNaming = (error: unknown) => {
    if (names.stop()) onUnprepared(error)
  }
  pool.on('connect', (client) => {
    // A connection that breaks while nothing is asked on it: the next query says so.
    client.on('error', () => {})
  })
  return {
    options: pool.options,
    async connect() {
      const client = await pool.connect().catch((cause) => {
        throw away(cause)
      })
      const known = clients.get(client)
      if (known) return known
      const patient = guardedClient(client, { names, stopNaming }, timeout / 2, isWorkedOn)
      clients.set(client, patient)
      return patient
    },
    // It would wait for connections to say good-bye that nobody hears any more.
    end: () => within(timeout, pool.end(), () => {}),
  }
}

function guardedClient(
  client: pg.PoolClient,
  { names, stopNaming }: { names: StatementNames; stopNaming: (error: unknown) => void },
  moment: number,
  isWorkedOn: (pid: number) => Promise<boolean>,
): PostgresPoolClient {
  const pid = pidOf(client)
  let isGone = false

  async function query(text: string, parameters: unknown[]) {
    if (isGone) throw new DatabaseUnavailable('the connection to PostgreSQL is gone')
    const { promise: silence, reject } = Promise.withResolvers<never>()
    let isOver = false
    const look = async () => {
      const isAlive = await isWorkedOn(pid)
      // The answer to the query may have come right before the one about it.
      await sleep(0)
      if (isOver) return
      if (isAlive) timer = setTimeout(look, moment)
      else reject(new DatabaseUnavailable('PostgreSQL does not answer a query'))
    }
    let timer = setTimeout(look, moment)
    try {
      return await Promise.race([prepared(text, parameters), silence])
    } catch (error) {
      if (error instanceof pg.DatabaseError || error instanceof TypeError) throw error
      isGone = true
      throw away(error)
    } finally {
      isOver = true
      clearTimeout(timer)
    }
  }

  /** Prepared under a name, where it is asked often; without one, where what was prepared does not do any more. */
  async function prepared(text: string, values: unknown[]) {
    const name = names.of(text)
    if (name === null) return await ask({ text, values })
    try {
      return await ask({ name, text, values })
    } catch (error) {
      if (isMisplaced(error)) stopNaming(error)
      else if (isOutdated(error)) names.renew()
      else throw error
      return await ask({ text, values }).catch(() => {
        // In a transaction, which is lost.
        throw error
      })
    }
  }

  async function ask(config: pg.QueryConfig) {
    const { command, rowCount, fields, rows } = await client.query<unknown[]>({ ...config, rowMode: 'array' })
    const columns = fields.map(({ name }) => camelCase(name))
    return { command, rowCount, rows: rows.map((values) => asRow(columns, values)) }
  }

  return {
    processID: pid,
    // Kysely asks for cursors only where it was given some.
    query: query as never,
    release: (destroy = false) => client.release(destroy || isGone),
  }
}

/**
 * Whether a server works on the query of a connection, by its own word and within a moment.
 * @param moment milliseconds
 */
export async function worksOn(pid: number, config: pg.ClientConfig, moment: number): Promise<boolean> {
  const client = new pg.Client({ ...config, connectionTimeoutMillis: moment })
  client.on('error', () => {})
  const look = async () => {
    await client.connect()
    const { rowCount } = await client.query(
      `select 1 from pg_stat_activity where pid = $1 and state not like 'idle%'`,
      [pid],
    )
    return rowCount === 1
  }
  try {
    return await within(moment, look(), () => false)
  } catch {
    return false
  } finally {
    client.end().catch(() => {})
  }
}

/** The number of the server's process that stands at the other end; its type does not know of it. */
function pidOf(client: pg.PoolClient): number {
  return 'processID' in client ? Number(client.processID) : Number.NaN
}

/** A failed connection to a name with several addresses has no message of its own. */
function away(cause: unknown): DatabaseUnavailable {
  const [first] = cause instanceof AggregateError ? cause.errors : [cause]
  return new DatabaseUnavailable(first instanceof Error ? first.message : String(first), cause)
}
