import ICAL from 'ical.js'
import { expect, test } from 'vitest'
import type { JoinInfo } from '../../src/contract/join.ts'
import type { RoomList } from '../../src/contract/rooms.ts'
import type { NewSchedule, Schedule, ScheduleList, SchedulePreview } from '../../src/contract/schedules.ts'
import { instantOf } from '../../src/proxy/features/schedules/rules.ts'
import { ada, openWorld, origins, type World } from '../world.ts'
import { describeOnBoth } from './databases.ts'
import { adasRoom, inWorld } from './faults-world.ts'

/** Wednesday 25 November 2026, 14:00 UTC: nine in the morning in Montréal. */
const wednesday = Date.UTC(2026, 10, 25, 14)

/** Tuesdays at two in the afternoon in Montréal, from 1 December on. */
const tuesdays: NewSchedule = {
  title: 'Working group',
  message: 'Bring the figures.',
  start: '2026-12-01T14:00',
  timeZone: 'America/Toronto',
  minutes: 90,
  repeat: 'weekly',
  ends: { kind: 'never' },
}

async function schedule(w: World, wanted: Partial<NewSchedule> = {}): Promise<Schedule> {
  const json = { ...tuesdays, ...wanted }
  const answer = await w.ask('/api/rooms/assembly/schedules', { method: 'POST', as: ada, json })
  expect(answer.status).toBe(201)
  return await answer.json()
}

async function scheduled(w: World, query = ''): Promise<ScheduleList> {
  return await (await w.ask(`/api/rooms/assembly/schedules${query}`, { as: ada })).json()
}

async function changeDate(w: World, { id }: Schedule, date: string, json: object): Promise<Response> {
  return await w.ask(`/api/rooms/assembly/schedules/${id}/dates/${date}`, { method: 'PATCH', as: ada, json })
}

async function join(w: World): Promise<JoinInfo> {
  return await (await w.ask('/api/join/assembly')).json()
}

/** What became of each date: `2026-12-01T14:00 scheduled`. */
function told({ dates }: Pick<ScheduleList, 'dates'>): string[] {
  return dates.map(({ start, state }) => `${start} ${state}`)
}

/** When the first dates of an event begin, as ical.js finds them. */
function startsOf(event: ICAL.Event, count: number): string[] {
  const dates = event.iterator()
  return Array.from({ length: count }, () =>
    event.getOccurrenceDetails(dates.next()).startDate.toJSDate().toISOString(),
  )
}

/** … and as they are meant: Tuesdays at two by the clocks of a zone, one called off, one moved to Wednesday at nine. */
function startsMeant(zone: string, count: number): string[] {
  const tuesday = Date.UTC(2026, 11, 1, 14)
  return Array.from({ length: count + 1 }, (_, week) => new Date(tuesday + week * 7 * 86_400_000))
    .map((at) => at.toISOString().slice(0, 16))
    .filter((wallTime) => wallTime !== '2026-12-08T14:00')
    .map((wallTime) => (wallTime === '2026-12-15T14:00' ? '2026-12-16T09:00' : wallTime))
    .map((wallTime) => new Date(instantOf(wallTime, zone)).toISOString())
}

async function refused(w: World, wanted: object): Promise<unknown> {
  const json = { ...tuesdays, ...wanted }
  const answer = await w.ask('/api/rooms/assembly/schedules', { method: 'POST', as: ada, json })
  expect(answer.status).toBe(400)
  return (await answer.json()).fields
}

