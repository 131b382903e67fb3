import { expect, test } from 'vitest'
import { createBucket } from '../../src/proxy/platform/limits/bucket.ts'
import { ada, type TestPerson } from '../world.ts'
import { describeOnBoth } from './databases.ts'
import { adaMeets, adasRoom, cookiesOf, inWorld } from './faults-world.ts'

/* What was stored while a clock ran an hour ahead keeps nobody out for an hour. Wrong attempts: tries.test.ts. */

const hour = 60 * 60_000
const noor: TestPerson = { subject: 'noor', name: 'Noor Haddad', groups: ['/members/riverside'] }

describeOnBoth('a clock that ran an hour ahead', (open) => {
  test('a start that it began and did not finish is taken over', async () => {
    await inWorld({ store: await open() }, async (w) => {
      await adasRoom(w)
      await adaMeets(w)
      const at = Date.now() + hour
      await w.store
        .updateTable('meetings')
        .set({ state: 'starting', createdAt: at, confirmedAt: at, leaseUntil: at + 15_000 })
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
        .set({ endAskedAt: Date.now() + hour })
        .execute()
      const answer = await w.ask('/api/join/assembly', { method: 'POST', json: { name: 'Zoé' } })
      expect((await answer.json()).state).toBe('open')
    })
  })

  test.each(['the next meeting', 'nothing at all'])(
    'of a room in which it saw %s, guests are told what comes next',
    async (seen) => {
      const clock = { now: Date.UTC(2026, 10, 25, 14) }
      await inWorld({ store: await open(), now: () => clock.now }, async (w) => {
        await adasRoom(w)
        const schedule = async (title: string, start: string) => {
          const json = {
            title,
            message: '',
            start,
            timeZone: 'UTC',
            minutes: 30,
            repeat: 'none',
            ends: { kind: 'never' },
          }
          const made = await w.ask('/api/rooms/assembly/schedules', { method: 'POST', as: ada, json })
          expect(made.status).toBe(201)
        }
        await schedule('Soon', '2026-11-25T14:05')
        if (seen === 'the next meeting') await schedule('Later', '2026-12-25T14:00')
        const next = async () =>
          (await (await w.ask('/api/join/assembly')).json()).scheduled.next?.title ?? 'nothing at all'
        clock.now += hour
        expect(await next()).toBe(seen === 'the next meeting' ? 'Later' : seen)
        clock.now -= hour
        expect(await next()).toBe('Soon')
        expect(await (await w.ask('/assembly')).text()).toContain('Soon')
      })
    },
  )

  test('whom it admitted, and who is refused since, comes in no longer by what they hold', async () => {
    await inWorld({ store: await open() }, async (w) => {
      await adasRoom(w, { membersOnly: true })
      const pass = await w.ask('/api/rooms/assembly/pass', { method: 'POST', as: noor })
      const Cookie = `foyer_member=1; ${cookiesOf(pass)}`
      const entry = async () =>
        (await (await w.ask('/api/join/assembly', { headers: { Cookie } })).json()).entry
      expect(await entry()).toBe('member')
      const at = Date.now() + hour
      await w.store.updateTable('decisions').set({ at, lastAt: at }).execute()
      expect(await entry()).toBe('member')
      const left = { ...noor, groups: ['/members/elsewhere'] }
      const refused = await (await w.ask('/api/me', { as: left })).json()
      expect(refused.decision.allowed).toBe(false)
      expect(await entry()).toBeNull()
      // Whoever is a member again is one at once.
      await w.ask('/api/me', { as: noor })
      expect(await entry()).toBe('member')
      const rows = await w.store
        .selectFrom('decisions')
        .select('at')
        .where('subject', '=', noor.subject)
        .execute()
      expect(rows.filter((row) => row.at > Date.now())).toEqual([])
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
