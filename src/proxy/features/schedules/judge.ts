import type { FieldProblem } from '../../../contract/problem.ts'
import type { NewSchedule, ScheduleDateChange, ScheduleTimes } from '../../../contract/schedules.ts'
import { ProblemError } from '../../platform/problem.ts'
import { cleanTitle } from '../../platform/text/text.ts'
import { comingDates, type Exception } from './dates.ts'
import { isDay, isSkipped, isWallTime, weekdayInMonth } from './rules.ts'
import { zoneNamed } from './zones.ts'

/** Nobody schedules a meeting for another century; further away, zones are anybody's guess. */
const years = /^20\d\d-/

/**
 * A schedule as it will be kept.
 * @throws ProblemError fields_invalid: `start` is `invalid` where it is over, `unknown` where clocks skip that time;
 *   `ends` is `too_short` where not one date is left
 */
export function judgedSchedule(wanted: NewSchedule, now: number): NewSchedule {
  const title = titleOf(wanted.title)
  return { ...wanted, title, message: cleanMessage(wanted.message), ...judgedTimes(wanted, now) }
}

function judgedTimes({ start, timeZone, minutes, repeat, ends }: ScheduleTimes, now: number): ScheduleTimes {
  const schedule = { start, timeZone: zoneNamed(timeZone) ?? timeZone, minutes, repeat, ends }
  const fields = { ...problemsOfTime(schedule), ...problemsOfRule(schedule) }
  if (Object.keys(fields).length > 0) throw new ProblemError('fields_invalid', { fields })
  const once: ScheduleTimes = schedule.repeat === 'none' ? { ...schedule, ends: { kind: 'never' } } : schedule
  if (comingDates({ ...once, id: '', exceptions: [] }, now, 1).length > 0) return once
  const overBefore = once.ends.kind === 'never' || isOver({ ...once, ends: { kind: 'never' } }, now)
  throw new ProblemError('fields_invalid', {
    fields: overBefore ? { start: 'invalid' } : { ends: 'too_short' },
  })
}

function isOver(schedule: ScheduleTimes, now: number): boolean {
  return comingDates({ ...schedule, id: '', exceptions: [] }, now, 1).length === 0
}

/** The new time of a date. @throws ProblemError fields_invalid, as above */
export function judgedChange(
  date: string,
  change: ScheduleDateChange,
  timeZone: string,
  now: number,
): Exception | null {
  if (change.state === 'scheduled') return null
  if (change.state === 'cancelled') return { date, state: 'cancelled' }
  const { start, minutes } = change
  judgedTimes({ start, timeZone, minutes, repeat: 'none', ends: { kind: 'never' } }, now)
  return { date, state: 'moved', start, minutes }
}

function problemsOfTime({ start, timeZone }: ScheduleTimes): Record<string, FieldProblem> {
  if (zoneNamed(timeZone) === null) return { timeZone: 'unknown' }
  if (!isWallTime(start) || !years.test(start)) return { start: 'invalid' }
  return isSkipped(start, timeZone) ? { start: 'unknown' } : {}
}

function problemsOfRule({ start, repeat, ends }: ScheduleTimes): Record<string, FieldProblem> {
  const day = start.slice(0, 10)
  if (!isDay(day)) return {}
  if (ends.kind === 'on' && (!isDay(ends.date) || !years.test(ends.date))) return { ends: 'invalid' }
  if (ends.kind === 'on' && repeat !== 'none' && ends.date < day) return { ends: 'too_short' }
  const { nth, isLast } = weekdayInMonth(day)
  if (repeat === 'monthly_weekday' && nth > 4) return { repeat: 'invalid' }
  if (repeat === 'monthly_last_weekday' && !isLast) return { repeat: 'invalid' }
  return {}
}

function titleOf(raw: string): string {
  const cleaned = cleanTitle(raw)
  if ('name' in cleaned) return cleaned.name
  if (cleaned.problem === 'required') return ''
  throw new ProblemError('fields_invalid', { fields: { title: cleaned.problem } })
}

/** Plain text of several lines: what nobody sees is left out, and so are empty lines in a row. */
function cleanMessage(raw: string): string {
  return raw
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .replace(/(?![\n\u200C\u200D])[\p{Cc}\p{Cs}\p{Cf}\p{Noncharacter_Code_Point}]/gu, '')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}
