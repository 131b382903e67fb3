import type { Selectable } from 'kysely'
import { z } from 'zod'
import type { Store } from '../store/database.ts'
import type { RecordingsTable } from '../store/schema.ts'

/** A recording with its room's present name and address, and who owns that room since when. */
export type RecordingRow = Selectable<RecordingsTable> & {
  room_name: string
  room_address: string
  room_owned_by: 'person' | 'organisation'
  room_owned_since: number
}

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
    .select([
      'rooms.name as room_name',
      'rooms.address as room_address',
      'rooms.owned_by as room_owned_by',
      'rooms.owned_since as room_owned_since',
    ])
}

/** The newest first. */
export async function findRecordingsOfRoom(store: Store, roomId: string): Promise<RecordingRow[]> {
  return await recordings(store)
    .where('room_id', '=', roomId)
    .orderBy('recordings.started_at', 'desc')
    .execute()
}

/**
 * The newest first, of meetings that began while the person owned the room.
 * @param organisations theirs: what was recorded in an organisation's room stays with it
 */
export async function findRecordingsOf(
  store: Store,
  ownerId: string,
  organisations: readonly string[],
): Promise<RecordingRow[]> {
  return await recordings(store)
    .where('recordings.owner_id', '=', ownerId)
    .where(({ or, eb }) =>
      or([
        eb('rooms.owned_by', '=', 'person'),
        eb('recordings.started_at', '<', eb.ref('rooms.owned_since')),
        ...(organisations.length === 0 ? [] : [eb('rooms.organisation', 'in', organisations)]),
      ]),
    )
    .orderBy('recordings.started_at', 'desc')
    .limit(500)
    .execute()
}

export async function findRecording(store: Store, id: string): Promise<RecordingRow | undefined> {
  return await recordings(store).where('recordings.id', '=', id).executeTakeFirst()
}
