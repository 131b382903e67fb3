import { demoSettings } from '../../src/demo/settings.ts'
import { decide } from '../../src/proxy/access/decide.ts'
import { readSettings } from '../../src/proxy/platform/settings/settings.ts'
import { type Asked, type Cost, costOf, costOfComputing } from './costs.ts'
import { openFloor } from './floor.ts'
import { openRequester } from './requests.ts'
import { openService, type Service } from './service.ts'
import { asTime, type Row } from './table.ts'

/** Requests, and how many a second there must be at least, as a share of bare answers. */
interface Served extends Asked {
  what: string
  share: number
}

/** Of what was cheap enough on a machine with 21,000 bare answers a second: 2 and 10 milliseconds in bare answers. */
const twoMilliseconds = 42
const tenMilliseconds = 210

/**
 * What requests cost, each beside a bare answer of `node:http` in the same minute: how many a second there are, how long
 * one alone takes, and, of what anybody can ask for, processor time.
 */
export async function* servingRows(): AsyncGenerator<Row> {
  const service = await openService()
  const floor = await openFloor()
  const requester = openRequester()
  const served = { origin: service.world.origin, pid: service.world.pid() }
  const measure = (asked: Asked) => costOf(asked, served, { floor, requester })
  try {
    let joinPage = Number.NaN
    for (const asked of usual(service)) {
      const { clock, processor } = await measure(asked)
      if (asked.what === newPage) joinPage = processor.own
      yield shareRow(asked, clock)
    }
    for (const [what, asked] of Object.entries(entering(service))) {
      const { own, bare } = (await measure({ ...asked, connections: 1 })).clock
      yield { what, measured: asTime(own), floor: asTime(bare), figure: own / bare, budget: { most: 12 } }
    }
    const bare = await measure({ requests: [{ path: '/healthz' }], status: 200 })
    const decision = await costOfComputing(decisionAboutMany(), 50, { floor, requester })
    yield {
      what: 'a decision about 5,000 groups, in bare answers',
      measured: asTime(decision.own),
      floor: asTime(decision.bare),
      figure: decision.own / decision.bare,
      budget: { most: twoMilliseconds },
    }
    for (const [what, asked] of Object.entries(ofNobody(service))) {
      const { own } = (await measure(asked)).processor
      yield {
        what: `${what}, in join pages`,
        measured: asTime(own),
        floor: asTime(joinPage),
        figure: own / joinPage,
        budget: { most: (tenMilliseconds * bare.clock.bare) / joinPage },
      }
    }
  } finally {
    await requester.close()
    floor.close()
    await service.close()
  }
}

function shareRow({ what, share }: Served, { own, bare }: Cost): Row {
  return { what, measured: asTime(own), floor: asTime(bare), figure: bare / own, budget: { least: share } }
}

const newPage = 'join page, new'

/** What people ask all day. */
export function usual({ member, guest, quiet }: Service): Served[] {
  const get = (what: string, share: number, path: string, headers = guest) => ({
    what,
    share,
    requests: [{ path, headers }],
    status: 200,
  })
  // Nobody has seen a page whose address is another each time.
  const visits = Array.from({ length: 10_000 }, (_, visit) => ({
    path: `/${quiet}?visit=${visit}`,
    headers: guest,
  }))
  return [
    get('health', 0.4, '/healthz'),
    get('config', 0.35, '/api/config'),
    get("join's JSON", 0.15, `/api/join/${quiet}`),
    get('me', 0.1, '/api/me', member),
    get('a room', 0.1, `/api/rooms/${quiet}`, member),
    get('rooms list of ten', 0.08, '/api/rooms', member),
    get('join page, seen lately', 0.1, `/${quiet}`),
    { what: newPage, share: 0.02, requests: visits, status: 200 },
  ]
}

/** Ways into a meeting that runs: BBB is not asked then. */
function entering({ member, guest, open }: Service): Record<string, Asked> {
  const post = (path: string, headers: Record<string, string>, body: object): Asked => ({
    requests: [
      {
        path,
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      },
    ],
    status: 200,
  })
  return {
    'a join alone, in bare answers': post(`/api/join/${open}`, guest, { name: 'Guest', consent: true }),
    'a start alone, in bare answers': post(`/api/rooms/${open}/start`, { ...guest, ...member }, {}),
  }
}

/** What anybody can ask for, without any right. */
function ofNobody({ world, guest, quiet }: Service): Record<string, Asked> {
  const get = (path: string, status = 200): Asked => ({ requests: [{ path, headers: guest }], status })
  const post = (path: string, form: Record<string, string>): Asked => ({
    requests: [
      {
        path,
        method: 'POST',
        headers: {
          ...guest,
          origin: world.origin,
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: new URLSearchParams(form).toString(),
      },
    ],
    status: 303,
  })
  return {
    'home page': get('/'),
    'status page': get('/status'),
    'phone numbers': get('/phone'),
    "a room's phone page": get(`/${quiet}/phone`),
    'check of sound and camera': get(`/${quiet}/check`),
    'host link page': get(`/${quiet}/host`),
    calendar: get(`/${quiet}/calendar.ics`),
    'QR code as SVG': get(`/${quiet}/qr.svg`),
    'QR code as PNG': get(`/${quiet}/qr.png`),
    'OpenAPI document': get('/api/openapi.json'),
    'a page that is not there': get('/nothing/here/at/all', 404),
    'a room that is not there': get('/nowhere-at-all', 404),
    "the members' document": get('/sign-in'),
    'a typed link of 20,000 dots': post('/go', { link: '.'.repeat(20_000) }),
    'a change of language': post('/language', { language: 'fr', return: '/' }),
  }
}

/** @returns decides about a person with 5,000 groups, none of which any rule names */
function decisionAboutMany(): () => void {
  const settings = readSettings(demoSettings('http://localhost:3000', 3000, '/nowhere'), {
    FOYER_DEMO_SECRET: 'a-secret-that-is-long-enough-for-a-bench',
  })
  const claims = { groups: Array.from({ length: 5_000 }, (_, index) => `/members/équipe-${index}`) }
  const tables = { entries: [], suspended: false, idTokenClaims: null, othersHaveGroups: null, rooms: null }
  return () => decide({ issuer: 'demo', subject: 'ada', claims }, tables, settings)
}
