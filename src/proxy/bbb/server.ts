import { apiAddress } from './address.ts'
import { type Call, callBbb } from './call.ts'
import { type BbbDocument, documentsXml } from './documents.ts'
import { BbbFailure, isAnswer, isLate, isRefusal, unlessNotFound } from './failure.ts'
import { createGate } from './gate.ts'
import type { CreatedMeeting, JoinRequest, LiveMeeting, MeetingList, NewMeeting } from './meeting.ts'
import { createParameters, joinParameters, type Parameters } from './parameters.ts'
import { type RecordingReady, readRecordingReady } from './ready.ts'
import type { RecordingList } from './recording.ts'
import {
  mergeRecordings,
  readCreated,
  readMeetingInfo,
  readMeetings,
  readRecordings,
  readVersion,
} from './replies.ts'
import { type ChecksumAlgorithm, excessOf, signedUrl } from './sign.ts'
import type { XmlElement } from './xml.ts'

/** Timeouts in milliseconds, from a call's place in the queue to the last byte of its answer. */
interface Limits {
  read: number
  create: number
  /** For asking whether the server lives, after a late answer: with `create`, under 12 s. */
  alive: number
  recordings: number
  /** Bytes of an answer, unpacked. */
  body: number
}

export interface BbbServerOptions {
  /** As administrators write it. */
  url: string
  secret: string
  checksum: ChecksumAlgorithm
  /** The key from which passwords of meetings are derived. */
  passwordKey: string
  fetch: typeof fetch
  limits?: Partial<Limits>
}

/** One BBB endpoint. Every call rejects with a BbbFailure, and with nothing else, when it fails. */
export interface BbbServer {
  /** One attempt, which may be repeated at this server with the same meeting: it stays one meeting. */
  create(meeting: NewMeeting): Promise<CreatedMeeting>
  /**
   * How many characters the address of its creation has beyond those that a call may have; 0: it fits.
   * @param most characters that it may have, where there are fewer than usual
   */
  excess(meeting: NewMeeting, most?: number): number
  /** An address for one person's browser; no request is made. It is as good as a ticket: never log or store it. */
  joinUrl(join: JoinRequest): string
  /** Its own version where it tells it ("3.0.4"), else that of its API; the call is not signed. */
  version(): Promise<string>
  /** All meetings of the server, breakout rooms left out. */
  meetings(): Promise<MeetingList>
  /** null: the server says that it does not have it. */
  meeting(meetingId: string): Promise<LiveMeeting | null>
  /** Whether it says anything in BBB's words, when it is asked about a meeting that nobody has. */
  isAlive(): Promise<boolean>
  /** Whether it knows how to take documents into a meeting that runs; null: it does not answer. */
  takesDocuments(): Promise<boolean | null>
  /**
   * Shows a document in a meeting that runs, once the server has fetched and converted it. Servers before 2.5 and
   * balancers may not know how: `unsupportedRequest`, or an answer that is not BBB's.
   */
  insertDocument(meetingId: string, document: BbbDocument): Promise<void>
  /** The meeting goes some seconds later. @returns false where the server says that it does not have it */
  end(meetingId: string): Promise<boolean>
  /** Recordings of exactly these ids; unreadable entries of the answer may be others'. */
  recordings(filter: { meetingIds: string[] } | { recordIds: string[] }): Promise<RecordingList>
  /** @throws ForgedCall */
  readRecordingReady(signedParameters: string): Promise<RecordingReady>
}

const usualLimits: Limits = {
  read: 5_000,
  create: 10_000,
  alive: 1_500,
  recordings: 30_000,
  body: 20_000_000,
}
const callsAtOnce = 8
/** Reading recordings is slow work for a server, and must not stand in the way of other calls. */
const recordingCallsAtOnce = 2
/** Ids in one call: 25 recordIDs make an address of 1,600 characters. */
const chunkSize = 25
/** Balancers differ in what they leave out unless told. */
const recordingStates = 'processing,processed,published,unpublished'

