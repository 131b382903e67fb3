import { cutName } from '../platform/text/text.ts'
import { idIn, readEach } from './each.ts'
import type { Attendee, CreatedMeeting, LiveMeeting, MeetingList } from './meeting.ts'
import type { BbbRecording, RecordingList } from './recording.ts'
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
export function readMeetings(response: XmlElement): MeetingList {
  const { good, odd } = readEach(response.list('meetings', 'meeting'), (meeting) =>
    meeting.flag('isBreakout') ? null : readMeeting(meeting),
  )
  return {
    meetings: good.filter((meeting) => meeting !== null),
    unreadable: odd.map(({ element, reason }) => ({ meetingId: idIn(element, 'meetingID'), reason })),
  }
}

/** @throws UnreadableXml also where the reply is about another meeting */
export function readMeetingInfo(response: XmlElement, meetingId: string): LiveMeeting {
  sameMeeting(response, meetingId)
  return readMeeting(response)
}

/**
 * Field by field: what is not named here, the passwords above all, goes no further. An odd attendee is left out; the
 * number of all is known besides.
 */
function readMeeting(meeting: XmlElement): LiveMeeting {
  const participants = meeting.count('participantCount')
  if (participants === null) throw new UnreadableXml('no <participantCount> that is a number')
  const attendees = meeting.list('attendees', 'attendee')
  const userIds = readEach(attendees.slice(0, mostUserIds), (attendee) => attendee.text('userID')).good
  return {
    meetingId: meeting.requiredText('meetingID'),
    // b3scale says that a meeting runs from its creation on, and that none does where a machine is gone.
    running: meeting.flag('running') && participants > 0,
    participants,
    attendees: readEach(attendees.slice(0, mostAttendees), readAttendee).good,
    userIds: new Set(userIds.filter((id) => id !== '' && id.length <= 100)),
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
const mostUserIds = 2_000

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
export function readRecordings(response: XmlElement): RecordingList {
  const { good, odd } = readEach(response.list('recordings', 'recording'), readRecording)
  return {
    recordings: good,
    unreadable: odd.map(({ element, reason }) => ({
      recordId: idIn(element, 'recordID'),
      meetingId: idIn(element, 'meetingID'),
      reason,
    })),
  }
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
  const said = recording.text('published')
  const isTrue = /^(true|published)$/i.test(said)
  const state = recording.text('state').toLowerCase() || (isTrue ? 'published' : 'unpublished')
  const published = said === '' ? state === 'published' : isTrue
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
    formats: readEach(recording.list('playback', 'format'), (format) => readFormat(format, state)).good,
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

/** BBB makes a recordID of a hash and the time at which the meeting was created; balancers may have ids of their own. */
function timeInRecordId(recordId: string): number | null {
  const [, time] = /-(\d{13})$/.exec(recordId) ?? []
  return time ? Number(time) : null
}

function sameMeeting(response: XmlElement, meetingId: string): void {
  if (response.text('meetingID') !== meetingId) throw new UnreadableXml('a reply about another meeting')
}

function requiredTime(element: XmlElement, name: string): number {
  const time = element.time(name)
  if (time === null) throw new UnreadableXml(`no <${name}> that is a time`)
  return time
}
