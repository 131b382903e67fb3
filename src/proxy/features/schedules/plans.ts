import type {
  NewPlan,
  Outlook,
  Plan,
  PlanDate,
  PlanDateChange,
  PlanList,
  PlanPreview,
} from '../../../contract/plans.ts'
import { planLimits } from '../../platform/limits.ts'
import type { Parts } from '../../platform/parts/parts.ts'
import { ProblemError } from '../../platform/problem.ts'
import type { Db } from '../../platform/store/database.ts'
import { generatedAddress } from '../rooms/rules.ts'
import { carriedExceptions, movesStay } from './carry.ts'
import { byTime, comingDates, endOf } from './dates.ts'
import { createFeeds } from './feed.ts'
import { judgedChange, judgedPlan } from './judge.ts'
import { nothingPlanned, readOutlooks } from './outlook.ts'
import { hasDay } from './rules.ts'
import {
  type Calendar,
  calendarNamed,
  calendarOf,
  countPlans,
  type KeptPlan,
  plansOf,
  renewCalendar,
  touchCalendar,
  touchPlan,
  writeException,
} from './store.ts'

/** The meetings that are planned in rooms. Who may ask is judged before. */
export interface Plans {
  /** @param count how many dates at most */
  list(roomId: string, count: number): Promise<PlanList>
  /** What comes next in a room. */
  outlookOf(roomId: string): Promise<Outlook>
  /** … in each of several. */
  outlooks(roomIds: readonly string[]): Promise<Map<string, Outlook>>
  /** @throws ProblemError fields_invalid, plan_unknown */
  preview(roomId: string, wanted: NewPlan, id?: string): Promise<PlanPreview>
  /** @throws ProblemError fields_invalid, list_full */
  create(roomId: string, wanted: NewPlan): Promise<Plan>
  /**
   * Dates that were moved or cancelled stay so where the plan still has their day, and moved ones at the same moment
   * where its zone changes.
   * @throws ProblemError fields_invalid, plan_unknown
   */
  change(roomId: string, id: string, wanted: NewPlan): Promise<Plan>
  /** @throws ProblemError plan_unknown */
  remove(roomId: string, id: string): Promise<void>
  /** @throws ProblemError fields_invalid, list_full, plan_unknown, also where the plan has no such date */
  changeDate(roomId: string, id: string, date: string, change: PlanDateChange): Promise<void>
  /** Makes the address of the calendar anew. @throws ProblemError plan_unknown where nothing was ever planned */
  renewFeed(roomId: string): Promise<string>
  /** The calendar behind an address. */
  followed(address: string): Promise<Calendar | 'renewed' | 'unknown'>
}

/** How many dates of each plan are looked at for one that overlaps. */
const lookedAhead = 60

const { perRoom, changedDates } = planLimits

type PlansParts = Pick<Parts, 'settings' | 'store' | 'now' | 'random'>

