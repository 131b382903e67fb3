import type { ScheduleDate } from '../../../contract/schedules.ts'
import { day, minute } from '../../platform/time/spans.ts'
import { daysOf, instantOf, type Rule, wallTimeOf } from './rules.ts'

/** A schedule as far as its dates go. */
export interface Dated extends Rule {
  id: string
  minutes: number
  /** Days of the rule of which something else was said. */
  exceptions: readonly Exception[]
}

export type Exception =
  | { date: string; state: 'cancelled' }
  | { date: string; state: 'moved'; start: string; minutes: number }

/** The wall time that the rule gives a day. */
export function ruleTime(schedule: Rule, date: string): string {
  return `${date}${schedule.start.slice(10)}`
}

/**
 * Dates of a schedule that are not over, the next first, with moved and cancelled ones.
 * @param now epoch milliseconds
 * @param limit how many at most
 */
export function comingDates(schedule: Dated, now: number, limit: number): ScheduleDate[] {
  const excepted = new Map(schedule.exceptions.map((exception) => [exception.date, exception]))
  const found = schedule.exceptions
    .map((exception) => dateOf(schedule, exception.date, exception))
    .filter((date) => isComing(date, now))
  // A date may have begun yesterday, and the zone's day may differ from ours by one.
  const from = wallTimeOf(now - 2 * day, schedule.timeZone).slice(0, 10)
  let regular = 0
  for (const date of daysOf(schedule, from)) {
    if (regular === limit) break
    if (excepted.has(date)) continue
    const scheduled = dateOf(schedule, date)
    if (!isComing(scheduled, now)) continue
    found.push(scheduled)
    regular += 1
  }
  return found.sort(byTime).slice(0, limit)
}

/** Earlier ones first; at the same time in an order that stays. */
export function byTime(one: ScheduleDate, other: ScheduleDate): number {
  return one.startsAt - other.startsAt || (one.schedule < other.schedule ? -1 : 1)
}

export function endOf({ startsAt, minutes }: Pick<ScheduleDate, 'startsAt' | 'minutes'>): number {
  return startsAt + minutes * minute
}

function isComing(date: ScheduleDate, now: number): boolean {
  return endOf(date) > now
}

/** One date as it stands. */
export function dateOf(schedule: Dated, date: string, exception?: Exception): ScheduleDate {
  const usual = ruleTime(schedule, date)
  const moved = exception?.state === 'moved' ? exception : null
  const start = moved?.start ?? usual
  return {
    schedule: schedule.id,
    date,
    state: exception?.state ?? 'scheduled',
    startsAt: instantOf(start, schedule.timeZone),
    start,
    minutes: moved?.minutes ?? schedule.minutes,
    timeZone: schedule.timeZone,
    movedFrom: moved ? instantOf(usual, schedule.timeZone) : null,
  }
}
