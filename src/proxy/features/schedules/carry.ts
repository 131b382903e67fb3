import { type Exception, ruleTime } from './dates.ts'
import { hasDay, instantOf, type Rule, wallTimeOf } from './rules.ts'
import type { KeptSchedule } from './store.ts'

/**
 * Changes of single dates that a changed schedule still has. Where its zone changes, a date that
 * was moved stays at the moment to which it was moved: people were told of it.
 * @param before left out: the schedule is new
 */
export function carriedExceptions(before: KeptSchedule | undefined, schedule: Rule): Exception[] {
  if (!before) return []
  return before.exceptions.flatMap<Exception>((exception) => {
    const date = dayIn(before, schedule, exception.date)
    if (date === null) return []
    if (exception.state === 'cancelled') return [{ ...exception, date }]
    return [{ ...exception, date, start: inZone(exception.start, before.timeZone, schedule.timeZone) }]
  })
}

/**
 * The day that names a date: elsewhere the same evening may be the next morning. null: the schedule has it no longer.
 */
function dayIn(before: KeptSchedule, schedule: Rule, date: string): string | null {
  if (hasDay(schedule, date)) return date
  const day = inZone(ruleTime(before, date), before.timeZone, schedule.timeZone).slice(0, 10)
  return hasDay(schedule, day) ? day : null
}

function inZone(wallTime: string, from: string, to: string): string {
  return from === to ? wallTime : wallTimeOf(instantOf(wallTime, from), to)
}

/** Whether dates that were moved are written anew for another zone, which whoever changes it is told. */
export function movesStay(before: KeptSchedule | undefined, schedule: Rule): boolean {
  if (!before || before.timeZone === schedule.timeZone) return false
  return carriedExceptions(before, schedule).some(({ state }) => state === 'moved')
}
