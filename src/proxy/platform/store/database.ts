import { Kysely, type Transaction } from 'kysely'
import { migrate } from './migrate.ts'
import { isPostgresUrl, postgresDialect } from './postgres.ts'
import type { Tables } from './schema.ts'
import { type SqliteHandle, sqliteBeside, sqliteExists, sqliteInDirectory, sqliteInMemory } from './sqlite.ts'

/** The tables, on either database. On SQLite there is one connection: transactions wait for each other. */
export type Store = Kysely<Tables>

/** The store itself, or a transaction in it. */
export type Db = Store | Transaction<Tables>

export interface StoreOptions {
  /** `postgres://…`; null is the embedded database in `dataDir`; `:memory:` lives as long as the store. */
  database: string | null
  dataDir: string
  /** How long PostgreSQL may be silent before it counts as away, in milliseconds. */
  timeout?: number
  /** Told when an idle connection to PostgreSQL breaks. */
  onLost?: (error: Error) => void
  /** Told once, when a pooler before PostgreSQL keeps statements from staying prepared. */
  onUnprepared?: (error: unknown) => void
}

/** For commands: nobody waits for a page. */
const usualTimeout = 10_000

export interface OpenStore {
  db: Store
  close(): Promise<void>
}

/**
 * Opens the store and brings its tables up to date.
 * @throws Error with a sentence for the operator, where another process has the embedded database, where
 *   PostgreSQL does not answer, or where the tables are of a newer version
 */
export async function openStore(options: StoreOptions): Promise<OpenStore> {
  const store = connectStore(options)
  try {
    await migrate(store.db)
    return store
  } catch (error) {
    await store.close()
    throw error
  }
}

/** The store with its tables as they are, for this process alone where it is the embedded one. */
export function connectStore(options: StoreOptions): OpenStore {
  const inMemory = options.database === ':memory:'
  return connect(options, inMemory ? sqliteInMemory : sqliteInDirectory)
}

/** The store with its tables as they are, for reading while another process writes. */
export function readStore(options: StoreOptions): OpenStore {
  return connect(options, sqliteBeside)
}

/** Whether other processes may use the store at the same time: the embedded database refuses them. */
export function mayBeShared(store: Store): boolean {
  return store.getExecutor().adapter.supportsMultipleConnections === true
}

/** Whether there is a store to read. PostgreSQL is asked when it is read. */
export function storeExists({ database, dataDir }: StoreOptions): boolean {
  return database !== null || sqliteExists(dataDir)
}

function connect(
  { database, dataDir, timeout = usualTimeout, onLost = () => {}, onUnprepared = () => {} }: StoreOptions,
  embedded: (dataDir: string) => SqliteHandle,
): OpenStore {
  if (database !== null && isPostgresUrl(database)) {
    const db = new Kysely<Tables>({ dialect: postgresDialect(database, timeout, onLost, onUnprepared) })
    return { db, close: () => db.destroy() }
  }
  const { dialect, unlock } = embedded(dataDir)
  const db = new Kysely<Tables>({ dialect })
  return { db, close: () => db.destroy().then(unlock) }
}
