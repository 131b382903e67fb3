import type { Selectable } from 'kysely'
import { isNamedHost } from '../../bbb/playback.ts'
import type { Environment } from '../../platform/environment/environment.ts'
import type { Store } from '../../platform/store/database.ts'
import type { RecordingsTable } from '../../platform/store/schema.ts'
import type { ServerSettings, Servers } from '../servers/servers.ts'
import { formatsOf } from './store.ts'

/** Recordings of one server whose players are on hosts that the settings do not name. */
export interface Unlinked {
  recordings: number
  hosts: string[]
}

interface UnlinkedRecording {
  id: string
  server: string
  meetingId: string
  hosts: string[]
}

/** Recordings that were not linked when their servers were last asked. */
async function findUnlinked(store: Store): Promise<UnlinkedRecording[]> {
  const rows = await store
    .selectFrom('recordings')
    .select(['id', 'server', 'meetingId', 'formats'])
    .where('state', '=', 'ready')
    .where('formats', 'like', '%"host":"%')
    .execute()
  return rows.map(unlinkedIn)
}

type Row = Pick<Selectable<RecordingsTable>, 'id' | 'server' | 'meetingId' | 'formats'>

function unlinkedIn({ formats, ...row }: Row): UnlinkedRecording {
  return { ...row, hosts: [...new Set(formatsOf({ formats }).flatMap(({ host }) => host ?? []))] }
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

function byServer(recordings: Iterable<UnlinkedRecording>): Map<string, Unlinked> {
  const found = new Map<string, Unlinked>()
  for (const { server, hosts } of recordings) {
    const before = found.get(server) ?? { recordings: 0, hosts: [] }
    const all = [...new Set([...before.hosts, ...hosts])].toSorted()
    found.set(server, { recordings: before.recordings + 1, hosts: all })
  }
  return found
}

/** Players that are not linked, as this process knows them, for the status page and the log. */
export interface UnlinkedWatch {
  of(server: string): Unlinked
  /**
   * Looks into the store for what was read since the last time, and logs each server whose hosts changed.
   * @returns the recordings whose hosts the settings name by now: asking their servers again links them
   */
  look(): Promise<{ server: string; meetingId: string }[]>
}

const none: Unlinked = { recordings: 0, hosts: [] }

/** Milliseconds after which all are read again: what another process wrote with a clock that was wrong is found, too. */
const allEvery = 60 * 60_000

/** Milliseconds by which a row may have been written before its time was looked for. */
const overlap = 2 * 60_000

export function createUnlinkedWatch(
  { store, log, now }: Pick<Environment, 'store' | 'log' | 'now'>,
  servers: Servers,
): UnlinkedWatch {
  /** By id. */
  let recordings = new Map<string, UnlinkedRecording>()
  let known: ReadonlyMap<string, Unlinked> = new Map()
  /** When all were read, and when it was last looked for what is new; epoch milliseconds. */
  let read: { all: number; last: number } | null = null

  const isNamed = (server: string, host: string) =>
    isNamedHost(host, servers.get(server)?.settings.recordingHosts ?? [])

  function tell(server: string, { hosts }: Unlinked): void {
    if (hosts.join() === (known.get(server) ?? none).hosts.join()) return
    log.warn({ server, hosts }, 'recordings play on hosts that recordingHosts does not name')
  }

  /** A server that is asked about a recording leaves the time with it, whatever it says. */
  async function readChanged(since: number): Promise<void> {
    const rows = await store
      .selectFrom('recordings')
      .select(['id', 'server', 'meetingId', 'state', 'formats'])
      .where('checkedAt', '>=', since)
      .execute()
    for (const { state, ...row } of rows) {
      const recording = unlinkedIn(row)
      if (state === 'ready' && recording.hosts.length > 0) recordings.set(row.id, recording)
      else recordings.delete(row.id)
    }
  }

  return {
    of: (server) => known.get(server) ?? none,
    async look() {
      const at = now()
      const isNewEnough = read !== null && Math.abs(at - read.all) < allEvery && at >= read.last
      if (read !== null && isNewEnough) await readChanged(read.last - overlap)
      else recordings = new Map((await findUnlinked(store)).map((recording) => [recording.id, recording]))
      read = { all: read !== null && isNewEnough ? read.all : at, last: at }
      const found = byServer(recordings.values())
      for (const [server, unlinked] of found) tell(server, unlinked)
      known = found
      return [...recordings.values()].filter(({ server, hosts }) =>
        hosts.some((host) => isNamed(server, host)),
      )
    },
  }
}
