import { randomBytes, randomUUID } from 'node:crypto'
import { pino } from 'pino'
import type { PublicPages } from '../../contract/pages.ts'
import { type Assets, paceOf } from '../platform/environment/environment.ts'
import type { Settings } from '../platform/settings/settings.ts'
import { openStore } from '../platform/store/database.ts'
import { createProxy } from '../proxy.ts'
import type { Demo } from './demo.ts'
import { limitOutgoingConnections } from './http-agents.ts'
import { type Answer, listen } from './listen.ts'
import { presentationFiles } from './presentation-files.ts'

export interface Running {
  port: number
  /** Finishes what runs, then lets go of everything. */
  stop(): Promise<void>
}

export interface RunOptions {
  settings: Settings
  demo: Demo | null
  pages: PublicPages
  assets: Assets
  logLevel: string
  /** Stands before everything else: the development server's own files. */
  around?: (fetch: Answer) => Answer
}

/** Event streams of waiting guests never end by themselves; their pages open them again elsewhere. */
const grace = 3_000

/** Milliseconds: a page says after two seconds at most that the database is away. */
const storeTimeout = 1_500

/** The proxy over the real world: database, network, clock and a port. */
export async function run({ settings, demo, pages, assets, logLevel, around }: RunOptions): Promise<Running> {
  limitOutgoingConnections()
  const log = pino({ level: logLevel })
  const { dataDir, database } = settings
  const store = await openStore({
    database,
    dataDir,
    timeout: storeTimeout,
    onLost: (err) => log.error({ err }, 'lost the database'),
    onUnprepared: (err) =>
      log.warn({ err }, 'the database loses prepared statements, as behind a pooler: none are prepared now'),
  })
  const files = presentationFiles(settings)
  await demo?.seed(store.db, files)
  const proxy = createProxy({
    settings,
    store: store.db,
    files,
    fetch,
    now: Date.now,
    random: { uuid: randomUUID, bytes: (count) => randomBytes(count) },
    log,
    pages,
    assets,
    pace: paceOf(settings),
    demo: demo !== null,
  })
  const answer = around ? around(proxy.fetch) : proxy.fetch
  const server = await listen(demo ? demo.before(answer) : answer, settings.listen, demo?.branch)
  return {
    port: server.port,
    async stop() {
      proxy.close()
      await server.close(grace)
      demo?.close()
      await store.close()
    },
  }
}
