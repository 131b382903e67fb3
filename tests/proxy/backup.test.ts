import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { promisify } from 'node:util'
import { gunzipSync, gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { afterEach, describe, expect, test } from 'vitest'
import { backupLines, restoreLines } from '../../src/proxy/platform/store/backup.ts'
import {
  connectStore,
  openStore,
  readStore,
  type Store,
  type StoreOptions,
} from '../../src/proxy/platform/store/database.ts'
import { latestMigration } from '../../src/proxy/platform/store/migrate.ts'
import { camelCase } from '../../src/proxy/platform/store/names.ts'
import { readBackup, usualBackupFile, writeBackup } from '../../src/proxy/runtime/commands/backup-file.ts'
import { cleanUp, describeOnBoth, later, postgres, sqlite } from './databases.ts'

const now = Date.UTC(2026, 10, 23, 12, 30)

describe('a backup', () => {
  afterEach(cleanUp)

  test.each([
    { from: sqlite(), to: sqlite() },
    { from: sqlite(), to: postgres() },
    { from: postgres(), to: sqlite() },
    { from: postgres(), to: postgres() },
  ])('from $from.name into $to.name loses nothing', async ({ from, to }) => {
    const source = await opened(await from.place())
    await fillEveryTable(source)
    const file = join(await folder(), 'backup.jsonl.gz')
    await writeBackup(source, file, now)

    const target = await to.place()
    const { db, close } = connectStore(target)
    const rows = await readBackup(db, file)
    await close()
    const restored = await contents(await opened(target))
    expect(restored).toEqual(await contents(source))
    expect(Object.values(restored).flat()).toHaveLength(rows)
    const empty = Object.keys(restored).filter((table) => restored[table]?.length === 0)
    expect(empty).toEqual(['admissions', 'waitingGuests', 'wrongAttempts'])
  })
})

describeOnBoth('backup', (open, database) => {
  test('what is read late is of the same moment as what is read early', async () => {
    const place = await database.place()
    const store = await opened(place)
    const people = 2_500
    await addPeople(store, people)
    const beside = readStore(place)
    later(beside.close)

    const lines: string[] = []
    for await (const line of backupLines(beside.db, now)) {
      if (lines.length % 250 === 1) await moveBetweenFirstAndLast(store, people)
      lines.push(line)
    }
    const restored = await open()
    await restoreLines(restored, each(lines))
    expect(await totalOf(store)).toBe(people * 100)
    expect(await totalOf(restored)).toBe(people * 100)
    expect(await balancesOf(restored)).toEqual([100])
    expect(await balancesOf(store)).not.toEqual([100])
  })

  test('the command makes one private file while Foyer runs and writes, and the other brings it back', async () => {
    const place = await database.place()
    const store = await opened(place)
    const people = 2_500
    await addPeople(store, people)
    let running = true
    const backup = command('backup', place).finally(() => {
      running = false
    })
    let moves = 0
    for (; running; moves += 1) {
      await moveBetweenFirstAndLast(store, people)
      // The embedded database answers at once: without a turn for others the command's end is never seen.
      await setImmediate()
    }
    const file = (await backup).stdout.trim()

    expect(moves).toBeGreaterThan(0)
    expect(file).toMatch(/\/backups\/foyer-\d{8}T\d{6}Z\.jsonl\.gz$/)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await readdir(join(file, '..'))).toHaveLength(1)

    const empty = await database.place()
    expect((await command('restore', empty, file)).stdout).toBe(`${people} rows were restored.\n`)
    expect(await totalOf(await opened(empty))).toBe(people * 100)
  })

  test('one that is cut short is refused, and leaves the database empty', async () => {
    const store = await open()
    await addPeople(store, 1_200)
    const file = join(await folder(), 'backup.jsonl.gz')
    await writeBackup(store, file, now)
    const whole = await readFile(file)

    const target = await open()
    for (const length of [0, 5, Math.floor(whole.length / 2), whole.length - 9, whole.length - 1]) {
      await writeFile(file, whole.subarray(0, length))
      await expect(readBackup(target, file)).rejects.toThrow('The backup is cut short or damaged')
      expect(await totalOf(target)).toBe(0)
    }
    await writeFile(file, whole)
    expect(await readBackup(target, file)).toBe(1_200)
  })

  test('one without its last lines, or with one too many, is refused', async () => {
    const store = await open()
    await addPeople(store, 3)
    const lines = await linesOf(store)
    const target = await open()
    const last = lines.length - 1
    const others = [
      lines.slice(0, last),
      [...lines.slice(0, 2), ...lines.slice(3)],
      ['nonsense'],
      [],
      lines.toSpliced(last, 0, rowOf('x')),
    ]
    for (const some of others) {
      await expect(restoreLines(target, each(some))).rejects.toThrow('cut short or damaged')
    }
    expect(await totalOf(target)).toBe(0)
  })

  test('one of a newer version is refused', async () => {
    const [header = '', ...rest] = await linesOf(await open())
    const newer = [header.replace(latestMigration, '9999_later'), ...rest]
    await expect(restoreLines(await open(), each(newer))).rejects.toThrow(
      'The backup is of a newer version of Foyer (9999_later).',
    )
  })

  test('what processes share for minutes is in no backup, and hinders none', async () => {
    const [store, target] = [await open(), await open()]
    const times = { since: now, lastAt: now, pausedUntil: 0 }
    const tried = { place: 'code:room', source: 'hash', wrong: 3, earlier: 0, ...times }
    const waits = { process: 'one', roomId: 'room', guests: 1, names: 'sealed', beat: now }
    for (const one of [store, target]) {
      await one.insertInto('wrongAttempts').values(tried).execute()
      await one.insertInto('waitingGuests').values(waits).execute()
    }
    await addPeople(store, 1)
    await restoreLines(target, each(await linesOf(store)))
    const left = await contents(target)
    expect([left.people, left.wrongAttempts, left.waitingGuests]).toMatchObject([{ length: 1 }, [], []])
  })

  test('a database that has anything in it is not overwritten', async () => {
    const store = await open()
    await addPeople(store, 1)
    const target = await open()
    await target.insertInto('serverStates').values({ server: 'de', state: 'up', since: now }).execute()
    await expect(restoreLines(target, each(await linesOf(store)))).rejects.toThrow(
      'The database is not empty (server_states has rows)',
    )
    expect((await contents(target)).serverStates).toHaveLength(1)
  })

  test('a backup never overwrites a file, and one that fails leaves none', async () => {
    const store = await open()
    const at = await folder()
    await writeFile(join(at, 'precious'), 'keep')
    await expect(writeBackup(store, join(at, 'precious'), now)).rejects.toThrow('precious exists already.')
    await sql`update kysely_migration set name = '9999_later' where name = ${latestMigration}`.execute(store)
    await expect(writeBackup(store, join(at, 'new'), now)).rejects.toThrow('of a newer version of Foyer')
    expect(await readdir(at)).toEqual(['precious'])
    expect(await readFile(join(at, 'precious'), 'utf8')).toBe('keep')
  })
})

