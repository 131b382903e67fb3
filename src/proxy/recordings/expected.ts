import type { Kysely } from 'kysely'
import type { Parts } from '../parts.ts'
import type { Tables } from '../store/schema.ts'

/**
 * A recorded meeting ended: its recording is expected, once, whoever says so and how often. Not where BBB said
 * that nobody pressed the button.
 * @param db the transaction that ends the meeting: a stop between the two would lose the recording
 */
export async function expectRecording(
  db: Kysely<Tables>,
  meetingId: string,
  { random, now }: Pick<Parts, 'random' | 'now'>,
): Promise<void> {
  const meeting = await db
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
  const known = await db
    .selectFrom('recordings')
    .select('id')
    .where('meeting_id', '=', meetingId)
    .executeTakeFirst()
  if (!meeting || meeting.recording_allowed === 0 || meeting.marked === 0 || known) return
  const ownedBy = meeting.owned_by ?? meeting.present_owned_by
  const organisation = meeting.organisation ?? meeting.present_organisation
  await db
    .insertInto('recordings')
    .values({
      id: random.uuid(),
      room_id: meeting.room_id,
      owner_id: meeting.owner_id ?? meeting.present_owner,
      owned_by: ownedBy,
      organisation: ownedBy === 'organisation' ? organisation : null,
      meeting_id: meetingId,
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
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
