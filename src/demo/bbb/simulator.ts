import { createAgenda } from './agenda.ts'
import { type ApiDependencies, answerCall, answerVersion, queryOf } from './api.ts'
import { createCallbacks } from './callbacks.ts'
import { answerClient } from './client.ts'
import { textsIn } from './client-texts.ts'
import { createDocuments } from './documents.ts'
import { answerUnder, type Fault, isOutage, nginxPage, suffer } from './faults.ts'
import { changed, createMeetings, type Meeting } from './meetings.ts'
import { createNodes } from './nodes.ts'
import { noOddities, type Oddities, withOddities } from './oddities.ts'
import { languageOf, pageAnswer } from './page.ts'
import { bbb30, type Persona } from './persona.ts'
import { answerPlayback, playbackUrl } from './playback.ts'
import { createPresence } from './presence.ts'
import { createRecordings, type RecordingStorage, type SeededRecording } from './recordings.ts'
import { createSessions } from './sessions.ts'

export interface BbbSimulatorOptions {
  /** The public address, with a slash at its end: the API is at `{publicUrl}bigbluebutton/api/`. */
  publicUrl: string
  secret: string
  /** The own address of a server behind a balancer; left out: it has none. */
  nodeUrl?: string
  /** As its pages show it, for instance "Germany". */
  name: string
  /** For its callbacks. */
  fetch: typeof fetch
  now?: () => number
  /** 60: what takes BBB a minute takes a second here (expiry, the end of a meeting, processing). 1 unless given. */
  timeScale?: number
  /** Recordings survive a restart with it; meetings never do. */
  storage?: RecordingStorage
}

/** One BigBlueButton server, as strict as a real one. */
export interface BbbSimulator {
  fetch(request: Request): Promise<Response>
  /** The latest API calls that reached it, the newest last. */
  received: { call: string; query: URLSearchParams; body: string; at: number }[]
  /** May be set at any time. */
  fault: Fault
  /** The kind of server: BBB 3.0 until told otherwise. */
  persona: Persona
  /** Odd entries in its lists. */
  oddities: Oddities
  addRecording(recording: SeededRecording): void
  close(): void
}

const callsKept = 1_000
/** Milliseconds of BBB's time that a document takes where their line is slow. */
const slowDocument = 4 * 60_000
/** Milliseconds of BBB's time in which people whose meeting ended still see that it did. */
const farewell = 10 * 60_000

/** @returns a server without meetings, and with the recordings that its storage has */
export function createBbbSimulator(options: BbbSimulatorOptions): BbbSimulator {
  const { publicUrl, secret, name: server, now = Date.now, timeScale = 1 } = options
  const scaled = (milliseconds: number) => milliseconds / timeScale
  const agenda = createAgenda(now)
  const callbacks = createCallbacks({ fetch: options.fetch, secret })
  const sessions = createSessions(publicUrl)
  const recordings = createRecordings({
    now,
    agenda,
    scaled,
    timeScale,
    storage: options.storage,
    onReady: callbacks.recordingReady,
  })
  const nodes = createNodes({ now, agenda, scaled })
  const meetings = createMeetings({
    now,
    agenda,
    scaled,
    onEnding: (meeting) => nodes.noteEnd(meeting, simulator.persona),
    onGone,
    isUnavailable: nodes.isDead,
  })
  let fault: Fault = 'none'
  const documents = createDocuments<Meeting>(fetchDocument, changed)
  const presence = createPresence({ now, agenda, meetings })
  const clientParts = { publicUrl, server, meetings, sessions, presence }

  function onGone(meeting: Meeting): void {
    recordings.take(meeting)
    callbacks.meetingGone(meeting)
    agenda.schedule(now() + scaled(farewell), () => sessions.forget(meeting))
  }

  async function fetchDocument(...asked: Parameters<typeof fetch>): Promise<Response> {
    if (fault === 'slow_documents')
      await new Promise<void>((arrived) => agenda.schedule(now() + scaled(slowDocument), arrived))
    return await options.fetch(...asked)
  }

  async function answer(request: Request): Promise<Response> {
    if (isOutage(fault)) return await suffer(fault, request)
    agenda.runDue()
    const { pathname } = new URL(request.url)
    const path = pathname.slice(new URL(publicUrl).pathname.length)
    const [, call] = /^bigbluebutton\/api\/([\w/]+)$/.exec(path) ?? []
    if (call) return await answerApi(call, request)
    return (await answerPage(path, request)) ?? nginxPage(404, 'Not Found')
  }

  async function answerApi(call: string, request: Request): Promise<Response> {
    const body = request.method === 'POST' ? await request.clone().text() : ''
    simulator.received.push({ call, query: new URLSearchParams(queryOf(request)), body, at: now() })
    if (simulator.received.length > callsKept) simulator.received.shift()
    if (fault === 'hanging_node' && call === 'getMeetingInfo') return await suffer('hang', request)
    const parts: ApiDependencies = {
      persona: simulator.persona,
      secret: fault === 'wrong_secret' ? `${secret}, but changed` : secret,
      publicUrl,
      nodeUrl: options.nodeUrl ?? publicUrl,
      now,
      meetings,
      nodes,
      isLagging: fault === 'lagging_poller',
      losesCreations: fault === 'create_lost_behind',
      recordings,
      sessions,
      documents,
      playbackUrl: ({ recordId }, type) => playbackUrl(publicUrl, recordId, type),
    }
    const answered = await answerUnder(fault, call, () => answerOrFail(parts, call, request, body))
    await documents.settled(request)
    return await withOddities(answered, call, simulator.oddities)
  }

  function suffers(next: Fault): void {
    if (next === fault) return
    fault = next
    nodes.recover()
    if (fault === 'dead_node') nodes.lose(meetings.all(), simulator.persona)
    if (fault === 'bad_node') nodes.lose([], simulator.persona)
  }

  /** Answers, or fails as a broken server does: as if nothing were there. */
  function answerOrFail(parts: ApiDependencies, call: string, request: Request, body: string): Response {
    try {
      return answerCall(parts, call, request, body) ?? nginxPage(404, 'Not Found')
    } catch {
      return nginxPage(404, 'Not Found')
    }
  }

  async function answerPage(path: string, request: Request): Promise<Response | null> {
    if (/^bigbluebutton\/api\/?$/.test(path)) return answerVersion(publicUrl)
    if (path.startsWith('html5client/')) {
      return await answerClient(clientParts, path.slice('html5client/'.length), request)
    }
    if (path.startsWith('playback/')) {
      return answerPlayback({ publicUrl, server, now: now(), recordings: recordings.processed() }, request)
    }
    return path === '' ? homePage(request) : null
  }

  function homePage(request: Request): Response {
    const language = languageOf(request)
    const body = `<p>${textsIn(language).homeText}</p>`
    return pageAnswer({ publicUrl, server, language, title: server, body })
  }

  const simulator: BbbSimulator = {
    fetch: answer,
    received: [],
    get fault() {
      return fault
    },
    set fault(next) {
      suffers(next)
    },
    persona: bbb30,
    oddities: noOddities,
    addRecording: recordings.add,
    close() {
      agenda.close()
      presence.close()
      callbacks.close()
    },
  }
  return simulator
}
