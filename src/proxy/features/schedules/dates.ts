import type { PlanDate } from '../../../contract/plans.ts'
import { day, minute } from '../../platform/time/spans.ts'
import { daysOf, instantOf, type Rule, wallTimeOf } from './rules.ts'

/** A plan as far as its dates go. */
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
export function ruleTime(plan: Rule, date: string): string {
  return `${date}${plan.start.slice(10)}`
}

/**
 * Those dates of a plan that are not over, the next first, with moved and cancelled ones.
 * @param now epoch milliseconds
 * @param limit how many at most
 */
export function comingDates(plan: Dated, now: number, limit: number): PlanDate[] {
  const excepted = new Map(plan.exceptions.map((exception) => [exception.date, exception]))
  const found = plan.exceptions
    .map((exception) => dateOf(plan, exception.date, exception))
    .filter((date) => isComing(date, now))
  // A date may have begun yesterday, and the zone's day may differ from ours by one.
  const from = wallTimeOf(now - 2 * day, plan.timeZone).slice(0, 10)
  let regular = 0
  for (const date of daysOf(plan, from)) {
    if (regular === limit) break
    if (excepted.has(date)) continue
    const planned = dateOf(plan, date)
    if (!isComing(planned, now)) continue
    found.push(planned)
    regular += 1
  }
  return found.sort(byTime).slice(0, limit)
}

/** Earlier ones first; at the same time in an order that stays. */
export function byTime(one: PlanDate, other: PlanDate): number {
  return one.startsAt - other.startsAt || (one.plan < other.plan ? -1 : 1)
}

export function endOf({ startsAt, minutes }: Pick<PlanDate, 'startsAt' | 'minutes'>): number {
  return startsAt + minutes * minute
}

function isComing(date: PlanDate, now: number): boolean {
  return endOf(date) > now
}

/** One date as it stands. */
export function dateOf(plan: Dated, date: string, exception?: Exception): PlanDate {
  const usual = ruleTime(plan, date)
  const moved = exception?.state === 'moved' ? exception : null
  const start = moved?.start ?? usual
  return {
    plan: plan.id,
    date,
    state: exception?.state ?? 'planned',
    startsAt: instantOf(start, plan.timeZone),
    start,
    minutes: moved?.minutes ?? plan.minutes,
    timeZone: plan.timeZone,
    movedFrom: moved ? instantOf(usual, plan.timeZone) : null,
  }
}
