import { type Exception, ruleTime } from './dates.ts'
import { hasDay, instantOf, type Rule, wallTimeOf } from './rules.ts'
import type { KeptPlan } from './store.ts'

/**
 * What was said of single dates, as far as a plan that is changed still has them. Where its zone changes, a date that
 * was moved stays at the moment to which it was moved: people were told of it.
 * @param before left out: the plan is new
 */
export function carriedExceptions(before: KeptPlan | undefined, plan: Rule): Exception[] {
  if (!before) return []
  return before.exceptions.flatMap<Exception>((exception) => {
    const date = dayIn(before, plan, exception.date)
    if (date === null) return []
    if (exception.state === 'cancelled') return [{ ...exception, date }]
    return [{ ...exception, date, start: inZone(exception.start, before.timeZone, plan.timeZone) }]
  })
}

/** The day that names a date: elsewhere the same evening may be the next morning. null: the plan has it no longer. */
function dayIn(before: KeptPlan, plan: Rule, date: string): string | null {
  if (hasDay(plan, date)) return date
  const day = inZone(ruleTime(before, date), before.timeZone, plan.timeZone).slice(0, 10)
  return hasDay(plan, day) ? day : null
}

function inZone(wallTime: string, from: string, to: string): string {
  return from === to ? wallTime : wallTimeOf(instantOf(wallTime, from), to)
}

/** Whether dates that were moved are written anew for another zone, which whoever changes it is told. */
export function movesStay(before: KeptPlan | undefined, plan: Rule): boolean {
  if (!before || before.timeZone === plan.timeZone) return false
  return carriedExceptions(before, plan).some(({ state }) => state === 'moved')
}
