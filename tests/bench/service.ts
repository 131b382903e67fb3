import { serveSimulator } from '../../src/demo/bbb/serve.ts'
import { type E2eWorld, freePort, openE2eWorld } from '../e2e/world.ts'
import { createTestIssuer } from '../proxy/issuer.ts'
import type { BenchRequest } from './requests.ts'

/** Foyer as it runs, with a member who has ten rooms, in one of which a meeting runs. */
export interface Service {
  world: E2eWorld
  /** Headers of the member's calls. */
  member: Record<string, string>
  /** Headers of a guest's pages and calls, with the cookies of a device that was here before. */
  guest: Record<string, string>
  /** The room where a meeting runs, and one where none does. */
  open: string
  quiet: string
  close(): Promise<void>
}

/** What browsers send. */
const browser = {
  accept: '*/*',
  'accept-encoding': 'gzip, deflate, br, zstd',
  'accept-language': 'fr-CA,fr;q=0.9,en;q=0.8',
  'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
}

const rules = `
organisations:
  - id: riverside
    name: { en: Riverside Housing, fr: Riverside Housing }
    members: { groups: [/members/riverside] }
    limits: { roomsPerPerson: 20, participants: 100, minutes: 240, record: true }
    servers: [de, ca]
  - id: atelier
    name: { en: Atelier Mile-End, fr: Atelier Mile-End }
    members: { groups: [/members/atelier-mile-end] }
    servers: [ca, de]
operators: { groups: [/operators], issuers: [sso] }
`

/** @param database the address of a PostgreSQL; left out: the embedded database */
export async function openService(database?: string): Promise<Service> {
  const [foyerPort, issuerPort] = [await freePort(), await freePort()]
  const issuer = await createTestIssuer({ issuer: `http://127.0.0.1:${issuerPort}` })
  const signIn = await serveSimulator(issuer, { port: issuerPort, host: '127.0.0.1' })
  const world = await openE2eWorld({
    signIn: { issuer: issuer.issuer, foyerPort },
    rules,
    pinned: true,
    ...(database === undefined ? {} : { database }),
  })
  const token = await issuer.accessToken({
    sub: 'ada',
    name: 'Ada Osei',
    email: 'ada@example.org',
    email_verified: true,
    groups: ['/members/riverside', ...Array.from({ length: 9 }, (_, index) => `/teams/team-${index}`)],
    exp: Math.floor(Date.now() / 1000) + 3 * 60 * 60,
  })
  const member = { ...browser, authorization: `Bearer ${token}` }
  for (let room = 0; room < 10; room++) {
    await call(world, {
      path: '/api/rooms',
      method: 'POST',
      headers: member,
      body: JSON.stringify({ name: `Room ${room}`, address: `bench-room-${room}` }),
    })
  }
  const [open, quiet] = ['bench-room-0', 'bench-room-1']
  await beginMeeting(world, open, member)
  return {
    world,
    member,
    guest: { ...browser, cookie: await deviceOf(world, open) },
    open,
    quiet,
    async close() {
      await world.close()
      await signIn.close()
    },
  }
}

/** The host starts the meeting, goes in and stays. */
async function beginMeeting(world: E2eWorld, room: string, member: Record<string, string>): Promise<void> {
  const { url } = await (
    await call(world, { path: `/api/rooms/${room}/start`, method: 'POST', headers: member, body: '{}' })
  ).json()
  const joined = await fetch(url, { redirect: 'manual' })
  const cookie = joined.headers.get('Set-Cookie')?.split(';')[0] ?? ''
  await fetch(new URL(joined.headers.get('Location') ?? '', url), { headers: { cookie } })
  for (
    let attempts = 0;
    (await (await fetch(`${world.origin}/api/join/${room}`)).json()).state !== 'open';
    attempts++
  ) {
    if (attempts > 100) throw new Error('the meeting did not open')
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

async function deviceOf(world: E2eWorld, room: string): Promise<string> {
  const body = JSON.stringify({ name: 'Guest', consent: true })
  const answer = await call(world, { path: `/api/join/${room}`, method: 'POST', body })
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}

async function call(
  world: E2eWorld,
  { path, method = 'GET', headers = {}, body }: BenchRequest,
): Promise<Response> {
  const answer = await fetch(`${world.origin}${path}`, {
    method,
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: body ?? null,
  })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return answer
}
