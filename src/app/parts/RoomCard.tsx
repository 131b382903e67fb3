import { CalendarClock, Star, Users } from 'lucide-react'

import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '../../contract/languages.ts'
import type { ListedRoom } from '../../contract/rooms.ts'
import { Button } from '../ui/Button.tsx'
import { CopyButton } from '../ui/CopyButton.tsx'
import { formatSoon, localText, zoneName } from './format.ts'
import { isRunning, MeetingLine } from './MeetingLine.tsx'
import { RecordingNotice } from './RecordingNotice.tsx'
import './room-card.css'

interface RoomCardProps {
  room: ListedRoom
  /** The room's name, leading to its page. */
  heading: ReactNode
  /** The room's one link, absolute. */
  link: string
  language: Language
  /** Epoch milliseconds. */
  now: number
  isBusy: boolean
  onStart: () => void
  /** Puts the room first in the reader's list, or no longer. */
  onFavourite: () => void
  onCopyFailed: () => void
  /** Why the start did not work. */
  children?: ReactNode
}

/** A room in the list: what is going on there, one button to go in, its link to copy. */
export function RoomCard({ room, heading, link, language, now, isBusy, ...rest }: RoomCardProps) {
  const { t } = useTranslation('rooms')
  const whose = useWhose(room, language)
  const running = isRunning(room.meeting)
  const { waiting } = room
  return (
    <article className={room.meeting.state === 'open' ? 'room-card room-card-open' : 'room-card'}>
      <div className="room-card-head">
        <div className="room-card-title">
          <h2>{heading}</h2>
          <button
            type="button"
            className="favourite"
            aria-pressed={room.favourite}
            aria-label={t('favourite_add', { room: room.name })}
            onClick={rest.onFavourite}
          >
            <Star aria-hidden />
          </button>
        </div>
        <p className="quiet">{whose}</p>
      </div>
      <MeetingLine room={room} language={language} now={now} />
      <NextMeeting room={room} language={language} />
      {waiting > 0 && (
        <p className="meeting-waiting">
          <Users aria-hidden />
          {t('waiting', { count: waiting })}
        </p>
      )}
      {room.mayBeRecorded && <RecordingNotice isOwner={room.roleReason === 'owner'} />}
      {rest.children}
      <div className="actions">
        <Button
          kind={room.meeting.state === 'open' ? 'primary' : 'tinted'}
          busy={isBusy}
          onClick={rest.onStart}
          aria-label={isBusy ? undefined : t(running ? 'join_in' : 'start_in', { room: room.name })}
        >
          {isBusy ? t(running ? 'joining' : 'starting') : t(running ? 'join' : 'start')}
        </Button>
        <CopyButton
          text={link}
          label={t('copy_link')}
          accessibleLabel={t('copy_link_of', { room: room.name })}
          doneLabel={t('copied')}
          onFail={rest.onCopyFailed}
        />
      </div>
    </article>
  )
}

/** Its organisation, and whose the room is where that is not the reader. */
function useWhose({ organisation, owner }: ListedRoom, language: Language): string {
  const { t } = useTranslation('rooms')
  const name = localText(organisation.name, language)
  if (owner.kind === 'organisation') return t('of_organisation', { organisation: name })
  return owner.isMe ? name : `${name} · ${owner.name}`
}

/** In the zone in which it was scheduled, as all of those who are invited read it. */
function NextMeeting({ room, language }: Pick<RoomCardProps, 'room' | 'language'>) {
  const { t } = useTranslation(['rooms', 'common'])
  const { next } = room.scheduled
  if (!next || room.meeting.state === 'open') return null
  const { startsAt, timeZone } = next
  const when = t('common:scheduled_when', {
    when: formatSoon(startsAt, language, timeZone),
    zone: zoneName(startsAt, language, timeZone),
  })
  return (
    <p className="meeting-waiting">
      <CalendarClock aria-hidden />
      {t('next_meeting', { when })}
    </p>
  )
}
