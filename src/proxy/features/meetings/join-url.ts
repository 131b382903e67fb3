import type { Language } from '../../../contract/languages.ts'
import type { RoomSettings } from '../../../contract/room-settings.ts'
import { settingsOf } from '../../platform/settings/room.ts'
import type { Settings } from '../../platform/settings/settings.ts'
import type { RoomRow } from '../../platform/store/rows.ts'
import type { Confirmed } from './confirm.ts'

interface Joiner {
  name: string
  role: 'host' | 'member' | 'guest'
  userId: string
  language: Language
}

/**
 * Hosts moderate; where everyone does, so do members and guests. Not guests who wait for approval: moderators pass
 * the waiting room, and whoever is to be let in must not.
 */
function moderates(role: Joiner['role'], set: RoomSettings): boolean {
  if (role === 'host') return true
  return set.everyoneModerates && !(role === 'guest' && set.approval)
}

/** Made per click, carried by the browser to BBB, never logged or stored: whoever has it is in. */
export function joinUrlFor(settings: Settings, meeting: Confirmed, room: RoomRow, joiner: Joiner): string {
  const page = `${settings.publicUrl}/${room.address}`
  const { role, ...person } = joiner
  return meeting.server.bbb.joinUrl({
    meetingId: meeting.id,
    createTime: meeting.createTime,
    ...person,
    moderates: moderates(role, settingsOf(room, settings)),
    isGuest: role === 'guest',
    leaveUrl: `${page}?left`,
    errorUrl: page,
  })
}
