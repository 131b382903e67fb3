import { verifyChecksum } from './checksum.ts'
import type { Documents } from './documents.ts'
import { joinMeeting } from './join.ts'
import type { Meeting, MeetingRequest, Meetings } from './meetings.ts'
import { Parameters } from './parameters.ts'
import type { Persona } from './persona.ts'
import { searchRecordings } from './recording-search.ts'
import type { Recording, Recordings } from './recordings.ts'
import { noSuchMeeting, Refusal } from './refusal.ts'
import {
  created,
  endRequested,
  meetingInfo,
  meetingList,
  messageLines,
  recordingList,
  refused,
  running,
  success,
  version,
} from './replies.ts'
import { rulesIn } from './rules.ts'
import type { Sessions } from './sessions.ts'
import { element } from './xml.ts'

/** All that a call can see of the server. */
export interface ApiParts {
  persona: Persona
  secret: string
  publicUrl: string
  /** The same, unless it is a balancer with another server behind it. */
  nodeUrl: string
  now: () => number
  meetings: Meetings
  recordings: Recordings
  sessions: Sessions
  documents: Documents<Meeting>
  playbackUrl: (recording: Recording, type: string) => string
}

type Call = (parts: ApiParts, sent: Parameters, request: Request, body: string) => string | Response

const calls = new Map<string, Call>([
  ['create', create],
  ['join', joinMeeting],
  ['isMeetingRunning', ({ meetings }, sent) => running(meetings.find(sent.meetingId()))],
  ['end', end],
  ['insertDocument', insertDocument],
  ['getMeetingInfo', getMeetingInfo],
  ['getMeetings', ({ meetings, persona }) => meetingList(meetings.all(), persona.groupsThousandsInLists)],
  ['getRecordings', getRecordings],
  ['publishRecordings', publishRecordings],
  ['deleteRecordings', deleteRecordings],
  ['updateRecordings', updateRecordings],
])

/** `api/` itself: readable without a signature. */
export function answerVersion(publicUrl: string): Response {
  return xmlAnswer(version(publicUrl))
}

/**
 * One call of the API.
 * @param body of the request, read
 * @returns null where there is no such call
 */
export function answerCall(parts: ApiParts, name: string, request: Request, body: string): Response | null {
  const call = calls.get(name)
  if (!call) return null
  const query = queryOf(request)
  try {
    verifyChecksum(name, query, parts.secret, parts.persona)
    refuseUnsupportedBody(name, request)
    const answer = call(parts, new Parameters(new URLSearchParams(query)), request, body)
    if (answer instanceof Response) return answer
    return wantsJson(request) ? new Response(null, { status: 406 }) : xmlAnswer(answer)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return wantsJson(request) ? jsonRefusal(error) : xmlAnswer(refused(error))
  }
}

/** The literal text behind the question mark. */
export function queryOf(request: Request): string {
  const { url } = request
  return url.includes('?') ? url.slice(url.indexOf('?') + 1) : ''
}

function xmlAnswer(xml: string): Response {
  const headers = { 'Content-Type': 'text/xml;charset=utf-8', 'Cache-Control': 'no-cache' }
  return new Response(xml, { headers })
}

const takesXml = new Set(['create', 'insertDocument'])

/** Parameters are read from the address alone; join takes no body since 3.0. */
function refuseUnsupportedBody(call: string, request: Request): void {
  if (request.method === 'GET') return
  const type = request.headers.get('Content-Type')?.split(';')[0]?.trim().toLowerCase() ?? ''
  const forms = ['application/x-www-form-urlencoded', 'multipart/form-data']
  const supported = takesXml.has(call) ? [...forms, 'application/xml', 'text/xml'] : forms
  const bodyIsFine = request.body === null || supported.includes(type)
  if (call !== 'join' && bodyIsFine) return
  throw new Refusal('unsupportedContentType', 'POST request Content-Type is missing or unsupported')
}

/** Whoever asks for JSON first gets errors in it, and no successes: most templates are XML only. */
function wantsJson(request: Request): boolean {
  return /^\s*application\/json\b/i.test(request.headers.get('Accept') ?? '')
}

function jsonRefusal({ key, message }: Refusal): Response {
  return Response.json({ response: { returncode: 'FAILED', messageKey: key, message } })
}

