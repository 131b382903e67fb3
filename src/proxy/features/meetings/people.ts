import type { RoomPeople } from '../../../contract/rooms.ts'
import { answers } from '../servers/answers.ts'
import type { Watch } from '../servers/snapshot.ts'
import type { Meeting } from './store.ts'

/** People in a meeting, as its server last said. Nobody where that is not known: the meeting's state says why. */
export function presentIn(
  meeting: Meeting | undefined,
  watch: Pick<Watch, 'snapshot'>,
): RoomPeople['present'] {
  const snapshot = meeting && watch.snapshot(meeting.server)
  if (!meeting || !snapshot || !answers(snapshot)) return []
  const attendees = snapshot.meetings.get(meeting.id)?.attendees ?? []
  return attendees.filter(({ name }) => name !== '')
}
