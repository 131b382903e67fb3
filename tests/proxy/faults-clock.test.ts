import { expect, test } from 'vitest'
import { createBucket } from '../../src/proxy/bucket.ts'
import { ada } from '../world.ts'
import { describeOnBoth } from './databases.ts'
import { adaMeets, adasRoom, inWorld } from './faults-world.ts'

/* What was stored while a clock ran an hour ahead keeps nobody out for an hour. Wrong tries: tries.test.ts. */

const hour = 60 * 60_000

describeOnBoth('a clock that ran an hour ahead', (open) => {
  test('a start that it began and did not finish is taken over', async () => {
    await inWorld({ store: await open() }, async (w) => {
      await adasRoom(w)
      await adaMeets(w)
      const at = Date.now() + hour
      await w.store
        .updateTable('meetings')
        .set({ state: 'starting', created_at: at, confirmed_at: at, lease_until: at + 15_000 })
        .execute()
      const started = await w.ask('/api/rooms/assembly/start', { method: 'POST', as: ada, json: {} })
      expect(started.status).toBe(200)
    })
  })

  test('a meeting that it was asked to end, and that goes on, lets guests in', async () => {
    await inWorld({ store: await open() }, async (w) => {
      await adasRoom(w)
      await adaMeets(w)
      await w.store
        .updateTable('meetings')
        .set({ end_asked_at: Date.now() + hour })
        .execute()
      const answer = await w.ask('/api/join/assembly', { method: 'POST', json: { name: 'Zoé' } })
      expect((await answer.json()).state).toBe('open')
    })
  })
})

test('who had their share before a clock was set back has it again as soon as ever', () => {
  let now = 10 * hour
  const bucket = createBucket({ burst: 2, perSecond: 1 }, () => now)
  expect([bucket.take('x'), bucket.take('x'), bucket.take('x')]).toEqual([true, true, false])
  now -= hour
  expect(bucket.take('x')).toBe(false)
  now += 1_000
  expect(bucket.take('x')).toBe(true)
})
