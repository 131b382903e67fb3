import { type Kysely, sql } from 'kysely'
import { expect, test } from 'vitest'
import type { HostsAnswer } from '../../src/contract/hosts.ts'
import type { RoomList } from '../../src/contract/rooms.ts'
import type { Tables } from '../../src/proxy/platform/store/schema.ts'
import { ada, luc, type World } from '../world.ts'
import { describeOnBoth } from './databases.ts'
import { adasRoom, inWorld } from './faults-world.ts'

/*
 * Two things that exclude each other are asked for at once. The first holds the room's row, as another process does
 * in the middle of its transaction, until the second waits for it: the second must see what the first did.
 */

const start = (w: World) => w.ask('/api/rooms/assembly/start', { method: 'POST', as: ada, json: {} })
const archive = (w: World) =>
  w.ask('/api/rooms/assembly', { method: 'PATCH', as: ada, json: { archived: true } })
const remove = (w: World) => w.ask('/api/rooms/assembly', { method: 'DELETE', as: ada })

async function codeOf(answer: Promise<Response>): Promise<string> {
  const settled = await answer
  return settled.ok ? '' : (await settled.json()).code
}

/**
 * Another process changes the room while this one is asked.
 * @returns how this one answers once the other is done
 */
async function meanwhile(
  isPostgres: boolean,
  w: World,
  other: (db: Kysely<Tables>) => Promise<unknown>,
  ask: () => Promise<Response>,
): Promise<string> {
  // The first request learns the keys and the person, which takes transactions of its own.
  await w.ask('/api/rooms', { as: ada })
  const asked = await w.store.transaction().execute(async (db) => {
    await other(db)
    const answer = codeOf(ask())
    // On SQLite there is one connection: whoever asks waits for it as soon as they read.
    if (isPostgres) await expect.poll(() => waitsForLock(w), { timeout: 30_000 }).toBe(true)
    return { answer }
  })
  return await asked.answer
}

/** Asked on a connection of its own: a transaction sees these figures as they were when it first looked. */
async function waitsForLock({ store }: World): Promise<boolean> {
  const waiting = sql`select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  return (await waiting.execute(store)).rows.length > 0
}

const setRoom = (change: object) => (db: Kysely<Tables>) => db.updateTable('rooms').set(change).execute()

/** As the start of another process leaves it: created nowhere yet. */
async function beginElsewhere(db: Kysely<Tables>): Promise<void> {
  const room = await db
    .updateTable('rooms')
    .set((it) => ({ settings: it.ref('settings') }))
    .returning(['id', 'ownerId'])
    .executeTakeFirstOrThrow()
  await db
    .insertInto('meetings')
    .values({
      id: 'foyer-elsewhere',
      roomId: room.id,
      ownerId: room.ownerId,
      ownedBy: 'person',
      organisation: null,
      server: 'de',
      state: 'starting',
      request: '{}',
      leaseUntil: Date.now() + 60_000,
      createdAt: Date.now(),
      createTime: null,
      voiceBridge: null,
      confirmedAt: Date.now(),
      openedAt: null,
      endedAt: null,
      recordingAllowed: 0,
      endPending: 0,
    })
    .execute()
}

describeOnBoth('a room and its meeting, at once', (store, { name }) => {
  const isPostgres = name === 'PostgreSQL'

  for (const [how, change, code] of [
    ['archived', { archivedAt: 1 }, 'room_archived'],
    ['deleted', { deletedAt: 1 }, /^room_(closed|unknown)$/],
  ] as const) {
    test(`no meeting begins in a room that is being ${how}`, async () => {
      await inWorld({ store: await store() }, async (w) => {
        await adasRoom(w)
        await serversUp(w)
        expect(await meanwhile(isPostgres, w, setRoom(change), () => start(w))).toMatch(code)
        expect(await w.store.selectFrom('meetings').selectAll().execute()).toEqual([])
        expect(w.de.received.filter(({ call }) => call === 'create')).toEqual([])
      })
    })
  }

  for (const [how, ask] of [
    ['archived', archive],
    ['deleted', remove],
  ] as const) {
    test(`no room is ${how} whose meeting is being started`, async () => {
      await inWorld({ store: await store(), pace: { poll: 3_600_000 } }, async (w) => {
        await adasRoom(w)
        expect(await meanwhile(isPostgres, w, beginElsewhere, () => ask(w))).toBe('meeting_running')
        const [room] = await w.store.selectFrom('rooms').select(['archivedAt', 'deletedAt']).execute()
        expect(room).toEqual({ archivedAt: null, deletedAt: null })
      })
    })
  }

  test('a meeting that begins while its room is given away is the new owner’s', async () => {
    await inWorld({ store: await store() }, async (w) => {
      await adasRoom(w)
      await serversUp(w)
      const give = setRoom({ ownedBy: 'organisation', ownedSince: Date.now() })
      expect(await meanwhile(isPostgres, w, give, () => start(w))).toBe('')
      const [meeting] = await w.store.selectFrom('meetings').select(['ownedBy', 'organisation']).execute()
      expect(meeting).toEqual({ ownedBy: 'organisation', organisation: 'riverside' })
    })
  })

  test('a room that is being deleted goes to nobody', async () => {
    await inWorld({ store: await store() }, async (w) => {
      await adasRoom(w)
      await w.ask('/api/rooms', { as: luc })
      const made: HostsAnswer = await (
        await w.ask('/api/rooms/assembly/transfer', {
          method: 'POST',
          as: ada,
          json: { email: 'luc@atelier.example' },
        })
      ).json()
      const json = { secret: made.link?.split('#')[1], accept: true }
      const accept = () => w.ask('/api/offers', { method: 'POST', as: luc, json })
      expect(await meanwhile(isPostgres, w, setRoom({ deletedAt: Date.now() }), accept)).toBe(
        'invitation_invalid',
      )
      const { deleted }: RoomList = await (await w.ask('/api/rooms', { as: ada })).json()
      expect(deleted.map(({ address }) => address)).toEqual(['assembly'])
    })
  })
})

async function serversUp(w: World): Promise<void> {
  await expect
    .poll(async () => (await (await w.ask('/api/status')).json()).servers[0].state, { timeout: 10_000 })
    .toBe('up')
}
