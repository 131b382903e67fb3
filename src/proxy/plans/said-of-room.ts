import type { RoomChange } from '../../contract/rooms.ts'

/** Settings that change what calendars say of the ways into a room. */
const saidOfRoom = [
  'approval',
  'language',
  'membersOnly',
  'phone',
  'phonePastTheDoor',
  'recordingAllowed',
] as const

/**
 * Whether calendars say something else of every plan once a room has changed: programs that have a meeting already take
 * a change of it by its higher SEQUENCE alone (RFC 5546, section 2.1.4).
 */
export function changesCalendars({ name, address, archived, settings = {} }: RoomChange): boolean {
  const isOther = [name, address, archived].some((part) => part !== undefined)
  return isOther || saidOfRoom.some((key) => settings[key] !== undefined)
}
