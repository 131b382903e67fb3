import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import pg from 'pg'
import { afterEach, expect, test } from 'vitest'
import { openStore, type Store } from '../../src/proxy/platform/store/database.ts'
import { ada, origins, type TestPerson, type World } from '../world.ts'
import { cleanUp, later, postgres, sqlite } from './databases.ts'
import { adasRoom, cookiesOf, form, inWorld, ledTo } from './faults-world.ts'
import { openRelay } from './relay.ts'

/* The store takes nothing any more, and a meeting that runs can be joined all the same. */

afterEach(cleanUp)

const noor: TestPerson = { subject: 'noor', name: 'Noor Haddad', groups: ['/members/riverside'] }
const hour = 3_600_000

/** A store that can be made to take nothing, and to take everything again. */
interface Fillable {
  store: Store
  fill(): Promise<void>
  free(): Promise<void>
}

async function fullDisk(): Promise<Fillable> {
  const store = await sqlite().open()
  const mayHave = (pages: number) => sql.raw(`pragma max_page_count = ${pages}`).execute(store)
  return {
    store,
    async fill() {
      const { rows } = await sql<{ pageCount: number }>`pragma page_count`.execute(store)
      await mayHave(rows[0]?.pageCount ?? 0)
      const { id: meetingId, roomId } = await store
        .selectFrom('meetings')
        .select(['id', 'roomId'])
        .executeTakeFirstOrThrow()
      const consent = { roomId, meetingId, version: 0, language: 'en', at: 1 }
      // Pages that were begun take rows until they are full, each table's own.
      await untilFull(() =>
        store
          .insertInto('consents')
          .values({ ...consent, id: randomUUID(), device: randomUUID() })
          .execute(),
      )
      await untilFull(() =>
        store.insertInto('admissions').values({ meetingId, device: randomUUID() }).execute(),
      )
    },
    free: async () => void (await mayHave(1_000_000)),
  }
}

async function untilFull(write: () => Promise<unknown>): Promise<void> {
  for (let count = 0; count < 5_000; count++) {
    const isFull = await write().then(
      () => false,
      (error) => /full/.test(String(error)),
    )
    if (isFull) return
  }
  throw new Error('it is never full')
}

async function readOnlySqlite(): Promise<Fillable> {
  const store = await sqlite().open()
  const queryOnly = async (value: string) =>
    void (await sql.raw(`pragma query_only = ${value}`).execute(store))
  return { store, fill: () => queryOnly('on'), free: () => queryOnly('off') }
}

async function readOnlyPostgres(): Promise<Fillable> {
  const place = await postgres().place()
  const url = new URL(place.database ?? '')
  const name = url.pathname.slice(1)
  const direct = new URL('/postgres', url).href
  const relay = await openRelay({ host: url.hostname, port: Number(url.port) })
  later(relay.close)
  url.port = String(relay.port)
  const { db: store, close } = await openStore({ ...place, database: url.href })
  later(close)
  const readOnly = async (value: 'on' | 'off') => {
    const client = new pg.Client({ connectionString: direct })
    await client.connect()
    await client.query(`alter database ${name} set default_transaction_read_only = ${value}`)
    await client.end()
    // It holds for new connections.
    await relay.refuse()
    await relay.mend()
  }
  return { store, fill: () => readOnly('on'), free: () => readOnly('off') }
}

const join = (w: World, json: object, Cookie = '') =>
  w.ask('/api/join/assembly', { method: 'POST', json, headers: { Cookie, Origin: origins.foyer } })

test.each([
  ['SQLite on a full disk', fullDisk],
  ['SQLite that is read-only', readOnlySqlite],
  ['PostgreSQL that is read-only', readOnlyPostgres],
] as const)(
  '%s: guests, members and bearers of host links get into a meeting that runs; consents appear later',
  async (_, open) => {
    const { store, fill, free } = await open()
    await inWorld({ store }, async (w) => {
      await adasRoom(w, { recordingAllowed: true, membersStart: true })
      const pass = await w.ask('/api/rooms/assembly/pass', { method: 'POST', as: noor })
      const noorsCookie = `foyer_member=1; ${cookiesOf(pass)}`
      const link = { method: 'POST', as: ada, json: { label: 'Camille', days: 7 } }
      const made = await (await w.ask('/api/rooms/assembly/hostLinks', link)).json()
      const secret = { secret: made.url.split('#')[1] }
      // Ann waits while the room is still empty, and Ada comes when nothing can be written any more.
      const waiting = await join(w, { name: 'Ann', consent: true })
      const ticket = (await waiting.json()).ticket
      const events = await w.ask(`/api/join/assembly/events?ticket=${ticket}`, {
        headers: { Cookie: cookiesOf(waiting) },
      })
      const started = await w.ask('/api/rooms/assembly/start', { method: 'POST', as: ada, json: {} })
      // Whatever is written now and then is due.
      await store
        .updateTable('people')
        .set({ lastSeenAt: Date.now() - 2 * hour })
        .execute()
      await store
        .updateTable('decisions')
        .set({ lastAt: Date.now() - 2 * hour })
        .execute()

      await fill()
      const url = (await started.json()).url
      await expect.poll(async () => (await w.openAtBbb(url)).status, { timeout: 30_000 }).toBe(200)
      expect(await events.text()).toContain('event: open')
      const isOpen = async (answer: Response) => (await answer.json()).state
      expect(await isOpen(await join(w, { name: 'Zoé', consent: true }))).toBe('open')
      const formed = await w.ask('/assembly', form({ name: 'Bo', consent: 'yes' }, origins.foyer))
      expect([formed.status, new URL(ledTo(formed) ?? '').origin]).toEqual([200, origins.de])
      expect(await isOpen(await join(w, { name: 'Noor', consent: true }, noorsCookie))).toBe('open')
      const bearer = await w.ask('/api/join/assembly/pass', { method: 'POST', json: secret })
      expect(bearer.status).toBe(204)
      expect(await isOpen(await join(w, { name: 'Camille', asHost: true }, cookiesOf(bearer)))).toBe('open')
      for (const person of [ada, noor]) {
        expect((await w.ask('/api/me', { as: person })).status).toBe(200)
        expect((await w.ask('/api/rooms/assembly', { as: person })).status).toBe(200)
        const again = await w.ask('/api/rooms/assembly/start', { method: 'POST', as: person, json: {} })
        expect(again.status).toBe(200)
      }
      // What has to be kept is refused.
      const change = { method: 'PATCH', as: ada, json: { name: `Assembly ${'x'.repeat(50)}` } }
      if (open !== fullDisk) expect((await w.ask('/api/rooms/assembly', change)).status).toBe(503)

      await free()
      const accepted = async () => {
        const { notices } = await (await w.ask('/api/rooms/assembly/feedback', { as: ada })).json()
        return notices.filter(({ version }: { version: number }) => version !== 0)
      }
      // Ann, Zoé, Bo, Noor at the guests' door and as a host on another device, and Camille.
      await expect.poll(accepted, { timeout: 30_000 }).toEqual([expect.objectContaining({ people: 6 })])
    })
  },
  120_000,
)
