import { useTranslation } from 'react-i18next'
import type { Afterwards } from '../../contract/feedback.ts'
import { paths } from '../paths.ts'
import { Card } from '../ui/Card.tsx'
import { Notice } from '../ui/Notice.tsx'
import { FeedbackForm } from './FeedbackForm.tsx'

interface AfterMeetingProps {
  /** The room's address. */
  room: string
  after: Afterwards
}

/** For somebody who comes back: whether there is a recording, and how it was. */
export function AfterMeeting({ room, after }: AfterMeetingProps) {
  const { t } = useTranslation('feedback')
  return (
    <>
      {after.recording && (
        <Notice kind="info">
          <p>{t(`recording_${after.recording}`)}</p>
          {after.recordingId && <a href={paths.recording(after.recordingId)}>{t('recording_watch')}</a>}
        </Notice>
      )}
      {after.asksFeedback && (
        <Card>
          <FeedbackForm room={room} after={after} />
        </Card>
      )}
    </>
  )
}
