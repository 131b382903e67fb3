import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator'
import { Temporal } from 'temporal-polyfill'
import { type Exception, ruleTime } from '../schedules/dates.ts'
import { instantOf, isSkipped, type Rule, utc, weekdayInMonth } from '../schedules/rules.ts'
import type { KeptSchedule } from '../schedules/store.ts'
import { zoneBlock } from '../schedules/zones.ts'

/*
 * A room's schedules as iCalendar (RFC 5545). A series is one event with its rule; a date that was moved is an event of
 * the same UID with a RECURRENCE-ID, one that was cancelled is taken out of the rule by EXDATE, which every program
 * heeds. A single meeting that was cancelled stays, with STATUS:CANCELLED.
 */

/** Texts of calendars beside the times. */
export interface CalendarTexts {
  /** The calendar's own name. */
  name: string
  link: string
  /** The title of a schedule's dates. */
  titleOf(schedule: KeptSchedule): string
  /** Plain text: the host's message, the admissions. */
  descriptionOf(schedule: KeptSchedule): string
}

/** How long a program may wait before it looks again, in seconds. */
const refresh = 60 * 60

/**
 * The file, with CRLF and folded lines.
 * @param host the host name that makes UIDs unique in the world
 * @param changedAt epoch milliseconds
 */
export function writeCalendar(
  schedules: readonly KeptSchedule[],
  host: string,
  texts: CalendarTexts,
): string {
  const calendar = ical({
    prodId: { company: 'Foyer', product: 'Foyer', language: 'EN' },
    // The library escapes texts of events, and this one not.
    name: escaped(texts.name),
    method: ICalCalendarMethod.PUBLISH,
    ttl: refresh,
  })
  for (const schedule of schedules) {
    const shared = sharedBy(schedule, host, texts)
    calendar.createEvent({ ...shared, ...mainOf(schedule) })
    for (const moved of movedDates(schedule))
      calendar.createEvent({ ...shared, ...replacementOf(schedule, moved, host) })
  }
  return `${withZones(calendar.toString(), schedules)}\r\n`
}

/**
 * The zones stand after what is said of the calendar and before its events (RFC 5545 §3.4): where the library puts
 * them, more would follow that belongs before them. Without schedules there is still one component, as there must be.
 */
function withZones(calendar: string, schedules: readonly KeptSchedule[]): string {
  const zones = schedules.length === 0 ? [utc] : schedules.map(({ timeZone }) => timeZone)
  const blocks = [...new Set(zones)].flatMap((zone) => zoneBlock(zone) ?? [])
  const before = calendar.search(/^(BEGIN:VEVENT|END:VCALENDAR)/m)
  return [calendar.slice(0, before), ...blocks.map((block) => `${block}\r\n`), calendar.slice(before)].join(
    '',
  )
}

function sharedBy(schedule: KeptSchedule, host: string, { link, titleOf, descriptionOf }: CalendarTexts) {
  return {
    id: `${schedule.id}@${host}`,
    sequence: schedule.version,
    stamp: new Date(schedule.changedAt),
    created: new Date(schedule.createdAt),
    lastModified: new Date(schedule.changedAt),
    summary: titleOf(schedule),
    description: descriptionOf(schedule),
    location: link,
    url: link,
    timezone: schedule.timeZone === utc ? null : schedule.timeZone,
  }
}

/** The series, or the single meeting as it stands: it has no rule that one could be taken out of. */
function mainOf(schedule: KeptSchedule) {
  if (schedule.repeat !== 'none') {
    return {
      ...timesOf(schedule, schedule),
      repeating: repeatingOf(schedule),
      status: ICalEventStatus.CONFIRMED,
    }
  }
  const [only] = schedule.exceptions
  const times = timesOf(schedule, only?.state === 'moved' ? only : schedule)
  const status = only?.state === 'cancelled' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED
  return { ...times, status }
}

type Moved = Extract<Exception, { state: 'moved' }>

function movedDates({ repeat, exceptions }: KeptSchedule): Moved[] {
  return repeat === 'none' ? [] : exceptions.filter((exception) => exception.state === 'moved')
}

/** In place of the date of the series; a RECURRENCE-ID cannot name a time that clocks skip, so that one stands alone. */
function replacementOf(schedule: KeptSchedule, moved: Moved, host: string) {
  const times = { ...timesOf(schedule, moved), status: ICalEventStatus.CONFIRMED }
  return isOdd(schedule, moved)
    ? { ...times, id: `${schedule.id}-${moved.date}@${host}` }
    : { ...times, recurrenceId: zoned(schedule, ruleTime(schedule, moved.date)) }
}

function isOdd(schedule: KeptSchedule, { date }: Exception): boolean {
  return isSkipped(ruleTime(schedule, date), schedule.timeZone)
}

function timesOf(schedule: KeptSchedule, { start, minutes }: Pick<KeptSchedule, 'start' | 'minutes'>) {
  const begin = zoned(schedule, start)
  return { start: begin, end: begin.add({ minutes }) }
}

function zoned({ timeZone }: Rule, start: string): Temporal.ZonedDateTime {
  return Temporal.PlainDateTime.from(start).toZonedDateTime(timeZone, { disambiguation: 'compatible' })
}

const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']

/** RRULE, and what it does not give. A moved date is none of that: its RECURRENCE-ID replaces it. */
function repeatingOf(schedule: KeptSchedule): string {
  const out = schedule.exceptions.filter(
    (exception) => exception.state === 'cancelled' || isOdd(schedule, exception),
  )
  const [zone, suffix] = schedule.timeZone === utc ? ['', 'Z'] : [`;TZID=${schedule.timeZone}`, '']
  const exdates = out.map(({ date }) => `EXDATE${zone}:${compact(ruleTime(schedule, date))}${suffix}`)
  return [`RRULE:${[...ruleParts(schedule), ...endParts(schedule)].join(';')}`, ...exdates].join('\r\n')
}

function ruleParts({ repeat, start }: Rule): string[] {
  const date = start.slice(0, 10)
  const { day, dayOfWeek } = Temporal.PlainDate.from(date)
  const weekday = weekdays[dayOfWeek - 1] ?? ''
  switch (repeat) {
    case 'none':
      return []
    case 'weekly':
      return ['FREQ=WEEKLY', `BYDAY=${weekday}`]
    case 'fortnightly':
      return ['FREQ=WEEKLY', 'INTERVAL=2', `BYDAY=${weekday}`]
    case 'monthly_day':
      return ['FREQ=MONTHLY', `BYMONTHDAY=${day}`]
    case 'monthly_weekday':
      return ['FREQ=MONTHLY', `BYDAY=${weekdayInMonth(date).nth}${weekday}`]
    case 'monthly_last_weekday':
      return ['FREQ=MONTHLY', `BYDAY=-1${weekday}`]
  }
}

/** UNTIL is in UTC where the start has a zone (RFC 5545 §3.3.10). */
function endParts({ ends, timeZone }: Rule): string[] {
  if (ends.kind === 'after') return [`COUNT=${ends.count}`]
  if (ends.kind === 'never') return []
  const last = new Date(instantOf(`${ends.date}T23:59`, timeZone)).toISOString().slice(0, 16)
  return [`UNTIL=${compact(last)}Z`]
}

/** `2026-12-01T14:00` as RFC 5545 §3.3.5 writes it. */
function compact(wallTime: string): string {
  return `${wallTime.replace(/[-:]/g, '')}00`
}

/** A text value (RFC 5545 §3.3.11). */
function escaped(text: string): string {
  return text.replace(/[\\;,]/g, (character) => `\\${character}`).replace(/\r?\n/g, '\\n')
}
