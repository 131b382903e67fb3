import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import { isKnownMigration, migrate } from './migrate.ts'
import { camelCase, snakeCase } from './names.ts'
import type { Tables } from './schema.ts'

/*
 * A backup is text, the same from either database, so that a small installation can grow from one into the
 * other. One JSON value per line: a header, every row of every table, and at the end how many there were.
 */

const Header = z.strictObject({
  format: z.literal(1),
  /** The migration that made the tables what they are. */
  migration: z.string(),
  /** Epoch milliseconds. */
  takenAt: z.number(),
})
const Row = z.record(z.string(), z.union([z.string(), z.number(), z.null()]))
type Row = z.infer<typeof Row>
const RowLine = z.strictObject({ table: z.string(), row: Row })
const EndLine = z.strictObject({ rows: z.number() })
const Line = z.union([RowLine, Header, EndLine])

/** Tables of a backup with their primary keys; those that others refer to come first. */
const keys = {
  people: ['id'],
  identities: ['issuer', 'subject'],
  members: ['id'],
  rooms: ['id'],
  roomAddresses: ['address'],
  cohosts: ['roomId', 'personId'],
  favourites: ['personId', 'roomId'],
  roomOffers: ['id'],
  pins: ['pin'],
  hostLinks: ['id'],
  meetings: ['id'],
  recordings: ['id'],
  serverStates: ['server'],
  issuerKeys: ['issuer'],
  issuerStates: ['issuer'],
  decisions: ['ref'],
  decisionOrganisations: ['ref', 'organisation'],
  groupsSeen: ['issuer', 'subject', 'name'],
  endedSessions: ['issuer', 'kind', 'name'],
  feedback: ['meetingId', 'device'],
  consents: ['id'],
  presentations: ['id'],
  schedules: ['id'],
  scheduleDates: ['scheduleId', 'date'],
  calendars: ['roomId'],
} satisfies { [Table in Exclude<keyof Tables, Fleeting>]: (keyof Tables[Table])[] }

/** Tables whose rows last for hours: in no backup, and no reason not to restore one. */
const fleeting = ['wrongAttempts', 'waitingGuests', 'admissions'] as const satisfies (keyof Tables)[]
type Fleeting = (typeof fleeting)[number]

const pageRows = 1_000
const batchRows = 500

/**
 * Everything in the store that lasts, at one moment, as lines, read page by page while others write.
 * @param now epoch milliseconds, for the header
 * @throws Error with a sentence, where the store has no tables yet, or those of a newer version
 */
export async function* backupLines(db: Kysely<Tables>, now: number): AsyncGenerator<string> {
  const snapshot = await db
    .startTransaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute()
  try {
    const tables = await presentTables(snapshot)
    if (tables.length === 0) throw new Error('The database has no tables of Foyer yet.')
    yield line({ format: 1, migration: await lastMigration(snapshot), takenAt: now })
    let rows = 0
    for (const [table, key] of tables) {
      for await (const row of rowsOf(snapshot, table, key)) {
        yield line({ table, row })
        rows += 1
      }
    }
    yield line({ rows })
  } finally {
    await snapshot.rollback().execute()
  }
}

/**
 * Fills an empty store from a backup and brings its tables up to date, all in one transaction.
 * @returns how many rows there are
 * @throws Error with a sentence, and the store is as it was, where it is not empty, where the backup is cut
 *   short or damaged, or where it comes from a newer version
 */
export async function restoreLines(db: Kysely<Tables>, lines: AsyncIterable<string>): Promise<number> {
  return await db.transaction().execute(async (transaction) => {
    await dropEmptyTables(transaction)
    const rows = await fillFrom(transaction, lines)
    await migrate(transaction)
    return rows
  })
}

/** The error of a backup that ends early or cannot be read. */
export function damagedBackup(cause?: unknown): Error {
  return new Error('The backup is cut short or damaged: nothing was restored.', { cause })
}

function line(value: unknown): string {
  return `${JSON.stringify(value)}\n`
}