/** @throws TypeError where the address is none */
export function createBbbServer(options: BbbServerOptions): BbbServer {
  const signer = { ...options, address: apiAddress(options.url) }
  const limits = { ...usualLimits, ...options.limits }
  const gate = createGate(callsAtOnce)
  const recordingsGate = createGate(recordingCallsAtOnce)

  const usual = {
    timeout: limits.read,
    bodyBytes: limits.body,
    repeatable: true,
    fetch: options.fetch,
    gate,
  }

  function call<T>(
    name: string,
    parameters: Parameters,
    read: (response: XmlElement) => T,
    changes: Partial<Call> = {},
  ): Promise<T> {
    return callBbb({ ...usual, name, url: signedUrl(signer, name, parameters), ...changes }, read)
  }

  async function create(meeting: NewMeeting): Promise<CreatedMeeting> {
    const parameters = createParameters(meeting, options.passwordKey)
    const { documents = [] } = meeting
    const body = documents.length > 0 ? { body: documentsXml(documents) } : {}
    const once = { timeout: limits.create, repeatable: false, ...body }
    try {
      return await call('create', parameters, (response) => readCreated(response, meeting.meetingId), once)
    } catch (failure) {
      const duplicate = isRefusal(failure, 'idNotUnique')
      const fetches = documents.length > 0 && isLate(failure)
      if (!duplicate && !fetches) throw failure
      const existing = fetches
        ? await whileFetching(meeting.meetingId, failure)
        : await info(meeting.meetingId)
      if (!existing) throw failure
      const { meetingId, createTime, voiceBridge } = existing
      return { meetingId, createTime, voiceBridge, duplicate }
    }
  }

  async function info(meetingId: string, timeout = limits.read): Promise<LiveMeeting | null> {
    const parameters: Parameters = [['meetingID', meetingId]]
    return await unlessNotFound(
      call('getMeetingInfo', parameters, (response) => readMeetingInfo(response, meetingId), { timeout }),
    )
  }

  /**
   * BBB fetches documents before it answers the call that names them, but after it made the meeting: whether that
   * is there can be asked meanwhile. Balancers may know of it only once they have the answer.
   * @throws BbbFailure busy: it answers, without the meeting; the late call's own: it does not answer this either
   */
  async function whileFetching(meetingId: string, late: BbbFailure): Promise<LiveMeeting> {
    const found = await info(meetingId, limits.alive).catch(() => {
      throw late
    })
    if (found) return found
    const message = `${late.message}, while it answers other calls`
    throw new BbbFailure(message, { kind: 'busy', delivered: 'unknown', cause: late })
  }

  /** One chunk after the other: the first that fails ends it, and a slow server is not asked for more. */
  async function recordings(parameter: string, ids: string[]): Promise<RecordingList> {
    const found: RecordingList = { recordings: [], unreadable: [] }
    for (const chunk of chunks(ids)) {
      const parameters: Parameters = [
        [parameter, chunk.join(',')],
        ['state', recordingStates],
      ]
      const slow = { timeout: limits.recordings, gate: recordingsGate }
      const part = await call('getRecordings', parameters, readRecordings, slow)
      found.recordings.push(...part.recordings)
      found.unreadable.push(...part.unreadable)
    }
    return { ...found, recordings: mergeRecordings(found.recordings) }
  }

  async function isAlive(): Promise<boolean> {
    return await info(nobodys, limits.alive).then(
      () => true,
      (failure) => isAnswer(failure),
    )
  }

  return {
    create,
    excess: (meeting, most) =>
      excessOf(signer, 'create', createParameters(meeting, options.passwordKey), most),
    joinUrl: (join) => signedUrl(signer, 'join', joinParameters(join, options.passwordKey)),
    version: async () => await call('version', [], readVersion, { url: signer.address.replace(/\/$/, '') }),
    meetings: async () => await call('getMeetings', [], readMeetings),
    meeting: info,
    isAlive,
    async takesDocuments() {
      const empty = { timeout: limits.alive, repeatable: false, body: documentsXml([]) }
      try {
        return (
          (await unlessNotFound(call('insertDocument', [['meetingID', nobodys]], () => true, empty))) ?? true
        )
      } catch (failure) {
        if (isAnswer(failure)) return false
        // Servers before 2.5, and balancers that do not know the call, answer with a page and live on.
        const isPage = failure instanceof BbbFailure && failure.kind === 'not_bbb'
        return isPage && (await isAlive()) ? false : null
      }
    },
    async insertDocument(meetingId, document) {
      // The server fetches it before it answers.
      const once = { timeout: limits.create, repeatable: false, body: documentsXml([document]) }
      try {
        await call('insertDocument', [['meetingID', meetingId]], () => null, once)
      } catch (failure) {
        if (!isLate(failure)) throw failure
        await whileFetching(meetingId, failure)
      }
    },
    async end(meetingId) {
      return (await unlessNotFound(call('end', [['meetingID', meetingId]], () => true))) ?? false
    },
    async recordings(filter) {
      // BBB finds by prefix: what only begins like an id that was asked for is somebody else's.
      if ('meetingIds' in filter) {
        const ids = filter.meetingIds.filter(canBeId)
        const { recordings: all, unreadable } = await recordings('meetingID', ids)
        return { recordings: all.filter(({ meetingId }) => ids.includes(meetingId)), unreadable }
      }
      const ids = filter.recordIds.filter(canBeId)
      const { recordings: all, unreadable } = await recordings('recordID', ids)
      return { recordings: all.filter(({ recordId }) => ids.includes(recordId)), unreadable }
    },
    readRecordingReady: async (signedParameters) =>
      await readRecordingReady(signedParameters, options.secret),
  }
}

/** A meetingID that no server has. */
const nobodys = 'foyer-nobody'

/** A comma would ask for two, and nothing for every recording of the server. */
function canBeId(id: string): boolean {
  return id !== '' && !id.includes(',')
}

function chunks(ids: string[]): string[][] {
  const distinct = [...new Set(ids)]
  const count = Math.ceil(distinct.length / chunkSize)
  return Array.from({ length: count }, (_, i) => distinct.slice(i * chunkSize, (i + 1) * chunkSize))
}
