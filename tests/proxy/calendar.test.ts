import fc from 'fast-check'
import ICAL from 'ical.js'
import { describe, expect, test } from 'vitest'
import type { Repeat, ScheduleEnd } from '../../src/contract/schedules.ts'
import { writeCalendar } from '../../src/proxy/features/calendars/calendar.ts'
import { schedulesUntil } from '../../src/proxy/features/schedules/closed.ts'
import { comingDates, dateOf, type Exception } from '../../src/proxy/features/schedules/dates.ts'
import { createFeeds } from '../../src/proxy/features/schedules/feed.ts'
import {
  daysOf,
  instantOf,
  isSkipped,
  wallTimeOf,
  weekdayInMonth,
} from '../../src/proxy/features/schedules/rules.ts'
import type { KeptSchedule } from '../../src/proxy/features/schedules/store.ts'

/*
 * Calendars read back by ical.js, which nobody here wrote: it finds the very dates that we show, over two years with
 * four changes of the clocks.
 */
const begin = Date.UTC(2026, 10, 1)
const end = Date.UTC(2028, 10, 1)
const day = 24 * 60 * 60 * 1000

const texts = {
  name: 'Assembly',
  link: 'https://meet.example.coop/assembly',
  titleOf: ({ title }: KeptSchedule) => title,
  descriptionOf: ({ message }: KeptSchedule) => message,
}

function scheduleOf(wanted: Partial<KeptSchedule>): KeptSchedule {
  return {
    id: '6c0c3d3a-5a7a-4f0e-8f0e-2d9b2b1b7f11',
    roomId: 'room',
    title: 'Assembly',
    message: '',
    start: '2026-12-01T14:00',
    timeZone: 'America/Toronto',
    minutes: 60,
    repeat: 'weekly',
    ends: { kind: 'never' },
    version: 0,
    createdAt: begin,
    changedAt: begin,
    exceptions: [],
    ...wanted,
  }
}

function read(file: string): { events: ICAL.Event[]; calendar: ICAL.Component } {
  const calendar = new ICAL.Component(ICAL.parse(file))
  for (const zone of calendar.getAllSubcomponents('vtimezone')) {
    ICAL.TimezoneService.register(zone)
  }
  const events = calendar.getAllSubcomponents('vevent').map((component) => new ICAL.Event(component))
  return { events, calendar }
}

/** When the meetings of a file begin, in two years, as ical.js finds them. */
function startsIn(file: string): number[] {
  const { events } = read(file)
  const found: number[] = []
  for (const event of events) {
    if (event.isRecurrenceException() || event.component.getFirstPropertyValue('status') === 'CANCELLED')
      continue
    if (!event.isRecurring()) {
      found.push(event.startDate.toUnixTime() * 1000)
      continue
    }
    for (const other of events) if (other.isRecurrenceException()) event.relateException(other)
    const dates = event.iterator()
    // A date that comes later may have been moved into the two years.
    for (let next = dates.next(); next && next.toUnixTime() * 1000 < end + 400 * day; next = dates.next()) {
      found.push(event.getOccurrenceDetails(next).startDate.toUnixTime() * 1000)
    }
  }
  return found.filter((at) => at >= begin && at < end).sort((a, b) => a - b)
}

/** … and as we show them. */
function startsOf(schedule: KeptSchedule): number[] {
  return comingDates(schedule, begin - day, 400)
    .filter(({ state }) => state !== 'cancelled')
    .map(({ startsAt }) => startsAt)
    .filter((at) => at >= begin && at < end)
}

/** Of a time that clocks show twice ical.js takes the second, where RFC 5545 §3.3.5 means the first. */
function firstOfTwo(at: number, timeZone: string): number {
  return instantOf(wallTimeOf(at, timeZone), timeZone)
}

/** Of a time that clocks skip RFC 5545 §3.3.5 makes one an hour later, and ical.js one an hour earlier. */
function isEverSkipped(schedule: KeptSchedule): boolean {
  return comingDates({ ...schedule, exceptions: [] }, begin - day, 400).some(({ start }) =>
    isSkipped(start, schedule.timeZone),
  )
}

/** From a day after the room was closed to one before it. */
function isMovedForward(schedule: KeptSchedule, at: number): boolean {
  return schedule.exceptions.some((exception) => {
    const { startsAt, movedFrom } = dateOf(schedule, exception.date, exception)
    return movedFrom !== null && startsAt <= at && movedFrom > at
  })
}

const twoDigits = (number: number) => String(number).padStart(2, '0')
const wallTime = fc
  .record({
    at: fc.integer({ min: begin / day + 1, max: begin / day + 200 }),
    hour: fc.integer({ min: 0, max: 23 }),
    minute: fc.constantFrom(0, 15, 30, 59),
  })
  .map(({ at, hour, minute }) => {
    return `${new Date(at * day).toISOString().slice(0, 10)}T${twoDigits(hour)}:${twoDigits(minute)}`
  })
