import { ProblemError } from '../../platform/problem.ts'
import type { Db } from '../../platform/store/database.ts'
import { lockRoom, type RoomRow } from '../../platform/store/rows.ts'

/** Holds the row of a room that was not deleted meanwhile. @returns what stands in it now */
export async function lockThere(db: Db, { id }: RoomRow) {
  const current = await lockRoom(db, id)
  if (current.deletedAt !== null) throw new ProblemError('room_unknown')
  return current
}

/** In a transaction that holds the room's row: no meeting begins before it ends. @throws ProblemError meeting_running */
export async function assertNoMeeting(db: Db, room: RoomRow): Promise<void> {
  const running = await db
    .selectFrom('meetings')
    .select('id')
    .where('roomId', '=', room.id)
    .where('endedAt', 'is', null)
    .executeTakeFirst()
  if (running) throw new ProblemError('meeting_running')
}
