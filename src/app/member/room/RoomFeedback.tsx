import { useTranslation } from 'react-i18next'
import type { RoomFeedback as Known } from '../../../contract/feedback.ts'
import type { Room } from '../../../contract/rooms.ts'
import { faces } from '../../parts/faces.ts'
import { formatWhen } from '../../parts/format.ts'
import { Folding } from '../../ui/Folding.tsx'
import { useNow } from '../parts/clock.ts'
import { useMember } from '../parts/context.tsx'
import { FeedbackComments } from '../parts/FeedbackComments.tsx'
import { Reading, useReading } from '../parts/reading.tsx'
import './room-feedback.css'

/** Guests' feedback on the room's meetings, and how many accepted the recording notice. */
export function RoomFeedback({ room }: { room: Room }) {
  const { t } = useTranslation('feedback')
  const feedback = useReading('feedback.ofRoom', { path: { room: room.address } })
  const { data } = feedback
  return (
    <Folding title={t('hosts_title')} summary={data && t('hosts_count', { count: answers(data) })}>
      <Reading query={feedback} loading={t('hosts_loading')}>
        {(known) => (
          <>
            <Answers known={known} />
            <Notices notices={known.notices} />
          </>
        )}
      </Reading>
    </Folding>
  )
}

function answers({ counts }: Known): number {
  return faces.reduce((sum, { face }) => sum + counts[face], 0)
}

function Answers({ known }: { known: Known }) {
  const { t } = useTranslation('feedback')
  const { language } = useMember()
  const { counts, days } = known
  if (answers(known) === 0) return <p className="quiet">{t('hosts_none', { count: days })}</p>
  return (
    <>
      <p className="quiet">{t('hosts_lead', { count: days })}</p>
      <dl className="face-counts">
        {faces.map(({ face, icon: Icon }) => (
          <div key={face}>
            <dt>
              <Icon aria-hidden />
              {t(`face_${face}`)}
            </dt>
            <dd className="figure">{new Intl.NumberFormat(language).format(counts[face])}</dd>
          </div>
        ))}
      </dl>
      <Sentences sentences={known.sentences} />
    </>
  )
}

function Sentences({ sentences }: Pick<Known, 'sentences'>) {
  const { t } = useTranslation('feedback')
  const { language } = useMember()
  const now = useNow()
  if (sentences.length === 0) return null
  return (
    <FeedbackComments
      sentences={sentences.map(({ id, face, sentence, name, at }) => ({
        id,
        sentence,
        notes: [
          t(`face_${face}`),
          formatWhen(at, language, now),
          name === null ? null : t('hosts_name', { name }),
        ],
      }))}
    />
  )
}

function Notices({ notices }: Pick<Known, 'notices'>) {
  const { t } = useTranslation('feedback')
  const { language } = useMember()
  const now = useNow()
  if (notices.length === 0) return null
  return (
    <>
      <h3>{t('notices_title')}</h3>
      <ul className="plain-list">
        {notices.map(({ meetingAt, version, people }) => (
          <li key={`${meetingAt} ${version}`}>
            {t('notices_people', { when: formatWhen(meetingAt, language, now), count: people, version })}
          </li>
        ))}
      </ul>
    </>
  )
}
