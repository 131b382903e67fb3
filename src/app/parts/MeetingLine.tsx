import { CircleDashed, CircleHelp, DoorOpen, LoaderCircle } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Language } from '../../contract/languages.ts'
import type { ListedRoom, MeetingState } from '../../contract/rooms.ts'
import { formatSince, formatWhen, localText } from './format.ts'
import './meeting-line.css'

interface MeetingLineProps {
  room: Pick<ListedRoom, 'meeting' | 'lastUsedAt'>
  language: Language
  /** Epoch milliseconds. */
  now: number
}

const icons = {
  none: CircleDashed,
  starting: LoaderCircle,
  empty: DoorOpen,
  open: DoorOpen,
  unknown: CircleHelp,
} as const

/** The state of a room's meeting in one sentence. Unknown is never said as "no". */
export function MeetingLine({ room, language, now }: MeetingLineProps) {
  const sentence = useSentence(room, language, now)
  const Icon = icons[room.meeting.state]
  return (
    <p className={`meeting-line meeting-${room.meeting.state}`}>
      <Icon aria-hidden />
      <span>{sentence}</span>
    </p>
  )
}

function useSentence(
  { meeting, lastUsedAt }: MeetingLineProps['room'],
  language: Language,
  now: number,
): string {
  const { t } = useTranslation('rooms')
  switch (meeting.state) {
    case 'none':
      return lastUsedAt === null
        ? t('state_none')
        : t('state_none_used', { when: formatWhen(lastUsedAt, language, now) })
    case 'starting':
      return t('state_starting')
    case 'empty':
      return t('state_empty', { since: formatSince(meeting.since, language, now) })
    case 'open':
      return t('state_open', {
        count: meeting.participants,
        since: formatSince(meeting.since, language, now),
      })
    case 'unknown':
      return t(meeting.why === 'silent' ? 'state_unknown' : 'state_unconfirmed', {
        server: localText(meeting.server.name, language),
        since: formatSince(meeting.since, language, now),
      })
  }
}

/** A meeting that a host joins rather than starts. */
export function isRunning(meeting: MeetingState): boolean {
  return meeting.state !== 'none'
}
