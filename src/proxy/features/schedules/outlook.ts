import { Outlook, type ScheduleDate } from '../../../contract/schedules.ts'
import type { Store } from '../../platform/store/database.ts'
import { byTime, comingDates, endOf } from './dates.ts'
import { type KeptOutlook, type KeptSchedule, keepOutlook, keptOutlooks, schedulesOf } from './store.ts'

export const nothingScheduled: Outlook = { next: null, cancelled: null }

/** Milliseconds by which the clocks of processes may differ. */
const tolerance = 60_000

/**
 * What comes next in rooms. It is computed once after a change, by whichever process is asked first, kept beside the
 * room's calendar, and computed anew when the date that it names is over, or where the clock ran ahead.
 * @param now epoch milliseconds
 */
export async function readOutlooks(
  store: Store,
  roomIds: readonly string[],
  now: number,
): Promise<Map<string, Outlook>> {
  const kept = await keptOutlooks(store, roomIds)
  const outlooks = new Map(roomIds.map((id) => [id, nothingScheduled]))
  const old: KeptOutlook[] = []
  for (const row of kept) {
    if (isCurrent(row, now)) outlooks.set(row.roomId, Outlook.parse(JSON.parse(row.outlook ?? '')))
    else old.push(row)
  }
  if (old.length === 0) return outlooks
  const schedules = Map.groupBy(
    await schedulesOf(
      store,
      old.map(({ roomId }) => roomId),
    ),
    ({ roomId }) => roomId,
  )
  for (const row of old) {
    const { outlook, until } = outlookOf(schedules.get(row.roomId) ?? [], now)
    outlooks.set(row.roomId, outlook)
    // Where it cannot be kept, the next one computes it again.
    await keepOutlook(store, row, { outlook: JSON.stringify(outlook), until, at: now }).catch(() => {})
  }
  return outlooks
}

function isCurrent({ outlook, outlookUntil: until, outlookAt: at }: KeptOutlook, now: number): boolean {
  if (outlook === null || at === null || at > now + tolerance) return false
  return until === null || until > now
}

/** Behind so many dates there must be one that takes place, if there is one at all. */
function cancelledIn({ exceptions }: KeptSchedule): number {
  return exceptions.filter(({ state }) => state === 'cancelled').length
}

/** What comes next, and until when that holds; null: for ever. */
function outlookOf(
  schedules: readonly KeptSchedule[],
  now: number,
): { outlook: Outlook; until: number | null } {
  const titles = new Map(schedules.map(({ id, title, message }) => [id, { title, message }]))
  const dates = schedules
    .flatMap((schedule) => comingDates(schedule, now, 1 + cancelledIn(schedule)))
    .sort(byTime)
  const next = dates.find(({ state }) => state !== 'cancelled')
  const [first] = dates
  const said = (date: ScheduleDate) => titles.get(date.schedule) ?? { title: '', message: '' }
  const ends = [first, next].flatMap((date) => (date ? [endOf(date)] : []))
  const outlook: Outlook = {
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
  return { outlook, until: ends.length === 0 ? null : Math.min(...ends) }
}