const repeats = fc.constantFrom<Repeat>(
  'none',
  'weekly',
  'fortnightly',
  'monthly_day',
  'monthly_weekday',
  'monthly_last_weekday',
)
const ends = fc.oneof(
  fc.constant<ScheduleEnd>({ kind: 'never' }),
  fc.integer({ min: 1, max: 60 }).map((count): ScheduleEnd => ({ kind: 'after', count })),
  fc
    .integer({ min: begin / day + 201, max: end / day })
    .map((at): ScheduleEnd => ({ kind: 'on', date: new Date(at * day).toISOString().slice(0, 10) })),
)
const timeZones = fc.constantFrom(
  'America/Toronto',
  'Europe/Berlin',
  'UTC',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
)

const schedules = fc
  .record({
    start: wallTime,
    repeat: repeats,
    ends,
    timeZone: timeZones,
    minutes: fc.integer({ min: 5, max: 1440 }),
    said: fc.array(
      fc.record({
        nth: fc.nat(12),
        cancelled: fc.boolean(),
        start: wallTime,
        minutes: fc.integer({ min: 5, max: 600 }),
      }),
      { maxLength: 4 },
    ),
  })
  .filter(({ start, timeZone, repeat, said }) => {
    const { nth, isLast } = weekdayInMonth(start.slice(0, 10))
    if (repeat === 'monthly_weekday' && nth > 4) return false
    if (repeat === 'monthly_last_weekday' && !isLast) return false
    return [start, ...said.map((one) => one.start)].every((time) => !isSkipped(time, timeZone))
  })
  .map(({ said, ...wanted }) => {
    const rule = scheduleOf({
      ...wanted,
      ...(wanted.repeat === 'none' ? { ends: { kind: 'never' as const } } : {}),
    })
    const days: string[] = []
    for (const date of daysOf(rule)) if (days.push(date) > 12) break
    const exceptions = new Map<string, Exception>()
    for (const { nth, cancelled, start, minutes } of said) {
      const date = days[nth % days.length] ?? ''
      exceptions.set(
        date,
        cancelled ? { date, state: 'cancelled' } : { date, state: 'moved', start, minutes },
      )
    }
    return { ...rule, exceptions: [...exceptions.values()] }
  })

/** A text value (RFC 5545 §3.3.11) whose property ical.js takes for an unknown one, and leaves as it stands. */
function plainText(value: unknown): string {
  return String(value ?? '').replace(/\\([\\;,])/g, '$1')
}

