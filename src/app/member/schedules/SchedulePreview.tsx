import { useTranslation } from 'react-i18next'
import type { NewSchedule, SchedulePreview as Preview } from '../../../contract/schedules.ts'
import { formatList, zoneName } from '../../parts/format.ts'
import { Notice } from '../../ui/Notice.tsx'
import { useNow } from '../parts/clock.ts'
import { useMember } from '../parts/context.tsx'
import { useScheduleWords, whenIs } from './schedule-words.ts'

interface SchedulePreviewProps {
  /** null: something is missing still. */
  wanted: NewSchedule | null
  /** undefined: not known yet, or refused. */
  preview: Preview | undefined
}

/** The choice in a sentence, before it is saved: a wrong weekday or year is seen at once. */
export function SchedulePreview({ wanted, preview }: SchedulePreviewProps) {
  const { t } = useTranslation('schedules')
  const { language } = useMember()
  const words = useScheduleWords()
  const now = useNow()
  const [first] = preview?.dates ?? []
  return (
    <section className="schedule-preview" aria-label={t('preview')} aria-live="polite">
      {wanted === null ? (
        <p className="quiet">{t('preview_waits')}</p>
      ) : (
        <>
          <p>
            <strong>{words.rule(wanted)}</strong>,{' '}
            {zoneName(first?.startsAt ?? now, language, wanted.timeZone)}.
          </p>
          {preview && first && wanted.repeat !== 'none' && (
            <p>
              {t('preview_next', {
                count: preview.dates.length,
                dates: formatList(
                  preview.dates.map((date) => whenIs(date, language, now)),
                  language,
                ),
              })}
            </p>
          )}
        </>
      )}
      {wanted && preview?.movesStay && (
        <Notice kind="info">
          <p>{t('moves_stay', { zone: zoneName(first?.startsAt ?? now, language, wanted.timeZone) })}</p>
        </Notice>
      )}
      {wanted && preview?.overlap && (
        <Notice kind="careful">
          <p>{t('overlap', { when: whenIs(preview.overlap, language, now) })}</p>
        </Notice>
      )}
    </section>
  )
}
