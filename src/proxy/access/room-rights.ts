import type { Selectable } from 'kysely'
import type { Standing, StandingBy } from '../../contract/rooms.ts'
import type { RecordingsTable, RoomsTable } from '../platform/store/schema.ts'
import type { Person } from './access.ts'

/*
 * What somebody may do in a room, and with its recordings: pure functions over the person, the room's row, the
 * co-hosts and the room's settings. Nothing else in the proxy decides it.
 */

/** What one may do in a room, and by what. */
export interface Place {
  standing: Standing
  standingBy: StandingBy
}

/** What a call needs. start: go in, start, moderate, end. host: settings, invitations. manage: the room itself. */
export type RoomRight = 'start' | 'host' | 'manage'

type OfRoom = Pick<RoomsTable, 'organisation' | 'owner_id'> & { owned_by: 'person' | 'organisation' }
type Somebody = Pick<Person, 'id' | 'organisations'>

interface RoomFacts {
  /** The person is among the room's co-hosts. */
  coHost: boolean
  /** The room lets any member of its organisation start. */
  membersStart: boolean
}

const rightsOf: Record<Standing, readonly RoomRight[]> = {
  manager: ['start', 'host', 'manage'],
  host: ['start', 'host'],
  starter: ['start'],
}

/**
 * The person's place in a room; null: none, they are a guest there. What comes from an organisation ends when
 * they leave it. Administrators have power over the organisation's rooms, not over those of its members;
 * operators have none in rooms.
 */
export function placeIn(person: Somebody, room: OfRoom, facts: RoomFacts): Place | null {
  const member = person.organisations.find(({ id }) => id === room.organisation)
  const own =
    room.owned_by === 'organisation' ? placeOfMember(person, room, member) : placeOfOwner(person, room)
  if (own) return own
  if (facts.coHost) return { standing: 'host', standingBy: 'co_host' }
  if (facts.membersStart && member) return { standing: 'starter', standingBy: 'members_start' }
  return null
}

export function hasRight({ standing }: Pick<Place, 'standing'>, right: RoomRight): boolean {
  return rightsOf[standing].includes(right)
}

function placeOfOwner(person: Somebody, room: Pick<OfRoom, 'owner_id'>): Place | null {
  return room.owner_id === person.id ? { standing: 'manager', standingBy: 'owner' } : null
}

/** In a room of the organisation its members are hosts; its creator and the administrators manage it. */
function placeOfMember(
  person: Somebody,
  room: Pick<OfRoom, 'owner_id'>,
  member: Somebody['organisations'][number] | undefined,
): Place | null {
  if (!member) return null
  if (room.owner_id === person.id) return { standing: 'manager', standingBy: 'creator' }
  if (member.administrator) return { standing: 'manager', standingBy: 'administrator' }
  return { standing: 'host', standingBy: 'member' }
}

type OfRecording = Pick<Selectable<RecordingsTable>, 'owner_id' | 'owned_by' | 'organisation' | 'started_at'>

/**
 * What one may do with a recording: play it, or also change it. Recordings stay with whoever owned the room when
 * the meeting began: a person, or an organisation with its members, as its rooms are theirs. The room's hosts play
 * those that were made since its owner has it.
 * @param place the person's place in the recording's room
 */
export function recordingRight(
  person: Somebody,
  recording: OfRecording,
  room: { owned_by: OfRoom['owned_by']; owned_since: number },
  place: Place | null,
): 'change' | 'play' | null {
  const member = person.organisations.find(({ id }) => id === recording.organisation)
  const own =
    recording.owned_by === 'organisation'
      ? placeOfMember(person, recording, member)
      : placeOfOwner(person, recording)
  if (own) return hasRight(own, 'manage') ? 'change' : 'play'
  const isOfThisOwner = recording.owned_by === room.owned_by && recording.started_at >= room.owned_since
  return isOfThisOwner && place && hasRight(place, 'host') ? 'play' : null
}
