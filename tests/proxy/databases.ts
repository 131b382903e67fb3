import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, afterEach, describe, inject } from 'vitest'
import {
  connectStore,
  openStore,
  type Store,
  type StoreOptions,
} from '../../src/proxy/platform/store/database.ts'

/** One of the two databases that Foyer runs on. What a test opens is gone when it ends. */
export interface TestDatabase {
  name: 'SQLite' | 'PostgreSQL'
  /** A fresh store, in memory where that can be. */
  open(): Promise<Store>
  /** Where a store can be opened more than once, also by other processes; there are no tables yet. */
  place(): Promise<StoreOptions>
}

/**
 * The same tests on both databases.
 * @param body what is to be tested; `open` gives a fresh store, which is closed after the test
 */
export function describeOnBoth(
  name: string,
  body: (open: () => Promise<Store>, database: TestDatabase) => void,
): void {
  describe.each([sqlite(), postgres()])(`${name} ($name)`, (database) => {
    afterEach(cleanUp)
    body(database.open, database)
  })
}

/** Both databases, for tests that need them together; the caller's file must call `afterEach(cleanUp)`. */
export function sqlite(): TestDatabase {
  return {
    name: 'SQLite',
    open: () => opened({ database: ':memory:', dataDir: '' }),
    async place() {
      const dataDir = await mkdtemp(join(tmpdir(), 'foyer-sqlite-'))
      later(() => rm(dataDir, { recursive: true, force: true }))
      return { database: null, dataDir }
    },
  }
}

export function postgres(): TestDatabase {
  return {
    name: 'PostgreSQL',
    open: openEmptied,
    async place() {
      const name = await createDatabase('template0')
      later(() => dropDatabase(name))
      return placeOf(name)
    },
  }
}

const cleanings: (() => Promise<unknown>)[] = []

/** Done at the end of the test, the last first. */
export function later(cleaning: () => Promise<unknown>): void {
  cleanings.push(cleaning)
}

export async function cleanUp(): Promise<void> {
  for (let cleaning = cleanings.pop(); cleaning; cleaning = cleanings.pop()) await cleaning()
}

async function opened(options: StoreOptions): Promise<Store> {
  const { db, close } = await openStore(options)
  later(close)
  return db
}

/** Databases with today's tables, empty, that tests of this file have used before. */
const emptied: string[] = []
/** What is defined in a new one. */
let definitions: string | undefined

afterAll(async () => {
  for (const name of emptied.splice(0)) await dropDatabase(name)
})

/** Making and dropping a database for each test would cost several times as much as deleting what it wrote. */
async function openEmptied(): Promise<Store> {
  const used = emptied.pop()
  const name = used ?? (await createDatabase('foyer_template'))
  const { db, close } = used ? connectStore(placeOf(name)) : await openStore(placeOf(name))
  definitions ??= await definitionsIn(db)
  later(async () => {
    const isAsNew = await deleteRows(db)
      .then(async () => (await definitionsIn(db)) === definitions)
      .catch(() => false)
    await close()
    if (isAsNew) emptied.push(name)
    else await dropDatabase(name)
  })
  return db
}

/** In any order: what checks foreign keys rests meanwhile. */
async function deleteRows(db: Store): Promise<void> {
  await sql`
    do $$ declare name text; begin
      perform set_config('session_replication_role', 'replica', true), set_config('lock_timeout', '10s', true);
      for name in select tablename from pg_tables where schemaname = 'public' and tablename not like 'kysely%' loop
        execute format('delete from %I', name);
      end loop;
    end $$`.execute(db)
}

/** A digest of tables, indexes, functions and so on, and of the migrations made: a test may change them. */
async function definitionsIn(db: Store): Promise<string | undefined> {
  const { rows } = await sql<{ digest: string }>`
    select concat_ws(' ',
      (select sum(hashtextextended(pg_depend::text, 0)) from pg_depend),
      (select sum(hashtextextended(concat_ws(' ', attrelid, attname, atttypid, attnotnull), 0)) from pg_attribute
        join pg_class on pg_class.oid = attrelid where relnamespace = 'public'::regnamespace),
      (select sum(hashtextextended(name, 0)) from kysely_migration)) as digest`.execute(db)
  return rows[0]?.digest
}

async function createDatabase(template: string): Promise<string> {
  const name = `foyer_${randomUUID().replaceAll('-', '')}`
  await administer(`create database ${name} template ${template}`)
  return name
}

async function dropDatabase(name: string): Promise<void> {
  await administer(`drop database ${name} with (force)`)
}

function placeOf(name: string): StoreOptions {
  // A machine that is busy with other tests is slow, and no PostgreSQL that is gone.
  return { database: `${inject('postgresUrl')}/${name}`, dataDir: '', timeout: 60_000 }
}

async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: `${inject('postgresUrl')}/postgres` })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
