import type { ExpressionBuilder } from 'kysely'
import { noticeVersion } from '../../../locales/notice.ts'
import type { RoomFeedback } from '../../contract/feedback.ts'
import type { Language } from '../../contract/languages.ts'
import { liveMeeting } from '../meetings/store.ts'
import type { Parts } from '../parts.ts'
import { day } from '../rooms/rules.ts'
import type { RoomRow } from '../rooms/store.ts'
import type { Tables } from '../store/schema.ts'

/** Somebody who accepted the recording notice. */
export interface Consent {
  /** The device's pseudonym in this room, of members too: no name, and another one in every other room. */
  device: string
  language: Language
}

/**
 * Who accepted the recording notice. Kept without a name as long as the recording that it is for; where none was
 * made, 90 days.
 */
export interface Consents {
  /** Keeps it once for each device, meeting and version. */
  note(room: RoomRow, consent: Consent): Promise<void>
  /** … of whoever goes straight in past the notice, where the meeting that runs may be recorded. */
  noteEntering(room: RoomRow, consent: Consent): Promise<void>
  /** How many accepted, by meeting and version, the latest meeting first. */
  ofRoom(room: RoomRow): Promise<RoomFeedback['notices']>
  /** Removes what is no longer for anything. */
  forget(): Promise<void>
}

const keptDays = 90
/** A guest who waits holds a ticket for so long: a meeting that begins later asks again. */
const waitingHours = 12
const hour = 3_600_000
/** Meetings that are told of. */
const mostMeetings = 20

export function createConsents({ store, now, random }: Pick<Parts, 'store' | 'now' | 'random'>): Consents {
  async function noteOnce(room: RoomRow, meetingId: string | null, { device, language }: Consent) {
    const known = await store
      .selectFrom('consents')
      .select('id')
      .where('room_id', '=', room.id)
      .where('device', '=', device)
      .where('version', '=', noticeVersion)
      .where('meeting_id', meetingId === null ? 'is' : '=', meetingId)
      .where('at', '>', meetingId === null ? now() - waitingHours * hour : 0)
      .executeTakeFirst()
    if (known) return
    const what = { version: noticeVersion, language, at: now() }
    await store
      .insertInto('consents')
      .values({ id: random.uuid(), room_id: room.id, meeting_id: meetingId, device, ...what })
      .execute()
  }

  return {
    async note(room, consent) {
      const meeting = await liveMeeting(store, room.id)
      await noteOnce(room, meeting?.id ?? null, consent)
    },
    async noteEntering(room, consent) {
      const meeting = await liveMeeting(store, room.id)
      if (meeting?.recording_allowed === 1) await noteOnce(room, meeting.id, consent)
    },
    async ofRoom(room) {
      const rows = await store
        .selectFrom('consents')
        .innerJoin('meetings', (join) =>
          join.on((on) => on('meetings.id', '=', on.fn.coalesce('consents.meeting_id', meetingAwaited(on)))),
        )
        .select((query) => [
          'meetings.id',
          'meetings.created_at',
          'consents.version',
          query.fn.count<number>('consents.device').distinct().as('people'),
        ])
        .where('consents.room_id', '=', room.id)
        .where('meetings.recording_allowed', '=', 1)
        .groupBy(['meetings.id', 'meetings.created_at', 'consents.version'])
        .orderBy('meetings.created_at', 'desc')
        .orderBy('consents.version', 'desc')
        .limit(mostMeetings)
        .execute()
      return rows.map(({ created_at, version, people }) => ({
        meetingAt: created_at,
        version,
        people: Number(people),
      }))
    },
    async forget() {
      // Before anything goes: what is not given to its meeting yet would seem to be for no recording.
      await store
        .updateTable('consents')
        .set((set) => ({ meeting_id: meetingAwaited(set) }))
        .where('meeting_id', 'is', null)
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
                .whereRef('recordings.meeting_id', '=', 'consents.meeting_id')
                .where('recordings.state', '<>', 'not_produced'),
            ),
          ),
        )
        .execute()
    },
  }
}

/**
 * What was accepted while one waited belongs to the first meeting that was not over then. One that is not created yet
 * may never be, and its row goes: it takes nothing.
 */
function meetingAwaited(of: ExpressionBuilder<Tables, 'consents'>) {
  return of
    .selectFrom('meetings as first')
    .select('first.id')
    .whereRef('first.room_id', '=', 'consents.room_id')
    .where('first.state', '<>', 'starting')
    .where((is) =>
      is.and([
        is.or([is('first.ended_at', 'is', null), is('first.ended_at', '>=', is.ref('consents.at'))]),
        is(is('first.created_at', '-', waitingHours * hour), '<=', is.ref('consents.at')),
      ]),
    )
    .orderBy('first.created_at')
    .limit(1)
}
