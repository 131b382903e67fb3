import { dateTimeFormat, pluralRules, withFirst } from '../../../../locales/intl.ts'
import type { Language } from '../../../contract/languages.ts'
import type { ScheduleDate } from '../../../contract/schedules.ts'
import { type Letters, lettersIn } from '../../platform/text/letters.ts'
import { minute } from '../../platform/time/spans.ts'
import { comingDates } from '../schedules/dates.ts'
import { instantOf, weekdayInMonth } from '../schedules/rules.ts'
import type { KeptSchedule } from '../schedules/store.ts'

/** As on the pages: English dates read day first, and the clock has 24 hours. */
const locales: Record<Language, string> = { en: 'en-GB', fr: 'fr', 'fr-CA': 'fr-CA' }

/** How many dates of a series are named. */
const named = 3

/**
 * The schedule as paragraphs of a letter, each time with its zone: readers may be anywhere.
 * @returns null where nothing is to come
 */
export function writeDates(
  schedules: readonly KeptSchedule[],
  now: number,
  language: Language,
): string[] | null {
  const write = lettersIn(language)
  const paragraphs = schedules.flatMap((schedule) => {
    const cancelled = schedule.exceptions.length
    const dates = comingDates(schedule, now, named + cancelled).filter(({ state }) => state !== 'cancelled')
    return dates.length === 0 ? [] : [inWords(schedule, dates.slice(0, named), language, write)]
  })
  const [first, ...others] = paragraphs
  return first === undefined ? null : [`${write('when')}\n${first}`, ...others]
}

function inWords(schedule: KeptSchedule, dates: ScheduleDate[], language: Language, write: Letters): string {
  const title = schedule.title === '' ? [] : [schedule.title]
  const lines = dates.map((date) => momentOf(date, language))
  if (schedule.repeat === 'none') return [...title, ...lines].join('\n')
  return [...title, ruleOf(schedule, language, write), write('next_dates'), ...lines].join('\n')
}

/** "Every Tuesday, 14:00 – 15:30, Eastern Time". */
function ruleOf(schedule: KeptSchedule, language: Language, write: Letters): string {
  const at = instantOf(schedule.start, schedule.timeZone)
  const hours = dateTimeFormat(locales[language], {
    hour: 'numeric',
    minute: '2-digit',
    timeZone: schedule.timeZone,
  })
  return write('rule', {
    rule: repeatOf(schedule, language, write),
    hours: hours.formatRange(at, at + schedule.minutes * minute),
    zone: zoneName(at, schedule.timeZone, language),
  })
}

function repeatOf(schedule: KeptSchedule, language: Language, write: Letters): string {
  const date = schedule.start.slice(0, 10)
  const noon = instantOf(`${date}T12:00`, 'UTC')
  const weekday = dateTimeFormat(locales[language], { weekday: 'long', timeZone: 'UTC' }).format(noon)
  switch (schedule.repeat) {
    case 'none':
      return write('schedules:once')
    case 'monthly_day':
      return write('schedules:monthly_day', { day: dayOfMonth(Number(date.slice(8)), language) })
    case 'monthly_weekday':
      return write(`schedules:monthly_weekday_${nthOf(date)}`, { weekday })
    default:
      return write(`schedules:${schedule.repeat}`, { weekday })
  }
}

function nthOf(date: string): 1 | 2 | 3 | 4 {
  const { nth } = weekdayInMonth(date)
  return nth === 1 || nth === 2 || nth === 3 ? nth : 4
}

function dayOfMonth(day: number, language: Language): string {
  if (language !== 'en') return day === 1 ? '1er' : String(day)
  const suffixes: Partial<Record<Intl.LDMLPluralRule, string>> = { one: 'st', two: 'nd', few: 'rd' }
  return `${day}${suffixes[pluralRules('en', { type: 'ordinal' }).select(day)] ?? 'th'}`
}

/** "Tuesday 1 December 2026, 14:00 – 15:30, Eastern Time". */
function momentOf({ startsAt, minutes, timeZone }: ScheduleDate, language: Language): string {
  const moment = dateTimeFormat(locales[language], {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZone,
  })
  const when = withFirst(moment.formatRange(startsAt, startsAt + minutes * minute))
  return `${when}, ${zoneName(startsAt, timeZone, language)}`
}

/** "30 November 2026 at 14:05 UTC", for readers who may be anywhere. */
export function utcMoment(at: number, language: Language): string {
  const moment = dateTimeFormat(locales[language], {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZone: 'UTC',
    timeZoneName: 'short',
  })
  return withFirst(moment.format(at))
}

function zoneName(at: number, timeZone: string, language: Language): string {
  const options: Intl.DateTimeFormatOptions = { timeZone, timeZoneName: 'longGeneric' }
  const parts = dateTimeFormat(locales[language], options).formatToParts(at)
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone
}
