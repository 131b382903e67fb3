import { CalendarClock, CalendarX } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '../../contract/languages.ts'
import type { CancelledMeeting, NextMeeting, Outlook } from '../../contract/plans.ts'
import { paths } from '../paths.ts'
import { formatElsewhere, formatMinutes, formatPlanned, zoneName } from './format.ts'
import './planned-meeting.css'

interface PlannedMeetingProps {
  /** The room's address. */
  room: string
  planned: Outlook
  language: Language
  /** Epoch milliseconds. */
  now: number
}

/** When one meets next in a room, in the zone in which it was planned and in the reader's own. */
export function PlannedMeeting({ room, planned, language, now }: PlannedMeetingProps) {
  const { t } = useTranslation('common')
  const { next, cancelled } = planned
  if (!next && !cancelled) return null
  return (
    <div className="planned">
      {cancelled && <Cancelled meeting={cancelled} language={language} />}
      {next && <Next meeting={next} language={language} now={now} />}
      {next && (
        <p>
          <a href={paths.calendar(room)}>{t('planned_calendar')}</a>
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
    <div className="planned-part">
      <CalendarClock aria-hidden />
      <div>
        <p className="quiet">
          {[t(startsAt > now ? 'planned_next' : 'planned_now'), meeting.title]
            .filter((part) => part !== '')
            .join(' · ')}
        </p>
        <p className="planned-when">
          <time dateTime={new Date(startsAt).toISOString()} suppressHydrationWarning>
            {t('planned_when', {
              when: formatPlanned(startsAt, language, timeZone),
              zone: zoneName(startsAt, language, timeZone),
            })}
          </time>{' '}
          <span className="quiet">({formatMinutes(meeting.minutes)})</span>
        </p>
        {here && <p>{t('planned_here', { when: here })}</p>}
        {movedFrom !== null && (
          <p suppressHydrationWarning>
            {t('planned_moved', { when: formatPlanned(movedFrom, language, timeZone) })}
          </p>
        )}
        {meeting.message !== '' && <p className="planned-message">{meeting.message}</p>}
      </div>
    </div>
  )
}

function Cancelled({ meeting, language }: { meeting: CancelledMeeting; language: Language }) {
  const { t } = useTranslation('common')
  const { startsAt, timeZone } = meeting
  return (
    <div className="planned-part planned-cancelled">
      <CalendarX aria-hidden />
      <p suppressHydrationWarning>
        {t('planned_cancelled', {
          when: formatPlanned(startsAt, language, timeZone),
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
