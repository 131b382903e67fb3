import type { Language } from '../../contract/languages.ts'
import type { RoomRow } from '../rooms/store.ts'
import type { Settings } from '../settings.ts'
import type { Confirmed } from './start.ts'

interface Joiner {
  name: string
  role: 'host' | 'member' | 'guest'
  userId: string
  language: Language
}

/** Made per click, carried by the browser to BBB, never logged or stored: whoever has it is in. */
export function joinUrlFor(settings: Settings, meeting: Confirmed, room: RoomRow, joiner: Joiner): string {
  const page = `${settings.publicUrl}/${room.address}`
  return meeting.server.bbb.joinUrl({
    meetingId: meeting.id,
    createTime: meeting.createTime,
    ...joiner,
    leaveUrl: `${page}?left`,
    errorUrl: page,
  })
}
