import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, describe, inject } from 'vitest'
import { openStore, type Store, type StoreOptions } from '../../src/proxy/store/database.ts'

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
    open: async () => opened(await newPostgres('foyer_template')),
    place: () => newPostgres('template0'),
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

async function newPostgres(template: string): Promise<StoreOptions> {
  const url = inject('postgresUrl')
  const name = `foyer_${randomUUID().replaceAll('-', '')}`
  await administer(url, `create database ${name} template ${template}`)
  later(() => administer(url, `drop database ${name} with (force)`))
  // A machine that is busy with other tests is slow, and no PostgreSQL that is gone.
  return { database: `${url}/${name}`, dataDir: '', patience: 60_000 }
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: `${url}/postgres` })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
