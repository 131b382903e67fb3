import type {
  NewSchedule,
  Schedule,
  ScheduleDate,
  ScheduleDateChange,
  ScheduleList,
  SchedulePreview,
  Upcoming,
} from '../../../contract/schedules.ts'
import type { Environment } from '../../platform/environment/environment.ts'
import { scheduleLimits } from '../../platform/limits.ts'
import { ProblemError } from '../../platform/problem.ts'
import type { Db } from '../../platform/store/database.ts'
import { generatedAddress } from '../rooms/rules.ts'
import { carriedExceptions, movesStay } from './carry.ts'
import { byTime, comingDates, endOf } from './dates.ts'
import { createFeeds } from './feed.ts'
import { judgedChange, judgedSchedule } from './judge.ts'
import { hasDay } from './rules.ts'
import {
  type Calendar,
  calendarNamed,
  calendarOf,
  countSchedules,
  type KeptSchedule,
  renewCalendar,
  schedulesOf,
  touchCalendar,
  touchSchedule,
  writeException,
} from './store.ts'
import { nothingScheduled, readUpcomings } from './upcoming.ts'

/** The meetings that are scheduled in rooms. Who may ask is judged before. */
export interface Schedules {
  /** @param count how many dates at most */
  list(roomId: string, count: number): Promise<ScheduleList>
  /** The next dates of a room. */
  upcomingOf(roomId: string): Promise<Upcoming>
  /** … in each of several. */
  upcomings(roomIds: readonly string[]): Promise<Map<string, Upcoming>>
  /** @throws ProblemError fields_invalid, plan_unknown */
  preview(roomId: string, wanted: NewSchedule, id?: string): Promise<SchedulePreview>
  /** @throws ProblemError fields_invalid, list_full */
  create(roomId: string, wanted: NewSchedule): Promise<Schedule>
  /**
   * Dates that were moved or cancelled stay so where the schedule still has their day, and moved ones at the same moment
   * where its zone changes.
   * @throws ProblemError fields_invalid, plan_unknown
   */
  change(roomId: string, id: string, wanted: NewSchedule): Promise<Schedule>
  /** @throws ProblemError plan_unknown */
  remove(roomId: string, id: string): Promise<void>
  /** @throws ProblemError fields_invalid, list_full, plan_unknown, also where the schedule has no such date */
  changeDate(roomId: string, id: string, date: string, change: ScheduleDateChange): Promise<void>
  /** Makes the address of the calendar anew. @throws ProblemError plan_unknown where nothing was ever scheduled */
  renewFeed(roomId: string): Promise<string>
  /** The calendar behind an address. */
  followed(address: string): Promise<Calendar | 'renewed' | 'unknown'>
}

/** How many dates of each schedule are looked at for one that overlaps. */
const lookedAhead = 60

const { perRoom, changedDates } = scheduleLimits

type SchedulesDependencies = Pick<Environment, 'settings' | 'store' | 'now' | 'random'>

