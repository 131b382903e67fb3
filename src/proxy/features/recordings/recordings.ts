import type { Recording, RecordingChange, RecordingList } from '../../../contract/recordings.ts'
import type { Person } from '../../access/access.ts'
import { type RoomAccess, recordingRight } from '../../access/room-rights.ts'
import type { Environment } from '../../platform/environment/environment.ts'
import { ProblemError } from '../../platform/problem.ts'
import type { AccessibleRoom, RoomFinder } from '../rooms/room-finder.ts'
import { answers } from '../servers/answers.ts'
import { type Servers, serverName } from '../servers/servers.ts'
import { createSkippedLog } from '../servers/skipped.ts'
import type { Watch } from '../servers/snapshot.ts'
import { refreshMeetings } from './refresh.ts'
import {
  findRecording,
  findRecordingsOf,
  findRecordingsOfRoom,
  formatsOf,
  type RecordingRow,
} from './store.ts'
import { createUnlinkedWatch, type Unlinked } from './unlinked.ts'

/** Our table remembers, BBB is asked behind: lists come at once, whatever the servers do. */
export interface Recordings {
  of(person: Person): Promise<RecordingList>
  /** Recordings of a room that the person may play. */
  ofRoom(person: Person, room: AccessibleRoom): Promise<RecordingList>
  /**
   * A recording that the person may play, or change.
   * @throws ProblemError recording_unknown, alike for foreign and unknown; room_right_missing where they may play
   *   it only
   */
  for(person: Person, id: string, right: 'play' | 'change'): Promise<RecordingRow>
  /** A recording that everybody who has the link may play. @throws ProblemError recording_unknown */
  linked(id: string): Promise<RecordingRow>
  /** By somebody who may. */
  change(row: RecordingRow, change: RecordingChange): Promise<Recording>
  /** The player's address. @throws ProblemError recording_not_playable */
  player(row: RecordingRow, format: string): string
  /** The state as it is known now: a server that does not answer says nothing. */
  stateOf(row: Pick<RecordingRow, 'state' | 'server' | 'formats'>): Recording['state']
  /** Somebody says that there is news of a meeting's recording: its server is asked, once. */
  hear(server: string, meetingId: string): Promise<void>
  /** Recordings of a server whose players are not linked, as of the last look. */
  unlinked(server: string): Unlinked
  start(): void
  close(): void
}

