import { randomBytes } from 'node:crypto'
import { inside, type Meeting } from './meetings.ts'
import { Refusal } from './refusal.ts'

/** One join. Whoever joins twice is two of them, as in BBB. */
export interface Person {
  /** BBB's own id, `w_` for people on the web. */
  internalId: string
  /** The id that the join gave, or else BBB's own. */
  userId: string
  name: string
  role: 'MODERATOR' | 'VIEWER'
  /** Whether they may enter, as BBB writes it. */
  admission: 'ALLOW' | 'WAIT' | 'DENY'
  /** Values of `userdata-*`, by names without the prefix. */
  userData: [name: string, value: string][]
  authToken: string
  sessionToken: string
  /** The meeting's page is open at theirs: only then are they counted. */
  inside: boolean
  leftAt: number | null
}

export interface JoinRequest {
  name: string
  password: string | null
  role: string | null
  createTime: string | null
  userId: string | null
  /** null where nothing is sent, which is not the same as false. */
  guest: boolean | null
  authenticated: boolean | null
  userData: [name: string, value: string][]
}

/**
 * Adds a person to a meeting. They are in once they open its page.
 * Source: bbb-web, ApiController.join
 * @throws Refusal
 */
export function join(meeting: Meeting, request: JoinRequest): Person {
  if (request.createTime !== null && Number(request.createTime) !== meeting.createTime) {
    throw new Refusal(
      'mismatchCreateTimeParam',
      'The createTime parameter submitted mismatches with the current meeting.',
    )
  }
  const internalId = `w_${randomBytes(6).toString('hex')}`
  const role = roleOf(meeting, request)
  const person: Person = {
    internalId,
    userId: request.userId ?? internalId,
    name: request.name,
    role,
    admission: admissionOf(meeting, role, request),
    userData: request.userData,
    authToken: randomBytes(6).toString('hex'),
    sessionToken: randomBytes(8).toString('hex'),
    inside: false,
    leftAt: null,
  }
  refuseIfFull(meeting, person)
  if (person.admission === 'DENY') {
    throw new Refusal(
      'guestDeniedAccess',
      "You have been denied access to this meeting based on the meeting's guest policy",
    )
  }
  meeting.people.push(person)
  return person
}

/** @throws Refusal maxParticipantsReached; who is in already may come again */
export function refuseIfFull(meeting: Meeting, person: Person): void {
  const others = inside(meeting).filter(({ userId }) => userId !== person.userId)
  if (meeting.maxParticipants === 0 || others.length < meeting.maxParticipants) return
  throw new Refusal(
    'maxParticipantsReached',
    'The number of participants allowed for this meeting has been reached.',
  )
}

/** A valid role decides, and else the password; unlike BBB, a password that is sent beside a role must be right. */
function roleOf(meeting: Meeting, { password, role }: JoinRequest): Person['role'] {
  const byPassword = roleByPassword(meeting, password)
  if (password !== null && meeting.moderatorPassword !== null && !byPassword) {
    throw new WrongPassword('You must enter a valid password')
  }
  const asked = role?.toUpperCase()
  if (asked === 'MODERATOR' || asked === 'VIEWER') return asked
  if (byPassword) return byPassword
  throw new WrongPassword(
    'You must either send the valid role of the user, or the password, sould the meeting has one.',
  )
}

/** BBB answers this one in XML, wherever the join asked errors to be sent. */
export class WrongPassword extends Refusal {
  constructor(message: string) {
    super('Params required', message)
  }
}

function roleByPassword(meeting: Meeting, password: string | null): Person['role'] | null {
  if (password === null) return null
  if (password === meeting.moderatorPassword) return 'MODERATOR'
  return password === meeting.attendeePassword ? 'VIEWER' : null
}

/** Unknown policies deny. `guest=false` passes the lobby; nothing at all waits where everybody is asked. */
function admissionOf(meeting: Meeting, role: Person['role'], request: JoinRequest): Person['admission'] {
  if (role === 'MODERATOR') return 'ALLOW'
  switch (meeting.guestPolicy) {
    case 'ALWAYS_ACCEPT':
      return 'ALLOW'
    case 'ASK_MODERATOR':
      return request.guest === false || request.authenticated === true ? 'ALLOW' : 'WAIT'
    case 'ALWAYS_ACCEPT_AUTH':
      return request.guest === true ? 'WAIT' : 'ALLOW'
    default:
      return 'DENY'
  }
}
