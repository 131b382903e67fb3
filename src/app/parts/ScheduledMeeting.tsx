import { CalendarClock, CalendarX } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '../../contract/languages.ts'
import type { CancelledMeeting, NextMeeting, Upcoming } from '../../contract/schedules.ts'
import { paths } from '../paths.ts'
import { formatElsewhere, formatMinutes, formatScheduled, zoneName } from './format.ts'
import './scheduled-meeting.css'

interface ScheduledMeetingProps {
  /** The room's address. */
  room: string
  scheduled: Upcoming
  language: Language
  /** Epoch milliseconds. */
  now: number
}

/** When one meets next in a room, in the zone in which it was scheduled and in the reader's own. */
export function ScheduledMeeting({ room, scheduled, language, now }: ScheduledMeetingProps) {
  const { t } = useTranslation('common')
  const { next, cancelled } = scheduled
  if (!next && !cancelled) return null
  return (
    <div className="scheduled">
      {cancelled && <Cancelled meeting={cancelled} language={language} />}
      {next && <Next meeting={next} language={language} now={now} />}
      {next && (
        <p>
          <a href={paths.calendar(room)}>{t('scheduled_calendar')}</a>
        </p>
      )}
    </div>
  )
}

/*
 * The server and the browser may spell the same moment with other spaces, and name a zone differently: what the server
 * wrote stays.
 */

function Next({ meeting, language, now }: { meeting: NextMeeting; language: Language; now: number }) {
  const { t } = useTranslation('common')
  const readerZone = useReaderZone()
  const { startsAt, timeZone, movedFrom } = meeting
  const here = readerZone && formatElsewhere(startsAt, language, timeZone, readerZone)
  return (
    <div className="scheduled-part">
      <CalendarClock aria-hidden />
      <div>
        <p className="quiet">
          {[t(startsAt > now ? 'scheduled_next' : 'scheduled_now'), meeting.title]
            .filter((part) => part !== '')
            .join(' · ')}
        </p>
        <p className="scheduled-when">
          <time dateTime={new Date(startsAt).toISOString()} suppressHydrationWarning>
            {t('scheduled_when', {
              when: formatScheduled(startsAt, language, timeZone),
              zone: zoneName(startsAt, language, timeZone),
            })}
          </time>{' '}
          <span className="quiet">({formatMinutes(meeting.minutes)})</span>
        </p>
        {here && <p>{t('scheduled_here', { when: here })}</p>}
        {movedFrom !== null && (
          <p suppressHydrationWarning>
            {t('scheduled_moved', { when: formatScheduled(movedFrom, language, timeZone) })}
          </p>
        )}
        {meeting.message !== '' && <p className="scheduled-message">{meeting.message}</p>}
      </div>
    </div>
  )
}

function Cancelled({ meeting, language }: { meeting: CancelledMeeting; language: Language }) {
  const { t } = useTranslation('common')
  const { startsAt, timeZone } = meeting
  return (
    <div className="scheduled-part scheduled-cancelled">
      <CalendarX aria-hidden />
      <p suppressHydrationWarning>
        {t('scheduled_cancelled', {
          when: formatScheduled(startsAt, language, timeZone),
          zone: zoneName(startsAt, language, timeZone),
        })}
      </p>
    </div>
  )
}

/** The zone of the reader's device; null while the server writes the page. */
export function useReaderZone(): string | null {
  return useSyncExternalStore(
    () => () => {},
    () => new Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => null,
  )
}
