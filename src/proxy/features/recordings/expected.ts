import type { Insertable, Kysely } from 'kysely'
import type { Environment } from '../../platform/environment/environment.ts'
import type { RecordingsTable, Tables } from '../../platform/store/schema.ts'

type RowParts = Pick<Environment, 'random' | 'now'>

/**
 * A meeting that could be recorded ended: its recording is expected, once, whoever says so and how often. Whether
 * somebody pressed the button is known only when the recording comes, or does not.
 * @param db the transaction that ends the meeting: a stop between the two would lose the recording
 */
export async function expectRecording(db: Kysely<Tables>, meetingId: string, env: RowParts): Promise<void> {
  await holdMeeting(db, meetingId)
  const known = await db
    .selectFrom('recordings')
    .select('id')
    .where('meetingId', '=', meetingId)
    .executeTakeFirst()
  const meeting = known ? undefined : await findMeeting(db, meetingId)
  if (!meeting || meeting.recordingAllowed === 0) return
  await db
    .insertInto('recordings')
    .values(rowOf(meeting, env))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** In a transaction: what becomes of the meeting's recordings at the same moment waits until this is over. */
export async function holdMeeting(db: Kysely<Tables>, id: string): Promise<void> {
  await db
    .updateTable('meetings')
    .set((meeting) => ({ roomId: meeting.ref('roomId') }))
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
  env: RowParts,
): Promise<Insertable<RecordingsTable> | undefined> {
  const meeting = await findMeeting(db, meetingId)
  return meeting?.server === server ? rowOf(meeting, env) : undefined
}

type Meeting = NonNullable<Awaited<ReturnType<typeof findMeeting>>>

async function findMeeting(db: Kysely<Tables>, meetingId: string) {
  return await db
    .selectFrom('meetings')
    .innerJoin('rooms', 'rooms.id', 'meetings.roomId')
    .selectAll('meetings')
    .select([
      'rooms.ownerId as presentOwner',
      'rooms.ownedBy as presentOwnedBy',
      'rooms.organisation as presentOrganisation',
      'rooms.name',
    ])
    .where('meetings.id', '=', meetingId)
    .executeTakeFirst()
}

function rowOf(meeting: Meeting, { random, now }: RowParts): Insertable<RecordingsTable> {
  const ownedBy = meeting.ownedBy ?? meeting.presentOwnedBy
  const organisation = meeting.organisation ?? meeting.presentOrganisation
  return {
    id: random.uuid(),
    roomId: meeting.roomId,
    ownerId: meeting.ownerId ?? meeting.presentOwner,
    ownedBy,
    organisation: ownedBy === 'organisation' ? organisation : null,
    meetingId: meeting.id,
    server: meeting.server,
    recordId: null,
    name: meeting.name,
    state: 'expected',
    audience: 'hosts',
    startedAt: meeting.openedAt ?? meeting.createdAt,
    endedAt: meeting.endedAt ?? now(),
    minutes: null,
    formats: '[]',
    absent: 0,
    checkedAt: null,
    lastSeenAt: null,
  }
}
