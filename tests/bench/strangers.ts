import { scheduleLimits } from '../../src/proxy/platform/limits.ts'
import { type Asked, type Cost, costOf } from './costs.ts'
import { type Floor, openFloor } from './floor.ts'
import { processorTime } from './process.ts'
import { openRequester, type Requester } from './requests.ts'
import { openService, type Service } from './service.ts'
import { asTime, type Row } from './table.ts'

/** Ten milliseconds on a machine with 21,000 bare answers a second: what a request of nobody may cost at most. */
const tenMilliseconds = 210

/**
 * Processor time of requests that anybody can send, with or without a secret that is wrong, and of rooms in which as
 * much is scheduled as may be: in bare answers of the same minute.
 */
export async function* strangerRows(): AsyncGenerator<Row> {
  const service = await openService()
  const floor = await openFloor()
  const requester = openRequester()
  try {
    for (const [what, asked] of Object.entries(await requestsOf(service))) {
      yield rowOf(what, await processorOf(asked, service, floor, requester))
    }
    const { bare } = await processorOf(pageOf('/robots.txt'), service, floor, requester)
    yield rowOf('an event stream, opened and left', { own: await streamTime(service), bare })
  } finally {
    await requester.close()
    floor.close()
    await service.close()
  }
}

async function processorOf(
  asked: Asked,
  { world }: Service,
  floor: Floor,
  requester: Requester,
): Promise<Cost> {
  const served = { origin: world.origin, pid: world.pid() }
  return (await costOf(asked, served, { floor, requester })).processor
}

function rowOf(what: string, { own, bare }: Cost): Row {
  return {
    what: `${what}, in bare answers`,
    measured: asTime(own),
    floor: asTime(bare),
    figure: own / bare,
    budget: { most: tenMilliseconds },
  }
}

const pageOf = (path: string, status = 200, headers: Record<string, string> = {}): Asked => ({
  requests: [{ path, headers }],
  status,
})

async function requestsOf(service: Service): Promise<Record<string, Asked>> {
  const { world, member, guest, quiet } = service
  const get = (path: string, status = 200, headers = guest) => pageOf(path, status, headers)
  const form = (path: string, status: number, fields: Record<string, string>): Asked => ({
    requests: [
      {
        path,
        method: 'POST',
        headers: { ...guest, origin: world.origin, 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(fields).toString(),
      },
    ],
    status,
  })
  const scheduled = await scheduledRoom(service)
  const visits = Array.from({ length: 10_000 }, (_, visit) => ({
    path: `/${scheduled}?visit=${visit}`,
    headers: guest,
  }))
  const forged = `${member.authorization?.slice(0, -20)}${'A'.repeat(20)}`
  return {
    'a wrong access code': await wrongCodes(service),
    'Join without JavaScript': form(`/${quiet}`, 303, { name: 'Guest' }),
    'the waiting page': get(`/${quiet}/waiting?ticket=${await ticketOf(service)}`),
    'an event stream with a forged ticket': get(`/api/join/${quiet}/events?ticket=${'A'.repeat(400)}`, 400),
    'feedback of somebody who was not there': form(`/${quiet}/feedback`, 409, { face: 'good' }),
    'the source': get('/source.tar.gz'),
    "a recording's page that is not there": get('/recordings/6b0b9d0e-6e0c-4c55-8f6a-0d2a4f6d1c11', 404),
    'an old link': get('/b/abc-def-ghi', 404),
    'a forged token': get('/api/me', 401, { ...guest, authorization: forged }),
    'a forged logout token': form('/hooks/issuers/sso/logout', 400, {
      logout_token: forged.replace('Bearer ', ''),
    }),
    "the status page's JSON": get('/api/status'),
    'the colours': get('/brand.css'),
    'robots.txt': get('/robots.txt'),
    'join page of a full schedule, new': { requests: visits, status: 200 },
    "join's JSON of a full schedule": get(`/api/join/${scheduled}`),
    'calendar of a full schedule': get(`/${scheduled}/calendar.ics`),
  }
}

async function call(service: Service, method: string, path: string, body: object): Promise<Response> {
  const answer = await fetch(`${service.world.origin}${path}`, {
    method,
    headers: { ...service.member, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return answer
}

/** @returns the address of a room with as many weekly meetings as a room may schedule */
async function scheduledRoom(service: Service): Promise<string> {
  const address = 'bench-scheduled'
  await call(service, 'POST', '/api/rooms', { name: 'Planned', address })
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)
  for (let schedule = 0; schedule < scheduleLimits.perRoom; schedule++) {
    const start = `${tomorrow}T${String(schedule % 24).padStart(2, '0')}:00`
    const times = {
      start,
      timeZone: 'America/Toronto',
      minutes: 60,
      repeat: 'weekly',
      ends: { kind: 'never' },
    }
    await call(service, 'POST', `/api/rooms/${address}/schedules`, {
      title: `Circle ${schedule}`,
      message: '',
      ...times,
    })
  }
  return address
}

async function ticketOf({ world, guest, quiet }: Service): Promise<string> {
  const answer = await fetch(`${world.origin}/api/join/${quiet}`, {
    method: 'POST',
    headers: { ...guest, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Guest', consent: true }),
  })
  return (await answer.json()).ticket
}

/** Each from another network: one that tries again and again is soon heard no more, which costs less. */
async function wrongCodes(service: Service): Promise<Asked> {
  const address = 'bench-coded'
  await call(service, 'POST', '/api/rooms', { name: 'Coded', address })
  await call(service, 'PUT', `/api/rooms/${address}/accessCode`, { kind: 'letters' })
  let network = 0
  const requests = Array.from({ length: 2_000 }, () => ({
    path: `/api/join/${address}`,
    method: 'POST' as const,
    /** Read anew whenever the requests are handed to the thread that sends them. */
    get headers() {
      network += 1
      const from = `2001:db8:${(network >> 16).toString(16)}:${(network & 0xffff).toString(16)}::1`
      return { ...service.guest, 'content-type': 'application/json', 'x-forwarded-for': from }
    },
    body: JSON.stringify({ name: 'Guest', accessCode: 'wrong wrong' }),
  }))
  return { requests, status: 400 }
}

const streams = 500

/** Milliseconds of processor time for one stream, which its page leaves at once. */
async function streamTime(service: Service): Promise<number> {
  const { world, guest, quiet } = service
  const address = `${world.origin}/api/join/${quiet}/events?ticket=${await ticketOf(service)}`
  const openOne = async () => {
    const leaving = new AbortController()
    const answer = await fetch(address, { headers: guest, signal: leaving.signal })
    if (answer.status !== 200) throw new Error(`the stream: ${answer.status} ${await answer.text()}`)
    await answer.body?.getReader().read()
    leaving.abort()
  }
  for (let warmUp = 0; warmUp < streams; warmUp++) await openOne()
  const before = processorTime(world.pid())
  for (let stream = 0; stream < streams; stream++) await openOne()
  return ((processorTime(world.pid()) - before) * 1_000) / streams
}
