import { inside, type Meeting } from './meetings.ts'
import type { Person } from './people.ts'
import type { Persona } from './persona.ts'
import type { RecordingPage } from './recording-search.ts'
import type { Recording } from './recordings.ts'
import type { Refusal } from './refusal.ts'
import { block, element } from './xml.ts'

/*
 * Replies as BBB 3.0's own templates write them, element by element.
 * Source: bigbluebutton-web/src/main/resources/templates
 */

/** The number of a stock server; nobody answers there. */
const dialNumber = '613-555-1234'

export function success(lines: string[]): string {
  return block('response', [element('returncode', 'SUCCESS'), ...lines])
}

export function refused({ key, message, nested }: Refusal): string {
  const failed = element('returncode', 'FAILED')
  if (!nested) return block('response', [failed, ...messageLines(key, message)])
  const error = block('error', [element('key', key), element('message', message)])
  return block('response', [failed, block('errors', [error])])
}

export function messageLines(key: string, message: string): string[] {
  return [element('messageKey', key), element('message', message)]
}

export function version(publicUrl: string): string {
  const { host, protocol } = new URL(publicUrl)
  const socket = protocol === 'https:' ? 'wss' : 'ws'
  return success([
    element('version', '2.0'),
    element('apiVersion', '2.0'),
    element('bbbVersion', ''),
    element('graphqlWebsocketUrl', `${socket}://${host}/graphql`),
    element('graphqlApiUrl', `${protocol}//${host}/api/rest`),
  ])
}

export function created(meeting: Meeting, duplicate: boolean): string {
  const warning: [string, string] = duplicate
    ? ['duplicateWarning', 'This conference was already in existence and may currently be in progress.']
    : ['', '']
  return success([
    element('meetingID', meeting.meetingId),
    element('internalMeetingID', meeting.internalId),
    element('parentMeetingID', 'bbb-none'),
    ...passwordLines(meeting),
    element('createTime', meeting.createTime),
    element('voiceBridge', meeting.voiceBridge),
    element('dialNumber', dialNumber),
    element('createDate', javaDate(meeting.createTime)),
    element('hasUserJoined', meeting.hasUserJoined),
    element('duration', meeting.durationMinutes),
    element('hasBeenForciblyEnded', meeting.forciblyEnded),
    ...messageLines(...warning),
  ])
}

export function joined(meeting: Meeting, person: Person, url: string): string {
  const waits = person.admission === 'WAIT'
  return success([
    ...(waits
      ? messageLines('guestWait', 'Guest waiting for approval to join meeting.')
      : messageLines('successfullyJoined', 'You have joined successfully.')),
    element('meeting_id', meeting.internalId),
    element('user_id', person.internalId),
    element('auth_token', person.authToken),
    element('session_token', person.sessionToken),
    element('guestStatus', person.admission),
    element('url', url),
  ])
}

export function running(meeting: Meeting | null): string {
  return success([element('running', meeting !== null && inside(meeting).length > 0)])
}

export function endRequested(): string {
  const advice = 'use the getMeetingInfo or isMeetingRunning API calls to verify that it was ended.'
  return success(
    messageLines(
      'sentEndMeetingRequest',
      `A request to end the meeting was sent. Please wait a few seconds, and then ${advice}`,
    ),
  )
}

export function meetingInfo(meeting: Meeting, persona: Persona): string {
  return success(meetingLines(meeting, persona, String))
}

export function meetingList(meetings: Meeting[], persona: Persona): string {
  if (meetings.length === 0) {
    return success(['<meetings/>', ...messageLines('noMeetings', 'no meetings were found on this server')])
  }
  const count = persona.groupsThousandsInLists ? (number: number) => number.toLocaleString('en-US') : String
  return success([
    block('meetings', [
      ...meetings.map((meeting) => block('meeting', meetingLines(meeting, persona, count))),
    ]),
  ])
}

