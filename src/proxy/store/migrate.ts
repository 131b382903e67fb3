import type { Kysely } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import * as first from './migrations/0001_first.ts'

/** Every migration, in the order of their names; one that was released is never changed. */
const migrations: Record<string, Migration> = {
  '0001_first': first,
}

/** The state of the tables that this version works with. */
export const latestMigration = Object.keys(migrations).sort().at(-1) ?? ''

/**
 * Brings the tables up to date, all or nothing, under a lock: of several processes that start at once one
 * migrates, and the others wait for it.
 * @throws Error where the tables are of a newer version, or a migration fails
 */
export async function migrate<T>(db: Kysely<T>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
  const { error } = await migrator.migrateToLatest()
  if (error === undefined) return
  throw new Error(`The database could not be brought to ${latestMigration}`, { cause: error })
}
