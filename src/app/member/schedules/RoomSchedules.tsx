import { CalendarPlus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { Room } from '../../../contract/rooms.ts'
import type { Schedule, ScheduleList } from '../../../contract/schedules.ts'
import { zoneName } from '../../parts/format.ts'
import { ScheduledMeeting } from '../../parts/ScheduledMeeting.tsx'
import { paths } from '../../paths.ts'
import { Button } from '../../ui/Button.tsx'
import { Folding } from '../../ui/Folding.tsx'
import { useNow } from '../parts/clock.ts'
import { useMember } from '../parts/context.tsx'
import { useDialogRoute } from '../parts/dialog-route.ts'
import { Reading, useReading } from '../parts/reading.tsx'
import { DeleteScheduleDialog } from './DeleteScheduleDialog.tsx'
import { MoveDialog } from './MoveDialog.tsx'
import { RoomCalendar } from './RoomCalendar.tsx'
import { ScheduleDates } from './ScheduleDates.tsx'
import { ScheduleDialog } from './ScheduleDialog.tsx'
import { useScheduleWords, whenIs } from './schedule-words.ts'
import { allDates } from './schedules.ts'
import './schedules.css'

/** When one meets in the room: for whoever may only start, the next date; for its hosts, all of it. */
export function RoomSchedules({ room }: { room: Room }) {
  return room.role === 'starter' ? <NextOnly room={room} /> : <AllSchedules room={room} />
}

function NextOnly({ room }: { room: Room }) {
  const { t } = useTranslation('schedules')
  const { language } = useMember()
  const now = useNow()
  if (!room.scheduled.next && !room.scheduled.cancelled) return null
  return (
    <section className="card">
      <h2>{t('title')}</h2>
      <ScheduledMeeting room={room.address} scheduled={room.scheduled} language={language} now={now} />
    </section>
  )
}

function AllSchedules({ room }: { room: Room }) {
  const { t } = useTranslation('schedules')
  const { language } = useMember()
  const now = useNow()
  const schedules = useReading('schedules.list', allDates(room.address))
  const next = schedules.data?.dates.find(({ state }) => state !== 'cancelled')
  const write = useDialogRoute('schedule')
  return (
    <Folding
      title={t('title')}
      summary={schedules.data && (next ? t('next', { when: whenIs(next, language, now) }) : t('none'))}
      action={
        <Button onClick={write.open}>
          <CalendarPlus aria-hidden />
          {t('schedule')}
        </Button>
      }
    >
      <Reading query={schedules} loading={t('loading')}>
        {(list) => (
          <>
            {list.schedules.length === 0 && <p className="quiet">{t('empty')}</p>}
            {list.schedules.map((schedule) => (
              <SchedulePart
                key={schedule.id}
                room={room}
                schedule={schedule}
                list={list}
                isOnly={list.schedules.length === 1}
              />
            ))}
            {list.feed !== null && list.schedules.length > 0 && <RoomCalendar room={room} feed={list.feed} />}
            <Dialogs room={room} list={list} />
          </>
        )}
      </Reading>
    </Folding>
  )
}

interface SchedulePartProps {
  room: Room
  schedule: Schedule
  list: ScheduleList
  isOnly: boolean
}

/** One schedule: what it is, how often, and its coming dates. */
function SchedulePart({ room, schedule, list, isOnly }: SchedulePartProps) {
  const { t } = useTranslation('schedules')
  const { language } = useMember()
  const words = useScheduleWords()
  const write = useDialogRoute('schedule')
  const remove = useDialogRoute('unschedule')
  const name = schedule.title || room.name
  const dates = list.dates.filter((date) => date.schedule === schedule.id)
  const at = dates[0]?.startsAt ?? Date.parse(`${schedule.start}Z`)
  return (
    <section className="schedule">
      <div className="schedule-head">
        <div>
          <h3>{name}</h3>
          <p className="quiet">
            {words.rule(schedule)} · {zoneName(at, language, schedule.timeZone)}
          </p>
          {schedule.message !== '' && <p className="schedule-message">{schedule.message}</p>}
        </div>
        <div className="schedule-actions">
          <Button
            kind="quiet"
            aria-label={t('change_of', { schedule: name })}
            onClick={() => write.openFor(schedule.id)}
          >
            {t('change')}
          </Button>
          <Button
            kind="quiet"
            aria-label={t('delete_of', { schedule: name })}
            onClick={() => remove.openFor(schedule.id)}
          >
            {t('delete')}
          </Button>
        </div>
      </div>
      <ScheduleDates room={room} dates={dates} more={list.more} isOnly={isOnly} />
    </section>
  )
}

/** The dialogs of this part of the page, by the address. */
function Dialogs({ room, list }: { room: Room; list: ScheduleList }) {
  const navigate = useNavigate()
  const write = useDialogRoute('schedule')
  const remove = useDialogRoute('unschedule')
  const move = useDialogRoute('move')
  const written = list.schedules.find(({ id }) => id === write.about)
  const removed = list.schedules.find(({ id }) => id === remove.about)
  const moved = list.dates.find(({ schedule, date }) => `${schedule}~${date}` === move.about)
  return (
    <>
      {write.isOpen && (
        <ScheduleDialog
          key={write.about}
          room={room}
          {...(written ? { schedule: written } : {})}
          onClose={write.close}
        />
      )}
      {removed && (
        <DeleteScheduleDialog
          room={room}
          schedule={removed}
          onDeleted={() => navigate(paths.room(room.address), { replace: true })}
          onClose={remove.close}
        />
      )}
      {moved && <MoveDialog room={room} date={moved} onClose={move.close} />}
    </>
  )
}
