import { createHash, randomInt } from 'node:crypto'
import type { Agenda } from './agenda.ts'
import { type Document, ownPages } from './documents.ts'
import type { Person } from './people.ts'
import { Refusal } from './refusal.ts'
import type { MeetingRules } from './rules.ts'

/** The request of `create`. Empty and missing are the same: null. */
export interface MeetingRequest {
  meetingId: string
  name: string
  attendeePassword: string | null
  moderatorPassword: string | null
  /** null lets the server choose. */
  voiceBridge: string | null
  record: boolean
  autoStartRecording: boolean
  allowStartStopRecording: boolean
  /** Limit of people; 0: any number. */
  maxParticipants: number
  /** 0: no end. */
  durationMinutes: number
  guestPolicy: string
  rules: MeetingRules
  logoutUrl: string | null
  meetingEndedUrl: string | null
  metadata: [name: string, value: string][]
}

/** Times in epoch milliseconds. */
export interface Meeting extends MeetingRequest {
  /** A hash of the meetingID and the time of creation; its recording will have the same. */
  internalId: string
  voiceBridge: string
  createTime: number
  endTime: number | null
  /** Everybody who joined, whether they are in, were in, or wait. */
  people: Person[]
  hasUserJoined: boolean
  /** The most people who were in at once. */
  mostInside: number
  recordingNow: boolean
  /** The record button was pressed at least once: without that nothing is ever published. */
  recordingMarks: boolean
  forciblyEnded: boolean
  documents: Document[]
  /** Called after every change that somebody in the meeting would see. */
  watchers: Set<() => void>
}

export interface Meetings {
  /** @throws Refusal idNotUnique, nonUniqueVoiceBridge */
  create(request: MeetingRequest): { meeting: Meeting; duplicate: boolean }
  find(meetingId: string): Meeting | null
  all(): Meeting[]
  /** As the API call does it: the meeting is there for some seconds more. */
  requestEnd(meeting: Meeting): void
  /** As a moderator in the meeting does it. */
  end(meeting: Meeting): void
  enter(meeting: Meeting, person: Person): void
  leave(meeting: Meeting, person: Person): void
  setRecording(meeting: Meeting, on: boolean): void
}

interface MeetingsOptions {
  now: () => number
  agenda: Agenda
  /** Milliseconds that so many milliseconds of BBB's time last here. */
  scaled: (milliseconds: number) => number
  /** Called while everybody is still in, where it was not the API that ended it. */
  onEnding: (meeting: Meeting) => void
  onGone: (meeting: Meeting) => void
  /** A meeting whose machine is gone keeps its voice bridge there alone. */
  isUnavailable: (meeting: Meeting) => boolean
}

const minute = 60_000
const unusedMeetingLasts = 5 * minute
const emptyMeetingLasts = minute
const fastestEnd = 1_000
const slowestEnd = 5_000

