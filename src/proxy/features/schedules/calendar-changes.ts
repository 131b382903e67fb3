import type { RoomChange } from '../../../contract/rooms.ts'
import type { Db } from '../../platform/store/database.ts'
import { touchSchedulesOf } from './store.ts'

/** Settings that change what calendars say of the ways into a room. */
const shownSettings = [
  'approval',
  'language',
  'membersOnly',
  'phone',
  'phoneForGuests',
  'recordingAllowed',
] as const

/**
 * Renews all schedules of a room whose change calendars tell: programs that have a meeting already take a change of it
 * by its higher SEQUENCE alone (RFC 5546, section 2.1.4).
 * @param at epoch milliseconds
 */
export async function tellCalendars(db: Db, roomId: string, change: RoomChange | 'pin', at: number) {
  if (change === 'pin' || changesCalendars(change)) await touchSchedulesOf(db, roomId, at)
}

function changesCalendars({ name, address, archived, settings = {} }: RoomChange): boolean {
  const isOther = [name, address, archived].some((part) => part !== undefined)
  return isOther || shownSettings.some((key) => settings[key] !== undefined)
}
