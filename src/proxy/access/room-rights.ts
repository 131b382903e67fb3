import type { Selectable } from 'kysely'
import type { RoleReason, RoomRole } from '../../contract/rooms.ts'
import type { RecordingsTable, RoomsTable } from '../platform/store/schema.ts'
import type { Person } from './access.ts'

/*
 * What somebody may do in a room, and with its recordings: pure functions over the person, the room's row, the
 * co-hosts and the room's settings. Nothing else in the proxy decides it.
 */

/** A person's access to a room: their role, and its reason. */
export interface RoomAccess {
  role: RoomRole
  roleReason: RoleReason
}

/**
 * A right that a call needs. start: go in, start, moderate, end. host: settings, invitations. manage: the room itself.
 */
export type RoomRight = 'start' | 'host' | 'manage'

type OfRoom = Pick<RoomsTable, 'organisation' | 'ownerId'> & { ownedBy: 'person' | 'organisation' }
type Somebody = Pick<Person, 'id' | 'organisations'>

interface RoomFacts {
  /** The person is among the room's co-hosts. */
  coHost: boolean
  /** The room lets any member of its organisation start. */
  membersStart: boolean
}

const rightsOf: Record<RoomRole, readonly RoomRight[]> = {
  manager: ['start', 'host', 'manage'],
  host: ['start', 'host'],
  starter: ['start'],
}

/**
 * The person's place in a room; null: none, they are a guest there. What comes from an organisation ends when
 * they leave it. Administrators have power over the organisation's rooms, not over those of its members;
 * operators have none in rooms.
 */
export function accessIn(person: Somebody, room: OfRoom, facts: RoomFacts): RoomAccess | null {
  const member = person.organisations.find(({ id }) => id === room.organisation)
  const own =
    room.ownedBy === 'organisation' ? accessOfMember(person, room, member) : accessOfOwner(person, room)
  if (own) return own
  if (facts.coHost) return { role: 'host', roleReason: 'co_host' }
  if (facts.membersStart && member) return { role: 'starter', roleReason: 'members_start' }
  return null
}

export function hasRight({ role }: Pick<RoomAccess, 'role'>, right: RoomRight): boolean {
  return rightsOf[role].includes(right)
}

function accessOfOwner(person: Somebody, room: Pick<OfRoom, 'ownerId'>): RoomAccess | null {
  return room.ownerId === person.id ? { role: 'manager', roleReason: 'owner' } : null
}

/** In a room of the organisation its members are hosts; its creator and the administrators manage it. */
function accessOfMember(
  person: Somebody,
  room: Pick<OfRoom, 'ownerId'>,
  member: Somebody['organisations'][number] | undefined,
): RoomAccess | null {
  if (!member) return null
  if (room.ownerId === person.id) return { role: 'manager', roleReason: 'creator' }
  if (member.administrator) return { role: 'manager', roleReason: 'administrator' }
  return { role: 'host', roleReason: 'member' }
}

type OfRecording = Pick<Selectable<RecordingsTable>, 'ownerId' | 'ownedBy' | 'organisation' | 'startedAt'>

/**
 * A person's right to a recording: to play it, or also to change it. Recordings stay with whoever owned the room when
 * the meeting began: a person, or an organisation with its members, as its rooms are theirs. The room's hosts play
 * those that were made since its owner has it.
 * @param place the person's place in the recording's room
 */
export function recordingRight(
  person: Somebody,
  recording: OfRecording,
  room: { ownedBy: OfRoom['ownedBy']; ownedSince: number },
  place: RoomAccess | null,
): 'change' | 'play' | null {
  const member = person.organisations.find(({ id }) => id === recording.organisation)
  const own =
    recording.ownedBy === 'organisation'
      ? accessOfMember(person, recording, member)
      : accessOfOwner(person, recording)
  if (own) return hasRight(own, 'manage') ? 'change' : 'play'
  const isOfThisOwner = recording.ownedBy === room.ownedBy && recording.startedAt >= room.ownedSince
  return isOfThisOwner && place && hasRight(place, 'host') ? 'play' : null
}
