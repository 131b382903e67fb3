import type { DialIn } from '../../contract/phone.ts'
import type { Meeting } from '../meetings/store.ts'
import { type Servers, serverName } from '../servers/servers.ts'
import type { Settings } from '../settings.ts'
import { organisationOf } from './rooms.ts'
import type { RoomRow } from './store.ts'

/**
 * How to take part by phone. Before a meeting: the numbers of the servers that the room may use, preferred
 * first. While one runs: its server's only, because a PIN works nowhere else; and the PIN that this server
 * really took. Null where no number is configured: BBB's own `dialNumber` is a made-up one.
 */
export function dialInOf(
  room: RoomRow,
  meeting: Meeting | undefined,
  settings: Settings,
  servers: Servers,
): DialIn | null {
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
