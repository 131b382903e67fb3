import { chmodSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import {
  type LimitNode,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteQueryCompiler,
  type SqliteStatement,
  ValueNode,
} from 'kysely'
import { LRUCache } from 'lru-cache'
import { keptStatements } from '../limits.ts'
import { isBusy, RetryingSqliteDriver } from './busy.ts'
import { asRow, camelCase, snakeCase } from './names.ts'

/** Milliseconds for which another process may hold up the opening, and the reading of a command. */
const timeout = 5_000

export interface SqliteHandle {
  dialect: SqliteDialect
  /** Lets another process open the file; to be called once the dialect has closed it. */
  unlock(): void
}

/** The file of the embedded database in a data directory. */
function sqliteFile(dataDir: string): string {
  return join(dataDir, 'foyer.db')
}

/** Whether there is an embedded database in a data directory. */
export function sqliteExists(dataDir: string): boolean {
  return existsSync(sqliteFile(dataDir))
}

/** A database that lives as long as its handle: for tests. */
export function sqliteInMemory(): SqliteHandle {
  return { dialect: new NodeSqliteDialect({ database: asKyselyDatabase(openFile(':memory:')) }), unlock() {} }
}

/**
 * The embedded database as another process's commits left it, for reading beside that process.
 * @throws Error with a sentence, where there is none
 */
export function sqliteBeside(dataDir: string): SqliteHandle {
  const file = sqliteFile(dataDir)
  if (!existsSync(file)) throw new Error(`There is no database ${file}.`)
  const database = opening(file, () => new DatabaseSync(file, { readOnly: true, timeout }))
  return { dialect: new NodeSqliteDialect({ database: asKyselyDatabase(database) }), unlock() {} }
}

/**
 * The embedded database, for one process alone. The lock is on a file of its own beside it, so that a backup
 * can read the database meanwhile; the operating system frees it with the process, however that ends.
 * @throws Error with a sentence that names the file, where another process has it
 */
export function sqliteInDirectory(dataDir: string): SqliteHandle {
  if (!existsSync(dataDir)) mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const file = sqliteFile(dataDir)
  const unlock = lock(file)
  try {
    const database = opening(file, () => openFile(file))
    chmodSync(file, 0o600)
    return { dialect: new NodeSqliteDialect({ database: asKyselyDatabase(database) }), unlock }
  } catch (error) {
    unlock()
    throw error
  }
}

function openFile(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { enableForeignKeyConstraints: true, timeout })
  database.exec('pragma journal_mode = wal')
  database.exec('pragma synchronous = full')
  // Later locks are waited for outside the event loop.
  database.exec('pragma busy_timeout = 0')
  return database
}

function lock(file: string): () => void {
  const holder = opening(file, () => new DatabaseSync(`${file}.lock`, { timeout: 0 }))
  try {
    opening(file, () => holder.exec('begin exclusive'))
  } catch (error) {
    holder.close()
    throw error
  }
  return () => holder.close()
}

/** SQLite's own messages name no file. */
function opening<Result>(file: string, step: () => Result): Result {
  try {
    return step()
  } catch (cause) {
    const reason = isBusy(cause)
      ? 'Another process uses it. Stop that one first; several at once need PostgreSQL (`database` in the settings).'
      : cause instanceof Error && cause.message
    throw new Error(`The database ${file} cannot be opened: ${reason}`, { cause })
  }
}

/** Unlike what Kysely's own adapter says, SQLite takes a change of tables back with its transaction. */
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

/**
 * Writes names as the database has them, and limits out: SQLite prepares a statement whose limit is a parameter anew
 * each time that it is asked, which takes longer than its answer.
 */
class QueryCompiler extends SqliteQueryCompiler {
  protected override sanitizeIdentifier(identifier: string): string {
    return super.sanitizeIdentifier(snakeCase(identifier))
  }

  protected override visitLimit(node: LimitNode): void {
    const { limit } = node
    if (ValueNode.is(limit) && typeof limit.value === 'number') {
      this.append('limit ')
      this.appendImmediateValue(limit.value)
    } else super.visitLimit(node)
  }
}

class NodeSqliteDialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig

  constructor(config: SqliteDialectConfig) {
    super(config)
    this.#config = config
  }

  override createDriver(): RetryingSqliteDriver {
    return new RetryingSqliteDriver(this.#config)
  }

  override createQueryCompiler(): SqliteQueryCompiler {
    return new QueryCompiler()
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalSqliteAdapter()
  }
}

/** Node's own SQLite driver, as Kysely wants one. */
function asKyselyDatabase(database: DatabaseSync): SqliteDatabase {
  const prepared = new LRUCache<string, SqliteStatement>({ max: keptStatements.sqlite })

  function prepare(sql: string): SqliteStatement {
    const statement = database.prepare(sql)
    const columns = statement.columns().map(({ name }) => camelCase(name))
    // Values alone: the driver would make the names of the columns anew for each row.
    statement.setReturnArrays(true)
    return {
      reader: columns.length > 0,
      all: (parameters) =>
        statement.all(...parameters.map(asValue)).map((values) => asRow(columns, listed(values))),
      run: (parameters) => statement.run(...parameters.map(asValue)),
      // A statement is read from by one at a time, and this one for as long as somebody likes.
      iterate: (parameters) => database.prepare(sql).iterate(...parameters.map(asValue)),
    }
  }

  return {
    close() {
      prepared.clear()
      database.close()
    },
    prepare(sql) {
      // SQLite takes a transaction back by itself when the disk is full or broken (lang_transaction.html).
      if (sql === 'rollback' && !database.isTransaction) return nothing
      const known = prepared.get(sql)
      if (known) return known
      const statement = prepare(sql)
      // After a change of tables a statement reads other columns.
      if (changesTables.test(sql)) prepared.clear()
      else prepared.set(sql, statement)
      return statement
    },
  }
}

const changesTables = /^\s*(?:alter|create|drop)\b/i

/** The values of one row: the driver gives an array, though its type says otherwise. */
function listed(values: object): readonly unknown[] {
  return Array.isArray(values) ? values : []
}

const nothing: SqliteStatement = {
  reader: false,
  all: () => [],
  run: () => ({ changes: 0, lastInsertRowid: 0 }),
  iterate: () => [][Symbol.iterator](),
}

function asValue(value: unknown): SQLInputValue {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') {
    return value
  }
  throw new TypeError(`SQLite stores text and numbers, not ${typeof value}`)
}