export function createPlans({ settings, store, now, random }: PlansParts): Plans {
  const feeds = createFeeds(settings.secret)

  function feedOf(calendar: Calendar): string {
    return `${settings.publicUrl}/calendars/${feeds.addressOf(calendar)}.ics`
  }

  async function planIn(db: Db, roomId: string, id: string): Promise<KeptPlan> {
    const plan = (await plansOf(db, [roomId])).find((one) => one.id === id)
    if (!plan) throw new ProblemError('plan_unknown')
    return plan
  }

  /** A change of the room's plans, seen by calendars; one after the other for each plan. */
  async function changed<Result>(roomId: string, change: (db: Db) => Promise<Result>): Promise<Result> {
    return await store.transaction().execute(async (db) => {
      await touchCalendar(db, roomId, generatedAddress(random), now())
      return await change(db)
    })
  }

  return {
    async list(roomId, count) {
      const [plans, calendar] = await Promise.all([plansOf(store, [roomId]), calendarOf(store, roomId)])
      const dates = plans.flatMap((plan) => comingDates(plan, now(), count + 1)).sort(byTime)
      return {
        plans: plans.map(shownPlan),
        dates: dates.slice(0, count),
        more: dates.length > count,
        feed: calendar ? feedOf(calendar) : null,
      }
    },
    outlookOf: async (roomId) => (await readOutlooks(store, [roomId], now())).get(roomId) ?? nothingPlanned,
    outlooks: (roomIds) => readOutlooks(store, roomIds, now()),
    async preview(roomId, wanted, id) {
      const plan = judgedPlan(wanted, now())
      const kept = await plansOf(store, [roomId])
      const before = kept.find((one) => one.id === id)
      if (id !== undefined && !before) throw new ProblemError('plan_unknown')
      const exceptions = carriedExceptions(before, plan)
      const dates = comingDates({ ...plan, id: id ?? '', exceptions }, now(), lookedAhead)
      const others = kept
        .filter((one) => one.id !== id)
        .flatMap((one) => comingDates(one, now(), lookedAhead))
      const overlap = others.sort(byTime).find((other) => dates.some((date) => overlaps(date, other)))
      return { dates: dates.slice(0, 3), overlap: overlap ?? null, movesStay: movesStay(before, plan) }
    },
    async create(roomId, wanted) {
      const plan = judgedPlan(wanted, now())
      const id = random.uuid()
      await changed(roomId, async (db) => {
        if ((await countPlans(db, roomId)) >= perRoom) {
          throw new ProblemError('list_full', { values: { limit: perRoom } })
        }
        await db
          .insertInto('plans')
          .values({
            id,
            room_id: roomId,
            ...columnsOf(plan),
            version: 0,
            created_at: now(),
            changed_at: now(),
          })
          .execute()
      })
      return { id, ...plan }
    },
    async change(roomId, id, wanted) {
      const plan = judgedPlan(wanted, now())
      await changed(roomId, async (db) => {
        await touchPlan(db, id, now())
        const before = await planIn(db, roomId, id)
        await db.updateTable('plans').set(columnsOf(plan)).where('id', '=', id).execute()
        for (const { date } of before.exceptions) await writeException(db, id, date, null)
        for (const exception of carriedExceptions(before, plan))
          await writeException(db, id, exception.date, exception)
      })
      return { id, ...plan }
    },
    async remove(roomId, id) {
      await changed(roomId, async (db) => {
        await planIn(db, roomId, id)
        await db.deleteFrom('plan_dates').where('plan_id', '=', id).execute()
        await db.deleteFrom('plans').where('id', '=', id).execute()
      })
    },
    async changeDate(roomId, id, date, change) {
      await changed(roomId, async (db) => {
        await touchPlan(db, id, now())
        const plan = await planIn(db, roomId, id)
        if (!hasDay(plan, date)) throw new ProblemError('plan_unknown')
        const others = plan.exceptions.filter((exception) => exception.date !== date)
        if (change.state !== 'planned' && others.length >= changedDates) {
          throw new ProblemError('list_full', { values: { limit: changedDates } })
        }
        await writeException(db, id, date, judgedChange(date, change, plan.timeZone, now()))
      })
    },
    async renewFeed(roomId) {
      const calendar = await renewCalendar(store, roomId)
      if (!calendar) throw new ProblemError('plan_unknown')
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

function columnsOf({ timeZone, ends, ...plan }: NewPlan) {
  return { ...plan, time_zone: timeZone, ends: JSON.stringify(ends) }
}

function shownPlan({ id, title, message, start, timeZone, minutes, repeat, ends }: KeptPlan): Plan {
  return { id, title, message, start, timeZone, minutes, repeat, ends }
}

function overlaps(one: PlanDate, other: PlanDate): boolean {
  if (one.state === 'cancelled' || other.state === 'cancelled') return false
  return one.startsAt < endOf(other) && other.startsAt < endOf(one)
}
