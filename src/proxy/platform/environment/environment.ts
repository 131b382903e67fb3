import type { Hono } from 'hono'
import type { Logger } from 'pino'
import type { Language } from '../../../contract/languages.ts'
import type { PublicPages } from '../../../contract/pages.ts'
import type { PresentationFiles } from '../files/files.ts'
import { requestLimits } from '../limits.ts'
import type { Settings } from '../settings/settings.ts'
import type { Store } from '../store/database.ts'

/** How often and how long things are done, in milliseconds. */
export interface Pace {
  /** One poll per server. */
  poll: number
  /** … and for a minute after a start there. */
  hurriedPoll: number
  /** Expected recordings are asked for. */
  recordings: number
  /** A recording that was looked at is not asked for again within this. */
  recordingsFresh: number
  /** A server is waited for that creates a meeting, or takes a document. */
  create: number
  /** Longest wait of a start for another starter of the same meeting. */
  startTimeout: number
  /** A free voice bridge is waited for. */
  bridgeTimeout: number
  /** Between two tries of the same thing. */
  retry: number
  /** The shortest pause between two wrong attempts of a secret, once there were too many. */
  tryPause: number
  /** Processes on one store tell each other who waits. */
  beat: number
  /** Guests let in at once, and then every second, when a meeting opens. */
  letInAtOnce: number
  letInPerSecond: number
  /** The body of a request is waited for, but for files. */
  body: number
}

export const usualPace: Pace = {
  poll: 5_000,
  hurriedPoll: 1_000,
  recordings: 60_000,
  recordingsFresh: 60_000,
  create: 10_000,
  startTimeout: 12_000,
  bridgeTimeout: 5_000,
  retry: 1_000,
  tryPause: 1_000,
  beat: 2_000,
  letInAtOnce: 20,
  letInPerSecond: 20,
  body: requestLimits.timeout,
}

/** The usual pace, with what the settings say of it. */
export function paceOf({ waiting }: Pick<Settings, 'waiting'>): Pace {
  return { ...usualPace, letInAtOnce: waiting.atOnce, letInPerSecond: waiting.perSecond }
}

/** The built client: its files, and what documents must name. */
export interface Assets {
  /** Serves the built files; what it does not know falls through. */
  routes: Hono
  /** Files that a public page loads. */
  publicHead(): { styles: string[]; scripts: string[]; preloads: string[] }
  /** The member's `index.html`, as built, which asks for the texts of a language at once. */
  memberDocument(language: Language): Promise<string>
}

/** The outside world of the proxy. */
export interface Environment {
  settings: Settings
  store: Store
  /** The files of presentations. */
  files: PresentationFiles
  fetch: typeof fetch
  /** Epoch milliseconds. */
  now: () => number
  random: { uuid(): string; bytes(count: number): Uint8Array }
  log: Logger
  pages: PublicPages
  assets: Assets
  pace: Pace
  /** The demo world runs: pages say so. */
  demo: boolean
}
