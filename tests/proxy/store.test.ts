import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { sql } from 'kysely'
import { afterEach, describe, expect, test } from 'vitest'
import { openStore, type Store, type StoreOptions } from '../../src/proxy/platform/store/database.ts'
import { cleanUp, describeOnBoth, later, postgres, sqlite } from './databases.ts'

const now = Date.UTC(2026, 10, 23, 12)

/** In the order in which they are applied. */
const allMigrations = [{ name: '0001_first' }]

function person(id: string) {
  return { id, name: 'Ada', email: null, createdAt: now, lastSeenAt: now }
}

function meeting(id: string, room: string) {
  return {
    id,
    roomId: room,
    server: 'de',
    state: 'starting' as const,
    request: '{}',
    leaseUntil: now,
    createdAt: now,
    confirmedAt: now,
    recordingAllowed: 0,
  }
}

async function makeRoom(store: Store): Promise<void> {
  await store.insertInto('people').values(person('ada')).execute()
  await store
    .insertInto('rooms')
    .values({
      id: 'room',
      organisation: 'riverside',
      ownerId: 'ada',
      name: 'Housing',
      address: 'housing-group',
      createdAt: now,
    })
    .execute()
}

describeOnBoth('the store', (open, database) => {
  test('of fifty meetings that start in one room at once, one does', async () => {
    const store = await open()
    await makeRoom(store)
    const starts = Array.from({ length: 50 }, (_, index) =>
      store
        .insertInto('meetings')
        .values(meeting(`foyer-${index}`, 'room'))
        .onConflict((conflict) => conflict.column('roomId').where('endedAt', 'is', null).doNothing())
        .returning('id')
        .executeTakeFirst(),
    )
    const started = (await Promise.all(starts)).filter((row) => row !== undefined)
    const kept = await store.selectFrom('meetings').select('id').execute()
    expect(started).toHaveLength(1)
    expect(kept).toEqual(started)
  })

  test('a transaction that fails takes back its own writes, and nobody else’s', async () => {
    const store = await open()
    const failing = store.transaction().execute(async (transaction) => {
      await transaction.insertInto('people').values(person('inside')).execute()
      throw new Error('changed my mind')
    })
    const outside = store.insertInto('people').values(person('outside')).execute()
    await expect(failing).rejects.toThrow('changed my mind')
    await outside
    expect(await store.selectFrom('people').select('id').execute()).toEqual([{ id: 'outside' }])
  })

  test('times, counts and sums are numbers', async () => {
    const store = await open()
    await store
      .insertInto('people')
      .values([person('ada'), person('luc')])
      .execute()
    const totals = await store
      .selectFrom('people')
      .select((of) => [of.fn.countAll().as('people'), of.fn.sum('createdAt').as('sum')])
      .executeTakeFirst()
    expect(await store.selectFrom('people').select('createdAt').executeTakeFirst()).toEqual({
      createdAt: now,
    })
    expect(totals).toEqual({ people: 2, sum: 2 * now })
  })

  test('what refers to nothing is refused', async () => {
    const store = await open()
    const orphan = { issuer: 'sso', subject: 'ada', personId: 'nobody', linkedAt: now }
    await expect(store.insertInto('identities').values(orphan).execute()).rejects.toThrow(/foreign key/i)
  })

  test('opened again, it has what it had', async () => {
    const place = await database.place()
    const first = await openStore(place)
    await first.db.insertInto('people').values(person('ada')).execute()
    await first.close()
    const again = await openStore(place)
    later(again.close)
    expect(await again.db.selectFrom('people').select('id').execute()).toEqual([{ id: 'ada' }])
    expect((await sql`select name from kysely_migration order by name`.execute(again.db)).rows).toEqual(
      allMigrations,
    )
  })

  test('what was asked before is asked right after a newer version changed the tables', async () => {
    const place = await database.place()
    const ours = await openStore(place)
    later(ours.close)
    await ours.db.insertInto('people').values(person('ada')).execute()
    const ask = (db: Store) => db.selectFrom('people').selectAll().execute()
    for (let time = 0; time < 3; time++) await ask(ours.db)
    const theirs = database.name === 'SQLite' ? ours : await openStore(place)
    if (theirs !== ours) later(theirs.close)
    await sql`alter table people add column pronouns text`.execute(theirs.db)
    for (let time = 0; time < 3; time++) expect(await ask(ours.db)).toMatchObject([{ pronouns: null }])
    await sql`alter table people drop column pronouns`.execute(theirs.db)
    const [row] = await ours.db
      .transaction()
      .execute(ask)
      .catch(() => ask(ours.db))
    expect(row).toMatchObject({ id: 'ada' })
    expect(row).not.toHaveProperty('pronouns')
  })

  test('tables of a newer version are left alone', async () => {
    const place = await database.place()
    const newer = await openStore(place)
    await sql`insert into kysely_migration (name, timestamp) values ('9999_later', '2030-01-01')`.execute(
      newer.db,
    )
    await newer.close()
    await expect(openStore(place)).rejects.toThrow(/^The database cannot be used: .*9999_later/)
  })
})

