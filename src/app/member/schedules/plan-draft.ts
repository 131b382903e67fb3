import type { NewPlan, Plan, PlanEnd, Repeat } from '../../../contract/plans.ts'
import type { Missing } from './plan-problems.ts'
import { repeatOn } from './plan-words.ts'

/** A plan as it stands in the form. */
export type PlanFields = Record<
  'title' | 'message' | 'date' | 'time' | 'timeZone' | 'minutes' | 'repeat' | 'ends' | 'count' | 'until',
  string
>

/** A new plan in the reader's own zone, or one that is changed. */
export function initialFields(plan: Plan | undefined): PlanFields {
  const ends = plan?.ends ?? { kind: 'never' }
  return {
    title: plan?.title ?? '',
    message: plan?.message ?? '',
    date: plan?.start.slice(0, 10) ?? '',
    time: plan?.start.slice(11) ?? '',
    timeZone: plan?.timeZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone,
    minutes: String(plan?.minutes ?? 60),
    repeat: plan?.repeat ?? 'none',
    ends: ends.kind,
    count: ends.kind === 'after' ? String(ends.count) : '10',
    until: ends.kind === 'on' ? ends.date : '',
  }
}

const repeats: Record<string, Repeat> = {
  none: 'none',
  weekly: 'weekly',
  fortnightly: 'fortnightly',
  monthly_day: 'monthly_day',
  monthly_weekday: 'monthly_weekday',
  monthly_last_weekday: 'monthly_last_weekday',
}

export function repeatIn({ date, repeat }: PlanFields): Repeat {
  return repeatOn(date, repeats[repeat] ?? 'none')
}

/** What is not filled in, or not a number. */
export function missingIn(fields: PlanFields): Missing {
  const repeated = repeatIn(fields) !== 'none'
  const count = Number(fields.count)
  const isCount = Number.isInteger(count) && count >= 1 && count <= 366
  return {
    ...(fields.date === '' ? { date: true } : {}),
    ...(fields.time === '' ? { time: true } : {}),
    ...(repeated && fields.ends === 'after' && !isCount ? { count: true } : {}),
    ...(repeated && fields.ends === 'on' && fields.until === '' ? { until: true } : {}),
  }
}

/** The plan, or null where something is missing. */
export function planIn(fields: PlanFields): NewPlan | null {
  if (Object.keys(missingIn(fields)).length > 0) return null
  const { title, message, date, time, timeZone } = fields
  return {
    title,
    message,
    start: `${date}T${time.slice(0, 5)}`,
    timeZone,
    minutes: Number(fields.minutes),
    repeat: repeatIn(fields),
    ends: endIn(fields),
  }
}

function endIn(fields: PlanFields): PlanEnd {
  if (repeatIn(fields) === 'none') return { kind: 'never' }
  if (fields.ends === 'after') return { kind: 'after', count: Number(fields.count) }
  return fields.ends === 'on' ? { kind: 'on', date: fields.until } : { kind: 'never' }
}
