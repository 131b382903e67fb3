import { useTranslation } from 'react-i18next'
import type { Language } from '../../../contract/languages.ts'
import type { NewSchedule, Repeat, ScheduleDate } from '../../../contract/schedules.ts'
import {
  formatDate,
  formatDayOfMonth,
  formatScheduled,
  formatSoon,
  formatTime,
  formatWeekday,
} from '../../parts/format.ts'
import { useMember } from '../parts/context.tsx'

/** Which Tuesday of its month a day is, 1 to 5, and whether it is the last. */
function placeInMonth(date: string): { day: number; nth: number; isLast: boolean } {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number)
  const daysInMonth = new Date(Date.UTC(year, month, 0)).getUTCDate()
  return { day, nth: Math.ceil(day / 7), isLast: day + 7 > daysInMonth }
}

/** How a meeting on a day can repeat. */
export function repeatsOf(date: string): Repeat[] {
  const { nth, isLast } = placeInMonth(date)
  return [
    'none',
    'weekly',
    'fortnightly',
    'monthly_day',
    ...(nth <= 4 ? (['monthly_weekday'] as const) : []),
    ...(isLast ? (['monthly_last_weekday'] as const) : []),
  ]
}

/** A repetition that was chosen for another day, moved to this one. */
export function repeatOn(date: string, chosen: Repeat): Repeat {
  if (date === '' || repeatsOf(date).includes(chosen)) return chosen
  return chosen === 'monthly_weekday' ? 'monthly_last_weekday' : 'monthly_weekday'
}

/** Whether months are passed over because they have no such day. */
export function skipsMonths(date: string, repeat: Repeat): boolean {
  return repeat === 'monthly_day' && placeInMonth(date).day > 28
}

/** A wall time is put into words without a zone: it is not a moment yet. */
const noZone = 'UTC'
const asMoment = (wallTime: string) => Date.parse(`${wallTime}Z`)

/** Words for schedules: when, how often, until when. */
export function useScheduleWords() {
  const { t } = useTranslation('schedules')
  const { language } = useMember()

  /** "Every two weeks on Tuesday". */
  function repeat(date: string, how: Repeat): string {
    const { day, nth } = placeInMonth(date)
    const weekday = formatWeekday(asMoment(`${date}T12:00`), language, noZone)
    switch (how) {
      case 'none':
        return t('once')
      case 'monthly_day':
        return t('monthly_day', { day: formatDayOfMonth(day, language) })
      case 'monthly_weekday':
        return t(`monthly_weekday_${isNth(nth) ? nth : 4}`, { weekday })
      default:
        return t(how, { weekday })
    }
  }

  function end({ repeat: how, ends }: Pick<NewSchedule, 'repeat' | 'ends'>): string | null {
    if (how === 'none' || ends.kind === 'never') return null
    return ends.kind === 'after'
      ? t('times', { count: ends.count })
      : t('until', { date: formatDate(asMoment(`${ends.date}T12:00`), language, noZone) })
  }

  return {
    repeat,
    /** "Every Tuesday, at 14:00, until 30 June 2027"; a single one by its day. */
    rule(schedule: Pick<NewSchedule, 'start' | 'repeat' | 'ends'>): string {
      const at = asMoment(schedule.start)
      if (schedule.repeat === 'none') return formatScheduled(at, language, noZone)
      const rule = t('rule', {
        rule: repeat(schedule.start.slice(0, 10), schedule.repeat),
        time: formatTime(at, language, noZone),
      })
      return [rule, end(schedule)].filter((part) => part !== null).join(', ')
    },
  }
}

/** Ten months ahead a day without its year leaves doubts. */
const farAhead = 300 * 24 * 60 * 60 * 1000

/** When a date is, in its own zone. */
export function whenIs(
  date: Pick<ScheduleDate, 'startsAt' | 'timeZone'>,
  language: Language,
  now: number,
): string {
  const { startsAt, timeZone } = date
  const isFar = startsAt - now > farAhead
  return isFar ? formatScheduled(startsAt, language, timeZone) : formatSoon(startsAt, language, timeZone)
}

function isNth(nth: number): nth is 1 | 2 | 3 | 4 {
  return nth >= 1 && nth <= 4
}