describe('the backup file', () => {
  afterEach(cleanUp)

  test('is named by its time', () => {
    expect(usualBackupFile('data', now)).toBe('data/backups/foyer-20261123T123000Z.jsonl.gz')
  })

  test('is text that other tools read', async () => {
    const store = await sqlite().open()
    await addPeople(store, 1)
    const file = join(await folder(), 'backup.jsonl.gz')
    await writeBackup(store, file, now)
    const lines = gunzipSync(await readFile(file))
      .toString()
      .trim()
      .split('\n')
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { format: 1, migration: latestMigration, takenAt: now },
      {
        table: 'people',
        row: {
          id: '0000',
          name: 'Ada',
          email: null,
          createdAt: now,
          lastSeenAt: 100,
          suspendedAt: null,
          suspendedBy: null,
        },
      },
      { rows: 1 },
    ])
  })

  test('that is no backup is refused', async () => {
    const file = join(await folder(), 'photo.jpg')
    const store = await sqlite().open()
    for (const content of [Buffer.from('not packed at all'), gzipSync('{}\n'), gzipSync('{"format":2}\n')]) {
      await writeFile(file, content)
      await expect(readBackup(store, file)).rejects.toThrow('cut short or damaged')
    }
  })

  test('is said to be missing, and so is the database', async () => {
    const place = await sqlite().place()
    await expect(command('restore', place, '/nowhere/backup.gz')).rejects.toMatchObject({
      stderr: expect.stringContaining('/nowhere/backup.gz'),
    })
    const never = { database: null, dataDir: join(place.dataDir, 'never') }
    await expect(command('backup', never)).rejects.toMatchObject({
      stderr: `There is no database ${never.dataDir}/foyer.db.\n`,
    })
  })
})

async function opened(place: StoreOptions): Promise<Store> {
  const { db, close } = await openStore(place)
  later(close)
  return db
}

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'foyer-backup-'))
  later(() => rm(path, { recursive: true, force: true }))
  return path
}

async function addPeople(store: Store, count: number): Promise<void> {
  const people = Array.from({ length: count }, (_, index) => personOf(String(index).padStart(4, '0')))
  for (let from = 0; from < count; from += 500) {
    await store
      .insertInto('people')
      .values(people.slice(from, from + 500))
      .execute()
  }
}