function meetingLines(meeting: Meeting, persona: Persona, count: (number: number) => string): string[] {
  const people = inside(meeting)
  const moderators = people.filter(({ role }) => role === 'MODERATOR')
  return [
    element('meetingName', meeting.name),
    element('meetingID', meeting.meetingId),
    element('internalMeetingID', meeting.internalId),
    element('createTime', meeting.createTime),
    element('createDate', javaDate(meeting.createTime)),
    element('voiceBridge', meeting.voiceBridge),
    element('dialNumber', dialNumber),
    ...passwordLines(meeting),
    element('running', people.length > 0 || persona.runsFromCreation),
    element('duration', meeting.durationMinutes),
    element('hasUserJoined', meeting.hasUserJoined),
    element('recording', meeting.record),
    element('hasBeenForciblyEnded', meeting.forciblyEnded),
    element('startTime', meeting.createTime + 19),
    element('endTime', meeting.endTime ?? 0),
    element('participantCount', count(people.length)),
    element('listenerCount', count(people.length - moderators.length)),
    element('voiceParticipantCount', count(moderators.length)),
    element('videoCount', count(0)),
    element('maxUsers', meeting.maxParticipants),
    element('moderatorCount', count(moderators.length)),
    block(
      'attendees',
      people.map((person) => attendee(person, person === moderators[0])),
    ),
    block(
      'metadata',
      meeting.metadata.map(([name, value]) => element(name, value)),
    ),
    element('isBreakout', false),
  ]
}

function attendee(person: Person, isPresenter: boolean): string {
  const isModerator = person.role === 'MODERATOR'
  return block('attendee', [
    element('userID', person.userId),
    element('fullName', person.name),
    element('role', person.role),
    element('isPresenter', isPresenter),
    element('isListeningOnly', !isModerator),
    element('hasJoinedVoice', isModerator),
    element('hasVideo', false),
    element('clientType', 'HTML5'),
    block(
      'customdata',
      person.userData.map(([name, value]) => element(name, value)),
    ),
  ])
}

/** @param playbackUrl where a format of a recording plays */
export function recordingList(
  { entries, paging }: RecordingPage,
  persona: Persona,
  playbackUrl: (recording: Recording, type: string) => string,
): string {
  if (entries.length === 0) {
    return success([
      '<recordings></recordings>',
      ...messageLines('noRecordings', 'There are no recordings for the meeting(s).'),
    ])
  }
  const recordings = entries.map(({ recording, formats }) =>
    block('recording', [
      ...recordingLines(recording, persona),
      block(
        'playback',
        formats.map((format) => formatBlock(format, playbackUrl(recording, format.type))),
      ),
      block('data', []),
    ]),
  )
  return success([block('recordings', recordings), ...(paging ? [pagination(paging)] : [])])
}

function recordingLines(recording: Recording, { writesPublishedAs }: Persona): string[] {
  return [
    element('recordID', recording.recordId),
    element('meetingID', recording.meetingId),
    element('internalMeetingID', recording.recordId),
    element('name', recording.name),
    element('isBreakout', false),
    element('published', writesPublishedAs === 'word' ? recording.state : recording.state === 'published'),
    element('state', recording.state),
    element('startTime', recording.startedAt),
    element('endTime', recording.endedAt),
    element('participants', recording.participants),
    block(
      'metadata',
      recording.metadata.map(([name, value]) => element(name, value)),
    ),
  ]
}

function formatBlock(format: Recording['formats'][number], url: string): string {
  return block('format', [
    element('type', format.type),
    element('url', url),
    element('processingTime', 60_000),
    element('length', format.minutes),
    element('size', 1_048_576),
  ])
}

function pagination({ offset, limit, total }: { offset: number; limit: number; total: number }): string {
  return block('pagination', [
    block('pageable', [element('offset', offset), element('pageSize', limit)]),
    element('totalElements', total),
    element('first', offset === 0),
    element('last', offset + limit >= total),
  ])
}

function passwordLines({ attendeePassword, moderatorPassword }: Meeting): string[] {
  return [
    ...(attendeePassword === null ? [] : [element('attendeePW', attendeePassword)]),
    ...(moderatorPassword === null ? [] : [element('moderatorPW', moderatorPassword)]),
  ]
}

/** As Java writes a date: `Thu May 09 13:35:28 UTC 2024`. */
function javaDate(time: number): string {
  const [weekday, day, month, year, clock] = new Date(time).toUTCString().replace(',', '').split(' ')
  return `${weekday} ${month} ${day} ${clock} UTC ${year}`
}
