import { renewCalendar } from '../plans/store.ts'
import type { Settings } from '../settings.ts'
import { settingsOf } from './settings.ts'
import type { Db, RoomRow } from './store.ts'

/**
 * Host links that end with the rights of whoever made them; the caller says whose, and in which rooms.
 * @param at epoch milliseconds
 */
export function endHostLinks(db: Db, at: number) {
  return db.updateTable('host_links').set({ revoked_at: at }).where('revoked_at', 'is', null)
}

/**
 * Offers that nobody took up yet, and that count no longer; the caller says which.
 * @param at epoch milliseconds
 */
export function withdrawOffers(db: Db, at: number) {
  return db
    .updateTable('room_offers')
    .set({ outcome: 'withdrawn', ended_at: at, link_hash: null })
    .where('outcome', 'is', null)
}

/**
 * Ends the private address of a room's calendar, which its hosts know, where it tells more than the room's link does:
 * for members alone, or behind a code. Elsewhere those who follow it keep it.
 */
export async function endCalendarAddress(
  db: Db,
  room: Pick<RoomRow, 'id' | 'settings' | 'organisation' | 'access_code'>,
  settings: Settings,
): Promise<void> {
  const tellsMore = room.access_code !== null || settingsOf(room, settings).membersOnly
  if (tellsMore) await renewCalendar(db, room.id)
}
