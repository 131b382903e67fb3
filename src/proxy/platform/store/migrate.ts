import { type Kysely, sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { up as first } from './migrations/0001_first.ts'

/** Every migration, in the order of their names; one that was released is never changed. */
const migrations: Record<string, Migration> = {
  '0001_first': { up: first },
}

/** The migration that makes the tables what this version needs. */
export const latestMigration = Object.keys(migrations).at(-1) ?? ''

/** Whether this version knows how tables of that state become today's. */
export function isKnownMigration(name: string): boolean {
  return Object.hasOwn(migrations, name)
}

/**
 * Brings the tables up to date, all or nothing, under a lock: of several processes that start at once one
 * migrates, and the others wait for it.
 * @param upTo the migration to stop at, which must not be behind the tables; the last one if left out
 * @throws Error where the tables are of a newer version, or a migration fails
 */
export async function migrate<T>(db: Kysely<T>, upTo?: string): Promise<void> {
  const migrator = migratorFor(db)
  const { error } = await (upTo === undefined ? migrator.migrateToLatest() : migrator.migrateTo(upTo))
  if (error === undefined) return
  throw new Error(`The database cannot be used: ${reasonOf(error)}`, { cause: error })
}

/** How the tables of a store stand to this version. Nothing is made or changed. */
export async function tablesState<T>(db: Kysely<T>): Promise<'none' | 'older' | 'current' | 'newer'> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true })
  if (!tables.some(({ name }) => name === 'kysely_migration')) return 'none'
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db)
  const done = new Set(rows.map(({ name }) => name))
  if ([...done].some((name) => !isKnownMigration(name))) return 'newer'
  return Object.keys(migrations).every((name) => done.has(name)) ? 'current' : 'older'
}

/** A failed connection to a name with several addresses has no message of its own. */
function reasonOf(error: unknown): string {
  const [first] = error instanceof AggregateError ? error.errors : [error]
  return first instanceof Error ? first.message : String(first)
}

function migratorFor<T>(db: Kysely<T>): Migrator {
  return new Migrator({ db, provider: { getMigrations: async () => migrations } })
}
