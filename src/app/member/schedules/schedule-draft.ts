import type { NewSchedule, Repeat, Schedule, ScheduleEnd } from '../../../contract/schedules.ts'
import type { Missing } from './schedule-problems.ts'
import { repeatOn } from './schedule-words.ts'

/** A schedule as it stands in the form. */
export type ScheduleFields = Record<
  'title' | 'message' | 'date' | 'time' | 'timeZone' | 'minutes' | 'repeat' | 'ends' | 'count' | 'until',
  string
>

/** A new schedule in the reader's own zone, or one that is changed. */
export function initialFields(schedule: Schedule | undefined): ScheduleFields {
  const ends = schedule?.ends ?? { kind: 'never' }
  return {
    title: schedule?.title ?? '',
    message: schedule?.message ?? '',
    date: schedule?.start.slice(0, 10) ?? '',
    time: schedule?.start.slice(11) ?? '',
    timeZone: schedule?.timeZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone,
    minutes: String(schedule?.minutes ?? 60),
    repeat: schedule?.repeat ?? 'none',
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

export function repeatIn({ date, repeat }: ScheduleFields): Repeat {
  return repeatOn(date, repeats[repeat] ?? 'none')
}

/** Fields that are not filled in, or not a number. */
export function missingIn(fields: ScheduleFields): Missing {
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

/** The schedule, or null where something is missing. */
export function scheduleIn(fields: ScheduleFields): NewSchedule | null {
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

function endIn(fields: ScheduleFields): ScheduleEnd {
  if (repeatIn(fields) === 'none') return { kind: 'never' }
  if (fields.ends === 'after') return { kind: 'after', count: Number(fields.count) }
  return fields.ends === 'on' ? { kind: 'on', date: fields.until } : { kind: 'never' }
}