/** A person whose `last_seen_at` is 100: the tests move shares of it from one to another. */
function personOf(id: string) {
  return { id, name: 'Ada', email: null, createdAt: now, lastSeenAt: 100 }
}

function rowOf(id: string): string {
  return `${JSON.stringify({ table: 'people', row: personOf(id) })}\n`
}

async function moveBetweenFirstAndLast(store: Store, people: number): Promise<void> {
  const last = String(people - 1).padStart(4, '0')
  await store.transaction().execute(async (transaction) => {
    await share(transaction, '0000', -1)
    await share(transaction, last, 1)
  })
}

async function share(store: Store, id: string, amount: number): Promise<void> {
  await store
    .updateTable('people')
    .set((of) => ({ lastSeenAt: of('lastSeenAt', '+', amount) }))
    .where('id', '=', id)
    .execute()
}

async function totalOf(store: Store): Promise<number> {
  const rows = await store.selectFrom('people').select('lastSeenAt').execute()
  return rows.reduce((sum, row) => sum + row.lastSeenAt, 0)
}

async function balancesOf(store: Store): Promise<number[]> {
  const rows = await store.selectFrom('people').select('lastSeenAt').distinct().execute()
  return rows.map((row) => row.lastSeenAt).sort((a, b) => a - b)
}

async function linesOf(store: Store): Promise<string[]> {
  return await Array.fromAsync(backupLines(store, now))
}

async function* each(lines: string[]): AsyncGenerator<string> {
  yield* lines
}

/** Every table that the database says it has, so that a forgotten one is missed. */
async function contents(store: Store): Promise<Record<string, unknown[]>> {
  const tables = (await store.introspection.getTables()).map(({ name }) => camelCase(name))
  const read = tables.sort().map(async (table) => {
    const { rows } = await sql<Record<string, unknown>>`select * from ${sql.id(table)}`.execute(store)
    return [table, rows.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))] as const
  })
  return Object.fromEntries(await Promise.all(read))
}

/** Runs a command as people do, with settings that name a place. */
async function command(name: 'backup' | 'restore', place: StoreOptions, ...args: string[]) {
  const at = await folder()
  const settings = `
publicUrl: http://localhost:3000
secret: ${'x'.repeat(32)}
${place.database === null ? '' : `database: ${place.database}`}
dataDir: ${place.dataDir || at}
signIn: { issuers: [{ id: sso, issuer: "http://localhost/sso", clientId: foyer, audience: foyer-api }] }
organisations: [{ id: riverside, name: Riverside }]
servers: [{ id: de, url: "http://localhost/bbb", secret: x, name: Germany, country: DE }]
`
  await writeFile(join(at, 'foyer.yaml'), settings)
  const program = join(import.meta.dirname, `../../src/proxy/runtime/commands/${name}.ts`)
  return await promisify(execFile)(process.execPath, [program, ...args], {
    env: { FOYER_CONFIG: join(at, 'foyer.yaml') },
  })
}

