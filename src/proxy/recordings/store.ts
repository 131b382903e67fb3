import type { Selectable } from 'kysely'
import { z } from 'zod'
import type { Store } from '../store/database.ts'
import type { RecordingsTable } from '../store/schema.ts'

/** A recording with its room's present name and address. */
export type RecordingRow = Selectable<RecordingsTable> & { room_name: string; room_address: string }

export const Formats = z.array(
  z.object({ type: z.string(), url: z.string().nullable(), minutes: z.number().nullable() }),
)
export type Formats = z.infer<typeof Formats>

export function formatsOf(row: Pick<RecordingRow, 'formats'>): Formats {
  return Formats.parse(JSON.parse(row.formats))
}

function recordings(store: Store) {
  return store
    .selectFrom('recordings')
    .innerJoin('rooms', 'rooms.id', 'recordings.room_id')
    .selectAll('recordings')
    .select(['rooms.name as room_name', 'rooms.address as room_address'])
}

/** The newest first. */
export async function findRecordingsOfRoom(store: Store, roomId: string): Promise<RecordingRow[]> {
  return await recordings(store)
    .where('room_id', '=', roomId)
    .orderBy('recordings.started_at', 'desc')
    .execute()
}

export async function findRecordingsOf(store: Store, ownerId: string): Promise<RecordingRow[]> {
  return await recordings(store)
    .where('recordings.owner_id', '=', ownerId)
    .orderBy('recordings.started_at', 'desc')
    .limit(500)
    .execute()
}

export async function findRecording(store: Store, id: string): Promise<RecordingRow | undefined> {
  return await recordings(store).where('recordings.id', '=', id).executeTakeFirst()
}
