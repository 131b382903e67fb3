import { type ScheduleDate, Upcoming } from '../../../contract/schedules.ts'
import type { Store } from '../../platform/store/database.ts'
import { byTime, comingDates, endOf } from './dates.ts'
import { type KeptSchedule, type KeptUpcoming, keepUpcoming, keptUpcomings, schedulesOf } from './store.ts'

export const nothingScheduled: Upcoming = { next: null, cancelled: null }

/** Milliseconds by which the clocks of processes may differ. */
const tolerance = 60_000

/**
 * The next dates of rooms. They are computed once after a change, by whichever process is asked first, kept beside the
 * room's calendar, and computed anew when the date that they name is over, or where the clock ran ahead.
 * @param now epoch milliseconds
 */
export async function readUpcomings(
  store: Store,
  roomIds: readonly string[],
  now: number,
): Promise<Map<string, Upcoming>> {
  const kept = await keptUpcomings(store, roomIds)
  const upcomings = new Map(roomIds.map((id) => [id, nothingScheduled]))
  const old: KeptUpcoming[] = []
  for (const row of kept) {
    if (isCurrent(row, now)) upcomings.set(row.roomId, Upcoming.parse(JSON.parse(row.upcoming ?? '')))
    else old.push(row)
  }
  if (old.length === 0) return upcomings
  const schedules = Map.groupBy(
    await schedulesOf(
      store,
      old.map(({ roomId }) => roomId),
    ),
    ({ roomId }) => roomId,
  )
  for (const row of old) {
    const { upcoming, until } = upcomingOf(schedules.get(row.roomId) ?? [], now)
    upcomings.set(row.roomId, upcoming)
    // If it cannot be kept, the next call computes it again.
    await keepUpcoming(store, row, { upcoming: JSON.stringify(upcoming), until, at: now }).catch(() => {})
  }
  return upcomings
}

function isCurrent({ upcoming, upcomingUntil: until, upcomingAt: at }: KeptUpcoming, now: number): boolean {
  if (upcoming === null || at === null || at > now + tolerance) return false
  return until === null || until > now
}

/** Behind so many dates there must be one that takes place, if there is one at all. */
function cancelledIn({ exceptions }: KeptSchedule): number {
  return exceptions.filter(({ state }) => state === 'cancelled').length
}

/** The next dates, and until when they hold; null: for ever. */
function upcomingOf(
  schedules: readonly KeptSchedule[],
  now: number,
): { upcoming: Upcoming; until: number | null } {
  const titles = new Map(schedules.map(({ id, title, message }) => [id, { title, message }]))
  const dates = schedules
    .flatMap((schedule) => comingDates(schedule, now, 1 + cancelledIn(schedule)))
    .sort(byTime)
  const next = dates.find(({ state }) => state !== 'cancelled')
  const [first] = dates
  const said = (date: ScheduleDate) => titles.get(date.schedule) ?? { title: '', message: '' }
  const ends = [first, next].flatMap((date) => (date ? [endOf(date)] : []))
  const upcoming: Upcoming = {
    next: next
      ? {
          ...said(next),
          startsAt: next.startsAt,
          minutes: next.minutes,
          timeZone: next.timeZone,
          movedFrom: next.movedFrom,
        }
      : null,
    cancelled:
      first?.state === 'cancelled'
        ? { title: said(first).title, startsAt: first.startsAt, timeZone: first.timeZone }
        : null,
  }
  return { upcoming, until: ends.length === 0 ? null : Math.min(...ends) }
}
