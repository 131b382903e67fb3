import { useTranslation } from 'react-i18next'
import { ClientProblem } from '../../client.ts'

/** The fields of the form, as far as something can be wrong with them. */
export type ScheduleField = 'title' | 'date' | 'time' | 'timeZone' | 'ends' | 'count' | 'until' | 'message'

/** Fields that must be filled in before the proxy can judge. */
export interface Missing {
  date?: true
  time?: true
  count?: true
  until?: true
}

const missingKeys = {
  date: 'error_date',
  time: 'error_time',
  count: 'error_count',
  until: 'error_until',
} as const

/**
 * The problem with a field, in words that say how to mend it.
 * @param missing fields that are not filled in, once somebody tried to save
 */
export function useScheduleProblem(
  problem: unknown,
  missing: Missing,
): (field: ScheduleField) => string | undefined {
  const { t } = useTranslation('schedules')
  const fields = problem instanceof ClientProblem ? problem.fields : {}
  return (field) => {
    if ((field === 'date' || field === 'time' || field === 'count' || field === 'until') && missing[field]) {
      return t(missingKeys[field])
    }
    switch (field) {
      case 'date':
        return fields.start === 'invalid' ? t('error_over') : undefined
      case 'time':
        return fields.start === 'unknown' ? t('error_skipped') : undefined
      case 'timeZone':
        return fields.timeZone && t('error_zone')
      case 'ends':
      case 'until':
        return fields.ends && t('error_ends')
      case 'count':
        return fields['ends.count'] ? t('error_count') : fields.ends && t('error_ends')
      case 'title':
        return fields.title && t('error_title')
      case 'message':
        return fields.message && t('error_message')
    }
  }
}
