import { settingsOf } from '../../platform/settings/room.ts'
import type { Settings } from '../../platform/settings/settings.ts'
import type { Db } from '../../platform/store/database.ts'
import type { RoomRow } from '../../platform/store/rows.ts'
import { renewCalendar } from './store.ts'

/**
 * Ends the private address of a room's calendar, which its hosts know, where it tells more than the room's link does:
 * for members alone, or behind a code. Elsewhere those who follow it keep it.
 */
export async function endCalendarAddress(
  db: Db,
  room: Pick<RoomRow, 'id' | 'settings' | 'organisation' | 'accessCode'>,
  settings: Settings,
): Promise<void> {
  const tellsMore = room.accessCode !== null || settingsOf(room, settings).membersOnly
  if (tellsMore) await renewCalendar(db, room.id)
}
