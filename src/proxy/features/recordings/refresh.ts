import type { Selectable } from 'kysely'
import { playbackUrl, playerHost } from '../../bbb/playback.ts'
import type { BbbRecording, UnreadableRecording } from '../../bbb/recording.ts'
import type { Environment } from '../../platform/environment/environment.ts'
import type { RecordingsTable } from '../../platform/store/schema.ts'
import { day } from '../../platform/time/spans.ts'
import type { Server } from '../servers/servers.ts'
import { holdMeeting, recordingOf } from './expected.ts'
import type { Formats } from './store.ts'

type Row = Selectable<RecordingsTable>
type RefreshDependencies = Pick<Environment, 'store' | 'now' | 'random'>

/** A server that answered so often without a recording has lost it; once or twice may be a slow disk. */
const absencesUntilMissing = 3
/** BBB processes at night on busy servers; after two days nothing comes any more. */
const expectFor = 2 * day

/**
 * Asks one server about the recordings of some meetings, and makes our table agree. Nothing is ever removed
 * here: what its server does not list becomes *missing*, and comes back when it is listed again. A recording of one of
 * our meetings gets its row whether it was expected or not.
 * @returns the entries of the answer that could not be read
 * @throws BbbFailure where the server does not answer; our rows stay as they were
 */
export async function refreshMeetings(
  env: RefreshDependencies,
  server: Server,
  meetingIds: string[],
): Promise<UnreadableRecording[]> {
  if (meetingIds.length === 0) return []
  const { recordings, unreadable } = await server.bbb.recordings({ meetingIds })
  const listed = recordings.filter(({ state }) => state !== 'deleted')
  const at = env.now()
  const rows = await env.store
    .selectFrom('recordings')
    .selectAll()
    .where('server', '=', server.id)
    .where('meetingId', 'in', meetingIds)
    .execute()
  for (const recording of listed) {
    const row =
      rows.find(({ recordId }) => recordId === recording.recordId) ??
      rows.find(({ recordId, meetingId }) => recordId === null && meetingId === recording.meetingId)
    if (row) row.recordId = recording.recordId
    await keep(env, server, recording, row, rows, at)
  }
  const seen = new Set(listed.map(({ recordId }) => recordId))
  for (const row of rows) {
    if (unreadable.some((entry) => isAbout(entry, row))) await noAnswerAbout(env, row, at)
    else if (!row.recordId || !seen.has(row.recordId)) await notListed(env, row, at)
  }
  return unreadable
}

function isAbout({ recordId, meetingId }: UnreadableRecording, row: Row): boolean {
  return recordId !== null && row.recordId !== null ? recordId === row.recordId : meetingId === row.meetingId
}

/** It is listed, in words that cannot be read: what is known of it stays. */
async function noAnswerAbout(env: RefreshDependencies, row: Row, at: number): Promise<void> {
  await env.store.updateTable('recordings').set({ checkedAt: at }).where('id', '=', row.id).execute()
}

async function keep(
  env: RefreshDependencies,
  server: Server,
  recording: BbbRecording,
  row: Row | undefined,
  siblings: Row[],
  at: number,
): Promise<void> {
  const known = {
    recordId: recording.recordId,
    state: stateOf(recording),
    ...(recording.startedAt === null
      ? {}
      : { startedAt: recording.startedAt, endedAt: recording.endedAt || null }),
    minutes: longest(recording),
    formats: JSON.stringify(formatsOf(recording, server)),
    absent: 0,
    checkedAt: at,
    lastSeenAt: at,
  }
  if (row) {
    await env.store.updateTable('recordings').set(known).where('id', '=', row.id).execute()
    return
  }
  await env.store.transaction().execute(async (db) => {
    // Its meeting may end at this moment, and its recording become expected.
    await holdMeeting(db, recording.meetingId)
    const expected = await db
      .updateTable('recordings')
      .set(known)
      .where('meetingId', '=', recording.meetingId)
      .where('server', '=', server.id)
      .where('recordId', 'is', null)
      .executeTakeFirst()
    if (expected.numUpdatedRows > 0n) return
    // A second recording of one meeting (BBB makes one per meeting, a balancer may show a copy), or one that nobody expected.
    const sibling =
      siblings.find(({ meetingId }) => meetingId === recording.meetingId) ??
      (await recordingOf(db, recording.meetingId, server.id, env))
    if (!sibling) return
    await db
      .insertInto('recordings')
      .values({ ...sibling, ...known, id: env.random.uuid() })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  })
}

async function notListed(env: RefreshDependencies, row: Row, at: number): Promise<void> {
  const absent = row.absent + 1
  await env.store
    .updateTable('recordings')
    .set({ absent, checkedAt: at, state: stateWithout(row, absent, at) })
    .where('id', '=', row.id)
    .execute()
}

/** A recording that was never listed is not missing: it was not produced, once nothing comes any more. */
function stateWithout(row: Row, absent: number, at: number): Row['state'] {
  if (row.recordId !== null) return absent >= absencesUntilMissing ? 'missing' : row.state
  const tooLate = at - (row.endedAt ?? row.startedAt) > expectFor
  return tooLate ? 'not_produced' : row.state
}

/** BBB's words: processing, processed (not published yet), published, unpublished (its player answers 404). */
function stateOf({ state, published, formats }: BbbRecording): 'processing' | 'ready' | 'unpublished' {
  if (state === 'processing' || state === 'processed') return 'processing'
  if (!published || state === 'unpublished') return 'unpublished'
  return formats.some(({ processing, url }) => !processing && url !== '') ? 'ready' : 'processing'
}

function longest(recording: BbbRecording): number | null {
  const minutes = recording.formats.map((format) => format.minutes ?? 0)
  const most = Math.max(0, ...minutes)
  if (most > 0) return most
  const span = Math.round(((recording.endedAt ?? 0) - (recording.startedAt ?? 0)) / 60_000)
  return span > 0 ? span : null
}

/** A player on a host that the server's settings do not name is not linked. */
function formatsOf(recording: BbbRecording, server: Server): Formats {
  return recording.formats
    .filter(({ processing }) => !processing)
    .map(({ type, url, minutes }) => {
      const linked = playbackUrl(url, server.settings.recordingHosts)
      return { type, minutes, url: linked, ...(linked === null ? { host: playerHost(url) } : {}) }
    })
}
