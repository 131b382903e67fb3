import { randomBytes, randomUUID } from 'node:crypto'
import { pino } from 'pino'
import { type Access, createAccess } from '../../src/proxy/access/access.ts'
import { createEndedSessions, type EndedSessions } from '../../src/proxy/access/ended-sessions.ts'
import { createTokenVerifier, type TokenVerifier } from '../../src/proxy/access/tokens.ts'
import { readSettings } from '../../src/proxy/platform/settings/settings.ts'
import type { Store } from '../../src/proxy/platform/store/database.ts'
import { createTestIssuer, type TestIssuer } from './issuer.ts'

/** The front door of sign-in: a request comes, and a person or a problem goes out. */
export interface AccessWorld {
  issuer: TestIssuer
  /** A second issuer, whose tokens count and whose groups give no power. */
  other: TestIssuer
  verifier: TokenVerifier
  ended: EndedSessions
  access: Access
  clock: { now: number }
  /** Addresses that were asked for and that nobody has. */
  strayRequests: string[]
  /** What was logged, as text. */
  logged(): string
  request(token?: string): Request
  /** How many issuers' keys are in the store. */
  keysStored(): Promise<number>
  /** Whether an issuer answered, as it is remembered over a restart. */
  issuerStateStored(issuer: string): Promise<string | undefined>
  /** The proxy is started again, on the same store. */
  restart(): void
  close(): void
}

export interface AccessOptions {
  /** The members' rule of the organisation, as YAML. */
  members?: string
  /** The first issuer's. */
  state?: 'active' | 'acceptOnly' | 'retired'
  algorithm?: 'ES256' | 'RS256' | 'PS256'
  /** The service's own. */
  language?: 'en' | 'fr-CA'
}

const begin = Date.UTC(2026, 10, 23, 12)

export async function openAccess(store: Store, options: AccessOptions = {}): Promise<AccessWorld> {
  const clock = { now: begin }
  const now = () => clock.now
  const issuer = await createTestIssuer({
    issuer: 'https://sso.example/realms/meet',
    now,
    algorithm: options.algorithm ?? 'ES256',
  })
  const other = await createTestIssuer({ issuer: 'https://other.example/realms/meet', now })
  const strayRequests: string[] = []
  const lines: string[] = []
  const settings = readSettings(settingsText(options), {})

  const fetchOutside: typeof fetch = async (input, init) => {
    const request = new Request(input, init)
    const asked = [issuer, other].find((candidate) => request.url.startsWith(candidate.issuer))
    if (asked) return await asked.fetch(request)
    strayRequests.push(request.url)
    throw new TypeError(`fetch failed: nobody is at ${request.url}`)
  }

  function start() {
    const log = pino({ level: 'debug' }, { write: (line) => void lines.push(line) })
    const ended = createEndedSessions({ store, now, log })
    const verifier = createTokenVerifier({
      ended,
      issuers: settings.signIn.issuers,
      store,
      fetch: fetchOutside,
      now,
      log,
    })
    const random = { uuid: randomUUID, bytes: (count: number) => randomBytes(count) }
    return { verifier, ended, access: createAccess({ settings, store, now, random, log, verifier }) }
  }

  const world: AccessWorld = {
    issuer,
    other,
    ...start(),
    clock,
    strayRequests,
    logged: () => lines.join(''),
    request: (token) =>
      new Request('https://meet.example/api/me', {
        headers: token === undefined ? {} : { Authorization: `Bearer ${token}` },
      }),
    keysStored: async () => (await store.selectFrom('issuerKeys').select('issuer').execute()).length,
    async issuerStateStored(name) {
      const row = await store
        .selectFrom('issuerStates')
        .select('state')
        .where('issuer', '=', name)
        .executeTakeFirst()
      return row?.state
    },
    close() {
      world.verifier.close()
      world.ended.close()
    },
    restart() {
      world.close()
      Object.assign(world, start())
    },
  }
  return world
}

const settingsText = ({
  members = '{ groups: [/members/riverside] }',
  state = 'active',
  language = 'en',
}: AccessOptions) => `
defaultLanguage: ${language}
publicUrl: https://meet.example
secret: a-secret-that-is-long-enough-for-tests
signIn:
  issuers:
    - { id: sso, issuer: https://sso.example/realms/meet, clientId: foyer, audience: foyer-api, state: ${state}, vouchesForEmail: true }
    - { id: other, issuer: https://other.example/realms/meet, clientId: foyer, audience: foyer-api, vouchesForEmail: true }
organisations:
  - id: riverside
    name: { en: Riverside, fr: Riverside }
    members: ${members}
    administrators: { groups: [/members/riverside/admins], issuers: [sso] }
operators: { groups: [/operators], issuers: [sso] }
servers:
  - { id: de, url: https://de.example/bigbluebutton, secret: s, name: { en: Germany, fr: Allemagne }, country: DE }
`
