import type {
  Face,
  FaceCounts,
  FeedbackOverview,
  NewFeedback,
  RoomFeedback,
} from '../../../contract/feedback.ts'
import type { FieldProblem } from '../../../contract/problem.ts'
import type { Environment } from '../../platform/environment/environment.ts'
import { createBucket } from '../../platform/limits/bucket.ts'
import { feedbackLimits } from '../../platform/limits.ts'
import { ProblemError } from '../../platform/problem.ts'
import { organisationOf } from '../../platform/settings/organisations.ts'
import type { RoomRow } from '../../platform/store/rows.ts'
import { cleanLines, cleanName } from '../../platform/text/text.ts'
import { day, hour } from '../../platform/time/spans.ts'
import type { Meeting } from '../meetings/store.ts'
import { type Servers, serverName } from '../servers/servers.ts'
import { lately } from './admissions.ts'

/** Kept for so many days, then removed. */
export const feedbackDays = 90

/** How meetings were, for those who were there. */
export interface Feedback {
  /** The meeting that runs in a room, or the last one of today. */
  latest(room: RoomRow): Promise<Meeting | undefined>
  /**
   * … into which this device was given a way, so that it may say how it was.
   * @param device its `userID` in the room
   */
  meetingLeft(room: RoomRow, device: string): Promise<Meeting | undefined>
  /**
   * Keeps what one device says of that meeting, in place of what it said before.
   * @throws ProblemError fields_invalid, too_busy, no_meeting_lately, also where it was in none
   */
  give(room: RoomRow, device: string, given: NewFeedback): Promise<void>
  ofRoom(room: RoomRow): Promise<Omit<RoomFeedback, 'notices'>>
  overview(): Promise<FeedbackOverview>
  /** Removes what is too old. */
  cleanUp(): Promise<void>
}

export function createFeedback(
  { settings, store, now, random }: Pick<Environment, 'settings' | 'store' | 'now' | 'random'>,
  servers: Servers,
): Feedback {
  const bucket = createBucket(feedbackLimits.ofRoom, now)
  const oldest = () => now() - feedbackDays * day

  function lateMeetings(room: RoomRow) {
    return store
      .selectFrom('meetings')
      .selectAll('meetings')
      .where('roomId', '=', room.id)
      .where('openedAt', 'is not', null)
      .where((is) => is.or([is('endedAt', 'is', null), is('endedAt', '>', now() - lately * hour)]))
      .orderBy('createdAt', 'desc')
      .limit(1)
  }

  async function meetingLeft(room: RoomRow, device: string): Promise<Meeting | undefined> {
    return await lateMeetings(room)
      .innerJoin('admissions', 'admissions.meetingId', 'meetings.id')
      .where('admissions.device', '=', device)
      .executeTakeFirst()
  }

  async function expectRoomLeft(meetingId: string, device: string): Promise<void> {
    const { count } = await store
      .selectFrom('feedback')
      .select((query) => query.fn.countAll<number>().as('count'))
      .where('meetingId', '=', meetingId)
      .where('device', '<>', device)
      .executeTakeFirstOrThrow()
    if (Number(count) >= feedbackLimits.perMeeting) throw new ProblemError('too_busy')
  }

  /** Answers in which somebody said more than a face does, the latest first. */
  function sentencesSaid() {
    return store
      .selectFrom('feedback')
      .innerJoin('rooms', 'rooms.id', 'feedback.roomId')
      .select([
        'feedback.id',
        'feedback.face',
        'feedback.sentence',
        'feedback.name',
        'feedback.at',
        'feedback.server',
        'rooms.address',
      ])
      .where('feedback.at', '>', oldest())
      .where((is) => is.or([is('feedback.sentence', 'is not', null), is('feedback.name', 'is not', null)]))
      .orderBy('feedback.at', 'desc')
      .orderBy('feedback.id')
      .limit(feedbackLimits.shown)
  }

  return {
    latest: (room) => lateMeetings(room).executeTakeFirst(),
    meetingLeft,
    async give(room, device, given) {
      const said = cleaned(given)
      const meeting = await meetingLeft(room, device)
      if (!meeting) throw new ProblemError('no_meeting_lately')
      if (!bucket.take(room.id)) throw new ProblemError('too_busy', { retryAfter: 10 })
      await expectRoomLeft(meeting.id, device)
      const values = { ...said, at: now() }
      await store
        .insertInto('feedback')
        .values({
          id: random.uuid(),
          meetingId: meeting.id,
          device,
          roomId: room.id,
          server: meeting.server,
          ...values,
        })
        .onConflict((conflict) => conflict.columns(['meetingId', 'device']).doUpdateSet(values))
        .execute()
    },
    async ofRoom(room) {
      const said = sentencesSaid()
      const ofRoom = store.selectFrom('feedback').where('roomId', '=', room.id).where('at', '>', oldest())
      const faces = await ofRoom
        .select((query) => ['face', query.fn.countAll<number>().as('count')])
        .groupBy('face')
        .execute()
      const sentences = await said.where('feedback.roomId', '=', room.id).execute()
      return {
        days: feedbackDays,
        counts: countsOf(faces),
        sentences: sentences.map(({ id, face, sentence, name, at }) => ({
          id,
          face,
          sentence: sentence ?? '',
          name,
          at,
        })),
      }
    },
    async overview() {
      const rows = await store
        .selectFrom('feedback')
        .innerJoin('rooms', 'rooms.id', 'feedback.roomId')
        .select((query) => [
          'rooms.organisation',
          'feedback.server',
          'feedback.face',
          query.fn.countAll<number>().as('count'),
        ])
        .where('feedback.at', '>', oldest())
        .groupBy(['rooms.organisation', 'feedback.server', 'feedback.face'])
        .orderBy('rooms.organisation')
        .orderBy('feedback.server')
        .execute()
      const sentences = await sentencesSaid().execute()
      const places = [...new Set(rows.map(({ organisation, server }) => `${organisation} ${server}`))]
      return {
        days: feedbackDays,
        rows: places.map((place) => {
          const [organisation = '', server = ''] = place.split(' ')
          const here = rows.filter((row) => row.organisation === organisation && row.server === server)
          const name = organisationOf(settings, organisation)?.name ?? { en: organisation, fr: organisation }
          return {
            organisation: { id: organisation, name },
            server: { id: server, name: serverName(servers, server).name },
            counts: countsOf(here),
          }
        }),
        sentences: sentences.map(({ address, server, sentence, ...rest }) => ({
          ...rest,
          room: address,
          server: serverName(servers, server).name,
          sentence: sentence ?? '',
        })),
      }
    },
    async cleanUp() {
      await store.deleteFrom('feedback').where('at', '<=', oldest()).execute()
    },
  }
}

function countsOf(rows: readonly { face: Face; count: number }[]): FaceCounts {
  const of = (face: Face) => Number(rows.find((row) => row.face === face)?.count ?? 0)
  return { good: of('good'), fair: of('fair'), bad: of('bad') }
}

/** As it is kept: without what cannot be seen; a name only where one was given. */
function cleaned({ face, sentence = '', name: typed = '' }: NewFeedback) {
  const name = typed.trim() === '' ? null : cleanName(typed)
  if (name && 'problem' in name) throw misfit('name', name.problem)
  return { face, sentence: cleanLines(sentence) || null, name: name?.name ?? null }
}

function misfit(field: string, problem: FieldProblem): ProblemError {
  return new ProblemError('fields_invalid', { fields: { [field]: problem } })
}
