import type { DialIn } from '../../../contract/phone.ts'
import type { RoomSettings } from '../../../contract/room-settings.ts'
import { organisationOf } from '../../platform/settings/organisations.ts'
import { isGuarded, settingsOf } from '../../platform/settings/room.ts'
import type { Settings } from '../../platform/settings/settings.ts'
import type { RoomRow } from '../../platform/store/rows.ts'
import { type Meeting, requestOf } from '../meetings/store.ts'
import { answers } from '../servers/answers.ts'
import { type Servers, serverName } from '../servers/servers.ts'
import type { Watch } from '../servers/snapshot.ts'

/**
 * Callers pass the approval and know no code: the PIN of a guarded room is for its hosts alone, until one of them
 * has read so and wants guests to see it (docs/bbb.md).
 */
export function isPhoneForHosts(room: RoomRow, set: RoomSettings): boolean {
  return set.phone && isGuarded(room, set) && !set.phoneForGuests
}

/** Dependencies of the numbers that lead somewhere. */
export interface PhoneDependencies {
  settings: Settings
  servers: Servers
  watch: Pick<Watch, 'snapshot'>
}

/**
 * How to take part by phone. Before a meeting: the numbers of the servers that the room may use, those first where
 * its next meeting may be. While one runs: its server's only, because a PIN works nowhere else; and the PIN that this
 * server really took. Null where no number is configured (BBB's own `dialNumber` is a made-up one), where the room's
 * phone is off, and for guests where it is the hosts'.
 */
export function dialInOf(
  room: RoomRow,
  meeting: Meeting | undefined,
  parts: PhoneDependencies,
  reader: 'host' | 'guest',
): DialIn | null {
  const { settings, servers } = parts
  const set = settingsOf(room, settings)
  if (!set.phone || (reader === 'guest' && isPhoneForHosts(room, set))) return null
  const running = meeting?.state === 'running' ? meeting : undefined
  const preference = organisationOf(settings, room.organisation)?.servers ?? []
  const usable = preference.filter((id) => isUsed(servers, id))
  const numbers = (running ? [running.server] : bestFirst(usable, parts)).flatMap((id) =>
    numbersOf(id, parts),
  )
  if (numbers.length === 0) return null
  const pin = running?.voiceBridge ?? room.pin
  const isOther = pin !== room.pin
  const renewed = isOther && running !== undefined && requestOf(running).voiceBridge === pin
  return {
    pin,
    numbers,
    replaced: isOther && !renewed,
    renewed,
    elsewhere: running !== undefined && running.server !== usable[0],
  }
}

/** The numbers of all servers, those of servers that work first. */
export function allNumbers(parts: Omit<PhoneDependencies, 'settings'>): DialIn['numbers'] {
  const usable = [...parts.servers.keys()].filter((id) => isUsed(parts.servers, id))
  return bestFirst(usable, parts).flatMap((id) => numbersOf(id, parts))
}

function isUsed(servers: Servers, id: string): boolean {
  const server = servers.get(id)
  return server !== undefined && server.settings.state !== 'disabled'
}

/** Servers that take meetings, then those that take no new ones, then those that do not work; each as they stood. */
function bestFirst(
  ids: readonly string[],
  { servers, watch }: Omit<PhoneDependencies, 'settings'>,
): string[] {
  const rank = (id: string) => {
    if (!answers(watch.snapshot(id))) return 2
    return servers.get(id)?.settings.state === 'enabled' ? 0 : 1
  }
  return ids.toSorted((one, other) => rank(one) - rank(other))
}

/** The numbers that reach a server, as its settings give them. */
function numbersOf(id: string, { servers, watch }: Omit<PhoneDependencies, 'settings'>): DialIn['numbers'] {
  const dialIn = servers.get(id)?.settings.dialIn
  if (!dialIn) return []
  const { name } = serverName(servers, id)
  const snapshot = watch.snapshot(id)
  const silentSince = answers(snapshot) ? null : snapshot.since
  return dialIn.numbers.map(({ number, country, tollFree }) => ({
    number,
    country,
    tollFree,
    server: { id, name },
    hash: dialIn.hash,
    silentSince,
  }))
}
