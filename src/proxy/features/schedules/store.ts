import { type Selectable, sql } from 'kysely'
import { type NewSchedule, ScheduleEnd } from '../../../contract/schedules.ts'
import { compiledForSome } from '../../platform/store/compiled.ts'
import type { Db, Store } from '../../platform/store/database.ts'
import type { CalendarsTable, ScheduleDatesTable, SchedulesTable } from '../../platform/store/schema.ts'
import type { Dated, Exception } from './dates.ts'

/** A schedule with its changes of single dates. */
export interface KeptSchedule extends Dated, NewSchedule {
  roomId: string
  version: number
  createdAt: number
  changedAt: number
}

export type Calendar = Selectable<CalendarsTable>

/** The schedules of rooms, each room's in the order in which they were made. */
export async function schedulesOf(db: Db, roomIds: readonly string[]): Promise<KeptSchedule[]> {
  if (roomIds.length === 0) return []
  const schedules = await db
    .selectFrom('schedules')
    .selectAll()
    .where('roomId', 'in', roomIds)
    .orderBy('createdAt')
    .orderBy('id')
    .execute()
  if (schedules.length === 0) return []
  const dates = await db
    .selectFrom('scheduleDates')
    .selectAll()
    .where(
      'scheduleId',
      'in',
      schedules.map(({ id }) => id),
    )
    .orderBy('date')
    .execute()
  const datesOf = Map.groupBy(dates, ({ scheduleId }) => scheduleId)
  return schedules.map((schedule) => keptSchedule(schedule, datesOf.get(schedule.id) ?? []))
}

function keptSchedule(
  { ends, ...schedule }: Selectable<SchedulesTable>,
  dates: Selectable<ScheduleDatesTable>[],
): KeptSchedule {
  return {
    ...schedule,
    ends: ScheduleEnd.parse(JSON.parse(ends)),
    exceptions: dates.map(exceptionOf),
  }
}

function exceptionOf({ date, state, start, minutes }: Selectable<ScheduleDatesTable>): Exception {
  return state === 'moved' && start !== null && minutes !== null
    ? { date, state, start, minutes }
    : { date, state: 'cancelled' }
}

/** Says of one date what holds from now on; null: as the schedule has it. */
export async function writeException(db: Db, schedule: string, date: string, exception: Exception | null) {
  await db.deleteFrom('scheduleDates').where('scheduleId', '=', schedule).where('date', '=', date).execute()
  if (exception === null) return
  const moved = exception.state === 'moved' ? exception : { start: null, minutes: null }
  await db
    .insertInto('scheduleDates')
    .values({
      scheduleId: schedule,
      date,
      state: exception.state,
      start: moved.start,
      minutes: moved.minutes,
    })
    .execute()
}

/** Holds a schedule's row until the transaction ends: of two changes at once neither is lost. */
export async function touchSchedule(db: Db, id: string, now: number): Promise<void> {
  await db
    .updateTable('schedules')
    .set((schedule) => ({ version: schedule('version', '+', 1), changedAt: now }))
    .where('id', '=', id)
    .execute()
}

export async function calendarOf(db: Db, roomId: string): Promise<Calendar | undefined> {
  return await db.selectFrom('calendars').selectAll().where('roomId', '=', roomId).executeTakeFirst()
}

export async function calendarNamed(db: Db, name: string): Promise<Calendar | undefined> {
  return await db.selectFrom('calendars').selectAll().where('name', '=', name).executeTakeFirst()
}

/** The room's calendar has changed; it is there from the first schedule on. */
export async function touchCalendar(db: Db, roomId: string, name: string, now: number): Promise<void> {
  await db
    .insertInto('calendars')
    .values({ roomId, name, generation: 1, changedAt: now })
    .onConflict((conflict) =>
      conflict.column('roomId').doUpdateSet(({ ref }) => ({
        changedAt: now,
        revision: sql<number>`${ref('calendars.revision')} + 1`,
        upcoming: null,
        upcomingUntil: null,
        upcomingAt: null,
      })),
    )
    .execute()
}

export async function countSchedules(db: Db, roomId: string): Promise<number> {
  const { count } = await db
    .selectFrom('schedules')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('roomId', '=', roomId)
    .executeTakeFirstOrThrow()
  return Number(count)
}

export type KeptUpcoming = Pick<Calendar, 'roomId' | 'revision' | 'upcoming' | 'upcomingUntil' | 'upcomingAt'>

/** Of those rooms in which something was ever scheduled. */
export const keptUpcomings: (db: Store, roomIds: readonly string[]) => Promise<KeptUpcoming[]> =
  compiledForSome((db, rooms) =>
    db
      .selectFrom('calendars')
      .select(['roomId', 'revision', 'upcoming', 'upcomingUntil', 'upcomingAt'])
      .where('roomId', 'in', rooms),
  )

/** Keeps what was computed, unless what is scheduled has changed since its revision was read. */
export async function keepUpcoming(
  db: Db,
  { roomId, revision }: Pick<Calendar, 'roomId' | 'revision'>,
  { upcoming, until, at }: { upcoming: string; until: number | null; at: number },
): Promise<void> {
  await db
    .updateTable('calendars')
    .set({ upcoming, upcomingUntil: until, upcomingAt: at })
    .where('roomId', '=', roomId)
    .where('revision', '=', revision)
    .execute()
}

/** Something that all schedules of a room say has changed: calendars take the higher version. */
export async function touchSchedulesOf(db: Db, roomId: string, now: number): Promise<void> {
  await db
    .updateTable('schedules')
    .set((schedule) => ({ version: schedule('version', '+', 1), changedAt: now }))
    .where('roomId', '=', roomId)
    .execute()
  await db
    .updateTable('calendars')
    .set((calendar) => ({ changedAt: now, revision: calendar('revision', '+', 1) }))
    .where('roomId', '=', roomId)
    .execute()
}

/** Gives the room's calendar another address. */
export async function renewCalendar(db: Db, roomId: string): Promise<Calendar | undefined> {
  return await db
    .updateTable('calendars')
    .set((calendar) => ({ generation: calendar('generation', '+', 1) }))
    .where('roomId', '=', roomId)
    .returningAll()
    .executeTakeFirst()
}
