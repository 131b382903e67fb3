import { randomBytes, randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Hono } from 'hono'
import { type DestinationStream, pino } from 'pino'
import { createPublicPages } from '../src/app/public/render.tsx'
import { type BbbSimulator, createBbbSimulator } from '../src/demo/bbb/simulator.ts'
import { type Environment, usualPace } from '../src/proxy/platform/environment/environment.ts'
import { readSettings } from '../src/proxy/platform/settings/settings.ts'
import type { Store } from '../src/proxy/platform/store/database.ts'
import { createProxy, type Proxy as FoyerProxy } from '../src/proxy/proxy.ts'
import { presentationFolder } from '../src/proxy/runtime/presentation-files.ts'
import { holdToContract } from './contract.ts'
import { createTestIssuer, type TestIssuer } from './proxy/issuer.ts'

/** Secrets that must never be seen outside: every test looks for them where it can. */
export const canaries = {
  secret: 'canary-foyer-secret-0123456789abcdef',
  de: 'canary-bbb-de-secret-0123456789abcdef',
  ca: 'canary-bbb-ca-secret-0123456789abcdef',
}

export const origins = {
  foyer: 'http://localhost:3999',
  issuer: 'https://sso.example.coop',
  de: 'https://de.example.coop',
  ca: 'https://ca.example.coop',
}

export interface TestPerson {
  subject: string
  name: string
  /** Left out: the token has no such claim. */
  groups?: string[]
  email?: string
  /** More or other claims. */
  claims?: Record<string, unknown>
  /** Claims that only the ID token has. */
  idTokenOnly?: Record<string, unknown>
}

export const ada: TestPerson = { subject: 'ada', name: 'Ada Osei', groups: ['/members/riverside'] }
export const luc: TestPerson = { subject: 'luc', name: 'Luc Tremblay', groups: ['/members/atelier'] }
export const robin: TestPerson = { subject: 'robin', name: 'Robin Hale', groups: ['/members/harbour'] }

/** An operator. */
export const sam: TestPerson = { subject: 'sam', name: 'Sam Nguyen', groups: ['/operators'] }

/** Foyer as it runs, in one process: the real proxy over an in-memory world of two BBB servers and an issuer. */
export interface World {
  proxy: FoyerProxy
  store: Store
  de: BbbSimulator
  ca: BbbSimulator
  issuer: TestIssuer
  /** What the proxy logged, as text. */
  logged(): string
  /** Every answer's body that went through `ask`, as text. */
  answered(): string
  /** A request to the proxy, by path; `from` is the address at the other end of the connection. */
  ask(
    path: string,
    init?: RequestInit & { as?: TestPerson; json?: unknown; from?: string },
  ): Promise<Response>
  /** A browser opens an address at BBB, follows it in, and stays. */
  openAtBbb(url: string): Promise<{ status: number; text: string; cookie: string; url: string }>
  /** Presses a button of the stand-in meeting page. */
  pressAtBbb(page: { text: string; cookie: string; url: string }, label: RegExp): Promise<Response>
  close(): Promise<void>
}

export interface WorldOptions {
  store: Store
  /** More or other YAML at the end of the settings. */
  settings?: (yaml: string) => string
  pace?: Partial<Environment['pace']>
  now?: () => number
  timeScale?: number
  /** The issuer of another world, whose store this one shares. */
  issuer?: TestIssuer
  /** Another world whose servers and issuer this one shares, as a second process does. */
  beside?: World
  /** The built client, instead of the renderer's source and stand-ins for its files. */
  pages?: Environment['pages']
  assets?: Environment['assets']
  /** Where presentations lie, instead of a folder of this world's own. */
  files?: Environment['files']
}

