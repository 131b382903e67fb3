import { comingDates, dateOf, type Exception, ruleTime } from './dates.ts'
import { daysOf, instantOf, wallTimeOf } from './rules.ts'
import type { KeptSchedule } from './store.ts'

/**
 * The schedules of a room that is closed since then, for calendars: what has begun before stays, nothing more comes. The
 * schedules themselves are kept for when the room is opened again.
 * @param at epoch milliseconds
 */
export function schedulesUntil(schedules: readonly KeptSchedule[], at: number): KeptSchedule[] {
  return schedules.map((schedule) => (hasMore(schedule, at) ? endedSchedule(schedule, at) : schedule))
}

function hasMore(schedule: KeptSchedule, at: number): boolean {
  // One may be going on, and each that was cancelled may come first.
  return comingDates(schedule, at, schedule.exceptions.length + 2).some(({ startsAt }) => startsAt > at)
}

function endedSchedule(schedule: KeptSchedule, at: number): KeptSchedule {
  const first = schedule.start.slice(0, 10)
  const hasBegun = schedule.repeat !== 'none' && !isLater(schedule, first, at)
  // Nothing took place: it stays as one date that is cancelled, which a program takes out of its calendar.
  if (!hasBegun) return { ...schedule, repeat: 'none', exceptions: [{ date: first, state: 'cancelled' }] }
  const last = lastDayUntil(schedule, wallTimeOf(at, schedule.timeZone).slice(0, 10))
  return { ...schedule, ends: { kind: 'on', date: last }, exceptions: exceptionsUntil(schedule, last, at) }
}

/** The last of its own days: a series that had ended before gets none back. */
function lastDayUntil(schedule: KeptSchedule, day: string): string {
  let last = schedule.start.slice(0, 10)
  for (const date of daysOf(schedule)) {
    if (date > day) break
    last = date
  }
  return last
}

/** The rest of the day on which the room was closed, and what was moved to later, is cancelled. */
function exceptionsUntil(schedule: KeptSchedule, last: string, at: number): Exception[] {
  const before = schedule.exceptions.filter(({ date }) => date <= last)
  const kept = before.map((exception) =>
    dateOf(schedule, exception.date, exception).startsAt > at
      ? ({ date: exception.date, state: 'cancelled' } as const)
      : exception,
  )
  const isSaid = before.some(({ date }) => date === last)
  return isSaid || !isLater(schedule, last, at) ? kept : [...kept, { date: last, state: 'cancelled' }]
}

function isLater(schedule: KeptSchedule, date: string, at: number): boolean {
  return instantOf(ruleTime(schedule, date), schedule.timeZone) > at
}
