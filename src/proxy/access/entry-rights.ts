import type { RoomSettings } from '../../contract/room-settings.ts'

/** A visitor of a room. */
export type Who =
  | { kind: 'guest' }
  /** Signed in here. `admitted`: a member of the room's organisation, or somebody with a place in the room. */
  | { kind: 'member'; person: string; name: string; admitted: boolean }
  /** The bearer of a host link that works. */
  | { kind: 'host'; link: string; label: string }

/** As what somebody comes in. Members pass the approval and need no code; null: this room is not for them. */
export type Entry = 'host' | 'member' | 'guest' | null

/** Pure: as what somebody may come into a room with these settings, where anybody else decides nothing. */
export function entryOf(who: Who, { membersOnly }: Pick<RoomSettings, 'membersOnly'>): Entry {
  if (who.kind === 'host') return 'host'
  if (who.kind === 'member' && who.admitted) return 'member'
  return membersOnly ? null : 'guest'
}
