import { refuseFromDeadNode, refuseTooLong } from './balancer-refusals.ts'
import { verifyChecksum } from './checksum.ts'
import type { Documents } from './documents.ts'
import { joinMeeting } from './join.ts'
import type { Meeting, MeetingRequest, Meetings } from './meetings.ts'
import { failureOf, type Nodes } from './nodes.ts'
import { Parameters } from './parameters.ts'
import type { Persona } from './persona.ts'
import { deleteRecordings, getRecordings, publishRecordings, updateRecordings } from './recording-calls.ts'
import type { Recording, Recordings } from './recordings.ts'
import { noSuchMeeting, Refusal } from './refusal.ts'
import {
  created,
  endRequested,
  meetingInfo,
  meetingList,
  messageLines,
  refused,
  running,
  success,
  version,
} from './replies.ts'
import { rulesIn } from './rules.ts'
import type { Sessions } from './sessions.ts'

/** All that a call can see of the server. */
export interface ApiDependencies {
  persona: Persona
  secret: string
  publicUrl: string
  /** The same, unless it is a balancer with another server behind it. */
  nodeUrl: string
  now: () => number
  meetings: Meetings
  nodes: Nodes
  /** getMeetingInfo does not know what getMeetings lists. */
  isLagging: boolean
  /** A balancer takes what a machine answers to `create` for a failure. */
  losesCreations: boolean
  recordings: Recordings
  sessions: Sessions
  documents: Documents<Meeting>
  playbackUrl: (recording: Recording, type: string) => string
}

type Call = (parts: ApiDependencies, sent: Parameters, request: Request, body: string) => string | Response

const calls = new Map<string, Call>([
  ['create', create],
  ['join', joinMeeting],
  ['isMeetingRunning', isMeetingRunning],
  ['end', end],
  ['insertDocument', insertDocument],
  ['getMeetingInfo', getMeetingInfo],
  ['getMeetings', getMeetings],
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
export function answerCall(
  parts: ApiDependencies,
  name: string,
  request: Request,
  body: string,
): Response | null {
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
    const told = asHandedOn(error, parts.persona)
    return wantsJson(request) ? jsonRefusal(told) : xmlAnswer(refused(told), told.status ?? 200)
  }
}

/** A balancer reads `messageKey` alone: what is written elsewhere is lost on the way. */
function asHandedOn(refusal: Refusal, { balancer }: Persona): Refusal {
  if (!balancer) return refusal
  if (refusal.nested) return failureOf(balancer)
  return new Refusal(refusal.key, refusal.message, { status: refusal.status ?? balancer.refusalStatus })
}

/** The literal text behind the question mark. */
export function queryOf(request: Request): string {
  const { url } = request
  return url.includes('?') ? url.slice(url.indexOf('?') + 1) : ''
}

function xmlAnswer(xml: string, status = 200): Response {
  const headers = { 'Content-Type': 'text/xml;charset=utf-8', 'Cache-Control': 'no-cache' }
  return new Response(xml, { status, headers })
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

/** Requests that prefer JSON get errors in it, and no successes: most templates are XML only. */
function wantsJson(request: Request): boolean {
  return /^\s*application\/json\b/i.test(request.headers.get('Accept') ?? '')
}

function jsonRefusal({ key, message }: Refusal): Response {
  return Response.json({ response: { returncode: 'FAILED', messageKey: key, message } })
}

function create(parts: ApiDependencies, sent: Parameters, request: Request, body: string): string {
  const { meetings, documents, nodes, persona } = parts
  const existing = meetings.find(sent.meetingId(persona.longestMeetingId))
  refuseFromDeadNode(existing, parts)
  if (!existing || nodes.isForgotten(existing)) refuseTooLong(persona, request, body)
  const { meeting, duplicate } = meetings.create(meetingRequest(sent))
  if (!duplicate && hasXml(request, body)) {
    const overrides = sent.flag('preUploadedPresentationOverrideDefault', 'must be a boolean value') ?? true
    if (overrides) meeting.documents = []
    documents.take(meeting, body, request)
  }
  if (parts.losesCreations) {
    nodes.miss(meeting, persona)
    throw persona.balancer ? failureOf(persona.balancer) : new Refusal('internalError', 'No answer.')
  }
  nodes.learn(meeting)
  return created(meeting, duplicate)
}

function isMeetingRunning({ meetings, nodes }: ApiDependencies, sent: Parameters): string {
  const meeting = meetings.find(sent.meetingId())
  return running(meeting && !nodes.isDead(meeting) ? meeting : null)
}

function getMeetings({ meetings, nodes, persona }: ApiDependencies): string | Response {
  const { balancer } = persona
  if (!persona.listsMeetings) return meetingList([], persona)
  if (balancer && nodes.isOneDown()) {
    if (balancer.listWithoutNode === 'failure') throw failureOf(balancer, 'Unable to access server.')
    if (balancer.listWithoutNode === 'http_500')
      return new Response('Internal Server Error', { status: 500, headers: { 'Content-Type': 'text/plain' } })
  }
  const isUnknown = (meeting: Meeting) =>
    nodes.isForgotten(meeting) || (balancer?.learnsFromAnswers && nodes.isMissed(meeting))
  const known = meetings.all().filter((meeting) => !isUnknown(meeting))
  return meetingList([...known, ...nodes.unnoticed()], persona)
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
function insertDocument(parts: ApiDependencies, sent: Parameters, request: Request, body: string): string {
  const { documents, persona } = parts
  if (!persona.insertsDocuments && persona.balancer)
    throw failureOf(persona.balancer, 'unknown resource: insertDocument')
  if (!persona.insertsDocuments) throw new Refusal('unsupportedRequest', 'This request is not supported.')
  const meeting = existing(parts, sent)
  if (!hasXml(request, body))
    throw new Refusal('validationError', 'Insert Document API called without a payload')
  documents.take(meeting, body, request)
  return success(messageLines('', 'Presentation is being uploaded'))
}

function getMeetingInfo(parts: ApiDependencies, sent: Parameters): string {
  const { persona } = parts
  const meeting = existing(parts, sent)
  if (parts.isLagging) throw noSuchMeeting()
  const isFetching =
    meeting.documents.length > 0 && meeting.documents.every(({ state }) => state === 'arriving')
  if (persona.balancer?.learnsFromAnswers && isFetching) throw noSuchMeeting()
  return meetingInfo(meeting, persona)
}

function hasXml(request: Request, body: string): boolean {
  return /^(application|text)\/xml\b/i.test(request.headers.get('Content-Type') ?? '') && body !== ''
}

function end(parts: ApiDependencies, sent: Parameters): string {
  const { meetings } = parts
  const meeting = existing(parts, sent)
  const password = sent.text('password')
  if (password !== null && password !== meeting.moderatorPassword) {
    throw new Refusal('invalidPassword', 'Invalid password')
  }
  meetings.requestEnd(meeting)
  return endRequested()
}

function existing(parts: ApiDependencies, sent: Parameters): Meeting {
  const meeting = parts.meetings.find(sent.meetingId())
  const { nodes } = parts
  if (!meeting || nodes.isForgotten(meeting) || nodes.isMissed(meeting)) throw noSuchMeeting()
  refuseFromDeadNode(meeting, parts)
  return meeting
}
