import type { Language } from '../../../contract/languages.ts'
import type { InvitationLanguage } from '../../../contract/rooms.ts'
import type { Environment } from '../../platform/environment/environment.ts'
import { organisationOf } from '../../platform/settings/organisations.ts'
import { settingsOf } from '../../platform/settings/room.ts'
import type { RoomRow } from '../../platform/store/rows.ts'
import { liveMeeting } from '../meetings/store.ts'
import { dialInOf, type PhoneDependencies } from '../phone/phone.ts'
import { schedulesOf } from '../schedules/store.ts'
import type { InvitedTo, RoomWays } from './letter.ts'

export type InvitationDependencies = Pick<Environment, 'settings' | 'store' | 'now'> & PhoneDependencies

/** The part of a room that everybody with its link may know. */
export async function invitedTo(room: RoomRow, env: InvitationDependencies): Promise<InvitedTo> {
  const ways = await waysInto(room, env)
  return { ...ways, schedules: await schedulesOf(env.store, [room.id]), now: env.now() }
}

/** … without what is scheduled. */
export async function waysInto(
  room: RoomRow,
  env: Pick<InvitationDependencies, 'settings' | 'store' | 'servers' | 'watch'>,
): Promise<RoomWays> {
  const { settings, store } = env
  const meeting = await liveMeeting(store, room.id)
  return {
    name: room.name,
    organisation: organisationOf(settings, room.organisation)?.name ?? {
      en: room.organisation,
      fr: room.organisation,
    },
    link: `${settings.publicUrl}/${room.address}`,
    // The room's own PIN and all its numbers: an invitation outlives the meeting that runs now.
    dialIn: dialInOf(room, undefined, env, 'guest'),
    recordingAllowed: meeting ? meeting.recordingAllowed === 1 : settingsOf(room, settings).recordingAllowed,
    accessCode: null,
  }
}

/** The languages of a letter in their order: where both are wanted, the room's own stands first. */
export function languagesOf(
  wanted: InvitationLanguage | null,
  room: RoomRow,
  settings: Environment['settings'],
): Language[] {
  const preferred = settingsOf(room, settings).language ?? settings.defaultLanguage
  if (wanted === null) return [preferred]
  if (wanted !== 'both') return [wanted]
  const french: Language = [preferred, settings.defaultLanguage].includes('fr-CA') ? 'fr-CA' : 'fr'
  return preferred === 'en' ? ['en', french] : [french, 'en']
}
