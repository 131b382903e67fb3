import { type Kysely, sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { up as first } from './migrations/0001_first.ts'
import { up as access } from './migrations/0002_access.ts'
import { up as roomSettings } from './migrations/0003_room_settings.ts'
import { up as hosts } from './migrations/0005_hosts.ts'
import { up as doors } from './migrations/0006_doors.ts'
import { up as guests } from './migrations/0007_guests.ts'
import { up as presentations } from './migrations/0008_presentations.ts'
import { up as plans } from './migrations/0009_plans.ts'
import { up as expectedRecordings } from './migrations/0010_expected_recordings.ts'
import { up as recordingsOwner } from './migrations/0011_recordings_owner.ts'
import { up as processes } from './migrations/0012_processes.ts'
import { up as waysIn } from './migrations/0013_ways_in.ts'
import { up as endings } from './migrations/0016_endings.ts'
import { up as notedEnds } from './migrations/0018_noted_ends.ts'
import { up as pins } from './migrations/0020_pins.ts'
import { up as outlooks } from './migrations/0021_outlooks.ts'
import { up as unconfirmedMeetings } from './migrations/0024_unconfirmed_meetings.ts'
import { up as marks } from './migrations/0025_marks.ts'
import { up as outlookAt } from './migrations/0029_outlook_at.ts'
import { up as membersStart } from './migrations/0030_members_start.ts'

/** Every migration, in the order of their names; one that was released is never changed. */
const migrations: Record<string, Migration> = {
  '0001_first': { up: first },
  '0002_access': { up: access },
  '0003_room_settings': { up: roomSettings },
  '0005_hosts': { up: hosts },
  '0006_doors': { up: doors },
  '0007_guests': { up: guests },
  '0008_presentations': { up: presentations },
  '0009_plans': { up: plans },
  '0010_expected_recordings': { up: expectedRecordings },
  '0011_recordings_owner': { up: recordingsOwner },
  '0012_processes': { up: processes },
  '0013_ways_in': { up: waysIn },
  '0016_endings': { up: endings },
  '0018_noted_ends': { up: notedEnds },
  '0020_pins': { up: pins },
  '0021_outlooks': { up: outlooks },
  '0024_unconfirmed_meetings': { up: unconfirmedMeetings },
  '0025_marks': { up: marks },
  '0029_outlook_at': { up: outlookAt },
  '0030_members_start': { up: membersStart },
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
