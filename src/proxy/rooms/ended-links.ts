import { renewCalendar } from '../plans/store.ts'
import type { Settings } from '../settings.ts'
import type { Db } from '../store/database.ts'
import type { RoomRow } from '../store/rows.ts'
import { settingsOf } from './settings.ts'

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
