import type { Selectable } from 'kysely'
import { z } from 'zod'
import type { Store } from '../../platform/store/database.ts'
import type { RecordingsTable } from '../../platform/store/schema.ts'

/** A recording with its room's present name and address, and who owns that room since when. */
export type RecordingRow = Selectable<RecordingsTable> & {
  roomName: string
  roomAddress: string
  roomDeletedAt: number | null
  roomOwnedBy: 'person' | 'organisation'
  roomOwnedSince: number
}

/**
 * Stored formats of a recording. A player on a host that the settings did not name has no url; its host is kept
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
    .innerJoin('rooms', 'rooms.id', 'recordings.roomId')
    .selectAll('recordings')
    .select([
      'rooms.name as roomName',
      'rooms.address as roomAddress',
      'rooms.deletedAt as roomDeletedAt',
      'rooms.ownedBy as roomOwnedBy',
      'rooms.ownedSince as roomOwnedSince',
    ])
}

/** The newest first. */
export async function findRecordingsOfRoom(store: Store, roomId: string): Promise<RecordingRow[]> {
  return await recordings(store)
    .where('roomId', '=', roomId)
    .orderBy('recordings.startedAt', 'desc')
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
          eb('recordings.ownedBy', '=', 'organisation'),
          ids.length === 0 ? eb.lit(false) : eb('recordings.organisation', 'in', ids),
        ])
      const isNowhereElse = or([
        eb('rooms.ownedBy', '=', 'person'),
        eb('rooms.organisation', '<>', eb.ref('recordings.organisation')),
        eb('rooms.deletedAt', 'is not', null),
      ])
      return or([
        and([
          eb('recordings.ownerId', '=', ownerId),
          or([eb('recordings.ownedBy', '=', 'person'), ofOrganisations(of.member)]),
        ]),
        and([ofOrganisations(of.administrator), isNowhereElse]),
      ])
    })
    .orderBy('recordings.startedAt', 'desc')
    .limit(500)
    .execute()
}

export async function findRecording(store: Store, id: string): Promise<RecordingRow | undefined> {
  return await recordings(store).where('recordings.id', '=', id).executeTakeFirst()
}
