import type { Environment } from '../../platform/environment/environment.ts'
import { storedSettings } from '../../platform/settings/room.ts'
import type { Db, Store } from '../../platform/store/database.ts'
import { day } from '../../platform/time/spans.ts'
import { restPins } from './pins.ts'
import { restoreDays } from './rules.ts'

/** Offers and links that nobody can use any more are told of for so many days, then removed. */
const toldDays = 30

/** Cleanups of things that rooms leave behind for a time. */
export function roomCleanups({ store, now }: Pick<Environment, 'store' | 'now'>): (() => Promise<void>)[] {
  return [
    () => deleteOldOffers(store, now() - toldDays * day),
    () => deleteOldHostLinks(store, now() - toldDays * day),
    () => emptyRooms(store, now() - restoreDays * day),
    () => restPins(store, now() - restoreDays * day, now()),
  ]
}

/** Deletes offers that were answered, withdrawn or expired before a time: they name people who never came. */
async function deleteOldOffers(db: Db, before: number): Promise<void> {
  await db
    .deleteFrom('roomOffers')
    .where((is) => is.or([is('endedAt', '<', before), is('until', '<', before)]))
    .execute()
}

/** Deletes host links that were revoked or expired before a time: their labels name people. */
async function deleteOldHostLinks(db: Db, before: number): Promise<void> {
  await db
    .deleteFrom('hostLinks')
    .where((is) => is.or([is('revokedAt', '<', before), is('expiresAt', '<', before)]))
    .execute()
}

/**
 * Rooms that were deleted before a time, and that nobody can restore any more, lose what people wrote in them and who
 * had to do with them. The row stays, with its addresses, which are never given to another; so do its
 * meetings, and its recordings with what was accepted for them: they are their owner's.
 */
async function emptyRooms(store: Store, before: number): Promise<void> {
  await store.transaction().execute(async (db) => {
    const gone = db.selectFrom('rooms').select('id').where('deletedAt', '<', before)
    const schedules = db.selectFrom('schedules').select('id').where('roomId', 'in', gone)
    await db.deleteFrom('scheduleDates').where('scheduleId', 'in', schedules).execute()
    for (const table of belongings) await db.deleteFrom(table).where('roomId', 'in', gone).execute()
    await db
      .updateTable('rooms')
      .set({ accessCode: null })
      .where('deletedAt', '<', before)
      .where('accessCode', 'is not', null)
      .execute()
    await deleteTexts(db, before)
  })
}

const belongings = [
  'schedules',
  'calendars',
  'cohosts',
  'roomOffers',
  'favourites',
  'hostLinks',
  'feedback',
] as const

/** Of the settings the texts alone: the language is that in which the address says that the room is closed. */
async function deleteTexts(db: Db, before: number): Promise<void> {
  const rooms = await db
    .selectFrom('rooms')
    .select(['id', 'settings'])
    .where('deletedAt', '<', before)
    .where((is) =>
      is.or([is('settings', 'like', '%"welcome"%'), is('settings', 'like', '%"waitingMessage"%')]),
    )
    .execute()
  for (const room of rooms) {
    const kept = { ...storedSettings(room), welcome: undefined, waitingMessage: undefined }
    await db
      .updateTable('rooms')
      .set({ settings: JSON.stringify(kept) })
      .where('id', '=', room.id)
      .execute()
  }
}
