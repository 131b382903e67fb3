import { useTranslation } from 'react-i18next'
import { Field, Select } from '../../ui/Field.tsx'
import type { ScheduleFormProps } from './ScheduleTimeFields.tsx'
import { repeatIn } from './schedule-draft.ts'
import { repeatsOf, skipsMonths, useScheduleWords } from './schedule-words.ts'

/** How it repeats, in the words of the day that was chosen, and until when. */
export function ScheduleEndFields({ fields, change, problemOf }: ScheduleFormProps) {
  const { t } = useTranslation('schedules')
  const words = useScheduleWords()
  const repeat = repeatIn(fields)
  if (fields.date === '') return null
  return (
    <>
      <Select
        label={t('field_repeat')}
        hint={skipsMonths(fields.date, repeat) ? t('field_repeat_skips') : undefined}
        value={repeat}
        onChange={(event) => change({ repeat: event.target.value })}
      >
        {repeatsOf(fields.date).map((how) => (
          <option key={how} value={how}>
            {words.repeat(fields.date, how)}
          </option>
        ))}
      </Select>
      {repeat !== 'none' && (
        <div className="schedule-fields">
          <Select
            label={t('field_ends')}
            value={fields.ends}
            error={fields.ends === 'never' ? problemOf('ends') : undefined}
            onChange={(event) => change({ ends: event.target.value })}
          >
            <option value="never">{t('ends_never')}</option>
            <option value="after">{t('ends_after')}</option>
            <option value="on">{t('ends_on')}</option>
          </Select>
          {fields.ends === 'after' && (
            <Field
              label={t('field_count')}
              type="number"
              inputMode="numeric"
              min={1}
              max={366}
              error={problemOf('count')}
              value={fields.count}
              onChange={(event) => change({ count: event.target.value })}
            />
          )}
          {fields.ends === 'on' && (
            <Field
              label={t('field_until')}
              type="date"
              error={problemOf('until')}
              value={fields.until}
              onChange={(event) => change({ until: event.target.value })}
            />
          )}
        </div>
      )}
    </>
  )
}