describe('calendars', () => {
  test('ical.js finds the very dates that we show, whatever is scheduled, moved and cancelled', () => {
    fc.assert(
      fc.property(schedules, (schedule) => {
        fc.pre(!isEverSkipped(schedule))
        const read = startsIn(writeCalendar([schedule], 'meet.example.coop', texts))
        expect(read.map((at) => firstOfTwo(at, schedule.timeZone))).toEqual(startsOf(schedule))
      }),
      { numRuns: 300 },
    )
  }, 60_000)

  test('every zone that a form may offer is named in the file as the dates name it', () => {
    const zones = new Set([...Intl.supportedValuesOf('timeZone'), 'America/Montreal', 'Asia/Kolkata', 'UTC'])
    ICAL.TimezoneService.reset()
    for (const timeZone of zones) {
      const schedule = scheduleOf({
        timeZone,
        ends: { kind: 'after', count: 40 },
        exceptions: [
          { date: '2026-12-08', state: 'cancelled' },
          { date: '2026-12-15', state: 'moved', start: '2026-12-16T09:00', minutes: 30 },
        ],
      })
      // Zones that the file does not hold are not found elsewhere: nothing is registered.
      const calendar = new ICAL.Component(ICAL.parse(writeCalendar([schedule], 'meet.example.coop', texts)))
      const [series, moved] = calendar.getAllSubcomponents('vevent').map((event) => new ICAL.Event(event))
      if (!series || !moved) throw new Error(timeZone)
      series.relateException(moved)
      const dates = series.iterator()
      const found: string[] = []
      for (let next = dates.next(); next; next = dates.next())
        found.push(series.getOccurrenceDetails(next).startDate.toJSDate().toISOString())
      const meant = comingDates(schedule, begin, 60)
        .filter(({ state }) => state !== 'cancelled')
        .map(({ startsAt }) => new Date(startsAt).toISOString())
      expect([timeZone, found.sort()]).toEqual([timeZone, meant])
    }
  }, 60_000)

  test('of a room that is closed ical.js finds what has begun before, and nothing after', () => {
    fc.assert(
      fc.property(schedules, fc.integer({ min: begin, max: begin + 200 * day }), (schedule, at) => {
        fc.pre(!isEverSkipped(schedule) && !isMovedForward(schedule, at))
        const read = startsIn(writeCalendar(schedulesUntil([schedule], at), 'meet.example.coop', texts))
        const before = startsOf(schedule).filter((start) => start <= at)
        expect(read.map((start) => firstOfTwo(start, schedule.timeZone))).toEqual(before)
      }),
      { numRuns: 200 },
    )
  }, 60_000)

  test('every line is at most 75 octets, and ends with CRLF; every text comes back as it was', () => {
    const hostile = fc
      .string({ unit: 'grapheme', maxLength: 120 })
      .map((text) => text.replace(/[\p{Cc}\p{Cs}]/gu, ''))
    const lines = fc.array(hostile, { maxLength: 4 }).map((all) => all.join('\n'))
    fc.assert(
      fc.property(hostile, lines, hostile, (title, message, name) => {
        const file = writeCalendar([scheduleOf({ title, message })], 'meet.example.coop', { ...texts, name })
        for (const line of file.split('\r\n')) {
          expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
          expect(line).not.toMatch(/[\r\n]/)
        }
        expect(file.endsWith('END:VCALENDAR\r\n')).toBe(true)
        const { events, calendar } = read(file)
        expect([events[0]?.summary, events[0]?.description ?? '']).toEqual([title, message])
        expect(plainText(calendar.getFirstPropertyValue('x-wr-calname'))).toBe(name)
      }),
    )
  })

  test('a name cannot smuggle a line in (fault 30)', () => {
    const title = 'Tea\r\nBEGIN:VALARM\r\nACTION:AUDIO; , \\n'
    const { events } = read(writeCalendar([scheduleOf({ title })], 'meet.example.coop', texts))
    expect(events).toHaveLength(1)
    expect(events[0]?.component.getAllSubcomponents('valarm')).toEqual([])
    expect(events[0]?.summary).toBe(title.replaceAll('\r\n', '\n'))
  })

  test('UIDs stay, and are unique in the world; a cancelled single meeting says so', () => {
    const cancelled = scheduleOf({ repeat: 'none', exceptions: [{ date: '2026-12-01', state: 'cancelled' }] })
    const { events, calendar } = read(writeCalendar([cancelled], 'meet.example.coop', texts))
    expect(events[0]?.uid).toBe(`${cancelled.id}@meet.example.coop`)
    expect(events[0]?.component.getFirstPropertyValue('status')).toBe('CANCELLED')
    expect(calendar.getFirstPropertyValue('method')).toBe('PUBLISH')
  })

  test('a moved date whose usual time clocks skip is an event of its own: no RECURRENCE-ID can name it', () => {
    const schedule = scheduleOf({
      start: '2027-03-07T02:30',
      exceptions: [{ date: '2027-03-14', state: 'moved', start: '2027-03-15T10:00', minutes: 30 }],
    })
    const file = writeCalendar([schedule], 'meet.example.coop', texts)
    expect(file).toContain('EXDATE;TZID=America/Toronto:20270314T023000\r\n')
    expect(file).not.toContain('RECURRENCE-ID')
    const [, moved] = read(file).events
    expect([moved?.uid, moved?.startDate.toString()]).toEqual([
      `${schedule.id}-2027-03-14@meet.example.coop`,
      '2027-03-15T10:00:00',
    ])
  })

  test('what is said of the calendar stands before its parts, of which there is always one', () => {
    for (const kept of [[], [scheduleOf({})]]) {
      const file = writeCalendar(kept, 'meet.example.coop', texts)
      const first = file.indexOf('BEGIN:V', 10)
      expect(first).toBeGreaterThan(0)
      expect(file.indexOf('REFRESH-INTERVAL')).toBeLessThan(first)
      expect(read(file).events).toHaveLength(kept.length)
    }
  })
})

describe('dates', () => {
  test('months without the day are passed over', () => {
    const schedule = scheduleOf({
      start: '2027-01-31T10:00',
      repeat: 'monthly_day',
      ends: { kind: 'after', count: 4 },
    })
    expect([...daysOf(schedule)]).toEqual(['2027-01-31', '2027-03-31', '2027-05-31', '2027-07-31'])
  })

  test('a time that clocks skip is taken an hour later; of one that they show twice the first is meant', () => {
    // Sunday 14 March 2027, clocks go from 2:00 to 3:00; Sunday 7 November, from 2:00 back to 1:00.
    expect(instantOf('2027-03-14T02:30', 'America/Toronto')).toBe(Date.UTC(2027, 2, 14, 7, 30))
    expect(instantOf('2027-11-07T01:30', 'America/Toronto')).toBe(Date.UTC(2027, 10, 7, 5, 30))
  })

  test('the next dates of an old series come as fast as those of a new one', () => {
    const schedule = scheduleOf({ start: '2001-01-02T14:00' })
    const [next] = comingDates(schedule, Date.UTC(2090, 0, 1), 1)
    expect(next?.start).toBe('2090-01-03T14:00')
  })
})

test('an address that is as long as a right one, in letters beyond ASCII, is unknown', () => {
  const calendar = { name: 'room', generation: 1 }
  const feeds = createFeeds('a-secret-of-thirty-two-characters')
  const secret = feeds.addressOf(calendar).slice('room-'.length)
  expect(feeds.judge(secret, calendar)).toBe('current')
  expect(feeds.judge('é'.repeat(secret.length), calendar)).toBe('unknown')
})
