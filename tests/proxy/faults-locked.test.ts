import { DatabaseSync } from 'node:sqlite'
import { afterEach, expect, test } from 'vitest'
import { openStore } from '../../src/proxy/platform/store/database.ts'
import { ada, type World } from '../world.ts'
import { cleanUp, later, sqlite } from './databases.ts'
import { adasRoom, inWorld } from './faults-world.ts'

/* Another process holds the lock of the embedded database (a shell, a backup program). */

afterEach(cleanUp)

/** A store in a file, and another connection to that file, which takes its lock. */
async function besideAnother() {
  const place = await sqlite().place()
  const { db: store, close } = await openStore(place)
  later(close)
  const other = new DatabaseSync(`${place.dataDir}/foyer.db`)
  later(async () => other.close())
  return { store, lock: () => other.exec('begin exclusive'), free: () => other.exec('commit') }
}

const write = (w: World, name: string) =>
  w.ask('/api/rooms/assembly', { method: 'PATCH', as: ada, json: { name } })

test('a short lock of another process is waited for, and nothing else waits', async () => {
  const { store, lock, free } = await besideAnother()
  await inWorld({ store }, async (w) => {
    await adasRoom(w)
    lock()
    const written = store.updateTable('rooms').set({ name: 'Assembly of May' }).executeTakeFirst()
    // The lock is let go by what goes on meanwhile: were it waited for in the event loop, nothing would.
    expect((await w.ask('/healthz')).status).toBe(200)
    await new Promise((resolve) => setImmediate(resolve))
    free()
    expect((await written).numUpdatedRows).toBe(1n)
  })
})

test('a lock that stays: writes are told to come again, all of them soon; reading and health go on; it recovers', async () => {
  const { store, lock, free } = await besideAnother()
  await inWorld({ store }, async (w) => {
    await adasRoom(w)
    lock()
    for (const round of ['first', 'second']) {
      const names = Array.from({ length: 50 }, (_, index) => `${round} ${index}`)
      const answers = await Promise.all(names.map((name) => write(w, name)))
      const told = answers.map(({ status, headers }) => [status, Number(headers.get('Retry-After')) > 0])
      expect(told).toEqual(names.map(() => [503, true]))
      expect((await w.ask('/healthz')).status).toBe(200)
      expect((await w.ask('/api/join/assembly')).status).toBe(200)
    }
    free()
    expect((await write(w, 'Assembly of June')).status).toBe(200)
    lock()
    const written = write(w, 'Assembly of July')
    expect((await w.ask('/healthz')).status).toBe(200)
    free()
    expect((await written).status).toBe(200)
  })
})