describeOnBoth('scheduled meetings', (open) => {
  /** A world whose clock a test may turn. */
  async function story(tell: (w: World, clock: { now: number }) => Promise<void>): Promise<void> {
    const clock = { now: wednesday }
    await inWorld({ store: await open(), now: () => clock.now }, async (w) => {
      await adasRoom(w)
      await tell(w, clock)
    })
  }

  test('a series is listed by its next dates, more of them on demand; two o’clock stays two o’clock', async () => {
    await story(async (w) => {
      expect(await scheduled(w)).toEqual({ schedules: [], dates: [], more: false, feed: null })
      const { id } = await schedule(w)
      const list = await scheduled(w)
      expect(list.schedules).toEqual([{ ...tuesdays, id }])
      expect(told(list)).toEqual(
        ['01', '08', '15', '22', '29'].map((day) => `2026-12-${day}T14:00 scheduled`),
      )
      expect(list.more).toBe(true)
      const many = await scheduled(w, '?count=20')
      expect(many.dates).toHaveLength(20)
      const hours = new Set(many.dates.map(({ startsAt }) => new Date(startsAt).getUTCHours()))
      // Eastern Time is five hours behind UTC in winter, and four from 14 March 2027 on.
      expect([...hours]).toEqual([19, 18])
    })
  })

  test('guests see the next one, and that one before it is cancelled; hosts see it in their list of rooms', async () => {
    await story(async (w, clock) => {
      const series = await schedule(w)
      expect((await join(w)).scheduled).toEqual({
        next: {
          title: 'Working group',
          message: 'Bring the figures.',
          startsAt: Date.UTC(2026, 11, 1, 19),
          minutes: 90,
          timeZone: 'America/Toronto',
          movedFrom: null,
        },
        cancelled: null,
      })
      const { rooms }: RoomList = await (await w.ask('/api/rooms', { as: ada })).json()
      expect(rooms[0]?.scheduled.next?.startsAt).toBe(Date.UTC(2026, 11, 1, 19))

      expect((await changeDate(w, series, '2026-12-01', { state: 'cancelled' })).status).toBe(204)
      expect((await join(w)).scheduled).toMatchObject({
        next: { startsAt: Date.UTC(2026, 11, 8, 19) },
        cancelled: { startsAt: Date.UTC(2026, 11, 1, 19), title: 'Working group' },
      })
      // What is over is not spoken of any more; what has begun is still the next one.
      clock.now = Date.UTC(2026, 11, 8, 20)
      expect((await join(w)).scheduled).toMatchObject({
        next: { startsAt: Date.UTC(2026, 11, 8, 19) },
        cancelled: null,
      })
      clock.now = Date.UTC(2026, 11, 8, 20, 30)
      expect((await join(w)).scheduled).toMatchObject({ next: { startsAt: Date.UTC(2026, 11, 15, 19) } })
    })
  })

  test('one date is moved, even past its neighbour, or cancelled, and is back as it was when one thinks better of it', async () => {
    await story(async (w) => {
      const series = await schedule(w)
      await changeDate(w, series, '2026-12-01', { state: 'moved', start: '2026-12-09T09:30', minutes: 30 })
      await changeDate(w, series, '2026-12-15', { state: 'cancelled' })
      const list = await scheduled(w)
      expect(told(list)).toEqual([
        '2026-12-08T14:00 scheduled',
        '2026-12-09T09:30 moved',
        '2026-12-15T14:00 cancelled',
        '2026-12-22T14:00 scheduled',
        '2026-12-29T14:00 scheduled',
      ])
      expect(list.dates[1]).toMatchObject({
        date: '2026-12-01',
        minutes: 30,
        movedFrom: Date.UTC(2026, 11, 1, 19),
      })
      await changeDate(w, series, '2026-12-01', { state: 'scheduled' })
      await changeDate(w, series, '2026-12-15', { state: 'scheduled' })
      expect(new Set((await scheduled(w)).dates.map(({ state }) => state))).toEqual(new Set(['scheduled']))
    })
  })

  test('a date that the schedule does not have, and somebody else’s schedule, are not there', async () => {
    await story(async (w) => {
      const series = await schedule(w)
      for (const date of ['2026-12-02', 'yesterday', '2026-13-99']) {
        const answer = await changeDate(w, series, date, { state: 'cancelled' })
        expect([answer.status, (await answer.json()).code]).toEqual([404, 'schedule_unknown'])
      }
      await w.ask('/api/rooms', { method: 'POST', as: ada, json: { name: 'Other', address: 'other-room' } })
      for (const [method, json] of [
        ['PATCH', tuesdays],
        ['DELETE', undefined],
      ] as const) {
        const foreign = await w.ask(`/api/rooms/other-room/schedules/${series.id}`, { method, as: ada, json })
        expect((await foreign.json()).code).toBe('schedule_unknown')
      }
      expect((await scheduled(w)).schedules).toHaveLength(1)
    })
  })

  test('a series that is changed keeps what was said of the dates that it still has', async () => {
    await story(async (w) => {
      const series = await schedule(w)
      await changeDate(w, series, '2026-12-08', { state: 'cancelled' })
      await changeDate(w, series, '2026-12-15', { state: 'moved', start: '2026-12-16T10:00', minutes: 60 })
      const json = { ...tuesdays, start: '2026-12-01T15:30', repeat: 'fortnightly' }
      await w.ask(`/api/rooms/assembly/schedules/${series.id}`, { method: 'PATCH', as: ada, json })
      expect(told(await scheduled(w, '?count=3'))).toEqual([
        '2026-12-01T15:30 scheduled',
        '2026-12-16T10:00 moved',
        '2026-12-29T15:30 scheduled',
      ])
      await w.ask(`/api/rooms/assembly/schedules/${series.id}`, { method: 'DELETE', as: ada })
      expect(await scheduled(w)).toMatchObject({ schedules: [], dates: [] })
      expect((await join(w)).scheduled).toEqual({ next: null, cancelled: null })
    })
  })

  test('in another zone a moved date stays at its moment, and one that is called off stays so, be it another day there', async () => {
    await story(async (w) => {
      const late = { start: '2026-12-01T20:00' }
      const series = await schedule(w, late)
      await changeDate(w, series, '2026-12-08', { state: 'cancelled' })
      await changeDate(w, series, '2026-12-15', { state: 'moved', start: '2026-12-16T09:00', minutes: 60 })
      const moments = async () =>
        (await scheduled(w)).dates.map(({ startsAt, state }) => [new Date(startsAt).toISOString(), state])
      const before = await moments()
      expect(before[2]).toEqual(['2026-12-16T14:00:00.000Z', 'moved'])

      // Tuesday evening in Montréal is Wednesday morning in Paris.
      const inParis = { ...tuesdays, start: '2026-12-02T02:00', timeZone: 'Europe/Paris' }
      const body = { ...inParis, id: series.id }
      const preview = await w.ask('/api/rooms/assembly/schedules/preview', {
        method: 'POST',
        as: ada,
        json: body,
      })
      expect((await preview.json()).movesStay).toBe(true)
      const path = `/api/rooms/assembly/schedules/${series.id}`
      expect((await w.ask(path, { method: 'PATCH', as: ada, json: inParis })).status).toBe(200)
      expect(await moments()).toEqual(before)
      expect(told(await scheduled(w)).slice(1, 3)).toEqual([
        '2026-12-09T02:00 cancelled',
        '2026-12-16T15:00 moved',
      ])

      // The hour was right and the zone was wrong: the series is elsewhen, and the moved date was agreed upon.
      const inTokyo = { ...inParis, timeZone: 'Asia/Tokyo' }
      await w.ask(path, { method: 'PATCH', as: ada, json: inTokyo })
      expect(told(await scheduled(w)).slice(0, 3)).toEqual([
        '2026-12-02T02:00 scheduled',
        '2026-12-09T02:00 cancelled',
        '2026-12-16T23:00 moved',
      ])
      const same = await w.ask('/api/rooms/assembly/schedules/preview', {
        method: 'POST',
        as: ada,
        json: { ...inTokyo, id: series.id },
      })
      expect((await same.json()).movesStay).toBe(false)
    })
  })

  test('before it is kept a schedule is shown: its dates, and what is at the same time already', async () => {
    await story(async (w) => {
      await schedule(w)
      const json = { ...tuesdays, start: '2026-12-08T15:00', repeat: 'monthly_weekday' }
      const answer = await w.ask('/api/rooms/assembly/schedules/preview', { method: 'POST', as: ada, json })
      const preview: SchedulePreview = await answer.json()
      expect(preview.dates.map(({ start }) => start)).toEqual([
        '2026-12-08T15:00',
        '2027-01-12T15:00',
        '2027-02-09T15:00',
      ])
      expect(preview.overlap).toMatchObject({ start: '2026-12-08T14:00' })
      expect((await scheduled(w)).schedules).toHaveLength(1)
    })
  })

  test.each<[string, Partial<NewSchedule> | { ownerId: string }, object]>([
    ['a zone that nobody knows', { timeZone: 'America/Atlantis' }, { timeZone: 'unknown' }],
    ['an offset, which knows no summer', { timeZone: '+02:00' }, { timeZone: 'unknown' }],
    ['a day that is none', { start: '2026-02-30T14:00' }, { start: 'invalid' }],
    ['a time that is none', { start: '2026-12-01T25:00' }, { start: 'invalid' }],
    ['a single meeting that is over', { start: '2026-11-24T14:00', repeat: 'none' }, { start: 'invalid' }],
    ['an hour that clocks skip', { start: '2027-03-14T02:30' }, { start: 'unknown' }],
    ['an end before the beginning', { ends: { kind: 'on', date: '2026-11-30' } }, { ends: 'too_short' }],
    [
      'a series that is over',
      { start: '2026-10-06T14:00', ends: { kind: 'after', count: 3 } },
      { ends: 'too_short' },
    ],
    ['a fifth Tuesday', { start: '2026-12-29T14:00', repeat: 'monthly_weekday' }, { repeat: 'invalid' }],
    [
      'a last Tuesday that is not the last',
      { start: '2026-12-08T14:00', repeat: 'monthly_last_weekday' },
      { repeat: 'invalid' },
    ],
    ['four minutes', { minutes: 4 }, { minutes: 'too_short' }],
    ['no number of dates', { ends: { kind: 'after', count: 0 } }, { 'ends.count': 'too_short' }],
    ['a long title', { title: 'x'.repeat(61) }, { title: 'too_long' }],
    ['what is no field', { ownerId: 'luc' }, { ownerId: 'unknown' }],
  ])('%s is refused at its field', async (_what, wanted, fields) => {
    await story(async (w) => {
      expect(await refused(w, wanted)).toEqual(fields)
      expect((await scheduled(w)).schedules).toEqual([])
    })
  })

  test('a calendar names each zone as its dates do, and programs see the very moments', async () => {
    await story(async (w) => {
      // tests/proxy/calendar.test.ts goes through them all.
      const zones = ['Europe/Amsterdam', 'Europe/Oslo', 'America/Montreal', 'Asia/Kolkata', 'UTC']
      for (const timeZone of zones) {
        const { id } = await schedule(w, { title: timeZone, timeZone })
        // Of each series one date is called off, and one moved.
        for (const [date, json] of [
          ['2026-12-08', { state: 'cancelled' }],
          ['2026-12-15', { state: 'moved', start: '2026-12-16T09:00', minutes: 60 }],
        ] as const)
          expect((await changeDate(w, { id } as Schedule, date, json)).status).toBe(204)
      }
      ICAL.TimezoneService.reset()
      const file = await (await w.ask('/assembly/calendar.ics')).text()
      const calendar = new ICAL.Component(ICAL.parse(file))
      const events = calendar.getAllSubcomponents('vevent').map((event) => new ICAL.Event(event))
      const series = events.filter((event) => event.isRecurring())
      expect(series).toHaveLength(zones.length)
      for (const event of series) {
        for (const moved of events)
          if (moved.uid === event.uid && moved.isRecurrenceException()) event.relateException(moved)
        const zone = zones.find((name) => event.summary.startsWith(`${name} (`)) ?? ''
        const seen = startsOf(event, 40)
        const meant = startsMeant(zone, 40)
        expect([zone, seen]).toEqual([zone, meant])
      }
    })
  })

  test('a zone that is spelt in another way is kept as it is spelt everywhere', async () => {
    await story(async (w) => {
      const { timeZone } = await schedule(w, { timeZone: 'america/TORONTO' })
      expect(timeZone).toBe('America/Toronto')
      expect((await scheduled(w)).schedules[0]?.timeZone).toBe('America/Toronto')
      // Names are not made other names of the same place, which the host did not choose.
      expect((await schedule(w, { timeZone: 'asia/kolkata' })).timeZone).toBe('Asia/Kolkata')
      expect((await schedule(w, { timeZone: 'utc' })).timeZone).toBe('UTC')
      const file = await (await w.ask('/assembly/calendar.ics')).text()
      const named = file.matchAll(/TZID[=:]([\w/]+)/g)
      expect(new Set([...named].map(([, name]) => name))).toEqual(
        new Set(['America/Toronto', 'Asia/Kolkata', 'UTC']),
      )
    })
  })

  test('ten changes of one series at once all count', async () => {
    await story(async (w) => {
      const series = await schedule(w)
      const days = (await scheduled(w, '?count=10')).dates.map(({ date }) => date)
      await Promise.all(days.map((date) => changeDate(w, series, date, { state: 'cancelled' })))
      expect((await scheduled(w, '?count=10')).dates.every(({ state }) => state === 'cancelled')).toBe(true)
      const { version } = await w.store.selectFrom('schedules').select('version').executeTakeFirstOrThrow()
      expect(version).toBe(10)
    })
  })

  test('the feed is followed by its address, says when nothing changed, and forgets its old address', async () => {
    await story(async (w, clock) => {
      const series = await schedule(w)
      const address = (await scheduled(w)).feed?.replace(origins.foyer, '') ?? ''
      expect(address).toMatch(/^\/calendars\/[\w-]{58}\.ics$/)
      const first = await w.ask(address)
      expect([first.status, first.headers.get('Content-Type')]).toEqual([
        200,
        'text/calendar; charset=utf-8; method=PUBLISH',
      ])
      expect(first.headers.get('Last-Modified')).toBe(new Date(wednesday).toUTCString())
      const text = await first.text()
      expect(text).toContain('\r\nDTSTART;TZID=America/Toronto:20261201T140000\r\n')
      expect(text).toContain('\r\nSEQUENCE:0\r\n')

      const headers = { 'If-None-Match': first.headers.get('ETag') ?? '' }
      expect((await w.ask(address, { headers })).status).toBe(304)
      clock.now += 60_000
      await changeDate(w, series, '2026-12-08', { state: 'moved', start: '2026-12-09T10:00', minutes: 60 })
      const changed = await w.ask(address, { headers })
      expect(changed.status).toBe(200)
      expect(changed.headers.get('Last-Modified')).toBe(new Date(clock.now).toUTCString())
      const moved = await changed.text()
      expect(moved).toContain('\r\nRECURRENCE-ID;TZID=America/Toronto:20261208T140000\r\n')
      expect(moved.match(/\r\nSEQUENCE:1\r\n/g)).toHaveLength(2)

      const renewed = await w.ask('/api/rooms/assembly/schedules/feed', { method: 'POST', as: ada })
      const next = (await renewed.json()).feed.replace(origins.foyer, '')
      expect((await scheduled(w)).feed).toBe(origins.foyer + next)
      expect((await w.ask(address)).status).toBe(410)
      expect((await w.ask(next)).status).toBe(200)
      const guessed = next.replace(/.{6}\.ics$/, 'AAAAAA.ics')
      for (const wrong of [guessed, '/calendars/x.ics']) expect((await w.ask(wrong)).status).toBe(404)

      await w.ask('/api/rooms/assembly', { method: 'DELETE', as: ada })
      expect((await w.ask(next)).status).toBe(410)
      expect(w.logged()).not.toContain(next.slice('/calendars/'.length, -4))
      const kept = JSON.stringify(await w.store.selectFrom('calendars').selectAll().execute())
      expect(kept).not.toContain(next.slice(-20, -4))
    })
  })

  test('whatever a room’s own changes make of its schedules, calendars have it in a higher version', async () => {
    await story(async (w, clock) => {
      await schedule(w)
      const feed = (await scheduled(w)).feed?.replace(origins.foyer, '') ?? ''
      const sequence = async () =>
        Number(/\r\nSEQUENCE:(\d+)\r\n/.exec(await (await w.ask(feed)).text())?.[1])
      const room = (method: string, json: object | null, path = '') =>
        w.ask(`/api/rooms/assembly${path}`, { method, as: ada, ...(json && { json }) })
      const changes: (() => Promise<Response>)[] = [
        () => room('PATCH', { name: 'General Assembly' }),
        () => room('PATCH', { settings: { language: 'fr' } }),
        () => room('PATCH', { settings: { recordingAllowed: true } }),
        () => room('PATCH', { archived: true }),
        () => room('PATCH', { archived: false }),
        () => room('PUT', { kind: 'digits' }, '/accessCode'),
        () => room('DELETE', null, '/accessCode'),
        () => room('PATCH', { address: 'general-assembly' }),
      ]
      for (const [index, change] of changes.entries()) {
        clock.now += 60_000
        expect((await change()).status).toBeLessThan(300)
        expect(await sequence()).toBe(index + 1)
      }
      const modified = new Date(clock.now).toUTCString()
      expect((await w.ask(feed)).headers.get('Last-Modified')).toBe(modified)
      clock.now += 60_000
      await w.ask('/api/rooms/general-assembly', {
        method: 'PATCH',
        as: ada,
        json: { settings: { polls: false } },
      })
      expect(await sequence()).toBe(changes.length)
    })
  })

  test('while a room is in the archive its calendars hold nothing that comes, and have it again afterwards', async () => {
    await story(async (w, clock) => {
      await schedule(w)
      const feed = (await scheduled(w)).feed?.replace(origins.foyer, '') ?? ''
      const archive = (archived: boolean) =>
        w.ask('/api/rooms/assembly', { method: 'PATCH', as: ada, json: { archived } })
      clock.now = Date.UTC(2026, 11, 9)
      await archive(true)
      for (const address of [feed, '/assembly/calendar.ics']) {
        const closed = await w.ask(address)
        expect(closed.headers.get('Last-Modified')).toBe(new Date(clock.now).toUTCString())
        expect(await closed.text()).toContain('RRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20261209T045900Z')
      }
      await archive(false)
      for (const address of [feed, '/assembly/calendar.ics'])
        expect(await (await w.ask(address)).text()).toContain('RRULE:FREQ=WEEKLY;BYDAY=TU\r\n')
    })
  })

  test('an address that is followed stands in no log, also where something fails', async () => {
    const w = await openWorld({ store: await open(), now: () => wednesday })
    await adasRoom(w)
    await schedule(w)
    const address = (await scheduled(w)).feed?.replace(origins.foyer, '') ?? ''
    await w.store.destroy()
    expect((await w.ask(address)).status).toBe(500)
    expect(w.logged()).toContain('/calendars/…')
    expect(w.logged()).not.toContain(address.slice(-20, -4))
    await w.close()
  })

  test('of a room’s link a file is made for whoever has it; unknown rooms and languages have none', async () => {
    await story(async (w) => {
      await schedule(w)
      const file = await w.ask('/assembly/calendar.ics?language=fr-CA')
      expect(file.headers.get('Content-Disposition')).toBe('attachment; filename="assembly.ics"')
      const text = (await file.text()).replaceAll('\r\n ', '')
      expect(text).toContain('SUMMARY:Working group (Assembly)')
      expect(text).toContain(`LOCATION:${origins.foyer}/assembly`)
      expect(text).toContain('Bring the figures.')
      expect(text).toContain('NIP')
      const both = await (await w.ask('/assembly/calendar.ics?language=both')).text()
      expect(both).toContain('In a browser')
      expect(both).toContain('Dans un navigateur')
      expect((await w.ask('/assembly/calendar.ics?language=de')).status).toBe(400)
      expect((await w.ask('/nobody-has-this/calendar.ics')).status).toBe(404)
    })
  })
})
