import type { Selectable } from 'kysely'
import { z } from 'zod'
import type { Store } from '../../platform/store/database.ts'
import type { RecordingsTable } from '../../platform/store/schema.ts'

/** A recording with its room's present name and address, and who owns that room since when. */
export type RecordingRow = Selectable<RecordingsTable> & {
  room_name: string
  room_address: string
  room_deleted_at: number | null
  room_owned_by: 'person' | 'organisation'
  room_owned_since: number
}

/**
 * What is kept of a recording's formats. A player on a host that the settings did not name has no url; its host is kept
 * for operators.
 */
export const Formats = z.array(
  z.object({
    type: z.string(),
    url: z.string().nullable(),
    minutes: z.number().nullable(),
    host: z.string().optional(),
  }),
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
      'rooms.deleted_at as room_deleted_at',
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
 * The newest first: the person's own, and those of the rooms that they made for their organisations. What such a
 * room left behind when it passed on, or was deleted, is on no page of the organisation's: it is here for its
 * administrators.
 * @param of the organisations in which the person is a member, and those that they administer
 */
export async function findRecordingsOf(
  store: Store,
  ownerId: string,
  of: { member: readonly string[]; administrator: readonly string[] },
): Promise<RecordingRow[]> {
  return await recordings(store)
    .where(({ and, or, eb }) => {
      const ofOrganisations = (ids: readonly string[]) =>
        and([
          eb('recordings.owned_by', '=', 'organisation'),
          ids.length === 0 ? eb.lit(false) : eb('recordings.organisation', 'in', ids),
        ])
      const isNowhereElse = or([
        eb('rooms.owned_by', '=', 'person'),
        eb('rooms.organisation', '<>', eb.ref('recordings.organisation')),
        eb('rooms.deleted_at', 'is not', null),
      ])
      return or([
        and([
          eb('recordings.owner_id', '=', ownerId),
          or([eb('recordings.owned_by', '=', 'person'), ofOrganisations(of.member)]),
        ]),
        and([ofOrganisations(of.administrator), isNowhereElse]),
      ])
    })
    .orderBy('recordings.started_at', 'desc')
    .limit(500)
    .execute()
}

export async function findRecording(store: Store, id: string): Promise<RecordingRow | undefined> {
  return await recordings(store).where('recordings.id', '=', id).executeTakeFirst()
}
