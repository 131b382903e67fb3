import { useTranslation } from 'react-i18next'
import type { FeedbackOverview } from '../../../contract/feedback.ts'
import { faces } from '../../parts/faces.ts'
import { formatWhen, localText } from '../../parts/format.ts'
import { useNow } from '../parts/clock.ts'
import { useMember } from '../parts/context.tsx'
import { FeedbackComments } from '../parts/FeedbackComments.tsx'
import { Reading, useReading } from '../parts/reading.tsx'

/** How meetings were, by organisation and server, and what people wrote of them. */
export function FeedbackTable() {
  const { t } = useTranslation('feedback')
  const { language } = useMember()
  const feedback = useReading('operator.feedback', {})
  const number = new Intl.NumberFormat(language)
  return (
    <section className="stack">
      <h2>{t('operator_title')}</h2>
      <Reading query={feedback} loading={t('hosts_loading')}>
        {({ days, rows, sentences }) =>
          rows.length === 0 ? (
            <p>{t('operator_none')}</p>
          ) : (
            <>
              <p className="quiet">{t('hosts_lead', { count: days })}</p>
              <table className="figures">
                <thead>
                  <tr>
                    <th scope="col">{t('organisation')}</th>
                    <th scope="col">{t('server')}</th>
                    {faces.map(({ face }) => (
                      <th key={face} scope="col">
                        {t(`face_${face}`)}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {rows.map(({ organisation, server, counts }) => (
                    <tr key={`${organisation.id} ${server.id}`}>
                      <th scope="row">{localText(organisation.name, language)}</th>
                      <td data-label={t('server')}>{localText(server.name, language)}</td>
                      {faces.map(({ face }) => (
                        <td key={face} data-label={t(`face_${face}`)} className="figure">
                          {number.format(counts[face])}
                        </td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
              <Sentences sentences={sentences} />
            </>
          )
        }
      </Reading>
    </section>
  )
}

function Sentences({ sentences }: Pick<FeedbackOverview, 'sentences'>) {
  const { t } = useTranslation('feedback')
  const { language } = useMember()
  const now = useNow()
  if (sentences.length === 0) return null
  return (
    <>
      <h3>{t('operator_said')}</h3>
      <FeedbackComments
        sentences={sentences.map(({ id, room, server, face, sentence, name, at }) => ({
          id,
          sentence,
          notes: [
            t(`face_${face}`),
            `/${room}`,
            localText(server, language),
            formatWhen(at, language, now),
            name === null ? null : t('hosts_name', { name }),
          ],
        }))}
      />
    </>
  )
}
