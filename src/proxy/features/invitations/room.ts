import type { Language } from '../../../contract/languages.ts'
import type { InvitationLanguage } from '../../../contract/rooms.ts'
import type { Parts } from '../../platform/parts/parts.ts'
import { organisationOf } from '../../platform/settings/organisations.ts'
import { settingsOf } from '../../platform/settings/room.ts'
import type { RoomRow } from '../../platform/store/rows.ts'
import { liveMeeting } from '../meetings/store.ts'
import { dialInOf, type PhoneParts } from '../phone/phone.ts'
import { schedulesOf } from '../schedules/store.ts'
import type { InvitedTo, RoomWays } from './letter.ts'

export type InvitationParts = Pick<Parts, 'settings' | 'store' | 'now'> & PhoneParts

/** What whoever has a room's link may know of it. */
export async function invitedTo(room: RoomRow, parts: InvitationParts): Promise<InvitedTo> {
  const ways = await waysInto(room, parts)
  return { ...ways, schedules: await schedulesOf(parts.store, [room.id]), now: parts.now() }
}

/** … without what is scheduled. */
export async function waysInto(
  room: RoomRow,
  parts: Pick<InvitationParts, 'settings' | 'store' | 'servers' | 'watch'>,
): Promise<RoomWays> {
  const { settings, store } = parts
  const meeting = await liveMeeting(store, room.id)
  return {
    name: room.name,
    organisation: organisationOf(settings, room.organisation)?.name ?? {
      en: room.organisation,
      fr: room.organisation,
    },
    link: `${settings.publicUrl}/${room.address}`,
    // The room's own PIN and all its numbers: an invitation outlives the meeting that runs now.
    dialIn: dialInOf(room, undefined, parts, 'guest'),
    recordingAllowed: meeting ? meeting.recordingAllowed === 1 : settingsOf(room, settings).recordingAllowed,
    accessCode: null,
  }
}

/** The languages of a letter in their order: where both are wanted, the room's own stands first. */
export function languagesOf(
  wanted: InvitationLanguage | null,
  room: RoomRow,
  settings: Parts['settings'],
): Language[] {
  const preferred = settingsOf(room, settings).language ?? settings.defaultLanguage
  if (wanted === null) return [preferred]
  if (wanted !== 'both') return [wanted]
  const french: Language = [preferred, settings.defaultLanguage].includes('fr-CA') ? 'fr-CA' : 'fr'
  return preferred === 'en' ? ['en', french] : [french, 'en']
}