/** At least one row in each table, with what is hard to keep: French, emoji, quotes, lines, nothing, big numbers. */
async function fillEveryTable(store: Store): Promise<void> {
  const name = 'Zoé d’Été « Habitations » 🏠 "quoted" \\ back\nnew line\ttab'
  const ada = { ...personOf('ada'), name, email: 'ada@example.org' }
  await store
    .insertInto('people')
    .values([ada, personOf('Luc'), personOf('éva')])
    .execute()
  const identity = { issuer: 'sso', subject: '8f2c:é', personId: 'ada', linkedAt: now }
  await store
    .insertInto('identities')
    .values([identity, { ...identity, subject: 'Z' }])
    .execute()
  await store
    .insertInto('members')
    .values({
      id: 'm',
      organisation: 'riverside',
      email: 'a@b.c',
      addedBy: 'ada',
      addedAt: now,
      issuer: 'sso',
      subject: 's',
      claimedAt: now,
    })
    .execute()
  await store
    .insertInto('rooms')
    .values({
      id: 'room',
      organisation: 'riverside',
      ownerId: 'ada',
      name: '',
      address: 'salle-de-réunion',
      settings: JSON.stringify({ recordingAllowed: true, welcome: 'Bonne réunion' }),
      createdAt: now,
      lastUsedAt: Number.MAX_SAFE_INTEGER,
    })
    .execute()
  const hosting = { roomId: 'room', personId: 'Luc' }
  await store
    .insertInto('cohosts')
    .values({ ...hosting, addedBy: 'ada', addedAt: now })
    .execute()
  await store
    .insertInto('favourites')
    .values({ ...hosting, at: now })
    .execute()
  await store
    .insertInto('roomOffers')
    .values({
      id: 'o',
      roomId: 'room',
      kind: 'transfer',
      email: 'éva@b.c',
      madeBy: 'ada',
      madeAt: now,
      until: now,
    })
    .execute()
  await store
    .insertInto('roomAddresses')
    .values({ address: 'old-one', roomId: 'room', createdAt: 0 })
    .execute()
  await store
    .insertInto('hostLinks')
    .values({
      id: 'link',
      roomId: 'room',
      label: 'Camille, sans compte',
      secretHash: 'ab12',
      createdBy: 'ada',
      createdAt: now,
      expiresAt: null,
      revokedAt: now,
      lastUsedAt: null,
    })
    .execute()
  await store
    .insertInto('pins')
    .values([
      { pin: '01234', roomId: 'room', restsUntil: null },
      { pin: '56789', roomId: 'room', restsUntil: now },
    ])
    .execute()
  await store
    .insertInto('meetings')
    .values({
      id: 'foyer-1',
      roomId: 'room',
      ownerId: 'ada',
      ownedBy: 'organisation',
      organisation: 'riverside',
      server: 'de',
      state: 'running',
      request: JSON.stringify({ name }),
      leaseUntil: now,
      createdAt: now,
      createTime: now,
      confirmedAt: now,
      endAskedAt: now,
      recordingAllowed: 1,
    })
    .execute()
  await store
    .insertInto('recordings')
    .values({
      id: 'recording',
      roomId: 'room',
      ownerId: 'ada',
      ownedBy: 'organisation',
      organisation: 'riverside',
      meetingId: 'foyer-1',
      server: 'de',
      name,
      state: 'expected',
      audience: 'hosts',
      startedAt: now,
      formats: '[]',
      absent: 0,
    })
    .execute()
  await store.insertInto('serverStates').values({ server: 'de', state: 'up', since: now }).execute()
  await store
    .insertInto('issuerKeys')
    .values({ issuer: 'sso', jwks: '{"keys":[]}', fetchedAt: now })
    .execute()
  await store
    .insertInto('decisions')
    .values({
      ref: 'abcd2345',
      issuer: 'sso',
      subject: 's',
      allowed: 0,
      code: 'group_no_match',
      steps: '[]',
      at: now,
      lastAt: now,
    })
    .execute()
  await store
    .insertInto('decisionOrganisations')
    .values({ ref: 'abcd2345', organisation: 'riverside', way: null, matched: null })
    .execute()
  await store
    .insertInto('groupsSeen')
    .values({ issuer: 'sso', subject: 's', name: '/membres/été', at: now })
    .execute()
  await store
    .insertInto('endedSessions')
    .values({ issuer: 'sso', kind: 'sid', name: 'session', at: now, notedAt: now })
    .execute()
  await store
    .insertInto('schedules')
    .values({
      id: 'schedule',
      roomId: 'room',
      title: 'Réunion 🏠',
      message: 'Bonjour;\nà mardi, "midi"',
      start: '2026-12-01T14:00',
      timeZone: 'America/Toronto',
      minutes: 60,
      repeat: 'weekly',
      ends: '{"kind":"never"}',
      version: 3,
      createdAt: now,
      changedAt: now,
    })
    .execute()
  await store
    .insertInto('scheduleDates')
    .values([
      { scheduleId: 'schedule', date: '2026-12-08', state: 'cancelled', start: null, minutes: null },
      { scheduleId: 'schedule', date: '2026-12-15', state: 'moved', start: '2026-12-16T09:30', minutes: 45 },
    ])
    .execute()
  await store
    .insertInto('calendars')
    .values({ roomId: 'room', name: 'bcdf-ghjk-mpqr', generation: 2, changedAt: now, upcomingAt: now })
    .execute()
  const guest = { roomId: 'room', meetingId: 'foyer-1', device: 'guest-1', at: now }
  await store
    .insertInto('feedback')
    .values({ ...guest, id: 'said', server: 'de', face: 'good', sentence: 'Très bien, merci !', name: null })
    .execute()
  await store
    .insertInto('consents')
    .values({ ...guest, id: 'agreed', version: 1, language: 'fr-CA' })
    .execute()
  await store.insertInto('issuerStates').values({ issuer: 'sso', state: 'down', since: now }).execute()
  await store
    .insertInto('presentations')
    .values({
      id: 'agenda',
      roomId: 'room',
      name: 'Ordre du jour « été ».pdf',
      kind: 'pdf',
      bytes: 30_000_000,
      position: 0,
      createdAt: now,
      keptAt: now,
      deletedAt: null,
    })
    .execute()
}