describe('PostgreSQL', () => {
  afterEach(cleanUp)

  test('several proxies that start at once make the tables once', async () => {
    const place = await postgres().place()
    const stores = await Promise.all(Array.from({ length: 5 }, () => openStore(place)))
    for (const { close } of stores) later(close)
    const { rows } = await sql`select name from kysely_migration order by name`.execute(
      (await openAgain(place)).db,
    )
    expect(rows).toEqual(allMigrations)
  })

  test('what is asked again and again stays prepared, and only so much of it', async () => {
    const store = await postgres().open()
    const prepared = async () => {
      const { rows } = await sql<{ statement: string }>`select statement from pg_prepared_statements`.execute(
        store,
      )
      return rows.map(({ statement }) => statement)
    }
    const ask = (column: string) => sql`select ${sql.lit(1)} as ${sql.id(column)}`.execute(store)
    await ask('once')
    for (let time = 0; time < 3; time++) await ask('often')
    expect((await prepared()).filter((statement) => /once|often/.test(statement))).toEqual([
      'select 1 as "often"',
    ])
    for (let column = 0; column < 1_000; column++) {
      await ask(`column_${column}`)
      await ask(`column_${column}`)
    }
    expect((await prepared()).length).toBeLessThanOrEqual(200)
  })

  test('lists of every length leave names for what is asked again and again', async () => {
    const store = await postgres().open()
    for (let length = 1; length <= 250; length++) {
      const list = sql.join(Array.from({ length }, () => sql`${length}::int`))
      for (let time = 0; time < 2; time++) await sql`select 1 where 1 in (${list})`.execute(store)
    }
    for (let time = 0; time < 3; time++) await sql`select 1 as late`.execute(store)
    const { rows } =
      await sql`select 1 from pg_prepared_statements where statement = 'select 1 as late'`.execute(store)
    expect(rows).toHaveLength(1)
  })

  test('tables that changed are told by the code of the error: its text is in the language of the server', async () => {
    const store = await postgres().open()
    await sql`create sequence asked`.execute(store)
    await sql`
      create function answer() returns bigint language plpgsql as $$
      declare time bigint := nextval('asked');
      begin
        if time = 2 then
          raise exception 'le plan en cache ne doit pas modifier le type' using errcode = '0A000';
        end if;
        return time;
      end $$`.execute(store)
    const ask = () => sql<{ time: number }>`select answer() as time`.execute(store)
    expect((await ask()).rows).toEqual([{ time: 1 }])
    expect((await ask()).rows).toEqual([{ time: 3 }])
  })

  describe('behind a pooler that gives each transaction another connection', () => {
    const ask = (db: Store) => sql<{ one: number }>`select 1 as one`.execute(db)

    /** A store that keeps the question prepared, and under which name. */
    async function opened(place: StoreOptions) {
      const told: unknown[] = []
      const { db, close } = await openStore({ ...place, onUnprepared: (error) => told.push(error) })
      later(close)
      for (let time = 0; time < 3; time++) await ask(db)
      const { rows } = await sql<{ name: string }>`
        select name from pg_prepared_statements where statement = 'select 1 as one'`.execute(db)
      return { db, told, name: rows[0]?.name ?? '' }
    }

    async function preparedIn(db: Store): Promise<number> {
      return (await sql`select 1 from pg_prepared_statements`.execute(db)).rows.length
    }

    test('what was prepared is not there: it is asked without, from then on, and told once', async () => {
      const { db, told } = await opened(await postgres().place())
      await sql`deallocate all`.execute(db)
      expect((await ask(db)).rows).toEqual([{ one: 1 }])
      for (let time = 0; time < 3; time++) await ask(db)
      expect(await preparedIn(db)).toBe(0)
      expect(told).toEqual([expect.objectContaining({ code: '26000' })])
    })

    test('what was not prepared here is there', async () => {
      const place = await postgres().place()
      const { db: other, name } = await opened(place)
      const told: unknown[] = []
      const { db, close } = await openStore({ ...place, onUnprepared: (error) => told.push(error) })
      later(close)
      await sql`prepare ${sql.raw(`"${name}"`)} as select 2 as two`.execute(db)
      for (let time = 0; time < 3; time++) expect((await ask(db)).rows).toEqual([{ one: 1 }])
      expect(told).toEqual([expect.objectContaining({ code: '42P05' })])
      expect((await ask(other)).rows).toEqual([{ one: 1 }])
    })
  })

  test('a server that does not answer is said', async () => {
    const nowhere = { database: 'postgres://foyer:hidden@127.0.0.1:1/foyer', dataDir: '' }
    const refusal = await openStore(nowhere).catch(String)
    expect(refusal).toContain('The database cannot be used: connect ECONNREFUSED 127.0.0.1:1')
    expect(refusal).not.toContain('hidden')
  })
})