export function createRecordings(
  env: Pick<Environment, 'store' | 'now' | 'random' | 'log' | 'pace'>,
  servers: Servers,
  watch: Pick<Watch, 'snapshot'>,
  roomFinder: Pick<RoomFinder, 'findById'>,
): Recordings {
  const { store, now, pace } = env
  const asking = new Set<string>()
  const heard = new Map<string, number>()
  const unlinked = createUnlinkedWatch(env, servers)
  const skippedLog = createSkippedLog(env)
  let timer: NodeJS.Timeout | undefined

  /** One question at a time per server: reading recordings is slow there. */
  async function ask(serverId: string, meetingIds: string[]): Promise<void> {
    const server = servers.get(serverId)
    const snapshot = watch.snapshot(serverId)
    const silent = !answers(snapshot) || snapshot.state === 'unknown'
    if (!server || silent || asking.has(serverId)) return
    asking.add(serverId)
    try {
      const unreadable = await refreshMeetings(env, server, meetingIds)
      const skipped = unreadable.map(({ recordId, meetingId, reason }) => ({
        id: recordId ?? meetingId,
        reason,
      }))
      skippedLog.recordings(serverId, skipped)
    } catch (error) {
      env.log.warn({ server: serverId, err: error }, 'recordings were not read')
    } finally {
      asking.delete(serverId)
    }
  }

  function askAbout(rows: RecordingRow[]): void {
    const stale = rows.filter((row) => (row.checkedAt ?? 0) < now() - pace.recordingsFresh)
    for (const [server, meetingIds] of byServer(stale)) void ask(server, meetingIds)
  }

  /** Asks about expected recordings, and about those that new settings allow to be linked. */
  async function askAboutOpen(): Promise<void> {
    const rows = await store
      .selectFrom('recordings')
      .select(['server', 'meetingId'])
      .where('state', 'in', ['expected', 'processing'])
      .execute()
    const linkable = await unlinked.look()
    for (const [server, meetingIds] of byServer([...rows, ...linkable])) await ask(server, meetingIds)
  }

  /** The call that says so has no expiry: whoever saw it can repeat it, and each reading costs BBB much. */
  function isNews(meetingId: string): boolean {
    const at = now()
    for (const [id, before] of heard) if (before <= at - pace.recordingsFresh) heard.delete(id)
    if (heard.has(meetingId)) return false
    heard.set(meetingId, at)
    return true
  }

  function silentSince(serverId: string): number | null {
    const snapshot = watch.snapshot(serverId)
    return answers(snapshot) ? null : (snapshot.since ?? now())
  }

  function stateOf(row: Pick<RecordingRow, 'state' | 'server' | 'formats'>): Recording['state'] {
    if (silentSince(row.server) !== null && row.state !== 'not_produced') return 'unreachable'
    const isUnlinked = row.state === 'ready' && formatsOf(row).every(({ url }) => url === null)
    return isUnlinked ? 'unlinked' : row.state
  }

  function show(row: RecordingRow, mayChange: boolean): Recording {
    return {
      id: row.id,
      name: row.name,
      room: { address: row.roomDeletedAt === null ? row.roomAddress : null, name: row.roomName },
      startedAt: row.startedAt,
      endedAt: row.endedAt,
      minutes: row.minutes,
      formats: formatsOf(row)
        .filter(({ url }) => url !== null)
        .map(({ type, minutes }) => ({ type, minutes })),
      state: stateOf(row),
      audience: row.audience,
      mayChange,
      server: serverName(servers, row.server),
      unreachableSince: silentSince(row.server),
      lastSeenAt: row.lastSeenAt,
    }
  }

  /** @param place the person's place in the room whose recordings these are; null: that gives them nothing here */
  function list(person: Person, rows: RecordingRow[], place: RoomAccess | null): RecordingList {
    askAbout(rows)
    const checked = rows.map((row) => row.checkedAt).filter((at) => at !== null)
    const silent = [...new Set(rows.map((row) => row.server))].flatMap((id) => {
      const since = silentSince(id)
      return since === null ? [] : [{ id, name: serverName(servers, id).name, since }]
    })
    const recordings = rows.map((row) => show(row, rightIn(person, row, place) === 'change'))
    return { recordings, asOf: checked.length > 0 ? Math.min(...checked) : null, silent }
  }

  return {
    async of(person) {
      const member = person.organisations.map(({ id }) => id)
      const administrator = person.organisations.flatMap(({ id, administrator }) => (administrator ? id : []))
      return list(person, await findRecordingsOf(store, person.id, { member, administrator }), null)
    },
    async ofRoom(person, room) {
      const rows = await findRecordingsOfRoom(store, room.id)
      const theirs = rows.filter((row) => rightIn(person, row, room) !== null)
      return list(person, theirs, room)
    },
    async for(person, id, right) {
      const row = await findRecording(store, id)
      const given = row && rightIn(person, row, await roomFinder.findById(person, row.roomId))
      if (!row || !given) throw new ProblemError('recording_unknown')
      if (right === 'change' && given !== 'change') throw new ProblemError('room_right_missing')
      return row
    },
    async linked(id) {
      const row = await findRecording(store, id)
      if (row?.audience !== 'link') throw new ProblemError('recording_unknown')
      return row
    },
    async change(row, change) {
      const audience = change.audience ?? row.audience
      await store.updateTable('recordings').set({ audience }).where('id', '=', row.id).execute()
      return show({ ...row, audience }, true)
    },
    player(row, format) {
      const url = formatsOf(row).find(({ type }) => type === format)?.url
      if (!url || stateOf(row) !== 'ready') throw new ProblemError('recording_not_playable')
      return url
    },
    stateOf,
    async hear(server, meetingId) {
      if (isNews(meetingId)) await ask(server, [meetingId])
    },
    unlinked: unlinked.of,
    start() {
      timer = setInterval(() => {
        askAboutOpen().catch((error) => env.log.error({ err: error }, 'recordings were not read'))
      }, pace.recordings)
    },
    close() {
      clearInterval(timer)
    },
  }
}

function rightIn(person: Person, row: RecordingRow, place: RoomAccess | null) {
  const room = { ownedBy: row.roomOwnedBy, ownedSince: row.roomOwnedSince }
  return recordingRight(person, row, room, place)
}

function byServer(rows: Pick<RecordingRow, 'server' | 'meetingId'>[]): Map<string, string[]> {
  const grouped = new Map<string, string[]>()
  for (const { server, meetingId } of rows) grouped.set(server, [...(grouped.get(server) ?? []), meetingId])
  return grouped
}