function create({ meetings, documents }: ApiParts, sent: Parameters, request: Request, body: string): string {
  const { meeting, duplicate } = meetings.create(meetingRequest(sent))
  if (!duplicate && hasXml(request, body)) {
    const overrides = sent.flag('preUploadedPresentationOverrideDefault', 'must be a boolean value') ?? true
    if (overrides) meeting.documents = []
    documents.take(meeting, body, request)
  }
  return created(meeting, duplicate)
}

function meetingRequest(sent: Parameters): MeetingRequest {
  const flag = (name: string) => sent.flag(name, `${name} must be a boolean value (true or false)`)
  const name = sent.meetingName()
  const voiceBridge = sent.digits('voiceBridge', 'Voice bridge must be an integral value')
  return {
    meetingId: sent.meetingId(),
    name,
    attendeePassword: sent.password('attendeePW'),
    moderatorPassword: sent.password('moderatorPW'),
    voiceBridge,
    record: sent.flag('record', 'Record must be a boolean value (true or false)') ?? false,
    autoStartRecording: flag('autoStartRecording') ?? false,
    allowStartStopRecording: flag('allowStartStopRecording') ?? true,
    maxParticipants: sent.count('maxParticipants'),
    durationMinutes: sent.count('duration'),
    guestPolicy: sent.text('guestPolicy') ?? 'ALWAYS_ACCEPT',
    rules: rulesIn(sent, { name, voiceBridge }),
    logoutUrl: sent.text('logoutURL'),
    meetingEndedUrl: sent.text('meetingEndedURL'),
    metadata: sent.metadata(),
  }
}

/** The meeting need not have begun. */
function insertDocument(
  { meetings, documents, persona }: ApiParts,
  sent: Parameters,
  request: Request,
  body: string,
): string {
  if (!persona.insertsDocuments) throw new Refusal('unsupportedRequest', 'This request is not supported.')
  const meeting = existing(meetings, sent)
  if (!hasXml(request, body))
    throw new Refusal('validationError', 'Insert Document API called without a payload')
  documents.take(meeting, body, request)
  return success(messageLines('', 'Presentation is being uploaded'))
}

function getMeetingInfo({ meetings, persona }: ApiParts, sent: Parameters): string {
  const meeting = existing(meetings, sent)
  const isFetching =
    meeting.documents.length > 0 && meeting.documents.every(({ state }) => state === 'arriving')
  if (persona.learnsFromAnswers && isFetching) throw noSuchMeeting()
  return meetingInfo(meeting)
}

function hasXml(request: Request, body: string): boolean {
  return /^(application|text)\/xml\b/i.test(request.headers.get('Content-Type') ?? '') && body !== ''
}

function end({ meetings }: ApiParts, sent: Parameters): string {
  const meeting = existing(meetings, sent)
  const password = sent.text('password')
  if (password !== null && password !== meeting.moderatorPassword) {
    throw new Refusal('invalidPassword', 'Invalid password')
  }
  meetings.requestEnd(meeting)
  return endRequested()
}

function existing(meetings: Meetings, sent: Parameters): Meeting {
  const meeting = meetings.find(sent.meetingId())
  if (!meeting) throw noSuchMeeting()
  return meeting
}

function getRecordings({ recordings, now, playbackUrl }: ApiParts, sent: Parameters): string {
  return recordingList(searchRecordings(recordings.processed(), sent, now()), playbackUrl)
}

function publishRecordings({ recordings }: ApiParts, sent: Parameters): string {
  const recordIds = requiredRecordIds(sent)
  const published = sent.flag('publish', 'You must specify one a publish value true or false.')
  if (published === null) {
    throw new Refusal('missingParamPublish', 'You must specify one a publish value true or false.')
  }
  recordings.publish(recordIds, published)
  return success([element('published', published)])
}

function deleteRecordings({ recordings }: ApiParts, sent: Parameters): string {
  recordings.remove(requiredRecordIds(sent))
  return success([element('deleted', true)])
}

function updateRecordings({ recordings }: ApiParts, sent: Parameters): string {
  recordings.update(requiredRecordIds(sent), sent.metadata())
  return success([element('updated', true)])
}

function requiredRecordIds(sent: Parameters): string[] {
  const recordIds = sent.list('recordID')
  if (recordIds.length > 0) return recordIds
  throw new Refusal('missingParamRecordID', 'You must specify one or more a record IDs.')
}
