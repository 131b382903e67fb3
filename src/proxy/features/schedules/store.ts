import { type Selectable, sql } from 'kysely'
import { PlanEnd } from '../../../contract/plans.ts'
import { compiledForSome } from '../../platform/store/compiled.ts'
import type { Db, Store } from '../../platform/store/database.ts'
import type { CalendarsTable, PlanDatesTable, PlansTable } from '../../platform/store/schema.ts'
import type { Dated, Exception } from './dates.ts'

/** A plan with what was said of single dates. */
export interface KeptPlan extends Dated {
  roomId: string
  title: string
  message: string
  version: number
  createdAt: number
  changedAt: number
}

export type Calendar = Selectable<CalendarsTable>

/** The plans of rooms, each room's in the order in which they were made. */
export async function plansOf(db: Db, roomIds: readonly string[]): Promise<KeptPlan[]> {
  if (roomIds.length === 0) return []
  const plans = await db
    .selectFrom('plans')
    .selectAll()
    .where('room_id', 'in', roomIds)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  if (plans.length === 0) return []
  const dates = await db
    .selectFrom('plan_dates')
    .selectAll()
    .where(
      'plan_id',
      'in',
      plans.map(({ id }) => id),
    )
    .orderBy('date')
    .execute()
  const datesOf = Map.groupBy(dates, ({ plan_id }) => plan_id)
  return plans.map((plan) => keptPlan(plan, datesOf.get(plan.id) ?? []))
}

function keptPlan(plan: Selectable<PlansTable>, dates: Selectable<PlanDatesTable>[]): KeptPlan {
  return {
    id: plan.id,
    roomId: plan.room_id,
    title: plan.title,
    message: plan.message,
    start: plan.start,
    timeZone: plan.time_zone,
    minutes: plan.minutes,
    repeat: plan.repeat,
    ends: PlanEnd.parse(JSON.parse(plan.ends)),
    version: plan.version,
    createdAt: plan.created_at,
    changedAt: plan.changed_at,
    exceptions: dates.map(exceptionOf),
  }
}

function exceptionOf({ date, state, start, minutes }: Selectable<PlanDatesTable>): Exception {
  return state === 'moved' && start !== null && minutes !== null
    ? { date, state, start, minutes }
    : { date, state: 'cancelled' }
}

/** Says of one date what holds from now on; null: as the plan has it. */
export async function writeException(db: Db, plan: string, date: string, exception: Exception | null) {
  await db.deleteFrom('plan_dates').where('plan_id', '=', plan).where('date', '=', date).execute()
  if (exception === null) return
  const moved = exception.state === 'moved' ? exception : { start: null, minutes: null }
  await db
    .insertInto('plan_dates')
    .values({ plan_id: plan, date, state: exception.state, start: moved.start, minutes: moved.minutes })
    .execute()
}

/** Holds a plan's row until the transaction ends: of two changes at once neither is lost. */
export async function touchPlan(db: Db, id: string, now: number): Promise<void> {
  await db
    .updateTable('plans')
    .set((plan) => ({ version: plan('version', '+', 1), changed_at: now }))
    .where('id', '=', id)
    .execute()
}

export async function calendarOf(db: Db, roomId: string): Promise<Calendar | undefined> {
  return await db.selectFrom('calendars').selectAll().where('room_id', '=', roomId).executeTakeFirst()
}

export async function calendarNamed(db: Db, name: string): Promise<Calendar | undefined> {
  return await db.selectFrom('calendars').selectAll().where('name', '=', name).executeTakeFirst()
}

/** The room's calendar has changed; it is there from the first plan on. */
export async function touchCalendar(db: Db, roomId: string, name: string, now: number): Promise<void> {
  await db
    .insertInto('calendars')
    .values({ room_id: roomId, name, generation: 1, changed_at: now })
    .onConflict((conflict) =>
      conflict.column('room_id').doUpdateSet(({ ref }) => ({
        changed_at: now,
        revision: sql<number>`${ref('calendars.revision')} + 1`,
        outlook: null,
        outlook_until: null,
        outlook_at: null,
      })),
    )
    .execute()
}

export async function countPlans(db: Db, roomId: string): Promise<number> {
  const { count } = await db
    .selectFrom('plans')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('room_id', '=', roomId)
    .executeTakeFirstOrThrow()
  return Number(count)
}

export type KeptOutlook = Pick<Calendar, 'room_id' | 'revision' | 'outlook' | 'outlook_until' | 'outlook_at'>

/** Of those rooms in which something was ever planned. */
export const keptOutlooks: (db: Store, roomIds: readonly string[]) => Promise<KeptOutlook[]> =
  compiledForSome((db, rooms) =>
    db
      .selectFrom('calendars')
      .select(['room_id', 'revision', 'outlook', 'outlook_until', 'outlook_at'])
      .where('room_id', 'in', rooms),
  )

/** Keeps what was computed, unless what is planned has changed since its revision was read. */
export async function keepOutlook(
  db: Db,
  { room_id, revision }: Pick<Calendar, 'room_id' | 'revision'>,
  { outlook, until, at }: { outlook: string; until: number | null; at: number },
): Promise<void> {
  await db
    .updateTable('calendars')
    .set({ outlook, outlook_until: until, outlook_at: at })
    .where('room_id', '=', room_id)
    .where('revision', '=', revision)
    .execute()
}

/** Something that all plans of a room say has changed: calendars take the higher version. */
export async function touchPlansOf(db: Db, roomId: string, now: number): Promise<void> {
  await db
    .updateTable('plans')
    .set((plan) => ({ version: plan('version', '+', 1), changed_at: now }))
    .where('room_id', '=', roomId)
    .execute()
  await db
    .updateTable('calendars')
    .set((calendar) => ({ changed_at: now, revision: calendar('revision', '+', 1) }))
    .where('room_id', '=', roomId)
    .execute()
}

/** Gives the room's calendar another address. */
export async function renewCalendar(db: Db, roomId: string): Promise<Calendar | undefined> {
  return await db
    .updateTable('calendars')
    .set((calendar) => ({ generation: calendar('generation', '+', 1) }))
    .where('room_id', '=', roomId)
    .returningAll()
    .executeTakeFirst()
}
