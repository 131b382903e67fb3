import { cutName } from '../text.ts'
import type { Attendee, BbbRecording, CreatedMeeting, LiveMeeting } from './server.ts'
import { UnreadableXml, type XmlElement } from './xml.ts'

/*
 * What each call's reply holds: what repeats, what is a number, what must be there.
 * Source: https://docs.bigbluebutton.org/development/api/
 */

type RecordingFormat = BbbRecording['formats'][number]

/** @throws UnreadableXml also where the reply is about another meeting */
export function readCreated(response: XmlElement, meetingId: string): CreatedMeeting {
  sameMeeting(response, meetingId)
  return {
    meetingId,
    createTime: requiredTime(response, 'createTime'),
    voiceBridge: response.text('voiceBridge'),
    duplicate: response.text('messageKey') === 'duplicateWarning',
  }
}

/** The version of a server; `bbbVersion` is empty unless its administrators set it. */
export function readVersion(response: XmlElement): string {
  return response.text('bbbVersion') || `API ${response.requiredText('version')}`
}

/** The meetings of a server, without its breakout rooms: those come and go with the meeting they belong to. */
export function readMeetings(response: XmlElement): LiveMeeting[] {
  return response
    .list('meetings', 'meeting')
    .filter((meeting) => !meeting.flag('isBreakout'))
    .map(readMeeting)
}

/** @throws UnreadableXml also where the reply is about another meeting */
export function readMeetingInfo(response: XmlElement, meetingId: string): LiveMeeting {
  sameMeeting(response, meetingId)
  return readMeeting(response)
}

/** Field by field: what is not named here, the passwords above all, goes no further. */
function readMeeting(meeting: XmlElement): LiveMeeting {
  const participants = meeting.count('participantCount')
  if (participants === null) throw new UnreadableXml('no <participantCount> that is a number')
  return {
    meetingId: meeting.requiredText('meetingID'),
    running: meeting.flag('running'),
    participants,
    attendees: meeting.list('attendees', 'attendee').slice(0, mostAttendees).map(readAttendee),
    createTime: requiredTime(meeting, 'createTime'),
    voiceBridge: meeting.text('voiceBridge'),
    recording: meeting.flag('recording'),
    startedAt: meeting.time('startTime'),
    endedAt: meeting.time('endTime'),
    forciblyEnded: meeting.flag('hasBeenForciblyEnded'),
  }
}

/** A list of more is read by nobody; the number of all is known besides. */
const mostAttendees = 100

/** Names are what anybody typed, at this door or another: cleaned, and cut where they are too long. */
function readAttendee(attendee: XmlElement): Attendee {
  const sound = attendee.flag('hasJoinedVoice')
    ? 'microphone'
    : attendee.flag('isListeningOnly')
      ? 'listening'
      : 'none'
  return {
    name: cutName(attendee.text('fullName')),
    isModerator: attendee.text('role').toUpperCase() === 'MODERATOR',
    sound,
  }
}

/**
 * The recordings of a reply, as they come. A recording may have no format at all, and may come several times
 * with some of its formats each.
 */
export function readRecordings(response: XmlElement): BbbRecording[] {
  return response.list('recordings', 'recording').map(readRecording)
}

/** One recording for each recordID, with every format that any of its entries has. */
export function mergeRecordings(recordings: BbbRecording[]): BbbRecording[] {
  const merged = new Map<string, BbbRecording>()
  for (const recording of recordings) {
    const known = merged.get(recording.recordId)
    const formats = known ? [...known.formats, ...newFormats(known, recording)] : recording.formats
    merged.set(recording.recordId, { ...(known ?? recording), formats })
  }
  return [...merged.values()]
}

function newFormats(known: BbbRecording, recording: BbbRecording): RecordingFormat[] {
  return recording.formats.filter(
    ({ type, url }) => !known.formats.some((format) => format.type === type && format.url === url),
  )
}

function readRecording(recording: XmlElement): BbbRecording {
  const recordId = recording.requiredText('recordID')
  // bbblb writes `<published>published</published>`.
  const published = /^(true|published)$/i.test(recording.text('published'))
  const state = recording.text('state').toLowerCase() || (published ? 'published' : 'unpublished')
  const startedAt = recording.time('startTime') ?? timeInRecordId(recordId)
  return {
    recordId,
    meetingId: recording.text('meetingID'),
    name: recording.text('name'),
    state,
    published,
    startedAt,
    endedAt: recording.time('endTime') ?? startedAt,
    participants: recording.count('participants'),
    formats: recording.list('playback', 'format').map((format) => readFormat(format, state)),
  }
}

/** A format without an address cannot be played yet. */
function readFormat(format: XmlElement, state: string): RecordingFormat {
  const url = format.text('url')
  return {
    type: format.text('type'),
    url,
    minutes: format.count('length'),
    processing: url === '' || state === 'processing',
  }
}

/** BBB makes a recordID of a hash and the time at which the meeting was created. */
function timeInRecordId(recordId: string): number {
  const [, time] = /-(\d{13})$/.exec(recordId) ?? []
  if (!time) throw new UnreadableXml('a recording without <startTime>')
  return Number(time)
}

function sameMeeting(response: XmlElement, meetingId: string): void {
  if (response.text('meetingID') !== meetingId) throw new UnreadableXml('a reply about another meeting')
}

function requiredTime(element: XmlElement, name: string): number {
  const time = element.time(name)
  if (time === null) throw new UnreadableXml(`no <${name}> that is a time`)
  return time
}
