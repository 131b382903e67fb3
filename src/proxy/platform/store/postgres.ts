import { type Kysely, PostgresDialect, PostgresQueryCompiler, sql } from 'kysely'
import pg from 'pg'
import { guardedPool, worksOn } from './guarded-pool.ts'
import { snakeCase } from './names.ts'

/** PostgreSQL's `int8` and `numeric` (what `sum` of it gives), which pg reads as text. */
const wideNumbers: readonly number[] = [20, 1700]

/** Whether a `database` setting is an address of PostgreSQL. */
export function isPostgresUrl(database: string): boolean {
  return /^postgres(ql)?:\/\//.test(database)
}

/**
 * PostgreSQL through a pool of connections; integers are read as numbers, as SQLite gives them.
 * @param timeout milliseconds until a connection, or a sign that a query is being worked on, must be there
 * @param onLost told when an idle connection breaks; the pool opens another when it is needed
 * @param onUnprepared told once, when a pooler between keeps statements from staying prepared
 */
export function postgresDialect(
  url: string,
  timeout: number,
  onLost: (error: Error) => void,
  onUnprepared: (error: unknown) => void,
): PostgresDialect {
  const config: pg.PoolConfig = {
    connectionString: url,
    application_name: 'foyer',
    connectionTimeoutMillis: timeout,
    keepAlive: true,
    types: {
      getTypeParser: (type, format) =>
        wideNumbers.includes(type) ? Number : pg.types.getTypeParser(type, format),
    },
  }
  const pool = new pg.Pool(config)
  pool.on('error', onLost)
  return new SnakeCaseDialect({
    pool: guardedPool(pool, timeout, (pid) => worksOn(pid, config, timeout / 2), onUnprepared),
  })
}

class SnakeCaseDialect extends PostgresDialect {
  override createQueryCompiler(): PostgresQueryCompiler {
    return new SnakeCaseCompiler()
  }
}

class SnakeCaseCompiler extends PostgresQueryCompiler {
  protected override sanitizeIdentifier(identifier: string): string {
    return super.sanitizeIdentifier(snakeCase(identifier))
  }
}

/** The major version of PostgreSQL, and whether our user may make tables there (since 15 not everybody may). */
export async function postgresFacts<T>(db: Kysely<T>): Promise<{ version: number; mayCreate: boolean }> {
  const { rows } = await sql<{ version: number; may: boolean | null }>`
    select current_setting('server_version_num')::int / 10000 as version,
      has_schema_privilege(current_schema(), 'create') as may`.execute(db)
  return { version: rows[0]?.version ?? 0, mayCreate: rows[0]?.may === true }
}
