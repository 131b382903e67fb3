import type { DialIn } from '../../contract/phone.ts'
import type { RoomSettings } from '../../contract/room-settings.ts'
import type { Meeting } from '../meetings/store.ts'
import { type Servers, serverName } from '../servers/servers.ts'
import type { Settings } from '../settings.ts'
import { organisationOf } from './rooms.ts'
import { isGuarded, settingsOf } from './settings.ts'
import type { RoomRow } from './store.ts'

/**
 * Callers pass the approval and know no code: the PIN of a guarded room is for its hosts alone, until one of them
 * has read so and wants guests to see it (bbb.md §3).
 */
export function isPhoneForHosts(room: RoomRow, set: RoomSettings): boolean {
  return set.phone && isGuarded(room, set) && !set.phonePastTheDoor
}

/**
 * How to take part by phone. Before a meeting: the numbers of the servers that the room may use, preferred
 * first. While one runs: its server's only, because a PIN works nowhere else; and the PIN that this server
 * really took. Null where no number is configured (BBB's own `dialNumber` is a made-up one), where the room's
 * phone is off, and for guests where it is the hosts'.
 */
export function dialInOf(
  room: RoomRow,
  meeting: Meeting | undefined,
  settings: Settings,
  servers: Servers,
  reader: 'host' | 'guest',
): DialIn | null {
  const set = settingsOf(room, settings)
  if (!set.phone || (reader === 'guest' && isPhoneForHosts(room, set))) return null
  const running = meeting?.state === 'running' ? meeting : undefined
  const preference = organisationOf(settings, room.organisation)?.servers ?? []
  const usable = preference.filter((id) => servers.get(id)?.settings.state !== 'disabled')
  const numbers = (running ? [running.server] : usable).flatMap((id) => numbersOf(servers, id))
  if (numbers.length === 0) return null
  const pin = running?.voice_bridge ?? room.pin
  return {
    pin,
    numbers,
    replaced: pin !== room.pin,
    elsewhere: running !== undefined && running.server !== usable[0],
  }
}

/** The numbers that reach a server, as its settings give them. */
export function numbersOf(servers: Servers, id: string): DialIn['numbers'] {
  const dialIn = servers.get(id)?.settings.dialIn
  if (!dialIn) return []
  const { name } = serverName(servers, id)
  return dialIn.numbers.map(({ number, country, tollFree }) => ({
    number,
    country,
    tollFree,
    server: { id, name },
    hash: dialIn.hash,
  }))
}