describe('SQLite', () => {
  afterEach(cleanUp)

  test('a second process is refused with a sentence, until the first is gone, however it went', async () => {
    const place = await sqlite().place()
    const other = await inAnotherProcess(place)
    await expect(openStore(place)).rejects.toThrow(
      `The database ${place.dataDir}/foyer.db cannot be opened: Another process uses it.`,
    )
    other.kill('SIGKILL')
    await once(other, 'exit')
    const { db } = await openAgain(place)
    expect(await db.selectFrom('people').select('id').execute()).toEqual([{ id: 'from-the-other-process' }])
  })

  test('a file that is no database is said, and left as it is', async () => {
    const place = await sqlite().place()
    const file = `${place.dataDir}/foyer.db`
    await writeFile(file, 'the minutes of our last meeting, and no database'.repeat(20))
    await expect(openStore(place)).rejects.toThrow(
      `The database ${file} cannot be opened: file is not a database`,
    )
    expect(await readFile(file, 'utf8')).toMatch(/^the minutes/)
  })

  test('a commit is on the disk before it is answered', async () => {
    const { db } = await openAgain(await sqlite().place())
    expect((await sql`pragma journal_mode`.execute(db)).rows).toEqual([{ journalMode: 'wal' }])
    expect((await sql`pragma synchronous`.execute(db)).rows).toEqual([{ synchronous: 2 }])
  })
})

async function openAgain(place: StoreOptions) {
  const store = await openStore(place)
  later(store.close)
  return store
}

/** A process that opens a store, writes one person, and lives on. */
async function inAnotherProcess(place: StoreOptions): Promise<ChildProcess> {
  const program = `
    const { openStore } = await import(${JSON.stringify(`${import.meta.dirname}/../../src/proxy/platform/store/database.ts`)})
    const { db } = await openStore(${JSON.stringify(place)})
    const person = ${JSON.stringify(person('from-the-other-process'))}
    await db.insertInto('people').values(person).execute()
    process.stdout.write('open')
    setInterval(() => {}, 1000)
  `
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  later(async () => child.kill('SIGKILL'))
  await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(() => Promise.reject(new Error('the other process ended early'))),
  ])
  return child
}
