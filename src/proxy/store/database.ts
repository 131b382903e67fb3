import { Kysely } from 'kysely'
import { migrate } from './migrate.ts'
import { isPostgresUrl, postgresDialect } from './postgres.ts'
import type { Tables } from './schema.ts'
import { type SqliteHandle, sqliteInDirectory, sqliteInMemory } from './sqlite.ts'

/** The tables, on either database. On SQLite there is one connection: transactions wait for each other. */
export type Store = Kysely<Tables>

export interface StoreOptions {
  /** `postgres://…`; null is the embedded database in `dataDir`; `:memory:` lives as long as the store. */
  database: string | null
  dataDir: string
  /** Told when an idle connection to PostgreSQL breaks. */
  onLost?: (error: Error) => void
}

export interface OpenStore {
  db: Store
  close(): Promise<void>
}

/**
 * Opens the store and brings its tables up to date.
 * @throws Error with a sentence for the operator, where another process has the embedded database, where
 *   PostgreSQL does not answer, or where the tables are of a newer version
 */
export async function openStore({ database, dataDir, onLost = () => {} }: StoreOptions): Promise<OpenStore> {
  const store =
    database !== null && isPostgresUrl(database)
      ? { db: new Kysely<Tables>({ dialect: postgresDialect(database, onLost) }), unlock() {} }
      : embedded(database === ':memory:' ? sqliteInMemory() : sqliteInDirectory(dataDir))
  const close = async () => {
    await store.db.destroy()
    store.unlock()
  }
  try {
    await migrate(store.db)
  } catch (error) {
    await close()
    throw error
  }
  return { db: store.db, close }
}

function embedded({ dialect, unlock }: SqliteHandle) {
  return { db: new Kysely<Tables>({ dialect }), unlock }
}
