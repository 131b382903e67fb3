import type { Afterwards } from '../../contract/feedback.ts'
import type { Feedback } from '../features/feedback/feedback.ts'
import type { Recordings } from '../features/recordings/recordings.ts'
import type { Environment } from '../platform/environment/environment.ts'
import type { RoomRow } from '../platform/store/rows.ts'

type ToldOfRecording = Pick<Afterwards, 'recording' | 'recordingId'>

export interface AfterwardsServices {
  feedback: Pick<Feedback, 'latest' | 'meetingLeft'>
  recordings: Pick<Recordings, 'stateOf'>
}

/**
 * Texts and questions for somebody who comes back from a meeting.
 * @param device who comes back: only those who were in are asked
 * @param left what the address says after `?left`: `sent` where the feedback was just sent
 */
export async function afterwardsOf(
  { feedback, recordings }: AfterwardsServices,
  { store }: Pick<Environment, 'store'>,
  room: RoomRow,
  device: string,
  left: string | undefined,
): Promise<Afterwards> {
  const own = await feedback.meetingLeft(room, device)
  const meeting = own ?? (await feedback.latest(room))
  const told = meeting
    ? await recordingOf(store, recordings, meeting.id)
    : { recording: null, recordingId: null }
  return {
    asksFeedback: own !== undefined,
    sent: left === 'sent',
    error: null,
    typed: { sentence: '', name: '' },
    ...told,
  }
}

/** In words; the way to it only where its hosts share it with everybody who has the link. */
async function recordingOf(
  store: Environment['store'],
  recordings: AfterwardsServices['recordings'],
  meetingId: string,
): Promise<ToldOfRecording> {
  const row = await store
    .selectFrom('recordings')
    .select(['id', 'state', 'server', 'formats', 'audience'])
    .where('meetingId', '=', meetingId)
    .executeTakeFirst()
  if (row?.state === 'expected' || row?.state === 'processing') {
    return { recording: 'expected', recordingId: null }
  }
  if (row?.state === 'not_produced') return { recording: 'none', recordingId: null }
  // Ready in our table alone: its server is silent, or nothing of it can be played.
  if (!row || recordings.stateOf(row) !== 'ready') return { recording: null, recordingId: null }
  return { recording: 'ready', recordingId: row.audience === 'link' ? row.id : null }
}