async function lastMigration(db: Kysely<Tables>): Promise<string> {
  const { rows } = await sql<{ name: string }>`select max(name) as name from kysely_migration`.execute(db)
  const name = z.string().parse(rows[0]?.name)
  if (!isKnownMigration(name)) throw new Error(`The database is of a newer version of Foyer (${name}).`)
  return name
}

async function presentTables(db: Kysely<Tables>): Promise<[table: string, key: readonly string[]][]> {
  const present = new Set((await db.introspection.getTables()).map(({ name }) => camelCase(name)))
  return Object.entries(keys).filter(([table]) => present.has(table))
}

async function* rowsOf(db: Kysely<Tables>, table: string, key: readonly string[]): AsyncGenerator<Row> {
  const columns = sql.join(key.map((column) => sql.id(column)))
  let page: Row[] = []
  do {
    const last = page.at(-1)
    const after = last ? sql`where (${columns}) > (${sql.join(key.map((column) => last[column]))})` : sql``
    const read = sql<Row>`select * from ${sql.id(table)} ${after} order by ${columns} limit ${sql.lit(pageRows)}`
    page = (await read.execute(db)).rows
    yield* page
  } while (page.length === pageRows)
}

/** A proxy that ran once leaves empty tables behind, perhaps of another version than the backup's. */
async function dropEmptyTables(db: Kysely<Tables>): Promise<void> {
  const tables = (await presentTables(db)).map(([table]) => table)
  for (const table of tables) {
    const { rows } = await sql`select 1 from ${sql.id(table)} limit 1`.execute(db)
    if (rows.length > 0) {
      throw new Error(`The database is not empty (${snakeCase(table)} has rows): restore into a new one.`)
    }
  }
  for (const table of tables.toReversed()) await db.schema.dropTable(table).execute()
  for (const table of [...fleeting, 'kysely_migration', 'kysely_migration_lock']) {
    await db.schema.dropTable(table).ifExists().execute()
  }
}

/** Makes the tables as they were when the backup was taken, and fills them. */
async function fillFrom(db: Kysely<Tables>, lines: AsyncIterable<string>): Promise<number> {
  const writer = createWriter(db)
  let promised: number | undefined
  for await (const written of lines) {
    const record = parseLine(written)
    if ('migration' in record) await makeTables(db, record.migration)
    else if ('table' in record) await writer.add(record)
    else promised = record.rows
  }
  const rows = await writer.finish()
  if (rows !== promised) throw damagedBackup()
  return rows
}

function parseLine(written: string): z.infer<typeof Line> {
  try {
    return Line.parse(JSON.parse(written))
  } catch (cause) {
    throw damagedBackup(cause)
  }
}

async function makeTables(db: Kysely<Tables>, migration: string): Promise<void> {
  if (!isKnownMigration(migration)) {
    throw new Error(`The backup is of a newer version of Foyer (${migration}).`)
  }
  await migrate(db, migration)
}

/** Inserts rows many at a time. */
function createWriter(db: Kysely<Tables>) {
  let table = ''
  let rows: Row[] = []
  let count = 0
  const flush = async () => {
    await insert(db, table, rows)
    count += rows.length
    rows = []
  }
  return {
    async add(line: z.infer<typeof RowLine>): Promise<void> {
      if (line.table !== table || rows.length === batchRows) await flush()
      table = line.table
      rows.push(line.row)
    },
    async finish(): Promise<number> {
      await flush()
      return count
    },
  }
}

async function insert(db: Kysely<Tables>, table: string, rows: readonly Row[]): Promise<void> {
  const [first] = rows
  if (!first) return
  const columns = Object.keys(first)
  if (rows.some((row) => columns.some((column) => row[column] === undefined))) throw damagedBackup()
  const names = sql.join(columns.map((column) => sql.id(column)))
  const values = rows.map((row) => sql`(${sql.join(columns.map((column) => row[column]))})`)
  await sql`insert into ${sql.id(table)} (${names}) values ${sql.join(values)}`.execute(db)
}
