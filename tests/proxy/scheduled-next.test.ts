import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import type { NewSchedule, Schedule } from '../../src/contract/schedules.ts'
import { scheduleLimits } from '../../src/proxy/platform/limits.ts'
import { ada, openWorld, type World } from '../world.ts'
import { describeOnBoth } from './databases.ts'
import { adasRoom, inWorld } from './faults-world.ts'

const day = 24 * 60 * 60_000
/** Wednesday 25 November 2026, 14:00 UTC. */
const wednesday = Date.UTC(2026, 10, 25, 14)

const tuesdays: NewSchedule = {
  title: 'Working group',
  message: '',
  start: '2026-12-01T14:00',
  timeZone: 'America/Toronto',
  minutes: 90,
  repeat: 'weekly',
  ends: { kind: 'never' },
}

async function schedule(w: World, wanted: Partial<NewSchedule> = {}): Promise<Response> {
  return await w.ask('/api/rooms/assembly/schedules', {
    method: 'POST',
    as: ada,
    json: { ...tuesdays, ...wanted },
  })
}

async function changeDate(w: World, { id }: Schedule, date: string, json: object): Promise<Response> {
  return await w.ask(`/api/rooms/assembly/schedules/${id}/dates/${date}`, { method: 'PATCH', as: ada, json })
}

/** What a guest is told: the title of the next meeting and its day, and the day of one that was called off. */
async function told(w: World): Promise<(string | undefined)[]> {
  const { scheduled } = await (await w.ask('/api/join/assembly')).json()
  const dayOf = (at?: number) => at && new Date(at).toISOString().slice(0, 10)
  return [scheduled.next?.title, dayOf(scheduled.next?.startsAt), dayOf(scheduled.cancelled?.startsAt)]
}

