import { Play } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '../../../contract/languages.ts'
import { formatMinutes, formatMoment } from '../../parts/format.ts'
import { paths } from '../../paths.ts'
import { LinkButton } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Notice } from '../../ui/Notice.tsx'
import type { ViewProps } from '../views.ts'

/** One recording behind its stable link. */
export function RecordingPage({ page, view }: ViewProps<'recording'>) {
  const { t } = useTranslation('public')
  const { recording, state } = view
  const isNamedAfterRoom = recording.name === recording.roomName
  return (
    <div className="door">
      <header className="room-head">
        <p className="quiet">
          {t('recording')}
          {!isNamedAfterRoom && ` · ${t('recording_of', { room: recording.roomName })}`}
        </p>
        <h1>{recording.name}</h1>
        <p className="recording-facts">
          <Moment at={recording.startedAt} language={page.language} />
          {recording.minutes !== null && <span>{formatMinutes(recording.minutes)}</span>}
        </p>
      </header>
      {state === 'ready' ? (
        <Card>
          <ul className="plain-list formats">
            {recording.formats.map((format, index) => (
              <li key={format}>
                <LinkButton
                  kind={index === 0 ? 'primary' : 'plain'}
                  href={paths.player(recording.id, format)}
                >
                  <Play aria-hidden />
                  <FormatName format={format} />
                </LinkButton>
              </li>
            ))}
          </ul>
          <p className="hint">{t('recording_leaves')}</p>
        </Card>
      ) : (
        <Notice kind="careful" title={t('recording_not_now')}>
          <p>{t(reasons[state])}</p>
          {state !== 'not_produced' && (
            <LinkButton href={paths.recording(recording.id)}>{t('try_again')}</LinkButton>
          )}
        </Notice>
      )}
    </div>
  )
}

/** Why it cannot be played. */
const reasons = {
  expected: 'recording_pending_text',
  processing: 'recording_pending_text',
  unpublished: 'recording_unpublished_text',
  unlinked: 'recording_unlinked_text',
  not_produced: 'recording_not_produced_text',
  unreachable: 'recording_unreachable_text',
  missing: 'recording_missing_text',
} as const

function FormatName({ format }: { format: string }) {
  const { t } = useTranslation('public')
  switch (format) {
    case 'presentation':
    case 'video':
    case 'podcast':
    case 'notes':
    case 'screenshare':
    case 'statistics':
      return t(`format_${format}`)
    default:
      return format
  }
}

/** A moment in the reader's own zone; written in UTC, with its name, until the browser has said which that is. */
function Moment({ at, language }: { at: number; language: Language }) {
  const isAlive = useSyncExternalStore(
    () => () => {},
    () => true,
    () => false,
  )
  return (
    // The server and the browser may spell the same moment with other spaces.
    <time dateTime={new Date(at).toISOString()} suppressHydrationWarning>
      {formatMoment(at, language, isAlive ? undefined : 'UTC')}
    </time>
  )
}
