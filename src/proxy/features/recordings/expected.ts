import type { Insertable, Kysely } from 'kysely'
import type { Parts } from '../../platform/parts/parts.ts'
import type { RecordingsTable, Tables } from '../../platform/store/schema.ts'

type RowParts = Pick<Parts, 'random' | 'now'>

/**
 * A meeting that could be recorded ended: its recording is expected, once, whoever says so and how often. Whether
 * somebody pressed the button is known only when the recording comes, or does not.
 * @param db the transaction that ends the meeting: a stop between the two would lose the recording
 */
export async function expectRecording(db: Kysely<Tables>, meetingId: string, parts: RowParts): Promise<void> {
  await holdMeeting(db, meetingId)
  const known = await db
    .selectFrom('recordings')
    .select('id')
    .where('meeting_id', '=', meetingId)
    .executeTakeFirst()
  const meeting = known ? undefined : await findMeeting(db, meetingId)
  if (!meeting || meeting.recording_allowed === 0) return
  await db
    .insertInto('recordings')
    .values(rowOf(meeting, parts))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** In a transaction: what becomes of the meeting's recordings at the same moment waits until this is over. */
export async function holdMeeting(db: Kysely<Tables>, id: string): Promise<void> {
  await db
    .updateTable('meetings')
    .set((meeting) => ({ room_id: meeting.ref('room_id') }))
    .where('id', '=', id)
    .execute()
}

/**
 * The row that the recording of one of our meetings has before its server spoke of it, whether it was expected or not.
 * @param server that speaks of the meeting
 * @returns undefined where the meeting is not ours, or not on that server
 */
export async function recordingOf(
  db: Kysely<Tables>,
  meetingId: string,
  server: string,
  parts: RowParts,
): Promise<Insertable<RecordingsTable> | undefined> {
  const meeting = await findMeeting(db, meetingId)
  return meeting?.server === server ? rowOf(meeting, parts) : undefined
}

type Meeting = NonNullable<Awaited<ReturnType<typeof findMeeting>>>

async function findMeeting(db: Kysely<Tables>, meetingId: string) {
  return await db
    .selectFrom('meetings')
    .innerJoin('rooms', 'rooms.id', 'meetings.room_id')
    .selectAll('meetings')
    .select([
      'rooms.owner_id as present_owner',
      'rooms.owned_by as present_owned_by',
      'rooms.organisation as present_organisation',
      'rooms.name',
    ])
    .where('meetings.id', '=', meetingId)
    .executeTakeFirst()
}

function rowOf(meeting: Meeting, { random, now }: RowParts): Insertable<RecordingsTable> {
  const ownedBy = meeting.owned_by ?? meeting.present_owned_by
  const organisation = meeting.organisation ?? meeting.present_organisation
  return {
    id: random.uuid(),
    room_id: meeting.room_id,
    owner_id: meeting.owner_id ?? meeting.present_owner,
    owned_by: ownedBy,
    organisation: ownedBy === 'organisation' ? organisation : null,
    meeting_id: meeting.id,
    server: meeting.server,
    record_id: null,
    name: meeting.name,
    state: 'expected',
    audience: 'hosts',
    started_at: meeting.opened_at ?? meeting.created_at,
    ended_at: meeting.ended_at ?? now(),
    minutes: null,
    formats: '[]',
    absent: 0,
    checked_at: null,
    last_seen_at: null,
  }
}