describeOnBoth('what comes next in a room', (open, database) => {
  test('is computed once after a change, and not by each guest', async () => {
    await inWorld({ store: await open(), now: () => wednesday }, async (w) => {
      await adasRoom(w)
      const made: Schedule = await (await schedule(w)).json()
      expect(await told(w)).toEqual(['Working group', '2026-12-01', undefined])
      // Seen only by who computes: the rows have changed, and nothing that we were told of.
      await w.store.updateTable('schedules').set({ title: 'Computed again' }).execute()
      const ways = ['/assembly', '/assembly/phone'].map(async (path) => await (await w.ask(path)).text())
      for (const html of await Promise.all(ways)) expect(html).not.toContain('Computed again')
      expect(await told(w)).toEqual(['Working group', '2026-12-01', undefined])
      const { rooms } = await (await w.ask('/api/rooms', { as: ada })).json()
      expect(rooms[0].scheduled.next.title).toBe('Working group')

      await changeDate(w, made, '2026-12-01', { state: 'cancelled' })
      expect(await told(w)).toEqual(['Computed again', '2026-12-08', '2026-12-01'])
      await w.ask(`/api/rooms/assembly/schedules/${made.id}`, { method: 'DELETE', as: ada })
      expect(await told(w)).toEqual([undefined, undefined, undefined])
    })
  })

  test('its calendar is written once after a change, and not for each who asks', async () => {
    await inWorld({ store: await open(), now: () => wednesday }, async (w) => {
      await adasRoom(w)
      const made: Schedule = await (await schedule(w)).json()
      const { feed } = await (await w.ask('/api/rooms/assembly/schedules', { as: ada })).json()
      const addresses = ['/assembly/calendar.ics', new URL(feed).pathname]
      const read = async (path: string) => {
        const answer = await w.ask(path)
        return { etag: answer.headers.get('ETag'), text: (await answer.text()).replaceAll('\r\n ', '') }
      }
      const all = () => Promise.all(addresses.map(read))
      const first = await all()
      for (const { text } of first) expect(text).toContain('SUMMARY:Working group (Assembly)')
      // Seen only by who writes: the rows have changed, and nothing that we were told of.
      await w.store.updateTable('schedules').set({ title: 'Written again' }).execute()
      expect(await all()).toEqual(first)

      await changeDate(w, made, '2026-12-01', { state: 'cancelled' })
      const second = await all()
      for (const [index, { etag, text }] of second.entries()) {
        expect(etag).not.toBe(first[index]?.etag)
        expect(text).toContain('SUMMARY:Written again (Assembly)')
        expect(text).toContain('EXDATE;TZID=America/Toronto:20261201T140000')
      }
      // What the schedules say of the room, in which language, and whether it is closed.
      const rename = { name: 'General assembly' }
      await w.ask('/api/rooms/assembly', { method: 'PATCH', as: ada, json: rename })
      for (const { text } of await all()) {
        expect(text).toContain('SUMMARY:Written again (General assembly)')
      }
      const languages = ['en', 'fr', 'both'].map((one) => read(`/assembly/calendar.ics?language=${one}`))
      expect(new Set((await Promise.all(languages)).map(({ etag }) => etag)).size).toBe(3)
      await w.ask('/api/rooms/assembly', { method: 'PATCH', as: ada, json: { archived: true } })
      for (const { text } of await all()) expect(text).toContain('STATUS:CANCELLED')
    })
  })

  test('a calendar of as many schedules and changed dates as may be has each date at its schedule, packed or not', async () => {
    await inWorld({ store: await open(), now: () => wednesday }, async (w) => {
      await adasRoom(w)
      await schedule(w)
      const { id, ...row } = await w.store.selectFrom('schedules').selectAll().executeTakeFirstOrThrow()
      const ids = Array.from({ length: scheduleLimits.perRoom - 1 }, (_, n) => `${id}-${n}`)
      await w.store
        .insertInto('schedules')
        .values(ids.map((each) => ({ ...row, id: each })))
        .execute()
      const first = Date.UTC(2026, 11, 1)
      const dayAfter = (weeks: number) => new Date(first + weeks * 7 * day).toISOString().slice(0, 10)
      for (const [index, each] of ids.entries()) {
        // Of each schedule others: as many as its place says, and of the last as many as may be.
        const dates = Array.from({ length: Math.min(index + 1, scheduleLimits.changedDates) }, (_, n) => ({
          scheduleId: each,
          date: dayAfter(n),
          state: 'cancelled' as const,
        }))
        await w.store.insertInto('scheduleDates').values(dates).execute()
      }
      const ask = async (encoding: string) => {
        const answer = await w.ask('/assembly/calendar.ics', { headers: { 'Accept-Encoding': encoding } })
        const body = new Uint8Array(await answer.arrayBuffer())
        const isPacked = answer.headers.get('Content-Encoding') === 'gzip'
        return { isPacked, text: (isPacked ? gunzipSync(body) : Buffer.from(body)).toString() }
      }
      const packed = await ask('gzip')
      expect(await ask('gzip')).toEqual(packed)
      expect(packed.isPacked).toBe(true)
      expect(await ask('identity')).toEqual({ ...packed, isPacked: false })
      const events = packed.text.replaceAll('\r\n ', '').split('BEGIN:VEVENT').slice(1)
      const counted = events.map((event) => {
        const [, uid] = /UID:(.*)@/.exec(event) ?? []
        const cancelled = [...event.matchAll(/^EXDATE[^:]*:(.*)$/gm)].flatMap(
          ([, list]) => list?.split(',') ?? [],
        )
        return [uid, cancelled.length]
      })
      const meant = [[id, 0], ...ids.map((each, index) => [each, index + 1])]
      expect(new Map(counted.map(([uid, count]) => [uid, count]))).toEqual(
        new Map(meant.map(([uid, count]) => [uid, count])),
      )
    })
  })

  test('goes on as time passes', async () => {
    const clock = { now: wednesday }
    await inWorld({ store: await open(), now: () => clock.now }, async (w) => {
      await adasRoom(w)
      const made: Schedule = await (await schedule(w, { ends: { kind: 'after', count: 3 } })).json()
      await changeDate(w, made, '2026-12-08', { state: 'cancelled' })
      const begins = Date.UTC(2026, 11, 1, 19)
      for (const [at, next, cancelled] of [
        [begins + 89 * 60_000, '2026-12-01', undefined],
        [begins + 90 * 60_000, '2026-12-15', '2026-12-08'],
        [begins + 7 * day + 90 * 60_000, '2026-12-15', undefined],
        [begins + 14 * day + 90 * 60_000, undefined, undefined],
        [begins + 1_000 * day, undefined, undefined],
      ] as const) {
        clock.now = at
        expect(await told(w)).toEqual([next && 'Working group', next, cancelled])
      }
    })
  })

  test('what one process changes, the other one tells at once', async () => {
    const store = await open()
    await inWorld({ store, now: () => wednesday }, async (one) => {
      const two = await openWorld({ store, now: () => wednesday, beside: one })
      try {
        await adasRoom(one)
        const made: Schedule = await (await schedule(one)).json()
        expect(await told(two)).toEqual(['Working group', '2026-12-01', undefined])
        await changeDate(two, made, '2026-12-01', { state: 'moved', start: '2026-12-02T09:00', minutes: 60 })
        expect(await told(one)).toEqual(['Working group', '2026-12-02', undefined])
        await schedule(one, { title: 'Sooner', start: '2026-11-26T10:00', repeat: 'none' })
        expect(await told(two)).toEqual(['Sooner', '2026-11-26', undefined])
      } finally {
        await two.close()
      }
    })
  })

  test('what was computed before a change is not kept after it', async () => {
    await inWorld({ store: await open(), now: () => wednesday }, async (w) => {
      await adasRoom(w)
      for (let round = 0; round < 10; round++) {
        const title = `Round ${round}`
        const start = `2026-11-26T${10 + round}:00`
        // Guests look while hosts schedule.
        await Promise.all([told(w), schedule(w, { title, start, repeat: 'none' }), told(w), told(w)])
        expect((await told(w))[0]).toBe('Round 0')
        const { schedules } = await (await w.ask('/api/rooms/assembly/schedules', { as: ada })).json()
        expect(schedules).toHaveLength(round + 1)
      }
    })
  })

  test(`a room has ${scheduleLimits.perRoom} schedules at most, however often one asks, on ${database.name}`, async () => {
    await inWorld({ store: await open(), now: () => wednesday }, async (w) => {
      await adasRoom(w)
      const first = await schedule(w, { repeat: 'weekly', start: '2020-01-07T14:00' })
      expect(first.status).toBe(201)
      const { id, ...row } = await w.store.selectFrom('schedules').selectAll().executeTakeFirstOrThrow()
      const others = Array.from({ length: scheduleLimits.perRoom - 2 }, (_, n) => ({
        ...row,
        id: `${id}-${n}`,
      }))
      await w.store.insertInto('schedules').values(others).execute()
      const asked = Array.from({ length: scheduleLimits.perRoom }, () => schedule(w))
      const statuses = (await Promise.all(asked)).map(({ status }) => status)
      expect(statuses.filter((status) => status === 201)).toHaveLength(1)
      expect(await (await schedule(w)).json()).toMatchObject({
        status: 409,
        code: 'list_full',
        values: { limit: scheduleLimits.perRoom },
      })
      expect(await w.store.selectFrom('schedules').select('id').execute()).toHaveLength(
        scheduleLimits.perRoom,
      )
      expect(await told(w)).toEqual(['Working group', '2026-12-01', undefined])
    })
  })

  test('so many dates of one schedule are moved or called off, and no more', async () => {
    await inWorld({ store: await open(), now: () => wednesday }, async (w) => {
      await adasRoom(w)
      const made: Schedule = await (await schedule(w)).json()
      const dayAfter = (weeks: number) =>
        new Date(Date.UTC(2026, 11, 1) + weeks * 7 * day).toISOString().slice(0, 10)
      const cancelled = Array.from({ length: scheduleLimits.changedDates }, (_, n) => ({
        scheduleId: made.id,
        date: dayAfter(n),
        state: 'cancelled' as const,
      }))
      await w.store.insertInto('scheduleDates').values(cancelled).execute()
      const cancel = async (weeks: number) => {
        const answer = await changeDate(w, made, dayAfter(weeks), { state: 'cancelled' })
        return answer.ok ? 'ok' : (await answer.json()).code
      }
      for (let more = 0; more < 20; more++)
        expect(await cancel(scheduleLimits.changedDates + more)).toBe('list_full')
      // One of them may still be changed, or take place after all; then there is room for another.
      expect(await cancel(0)).toBe('ok')
      expect((await changeDate(w, made, dayAfter(0), { state: 'scheduled' })).status).toBe(204)
      expect(await cancel(scheduleLimits.changedDates)).toBe('ok')
    })
  })
})
