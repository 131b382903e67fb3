import { comingDates, dateOf, type Exception, ruleTime } from './dates.ts'
import { daysOf, instantOf, wallTimeOf } from './rules.ts'
import type { KeptPlan } from './store.ts'

/**
 * The plans of a room that is closed since then, for calendars: what has begun before stays, nothing more comes. The
 * plans themselves are kept for when the room is opened again.
 * @param at epoch milliseconds
 */
export function plansUntil(plans: readonly KeptPlan[], at: number): KeptPlan[] {
  return plans.map((plan) => (hasMore(plan, at) ? endedPlan(plan, at) : plan))
}

function hasMore(plan: KeptPlan, at: number): boolean {
  // One may be going on, and each that was cancelled may come first.
  return comingDates(plan, at, plan.exceptions.length + 2).some(({ startsAt }) => startsAt > at)
}

function endedPlan(plan: KeptPlan, at: number): KeptPlan {
  const first = plan.start.slice(0, 10)
  const hasBegun = plan.repeat !== 'none' && !isLater(plan, first, at)
  // Nothing took place: it stays as one date that is cancelled, which a program takes out of its calendar.
  if (!hasBegun) return { ...plan, repeat: 'none', exceptions: [{ date: first, state: 'cancelled' }] }
  const last = lastDayUntil(plan, wallTimeOf(at, plan.timeZone).slice(0, 10))
  return { ...plan, ends: { kind: 'on', date: last }, exceptions: exceptionsUntil(plan, last, at) }
}

/** The last of its own days: a series that had ended before gets none back. */
function lastDayUntil(plan: KeptPlan, day: string): string {
  let last = plan.start.slice(0, 10)
  for (const date of daysOf(plan)) {
    if (date > day) break
    last = date
  }
  return last
}

/** The rest of the day on which the room was closed, and what was moved to later, is cancelled. */
function exceptionsUntil(plan: KeptPlan, last: string, at: number): Exception[] {
  const before = plan.exceptions.filter(({ date }) => date <= last)
  const kept = before.map((exception) =>
    dateOf(plan, exception.date, exception).startsAt > at
      ? ({ date: exception.date, state: 'cancelled' } as const)
      : exception,
  )
  const isSaid = before.some(({ date }) => date === last)
  return isSaid || !isLater(plan, last, at) ? kept : [...kept, { date: last, state: 'cancelled' }]
}

function isLater(plan: KeptPlan, date: string, at: number): boolean {
  return instantOf(ruleTime(plan, date), plan.timeZone) > at
}