export function createMeetings({ now, agenda, scaled, ...on }: MeetingsOptions): Meetings {
  const meetings = new Set<Meeting>()
  const ending = new Set<Meeting>()

  function create(request: MeetingRequest): { meeting: Meeting; duplicate: boolean } {
    const existing = find(request.meetingId)
    if (existing && !existing.forciblyEnded)
      return { meeting: sameMeeting(existing, request), duplicate: true }
    const voiceBridge = request.voiceBridge ?? freeVoiceBridge()
    if (isTaken(voiceBridge)) {
      throw new Refusal('nonUniqueVoiceBridge', 'The selected voice bridge is already in use.', {
        nested: true,
      })
    }
    const meeting = newMeeting(request, voiceBridge, now())
    meetings.add(meeting)
    agenda.schedule(meeting.createTime + scaled(unusedMeetingLasts), () => {
      if (!meeting.hasUserJoined) remove(meeting)
    })
    if (request.durationMinutes > 0) {
      agenda.schedule(meeting.createTime + scaled(request.durationMinutes * minute), () => end(meeting))
    }
    return { meeting, duplicate: false }
  }

  function find(meetingId: string): Meeting | null {
    const found = [...meetings].filter((meeting) => meeting.meetingId === meetingId)
    return found.find(({ forciblyEnded }) => !forciblyEnded) ?? found[0] ?? null
  }

  /** Until its old meeting is really gone, however it ended. */
  function isTaken(voiceBridge: string): boolean {
    return [...meetings].some((meeting) => meeting.voiceBridge === voiceBridge && !on.isUnavailable(meeting))
  }

  function freeVoiceBridge(): string {
    const voiceBridge = String(randomInt(10_000, 99_999))
    return isTaken(voiceBridge) ? freeVoiceBridge() : voiceBridge
  }

  function requestEnd(meeting: Meeting): void {
    if (ending.has(meeting)) return
    ending.add(meeting)
    const takes = scaled(endTakes(meeting))
    agenda.schedule(now() + takes / 2, () => putOut(meeting))
    agenda.schedule(now() + takes, () => remove(meeting))
  }

  function end(meeting: Meeting): void {
    on.onEnding(meeting)
    putOut(meeting)
    remove(meeting)
  }

  function putOut(meeting: Meeting): void {
    meeting.forciblyEnded = true
    close(meeting)
  }

  function close(meeting: Meeting): void {
    meeting.endTime ??= now()
    meeting.recordingNow = false
    for (const person of meeting.people) person.inside = false
    changed(meeting)
  }

  function remove(meeting: Meeting): void {
    if (!meetings.delete(meeting)) return
    if (meeting.endTime === null) on.onEnding(meeting)
    ending.delete(meeting)
    close(meeting)
    on.onGone(meeting)
  }

  function enter(meeting: Meeting, person: Person): void {
    if (person.inside) return
    person.inside = true
    meeting.mostInside = Math.max(meeting.mostInside, inside(meeting).length)
    if (!meeting.hasUserJoined && meeting.record && meeting.autoStartRecording) setRecording(meeting, true)
    meeting.hasUserJoined = true
    changed(meeting)
  }

  function leave(meeting: Meeting, person: Person): void {
    if (!person.inside) return
    person.inside = false
    person.leftAt = now()
    changed(meeting)
    agenda.schedule(person.leftAt + scaled(emptyMeetingLasts), () => {
      if (inside(meeting).length === 0 && lastLeftAt(meeting) + scaled(emptyMeetingLasts) <= now())
        remove(meeting)
    })
  }

  function setRecording(meeting: Meeting, on: boolean): void {
    meeting.recordingNow = on
    meeting.recordingMarks ||= on
    changed(meeting)
  }

  return { create, find, all: () => [...meetings], requestEnd, end, enter, leave, setRecording }
}

/** Everybody who is in. */
export function inside(meeting: Meeting): Person[] {
  return meeting.people.filter((person) => person.inside)
}

/** Everybody who waits to be let in. */
export function waiting(meeting: Meeting): Person[] {
  return meeting.people.filter((person) => person.admission === 'WAIT')
}

/** Tells everybody who looks at the meeting. */
export function changed(meeting: Meeting): void {
  for (const watcher of meeting.watchers) watcher()
}

/** Nothing of an existing meeting is updated; it is given only to who knows its passwords, or sends none. */
function sameMeeting(existing: Meeting, request: MeetingRequest): Meeting {
  const { attendeePassword, moderatorPassword } = request
  const none = attendeePassword === null && moderatorPassword === null
  const same =
    attendeePassword === existing.attendeePassword && moderatorPassword === existing.moderatorPassword
  if (none || same) return existing
  throw new Refusal(
    'idNotUnique',
    'A meeting already exists with that meeting ID. Please use a different meeting ID.',
  )
}

function newMeeting(request: MeetingRequest, voiceBridge: string, createTime: number): Meeting {
  return {
    ...request,
    voiceBridge,
    internalId: `${createHash('sha1').update(request.meetingId).digest('hex')}-${createTime}`,
    createTime,
    endTime: null,
    people: [],
    hasUserJoined: false,
    mostInside: 0,
    recordingNow: false,
    recordingMarks: false,
    forciblyEnded: false,
    documents: [{ ...ownPages }],
    watchers: new Set(),
  }
}

/** Between one and five seconds, different from meeting to meeting and the same in every run. */
function endTakes(meeting: Meeting): number {
  const [byte = 0] = createHash('sha1').update(meeting.meetingId).digest()
  return fastestEnd + (byte / 255) * (slowestEnd - fastestEnd)
}

function lastLeftAt(meeting: Meeting): number {
  return Math.max(...meeting.people.map(({ leftAt }) => leftAt ?? 0))
}