export function createSchedules({ settings, store, now, random }: SchedulesDependencies): Schedules {
  const feeds = createFeeds(settings.secret)

  function feedOf(calendar: Calendar): string {
    return `${settings.publicUrl}/calendars/${feeds.addressOf(calendar)}.ics`
  }

  async function scheduleIn(db: Db, roomId: string, id: string): Promise<KeptSchedule> {
    const schedule = (await schedulesOf(db, [roomId])).find((one) => one.id === id)
    if (!schedule) throw new ProblemError('schedule_unknown')
    return schedule
  }

  /** A change of the room's schedules, seen by calendars; one after the other for each schedule. */
  async function changed<Result>(roomId: string, change: (db: Db) => Promise<Result>): Promise<Result> {
    return await store.transaction().execute(async (db) => {
      await touchCalendar(db, roomId, generatedAddress(random), now())
      return await change(db)
    })
  }

  return {
    async list(roomId, count) {
      const [schedules, calendar] = await Promise.all([
        schedulesOf(store, [roomId]),
        calendarOf(store, roomId),
      ])
      const dates = schedules.flatMap((schedule) => comingDates(schedule, now(), count + 1)).sort(byTime)
      return {
        schedules: schedules.map(shownSchedule),
        dates: dates.slice(0, count),
        more: dates.length > count,
        feed: calendar ? feedOf(calendar) : null,
      }
    },
    upcomingOf: async (roomId) =>
      (await readUpcomings(store, [roomId], now())).get(roomId) ?? nothingScheduled,
    upcomings: (roomIds) => readUpcomings(store, roomIds, now()),
    async preview(roomId, wanted, id) {
      const schedule = judgedSchedule(wanted, now())
      const kept = await schedulesOf(store, [roomId])
      const before = kept.find((one) => one.id === id)
      if (id !== undefined && !before) throw new ProblemError('schedule_unknown')
      const exceptions = carriedExceptions(before, schedule)
      const dates = comingDates({ ...schedule, id: id ?? '', exceptions }, now(), lookedAhead)
      const others = kept
        .filter((one) => one.id !== id)
        .flatMap((one) => comingDates(one, now(), lookedAhead))
      const overlap = others.sort(byTime).find((other) => dates.some((date) => overlaps(date, other)))
      return { dates: dates.slice(0, 3), overlap: overlap ?? null, movesStay: movesStay(before, schedule) }
    },
    async create(roomId, wanted) {
      const schedule = judgedSchedule(wanted, now())
      const id = random.uuid()
      await changed(roomId, async (db) => {
        if ((await countSchedules(db, roomId)) >= perRoom) {
          throw new ProblemError('list_full', { values: { limit: perRoom } })
        }
        await db
          .insertInto('schedules')
          .values({
            id,
            roomId,
            ...columnsOf(schedule),
            version: 0,
            createdAt: now(),
            changedAt: now(),
          })
          .execute()
      })
      return { id, ...schedule }
    },
    async change(roomId, id, wanted) {
      const schedule = judgedSchedule(wanted, now())
      await changed(roomId, async (db) => {
        await touchSchedule(db, id, now())
        const before = await scheduleIn(db, roomId, id)
        await db.updateTable('schedules').set(columnsOf(schedule)).where('id', '=', id).execute()
        for (const { date } of before.exceptions) await writeException(db, id, date, null)
        for (const exception of carriedExceptions(before, schedule))
          await writeException(db, id, exception.date, exception)
      })
      return { id, ...schedule }
    },
    async remove(roomId, id) {
      await changed(roomId, async (db) => {
        await scheduleIn(db, roomId, id)
        await db.deleteFrom('scheduleDates').where('scheduleId', '=', id).execute()
        await db.deleteFrom('schedules').where('id', '=', id).execute()
      })
    },
    async changeDate(roomId, id, date, change) {
      await changed(roomId, async (db) => {
        await touchSchedule(db, id, now())
        const schedule = await scheduleIn(db, roomId, id)
        if (!hasDay(schedule, date)) throw new ProblemError('schedule_unknown')
        const others = schedule.exceptions.filter((exception) => exception.date !== date)
        if (change.state !== 'scheduled' && others.length >= changedDates) {
          throw new ProblemError('list_full', { values: { limit: changedDates } })
        }
        await writeException(db, id, date, judgedChange(date, change, schedule.timeZone, now()))
      })
    },
    async renewFeed(roomId) {
      const calendar = await renewCalendar(store, roomId)
      if (!calendar) throw new ProblemError('schedule_unknown')
      return feedOf(calendar)
    },
    async followed(address) {
      const [, name = '', secret = ''] = /^([a-z]{4}-[a-z]{4}-[a-z]{4})-([\w-]{43})$/.exec(address) ?? []
      const calendar = name === '' ? undefined : await calendarNamed(store, name)
      if (!calendar) return 'unknown'
      const judged = feeds.judge(secret, calendar)
      return judged === 'current' ? calendar : judged
    },
  }
}

function columnsOf({ ends, ...schedule }: NewSchedule) {
  return { ...schedule, ends: JSON.stringify(ends) }
}

function shownSchedule(kept: KeptSchedule): Schedule {
  const { roomId, version, createdAt, changedAt, exceptions, ...schedule } = kept
  return schedule
}

function overlaps(one: ScheduleDate, other: ScheduleDate): boolean {
  if (one.state === 'cancelled' || other.state === 'cancelled') return false
  return one.startsAt < endOf(other) && other.startsAt < endOf(one)
}
