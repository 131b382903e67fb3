import { isNamedHost } from '../bbb/playback.ts'
import type { Parts } from '../parts.ts'
import type { ServerSettings, Servers } from '../servers/servers.ts'
import type { Store } from '../store/database.ts'
import { formatsOf } from './store.ts'

/** Recordings of one server whose players are on hosts that the settings do not name. */
export interface Unlinked {
  recordings: number
  hosts: string[]
}

interface UnlinkedRecording {
  server: string
  meeting_id: string
  hosts: string[]
}

/** Those that were not linked when their servers were last asked. */
async function findUnlinked(store: Store): Promise<UnlinkedRecording[]> {
  const rows = await store
    .selectFrom('recordings')
    .select(['server', 'meeting_id', 'formats'])
    .where('state', '=', 'ready')
    .where('formats', 'like', '%"host":"%')
    .execute()
  return rows.map(({ server, meeting_id, formats }) => {
    const hosts = new Set(formatsOf({ formats }).flatMap(({ host }) => host ?? []))
    return { server, meeting_id, hosts: [...hosts] }
  })
}

/**
 * By server, as the settings are now.
 * @param servers of the settings
 */
export async function countUnlinked(
  store: Store,
  servers: readonly Pick<ServerSettings, 'id' | 'recordingHosts'>[],
): Promise<Map<string, Unlinked>> {
  const found = (await findUnlinked(store)).map((recording) => {
    const named = servers.find(({ id }) => id === recording.server)?.recordingHosts ?? []
    return { ...recording, hosts: recording.hosts.filter((host) => !isNamedHost(host, named)) }
  })
  return byServer(found.filter(({ hosts }) => hosts.length > 0))
}

function byServer(recordings: UnlinkedRecording[]): Map<string, Unlinked> {
  const found = new Map<string, Unlinked>()
  for (const { server, hosts } of recordings) {
    const before = found.get(server) ?? { recordings: 0, hosts: [] }
    const all = [...new Set([...before.hosts, ...hosts])].toSorted()
    found.set(server, { recordings: before.recordings + 1, hosts: all })
  }
  return found
}

/** What this process knows of players that are not linked, for the status page and the log. */
export interface UnlinkedWatch {
  of(server: string): Unlinked
  /**
   * Looks into the store, and logs each server whose hosts changed.
   * @returns the recordings whose hosts the settings name by now: asking their servers again links them
   */
  look(): Promise<{ server: string; meeting_id: string }[]>
}

const none: Unlinked = { recordings: 0, hosts: [] }

export function createUnlinkedWatch(
  { store, log }: Pick<Parts, 'store' | 'log'>,
  servers: Servers,
): UnlinkedWatch {
  let known: ReadonlyMap<string, Unlinked> = new Map()

  const isNamed = (server: string, host: string) =>
    isNamedHost(host, servers.get(server)?.settings.recordingHosts ?? [])

  function tell(server: string, { hosts }: Unlinked): void {
    if (hosts.join() === (known.get(server) ?? none).hosts.join()) return
    log.warn({ server, hosts }, 'recordings play on hosts that recordingHosts does not name')
  }

  return {
    of: (server) => known.get(server) ?? none,
    async look() {
      const recordings = await findUnlinked(store)
      const now = byServer(recordings)
      for (const [server, unlinked] of now) tell(server, unlinked)
      known = now
      return recordings.filter(({ server, hosts }) => hosts.some((host) => isNamed(server, host)))
    },
  }
}
