import type { ExpressionBuilder } from 'kysely'
import { noticeVersion } from '../../../../locales/notice.ts'
import type { RoomFeedback } from '../../../contract/feedback.ts'
import type { Language } from '../../../contract/languages.ts'
import type { Environment } from '../../platform/environment/environment.ts'
import { keptRows } from '../../platform/limits.ts'
import { createLaterWrites } from '../../platform/store/later.ts'
import type { RoomRow } from '../../platform/store/rows.ts'
import type { ConsentsTable, Tables } from '../../platform/store/schema.ts'
import { day, hour } from '../../platform/time/spans.ts'
import { liveMeeting, type Meeting } from '../meetings/store.ts'

/** Somebody who accepted the recording notice. */
export interface Consent {
  /** The device's pseudonym in this room, of members too: no name, and another one in every other room. */
  device: string
  language: Language
}

/**
 * Consents to the recording notice. Kept without a name as long as the recording that it is for; where none was
 * made, 90 days.
 */
export interface Consents {
  /**
   * Of somebody who is given a way into a meeting; nothing where it is not recorded. Kept once for each device, meeting
   * and version. Never throws: what cannot be written now is written later.
   */
  note(meeting: RecordedMeeting, consent: Consent): Promise<void>
  /** … into the meeting that runs in a room. */
  noteEntering(room: RoomRow, consent: Consent): Promise<void>
  /** How many accepted, by meeting and version, the latest meeting first. */
  ofRoom(room: RoomRow): Promise<RoomFeedback['notices']>
  /** Removes what is no longer for anything. */
  cleanUp(): Promise<void>
  close(): void
}

type RecordedMeeting = Pick<Meeting, 'id' | 'roomId' | 'recordingAllowed'>

const keptDays = 90
/** Hours within which the meeting began of a consent that was given while waiting. */
const waitingHours = 12
/** Meetings that are told of. */
const mostMeetings = 20

export function createConsents({
  store,
  now,
  random,
  log,
  pace,
}: Pick<Environment, 'store' | 'now' | 'random' | 'log' | 'pace'>): Consents {
  const options = { what: 'consents', most: keptRows.consents, retry: pace.retry }
  const rows = createLaterWrites<ConsentsTable>(log, options, writeOnce)

  async function writeOnce(row: ConsentsTable): Promise<void> {
    const known = await store
      .selectFrom('consents')
      .select('id')
      .where('roomId', '=', row.roomId)
      .where('device', '=', row.device)
      .where('version', '=', row.version)
      .where('meetingId', '=', row.meetingId)
      .executeTakeFirst()
    if (!known) await store.insertInto('consents').values(row).execute()
  }

  async function note({ id, roomId, recordingAllowed }: RecordedMeeting, consent: Consent): Promise<void> {
    if (recordingAllowed !== 1) return
    const row = { id: random.uuid(), roomId, meetingId: id, version: noticeVersion, at: now() }
    await rows.write({ ...row, device: consent.device, language: consent.language })
  }

  return {
    note,
    async noteEntering(room, consent) {
      const meeting = await liveMeeting(store, room.id)
      if (meeting) await note(meeting, consent)
    },
    close: rows.close,
    async ofRoom(room) {
      const rows = await store
        .selectFrom('consents')
        .innerJoin('meetings', (join) =>
          join.on((on) => on('meetings.id', '=', on.fn.coalesce('consents.meetingId', meetingAwaited(on)))),
        )
        .select((query) => [
          'meetings.id',
          'meetings.createdAt',
          'consents.version',
          query.fn.count<number>('consents.device').distinct().as('people'),
        ])
        .where('consents.roomId', '=', room.id)
        .where('meetings.recordingAllowed', '=', 1)
        .groupBy(['meetings.id', 'meetings.createdAt', 'consents.version'])
        .orderBy('meetings.createdAt', 'desc')
        .orderBy('consents.version', 'desc')
        .limit(mostMeetings)
        .execute()
      return rows.map(({ createdAt, version, people }) => ({
        meetingAt: createdAt,
        version,
        people: Number(people),
      }))
    },
    async cleanUp() {
      // Before anything goes: what is not given to its meeting yet would seem to be for no recording.
      await store
        .updateTable('consents')
        .set((set) => ({ meetingId: meetingAwaited(set) }))
        .where('meetingId', 'is', null)
        .execute()
      await store
        .deleteFrom('consents')
        .where('at', '<=', now() - keptDays * day)
        .where((where) =>
          where.not(
            where.exists(
              where
                .selectFrom('recordings')
                .select('recordings.id')
                .whereRef('recordings.meetingId', '=', 'consents.meetingId')
                .where('recordings.state', '<>', 'not_produced'),
            ),
          ),
        )
        .execute()
    },
  }
}

/**
 * Assigns consents that were given while waiting to the first meeting that was not over then. One that is not created
 * yet may never be, and its row goes: it takes nothing.
 */
function meetingAwaited(of: ExpressionBuilder<Tables, 'consents'>) {
  return of
    .selectFrom('meetings as first')
    .select('first.id')
    .whereRef('first.roomId', '=', 'consents.roomId')
    .where('first.state', '<>', 'starting')
    .where((is) =>
      is.and([
        is.or([is('first.endedAt', 'is', null), is('first.endedAt', '>=', is.ref('consents.at'))]),
        is(is('first.createdAt', '-', waitingHours * hour), '<=', is.ref('consents.at')),
      ]),
    )
    .orderBy('first.createdAt')
    .limit(1)
}
