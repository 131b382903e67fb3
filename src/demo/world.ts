import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import path from 'node:path'
import { playbackUrl } from './bbb/playback.ts'
import { type BbbSimulator, createBbbSimulator } from './bbb/simulator.ts'
import { demoPeople } from './people.ts'
import { type DemoRecording, demoRooms } from './rooms.ts'
import { createDemoSignIn } from './sign-in/provider.ts'

export interface DemoOptions {
  /** The demo's address: `http://localhost:3000`. */
  origin: string
  /** Its state: recordings, sign-ins. Meetings end with the process. */
  folder: string
  /** One secret for everything in the demo. */
  secret: string
  /** The demo's first start, epoch milliseconds. */
  begun: number
  fetch: typeof fetch
}

/** Stand-ins for the outside world, on our own port: two BBB servers and a sign-in server. */
export interface DemoWorld {
  /** The simulators' answer, or null where the request is not for them. */
  answer(request: Request): Promise<Response> | null
  /** The sign-in server, which wants Node's own request. */
  signIn: RequestListener
  signInPath: string
  close(): void
}

const signInPath = '/demo/sign-in'

export async function createDemoWorld(options: DemoOptions): Promise<DemoWorld> {
  mkdirSync(options.folder, { recursive: true })
  const servers = { de: simulator('de', 'Germany', options), ca: simulator('ca', 'Canada', options) }
  servers.ca.fault = 'refuse'
  const signIn = await createDemoSignIn({
    issuer: `${options.origin}${signInPath}`,
    clientId: 'foyer',
    redirectUris: [`${options.origin}/sign-in/demo/callback`],
    postLogoutRedirectUris: [`${options.origin}/signed-out`],
    audience: 'foyer-api',
    people: demoPeople,
    storageFile: path.join(options.folder, 'sign-in.sqlite'),
  })
  return {
    answer(request) {
      const { pathname } = new URL(request.url)
      const server = /^\/demo\/bbb\/(de|ca)\//.exec(pathname)?.[1]
      return server === 'de' || server === 'ca' ? answerOf(servers[server], request) : null
    },
    signIn: signIn.handler,
    signInPath,
    close() {
      servers.de.close()
      servers.ca.close()
      signIn.close()
    },
  }
}

/** On one port with everything else nothing can refuse a connection: a gateway in front of it answers. */
async function answerOf(server: BbbSimulator, request: Request): Promise<Response> {
  return await server.fetch(request).catch(() => new Response('Bad gateway', { status: 502 }))
}

function simulator(
  id: 'de' | 'ca',
  name: string,
  { origin, folder, secret, begun, fetch }: DemoOptions,
): BbbSimulator {
  const file = path.join(folder, `bbb-${id}.json`)
  const fresh = !existsSync(file)
  const simulator = createBbbSimulator({
    publicUrl: `${origin}/demo/bbb/${id}/`,
    secret,
    name,
    fetch,
    // A minute of BBB's takes ten seconds: a newcomer sees the recording appear.
    timeScale: 6,
    storage: {
      load: () => (existsSync(file) ? readFileSync(file, 'utf8') : null),
      save: (state) => writeFileSync(file, state),
    },
  })
  if (fresh) for (const recording of recordingsOn(id)) simulator.addRecording(bbbRecording(recording, begun))
  return simulator
}

function recordingsOn(server: 'de' | 'ca') {
  return demoRooms.flatMap((room) =>
    room.recordings
      .filter((recording) => recording.server === server)
      .map((recording) => ({ ...recording, name: room.name })),
  )
}

function bbbRecording(recording: DemoRecording & { name: string }, begun: number) {
  const startedAt = begun - recording.hoursAgo * 3_600_000
  return {
    recordId: demoRecordId(recording, begun),
    meetingId: recording.meetingId,
    name: recording.name,
    startedAt,
    endedAt: startedAt + recording.minutes * 60_000,
    formats: recording.formats,
  }
}

/** BBB's own shape: a hash of the meetingID, and the time of its start. */
export function demoRecordId(recording: DemoRecording, begun: number): string {
  const hash = createHash('sha1').update(recording.meetingId).digest('hex')
  return `${hash}-${begun - recording.hoursAgo * 3_600_000}`
}

/** The address at which the simulator of its server plays it. */
export function demoPlaybackUrl(
  origin: string,
  recording: DemoRecording,
  begun: number,
  type: string,
): string {
  return playbackUrl(`${origin}/demo/bbb/${recording.server}/`, demoRecordId(recording, begun), type)
}
