import {
  CircleCheck,
  CircleHelp,
  CircleSlash,
  Clock,
  EyeOff,
  Link2Off,
  LoaderCircle,
  Play,
  Unplug,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '../../contract/languages.ts'
import type { Recording, RecordingAudience } from '../../contract/recordings.ts'
import { Button } from '../ui/Button.tsx'
import { Choice } from '../ui/Choice.tsx'
import { CopyButton } from '../ui/CopyButton.tsx'
import { formatDateTime, formatMinutes, formatSince, formatWhen } from './format.ts'
import './recording-list.css'

interface RecordingListProps {
  recordings: readonly Recording[]
  /** The level of each recording's name, below the heading of the page or of its part. */
  level: 2 | 3
  language: Language
  /** Epoch milliseconds. */
  now: number
  /** The stable address of a recording, absolute. */
  linkOf: (recording: Recording) => string
  /** The room's name, leading to its page; nothing on the room's own page. */
  roomLink?: ((room: Recording['room']) => ReactNode) | undefined
  /** The recording whose player is being asked for. */
  playing: string | null
  onPlay: (recording: Recording, format: string) => void
  onAudience: (recording: Recording, audience: RecordingAudience) => Promise<void>
  onCopyFailed: () => void
}

/** Recordings, each with its state in words; those that are ready with their formats to play. */
export function RecordingList({ recordings, ...shared }: RecordingListProps) {
  return (
    <ul className="plain-list recording-list">
      {recordings.map((recording) => (
        <li key={recording.id}>
          <RecordingItem recording={recording} {...shared} />
        </li>
      ))}
    </ul>
  )
}

type RecordingItemProps = Omit<RecordingListProps, 'recordings'> & { recording: Recording }

function RecordingItem({ recording, level, language, now, roomLink, ...rest }: RecordingItemProps) {
  const { name, state, startedAt, minutes, mayChange, audience } = recording
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <article className="recording">
      <div className="recording-what">
        <Heading className="recording-name">{name}</Heading>
        <p className="quiet recording-facts">
          <time dateTime={new Date(startedAt).toISOString()}>{formatDateTime(startedAt, language)}</time>
          {minutes !== null && <span>{formatMinutes(minutes)}</span>}
          {roomLink && <span>{roomLink(recording.room)}</span>}
        </p>
        <RecordingState recording={recording} language={language} now={now} />
      </div>
      {state === 'ready' && <Formats recording={recording} language={language} {...rest} />}
      {(state === 'ready' || state === 'unlinked' || state === 'unreachable') &&
        (mayChange || audience === 'link') && <Audience recording={recording} {...rest} />}
    </article>
  )
}

const icons = {
  expected: Clock,
  processing: LoaderCircle,
  ready: CircleCheck,
  unpublished: EyeOff,
  unlinked: Link2Off,
  not_produced: CircleSlash,
  unreachable: Unplug,
  missing: CircleHelp,
} as const

function RecordingState({
  recording,
  language,
  now,
}: Pick<RecordingItemProps, 'recording' | 'language' | 'now'>) {
  const { t } = useTranslation('recordings')
  const { state } = recording
  const Icon = icons[state]
  const sentence = useStateSentence(recording, language, now)
  return (
    <p className={`recording-state recording-${state}`}>
      <Icon aria-hidden />
      <span>
        <strong>{t(`word_${state}`)}</strong>
        {sentence && <>. {sentence}</>}
      </span>
    </p>
  )
}

function useStateSentence(recording: Recording, language: Language, now: number): string | null {
  const { t } = useTranslation('recordings')
  const { state, unreachableSince, lastSeenAt } = recording
  if (state === 'ready') return null
  if (state === 'unreachable') {
    return t('state_unreachable', { since: formatSince(unreachableSince ?? now, language, now) })
  }
  if (state === 'missing') {
    return lastSeenAt === null
      ? t('state_missing_never')
      : t('state_missing', { when: formatWhen(lastSeenAt, language, now) })
  }
  return t(`state_${state}`)
}

type FormatsProps = Pick<RecordingItemProps, 'recording' | 'language' | 'playing' | 'onPlay'>

function Formats({ recording, language, playing, onPlay }: FormatsProps) {
  const { t } = useTranslation('recordings')
  const date = formatDateTime(recording.startedAt, language)
  return (
    <div className="actions">
      {recording.formats.map(({ type }) => {
        const format = isKnownFormat(type) ? t(`format_${type}`) : type
        return (
          <Button
            key={type}
            busy={playing === `${recording.id} ${type}`}
            aria-label={t('play_of', { name: recording.name, date, format })}
            onClick={() => onPlay(recording, type)}
          >
            <Play aria-hidden />
            {format}
          </Button>
        )
      })}
    </div>
  )
}

const knownFormats = ['presentation', 'video', 'podcast', 'notes', 'screenshare', 'statistics'] as const

/** A server may make formats that nobody here has heard of: those keep BBB's word. */
function isKnownFormat(type: string): type is (typeof knownFormats)[number] {
  return knownFormats.some((known) => known === type)
}

type AudienceProps = Pick<RecordingItemProps, 'recording' | 'linkOf' | 'onAudience' | 'onCopyFailed'>

function Audience({ recording, linkOf, onAudience, onCopyFailed }: AudienceProps) {
  const { t } = useTranslation('recordings')
  const { name, audience, mayChange } = recording
  return (
    <div className="recording-audience">
      {mayChange && (
        <Choice
          legend={t('audience')}
          accessibleLegend={t('audience_of', { name })}
          value={audience}
          onChange={(chosen) => onAudience(recording, chosen)}
          options={[
            { value: 'hosts', label: t('audience_hosts') },
            { value: 'link', label: t('audience_link') },
          ]}
        />
      )}
      {audience === 'link' && (
        <CopyButton
          text={linkOf(recording)}
          label={t('copy_link')}
          accessibleLabel={t('copy_link_of', { name })}
          doneLabel={t('copied')}
          onFail={onCopyFailed}
        />
      )}
    </div>
  )
}
