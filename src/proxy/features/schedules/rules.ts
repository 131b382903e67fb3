import { LRUCache } from 'lru-cache'
import { Temporal } from 'temporal-polyfill'
import type { NewSchedule } from '../../../contract/schedules.ts'

/*
 * Which dates a schedule has. Pure. A date is a wall time in the schedule's zone: two o'clock stays two o'clock when clocks
 * change. A time that clocks skip is taken an hour later, as if they had not been changed; of a time that they show
 * twice the first is meant. That is RFC 5545 §3.3.5, and Temporal's `compatible`.
 */

/** When the dates of a schedule are. */
export type Rule = Pick<NewSchedule, 'start' | 'timeZone' | 'repeat' | 'ends'>

/** Zones that count in UTC have no clocks to change. */
export const utc = 'UTC'

/** Epoch milliseconds of wall times, as `start timeZone`: looking up the zone's clock costs the most. */
const instants = new LRUCache<string, number>({ max: 20_000 })

/** Epoch milliseconds of a wall time, `2026-12-01T14:00`, in a zone. */
export function instantOf(start: string, timeZone: string): number {
  const key = `${start} ${timeZone}`
  const known = instants.get(key)
  if (known !== undefined) return known
  const instant = Temporal.PlainDateTime.from(start).toZonedDateTime(timeZone, {
    disambiguation: 'compatible',
  }).epochMilliseconds
  instants.set(key, instant)
  return instant
}

/** Local time in a zone at a moment: `2026-12-01T14:00`. */
export function wallTimeOf(at: number, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(timeZone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' })
}

/** Whether clocks in a zone never show a wall time: they are put forward over it. */
export function isSkipped(start: string, timeZone: string): boolean {
  return wallTimeOf(instantOf(start, timeZone), timeZone) !== start
}

/** Whether there is such a day and such a time; `2026-02-30T14:00` is none. */
export function isWallTime(start: string): boolean {
  return isRead(() => Temporal.PlainDateTime.from(start, { overflow: 'reject' }))
}

/** Whether a day exists, in years that people schedule for. */
export function isDay(date: string): boolean {
  return isRead(() => Temporal.PlainDate.from(date, { overflow: 'reject' }))
}

function isRead(read: () => unknown): boolean {
  try {
    read()
    return true
  } catch {
    return false
  }
}

/** Which Tuesday of its month a day is, 1 to 5, and whether it is the last. */
export function weekdayInMonth(date: string): { nth: number; isLast: boolean } {
  const { day, daysInMonth } = Temporal.PlainDate.from(date)
  return { nth: Math.ceil(day / 7), isLast: day + 7 > daysInMonth }
}

/**
 * The days that a rule gives, in order, from a day on; endless where the rule is.
 * @param from `2026-12-01`; left out: from its first
 */
export function* daysOf(rule: Rule, from?: string): Generator<string> {
  const first = Temporal.PlainDate.from(rule.start.slice(0, 10))
  const wanted = from === undefined ? first : Temporal.PlainDate.from(from)
  const { ends } = rule
  const last = ends.kind === 'on' ? Temporal.PlainDate.from(ends.date) : null
  // Dates that are counted are counted from the first; others need not be gone through.
  let step = ends.kind === 'after' ? 0 : stepsBefore(rule, first, wanted)
  let count = 0
  for (; step <= (rule.repeat === 'none' ? 0 : stepsAtMost); step++) {
    const day = dayAt(rule, first, step)
    if (day === null) continue
    if (last !== null && Temporal.PlainDate.compare(day, last) > 0) return
    count += 1
    if (Temporal.PlainDate.compare(day, wanted) >= 0) yield day.toString()
    if (ends.kind === 'after' && count === ends.count) return
  }
}

/** Whether a rule gives a day. */
export function hasDay(rule: Rule, date: string): boolean {
  const [day] = isDay(date) ? daysOf(rule, date) : []
  return day === date
}

/** A hundred years of weeks. */
const stepsAtMost = 5_300

/** How many steps lie wholly before a day. */
function stepsBefore(rule: Rule, first: Temporal.PlainDate, wanted: Temporal.PlainDate): number {
  if (rule.repeat === 'none') return 0
  const unit = weeksOf(rule) > 0 ? 'days' : 'months'
  const passed = first.until(wanted, { largestUnit: unit })[unit]
  return Math.max(0, Math.floor(passed / (7 * weeksOf(rule) || 1)) - 1)
}

function weeksOf({ repeat }: Rule): number {
  return repeat === 'weekly' ? 1 : repeat === 'fortnightly' ? 2 : 0
}

/** The day after so many steps; null where that month has none. */
function dayAt(rule: Rule, first: Temporal.PlainDate, step: number): Temporal.PlainDate | null {
  if (weeksOf(rule) > 0) return first.add({ weeks: step * weeksOf(rule) })
  if (rule.repeat === 'none') return first
  const month = first.toPlainYearMonth().add({ months: step })
  if (rule.repeat === 'monthly_day') {
    return first.day > month.daysInMonth ? null : month.toPlainDate({ day: first.day })
  }
  return weekdayOf(month, first, rule.repeat === 'monthly_last_weekday')
}

function weekdayOf(month: Temporal.PlainYearMonth, first: Temporal.PlainDate, isLast: boolean) {
  const begin = month.toPlainDate({ day: 1 })
  const earliest = 1 + ((first.dayOfWeek - begin.dayOfWeek + 7) % 7)
  const nth = isLast ? Math.floor((month.daysInMonth - earliest) / 7) : Math.ceil(first.day / 7) - 1
  const day = earliest + 7 * nth
  return day > month.daysInMonth ? null : begin.with({ day })
}
