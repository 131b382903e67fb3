import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import path from 'node:path'
import { z } from 'zod'
import type { PresentationFiles } from '../platform/files/files.ts'
import { readSettings, type Settings } from '../platform/settings/settings.ts'
import type { Store } from '../platform/store/database.ts'
import type { Answer } from './listen.ts'
import { seedDemo } from './seed.ts'

/** The demo world, ready to stand beside the proxy on one port. */
export interface Demo {
  settings: Settings
  seed(store: Store, files: PresentationFiles): Promise<void>
  /** Lets the simulated BBB servers answer what is theirs, before the proxy. */
  before(proxy: Answer): Answer
  /** The sign-in server wants Node's own request. */
  branch(path: string): RequestListener | null
  introduction: string
  close(): void
}

const Begun = z.object({ begun: z.number(), secret: z.string() })

/**
 * Foyer without settings. Only this loads `src/demo`, and only on loopback.
 * @param root the project's folder; the demo's state lies in `data/demo` below it, or in `FOYER_DEMO_FOLDER`
 */
export async function openDemo(root: string, environment: Record<string, string | undefined>): Promise<Demo> {
  const { createDemoWorld, demoPlaybackUrl, demoRecordId } = await import('../../demo/world.ts')
  const { demoSettings } = await import('../../demo/settings.ts')
  const { demoPeople } = await import('../../demo/people.ts')
  const { demoRooms } = await import('../../demo/rooms.ts')
  const { demoPdf } = await import('../../demo/presentations.ts')
  const { introduction } = await import('../../demo/introduction.ts')
  const folder = environment.FOYER_DEMO_FOLDER ?? path.join(root, 'data/demo')
  const port = Number(environment.PORT ?? 3000)
  const origin = `http://localhost:${port}`
  const { begun, secret } = firstStart(folder)
  const settings = readSettings(demoSettings(origin, port, folder), { FOYER_DEMO_SECRET: secret })
  const world = await createDemoWorld({ origin, folder, secret, begun, fetch })
  return {
    settings,
    seed: (store, files) =>
      seedDemo(store, files, {
        presentation: demoPdf,
        people: demoPeople,
        rooms: demoRooms,
        recordId: (recording) => demoRecordId(recording, begun),
        playbackUrl: (recording, type) => demoPlaybackUrl(origin, recording, begun, type),
        begun,
      }),
    before: (proxy) => async (request, peer) =>
      (await world.answer(request)) ?? (await atOurAddress(request, origin, (ours) => proxy(ours, peer))),
    branch: (url) => (url.startsWith(world.signInPath) ? world.signIn : null),
    introduction: introduction(origin),
    close: world.close,
  }
}

/** `127.0.0.1` and `localhost` are two origins: cookies and sign-in belong to one of them. */
async function atOurAddress(request: Request, origin: string, proxy: Answer): Promise<Response> {
  const url = new URL(request.url)
  const elsewhere = url.origin !== origin && request.method === 'GET' && !url.pathname.startsWith('/api/')
  return elsewhere ? Response.redirect(`${origin}${url.pathname}${url.search}`, 302) : await proxy(request)
}

/** When the demo was first started, and its secret: kept in its folder. */
function firstStart(folder: string): z.infer<typeof Begun> {
  const file = path.join(folder, 'begun.json')
  if (existsSync(file)) return Begun.parse(JSON.parse(readFileSync(file, 'utf8')))
  mkdirSync(folder, { recursive: true })
  const first = { begun: Date.now(), secret: randomBytes(32).toString('hex') }
  writeFileSync(file, JSON.stringify(first), { mode: 0o600 })
  return first
}
