import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Room } from '../../../contract/rooms.ts'
import type { ScheduleDate } from '../../../contract/schedules.ts'
import { formatElsewhere } from '../../parts/format.ts'
import { useReaderZone } from '../../parts/ScheduledMeeting.tsx'
import { Badge } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { useNow } from '../parts/clock.ts'
import { useMember } from '../parts/context.tsx'
import { useDialogRoute } from '../parts/dialog-route.ts'
import { whenIs } from './schedule-words.ts'
import { useDateState } from './schedules.ts'

interface ScheduleDatesProps {
  room: Room
  dates: readonly ScheduleDate[]
  /** There are later ones that are not among these. */
  more: boolean
  /** There is no other schedule in this room. */
  isOnly: boolean
}

/** How many dates are in sight at first, and how many each "more" adds. */
const fewAtFirst = 5
const aside = 3
const moreEachTime = 15

/** The coming dates of a schedule, the next first. */
export function ScheduleDates({ room, dates, more, isOnly }: ScheduleDatesProps) {
  const { t } = useTranslation('schedules')
  const [count, setCount] = useState(isOnly ? fewAtFirst : aside)
  const shown = dates.slice(0, count)
  if (dates.length === 0) return <p className="quiet">{t('over')}</p>
  return (
    <>
      <ul className="plain-list schedule-dates" aria-label={t('dates_of')}>
        {shown.map((date) => (
          <DateLine key={date.date} room={room} date={date} />
        ))}
      </ul>
      {dates.length > count && (
        <Button kind="quiet" onClick={() => setCount(count + moreEachTime)}>
          {t('more')}
        </Button>
      )}
      {dates.length <= count && dates.length > fewAtFirst && more && <p className="hint">{t('beyond')}</p>}
    </>
  )
}

function DateLine({ room, date }: { room: Room; date: ScheduleDate }) {
  const { t } = useTranslation('schedules')
  const { language } = useMember()
  const now = useNow()
  const readerZone = useReaderZone()
  const when = whenIs(date, language, now)
  const here = readerZone && formatElsewhere(date.startsAt, language, date.timeZone, readerZone)
  return (
    <li className={`schedule-date schedule-date-${date.state}`}>
      <div>
        <p>
          <time dateTime={new Date(date.startsAt).toISOString()}>{when}</time>{' '}
          {date.state === 'moved' && <Badge kind="careful">{t('state_moved')}</Badge>}
          {date.state === 'cancelled' && <Badge kind="bad">{t('state_cancelled')}</Badge>}
        </p>
        {here && <p className="hint">{t('here', { when: here })}</p>}
        {date.movedFrom !== null && (
          <p className="hint">
            {t('moved_from', { when: whenIs({ ...date, startsAt: date.movedFrom }, language, now) })}
          </p>
        )}
      </div>
      <DateActions room={room} date={date} when={when} />
    </li>
  )
}

function DateActions({ room, date, when }: { room: Room; date: ScheduleDate; when: string }) {
  const { t } = useTranslation('schedules')
  const move = useDialogRoute('move')
  const call = useDateState(room.address)
  return (
    <div className="schedule-actions">
      {date.state !== 'cancelled' && (
        <Button
          kind="quiet"
          aria-label={t('move_of', { when })}
          onClick={() => move.openFor(`${date.schedule}~${date.date}`)}
        >
          {t('move')}
        </Button>
      )}
      {date.state === 'scheduled' ? (
        <Button kind="quiet" aria-label={t('cancel_of', { when })} onClick={() => call(date, 'cancelled')}>
          {t('cancel')}
        </Button>
      ) : (
        <Button kind="quiet" aria-label={t('restore_of', { when })} onClick={() => call(date, 'scheduled')}>
          {t('restore')}
        </Button>
      )}
    </div>
  )
}
