import { type BbbSimulator, createBbbSimulator } from '../../src/demo/bbb/simulator.ts'
import { readSettings, type Settings } from '../../src/proxy/platform/settings/settings.ts'
import type { StoreOptions } from '../../src/proxy/platform/store/database.ts'
import { examine } from '../../src/proxy/runtime/doctor/examine.ts'
import { isAnythingWrong, report } from '../../src/proxy/runtime/doctor/report.ts'
import { later, sqlite } from './databases.ts'
import { createTestIssuer, type TestIssuer } from './issuer.ts'

/** Secrets that must never be shown. */
const canaries = {
  secret: 'canary-foyer-secret-0123456789abcdef',
  de: 'canary-bbb-de-secret-0123456789abcdef',
}

/** An issuer, a BBB server and a database, as the doctor of one Foyer sees them. */
export interface DoctorWorld {
  issuer: TestIssuer
  de: BbbSimulator
  clock: { now: number }
  place: StoreOptions
  /** Hosts that take a question and never answer. */
  hanging: Set<string>
  /** Hosts that cannot be reached, by the code of Node or undici. */
  unreachable: Map<string, string>
  /** What the command prints, and whether it ends in 1. */
  examine(options?: Visit): Promise<{ text: string; wrong: boolean }>
}

export interface Visit {
  /** Other YAML than usual. */
  settings?: (yaml: string) => string
  /** What is on standard input. */
  token?: string
}

const begin = Date.UTC(2026, 10, 23, 12)

export async function openDoctorWorld(place?: StoreOptions): Promise<DoctorWorld> {
  const clock = { now: begin }
  const now = () => clock.now
  const issuer = await createTestIssuer({ issuer: 'https://sso.example.coop/realms/meet', now })
  issuer.clock = now
  const de = createBbbSimulator({
    publicUrl: 'https://bbb.example.coop/',
    secret: canaries.de,
    name: 'Germany',
    fetch: async () => Promise.reject(new TypeError('fetch failed')),
    now,
  })
  later(async () => de.close())

  const world: DoctorWorld = {
    issuer,
    de,
    clock,
    place: place ?? (await sqlite().place()),
    hanging: new Set(),
    unreachable: new Map(),
    async examine({ settings = (yaml: string) => yaml, token }: Visit = {}) {
      const parts = { fetch: fetchOutside, now, timeout: 1_000 }
      const groups = await examine(readAt(world.place, settings(settingsText)), token ?? null, parts)
      return { text: report(groups), wrong: isAnythingWrong(groups) }
    },
  }

  const fetchOutside: typeof fetch = async (input, init) => {
    const request = new Request(input, init)
    const { host } = new URL(request.url)
    const code = world.unreachable.get(host)
    if (code) throw new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) })
    if (world.hanging.has(host)) return await untilGivenUp(init?.signal ?? request.signal)
    if (host === 'sso.example.coop') return await issuer.fetch(request)
    if (host === 'bbb.example.coop') return await de.fetch(request)
    throw new TypeError('fetch failed', { cause: Object.assign(new Error(host), { code: 'ENOTFOUND' }) })
  }
  return world
}

/** @param signal the caller's own: a Request's is only held weakly, and may never fire once the Request is collected */
function untilGivenUp(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}

function readAt({ database, dataDir }: StoreOptions, yaml: string): Settings | Error {
  try {
    return { ...readSettings(yaml, {}), database, dataDir }
  } catch (error) {
    return new Error(`foyer.yaml cannot be used:\n${error instanceof Error ? error.message : error}`)
  }
}

const settingsText = `
publicUrl: https://meet.example.coop
secret: ${canaries.secret}
signIn:
  issuers:
    - { id: sso, issuer: "https://sso.example.coop/realms/meet", clientId: foyer, audience: foyer-api, state: active, vouchesForEmail: true }
organisations:
  - { id: riverside, name: Riverside, members: { groups: [/members/riverside] } }
  - { id: atelier, name: Atelier, members: { groups: [/members/atelier] } }
operators: { groups: [/operators], issuers: [sso] }
servers:
  - { id: de, url: "https://bbb.example.coop/bigbluebutton/", secret: ${canaries.de}, name: Germany, country: DE }
`