export async function openWorld(options: WorldOptions): Promise<World> {
  const now = options.now ?? Date.now
  const lines: string[] = []
  const bodies: string[] = []
  const issuer =
    options.beside?.issuer ??
    options.issuer ??
    (await createTestIssuer({ issuer: `${origins.issuer}/realms/meet`, now }))
  const fetchOutside = outsideFetch(() => ({ de, ca, issuer, proxy }))
  const [de, ca] = (['de', 'ca'] as const).map(
    (id) =>
      options.beside?.[id] ??
      createBbbSimulator({
        publicUrl: `${origins[id]}/`,
        secret: canaries[id],
        name: id === 'de' ? 'Germany' : 'Canada',
        fetch: fetchOutside,
        now,
        timeScale: options.timeScale ?? 60,
      }),
  ) as [BbbSimulator, BbbSimulator]
  const destination: DestinationStream = { write: (line) => void lines.push(line) }
  const folder = path.join(tmpdir(), `foyer-presentations-${randomUUID()}`)
  const settings = (options.settings ?? ((yaml) => yaml))(worldSettings)
  const proxy: FoyerProxy = createProxy({
    settings: readSettings(settings, {
      FOYER_SECRET: canaries.secret,
      BBB_DE_SECRET: canaries.de,
      BBB_CA_SECRET: canaries.ca,
    }),
    store: options.store,
    files: options.files ?? presentationFolder(folder, true),
    fetch: fetchOutside,
    now,
    random: { uuid: randomUUID, bytes: (count) => randomBytes(count) },
    log: pino({ level: 'debug' }, destination),
    pages: options.pages ?? createPublicPages(),
    assets: options.assets ?? {
      routes: new Hono(),
      publicHead: noHead,
      memberDocument: async () => memberHtml,
    },
    pace: { ...usualPace, poll: 40, hurriedPoll: 20, retry: 20, bridgeTimeout: 100, ...options.pace },
    demo: false,
  })

  return {
    proxy,
    store: options.store,
    de,
    ca,
    issuer,
    logged: () => lines.join(''),
    answered: () => bodies.join('\n'),
    async ask(path, init = {}) {
      const { as, json, from = '127.0.0.1', ...rest } = init
      const headers = new Headers(rest.headers)
      if (as) headers.set('Authorization', `Bearer ${await issuer.accessToken(claimsOf(as))}`)
      if (json !== undefined) headers.set('Content-Type', 'application/json')
      const body = json === undefined ? rest.body : JSON.stringify(json)
      const request = new Request(`${origins.foyer}${path}`, {
        redirect: 'manual',
        ...rest,
        headers,
        body: body ?? null,
      })
      const answer = await proxy.fetch(request, from)
      if (!answer.headers.get('Content-Type')?.startsWith('text/event-stream'))
        bodies.push(await answer.clone().text())
      await holdToContract(request.method, path, answer)
      return answer
    },
    openAtBbb: (url) => openAtBbb(url, fetchOutside),
    pressAtBbb: (page, label) => pressAtBbb(page, label, fetchOutside),
    async close() {
      proxy.close()
      if (!options.beside) for (const server of [de, ca]) server.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The claims of a person's access token, as Keycloak writes them. */
export function claimsOf(person: TestPerson): Record<string, unknown> {
  return {
    sub: person.subject,
    name: person.name,
    groups: person.groups,
    email: person.email,
    email_verified: true,
    ...person.claims,
  }
}

async function openAtBbb(url: string, fetchOutside: typeof fetch) {
  const joined = await fetchOutside(url, { redirect: 'manual' })
  const location = joined.headers.get('Location')
  const cookie = joined.headers.get('Set-Cookie')?.split(';')[0] ?? ''
  if (!location) return { status: joined.status, text: await joined.text(), cookie, url }
  const page = await fetchOutside(new URL(location, url).href, {
    headers: { Cookie: cookie },
    redirect: 'manual',
  })
  return { status: page.status, text: await page.text(), cookie, url: new URL(location, url).href }
}

interface Outside {
  de: BbbSimulator
  ca: BbbSimulator
  issuer: TestIssuer
  proxy: FoyerProxy
}

/** The network: each origin is answered by what stands there, anything else does not exist. */
function outsideFetch(outside: () => Outside): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init)
    const { de, ca, issuer, proxy } = outside()
    switch (new URL(request.url).origin) {
      case origins.de:
        return await de.fetch(request)
      case origins.ca:
        return await ca.fetch(request)
      case origins.issuer:
        return await issuer.fetch(request)
      case origins.foyer:
        return await proxy.fetch(request)
      default:
        throw new TypeError(`fetch failed: nobody is at ${request.url}`)
    }
  }
}

const noHead = () => ({ styles: [], scripts: ['/assets/public.js'], preloads: [] })
const memberHtml =
  '<!doctype html><html lang="en"><head><title>Foyer</title><!--foyer-boot--></head><body><div id="root"></div></body></html>'

/** Two organisations, two servers (Germany preferred by one, Canada by the other), one issuer. */
const worldSettings = `
publicUrl: ${origins.foyer}
secret: \${FOYER_SECRET}
brand: { name: { en: Meet, fr: Rencontres }, colour: "#2b6cb0" }
defaultLanguage: en
support: { email: help@example.org }
signIn:
  issuers:
    - { id: sso, issuer: ${origins.issuer}/realms/meet, clientId: foyer, audience: foyer-api, vouchesForEmail: true, label: { en: Co-op sign-in, fr: Connexion de la coop } }
organisations:
  - id: riverside
    name: { en: Riverside Housing, fr: Habitations Riverside }
    members: { groups: [/members/riverside] }
    limits: { roomsPerPerson: 3, participants: 50, minutes: 240, record: true }
    servers: [de, ca]
  - id: atelier
    name: { en: Atelier Mile-End, fr: Atelier Mile-End }
    members: { groups: [/members/atelier] }
    limits: { record: false }
    servers: [ca, de]
operators: { groups: [/operators], issuers: [sso] }
servers:
  - id: de
    url: ${origins.de}/bigbluebutton/
    secret: \${BBB_DE_SECRET}
    name: { en: Germany, fr: Allemagne }
    country: DE
    recordingHosts: [de.example.coop]
    dialIn: { hash: true, numbers: [{ number: "+49 30 1234567", country: DE }] }
  - id: ca
    url: ${origins.ca}/bigbluebutton/
    secret: \${BBB_CA_SECRET}
    name: { en: Canada, fr: Canada }
    country: CA
    recordingHosts: [ca.example.coop]
    dialIn: { hash: false, numbers: [{ number: "+1 514 555-0123", country: CA }] }
`

/** Posts the form whose button has this label, as a browser without JavaScript does. */
async function pressAtBbb(
  page: { text: string; cookie: string; url: string },
  label: RegExp,
  fetchOutside: typeof fetch,
): Promise<Response> {
  for (const [, action = '', inside = ''] of page.text.matchAll(
    /<form[^>]*action="([^"]+)"[^>]*>(.*?)<\/form>/gs,
  )) {
    const button = /<button[^>]*>(.*?)<\/button>/s.exec(inside)?.[1] ?? ''
    if (!label.test(button)) continue
    const fields = [...inside.matchAll(/<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"/g)].map(
      ([, name = '', value = '']) => [name, value],
    )
    return await fetchOutside(new URL(action, page.url), {
      method: 'POST',
      body: new URLSearchParams(Object.fromEntries(fields)).toString(),
      headers: { Cookie: page.cookie, 'Content-Type': 'application/x-www-form-urlencoded' },
      redirect: 'manual',
    })
  }
  throw new Error(`no button ${label} on ${page.url}:\n${page.text}`)
}
