import { afterEach, describe, expect, test } from 'vitest'
import { type ProblemCode, problems } from '../../src/contract/problems.ts'
import type { Room } from '../../src/contract/rooms.ts'
import { b3scale } from '../../src/demo/bbb/persona.ts'
import { roomLimits, scheduleLimits } from '../../src/proxy/platform/limits.ts'
import { cleanUp, sqlite } from '../proxy/databases.ts'
import { deviceIn, form } from '../proxy/faults-world.ts'
import { ada, claimsOf, luc, openWorld, robin, sam, type World, type WorldOptions } from '../world.ts'
import { filesBelow } from './sources.ts'

/*
 * The list of problems is closed: each has words in both languages, and a request that provokes it. What
 * nobody can provoke does not belong in the list. That its call names it is held by `World.ask`.
 */
const retired = 'https://old.example.coop/realms/meet'

/** A body that begins, and never ends. */
function endlessJson() {
  const body = new ReadableStream({ start: (stream) => stream.enqueue(new TextEncoder().encode('{')) })
  return { body, duplex: 'half' as const, headers: { 'Content-Type': 'application/json' } }
}

/** A request, or some, whose last answer is the problem. */
type Provocation = (w: World) => Promise<Response>

const post =
  (path: string, json: unknown, as = ada) =>
  (w: World) =>
    w.ask(path, { method: 'POST', as, json })
const asBearer = (w: World, token: string) =>
  w.ask('/api/me', { headers: { Authorization: `Bearer ${token}` } })
const withClaims = (claims: Record<string, unknown>) => async (w: World) =>
  asBearer(w, await w.issuer.accessToken({ ...claimsOf(ada), ...claims }))
const seconds = () => Math.floor(Date.now() / 1000)

async function room(w: World, address = 'assembly'): Promise<Room> {
  return await (await post('/api/rooms', { name: 'Assembly', address })(w)).json()
}

async function start(w: World, json: object = {}): Promise<Response> {
  return await post('/api/rooms/assembly/start', json)(w)
}

async function upload(w: World, body: string): Promise<Response> {
  return await w.ask('/api/rooms/assembly/presentations?name=agenda.pdf', {
    method: 'POST',
    as: ada,
    body,
    headers: { 'Content-Type': 'application/octet-stream' },
  })
}

async function show(w: World, uploaded: Response): Promise<Response> {
  const { id } = await uploaded.json()
  return await w.ask(`/api/rooms/assembly/presentations/${id}/show`, { method: 'POST', as: ada })
}

/** A recording of Ada's that its server has not made yet. */
async function expectedRecording(w: World, formats = '[]'): Promise<void> {
  const { address } = await room(w)
  const { id, ownerId } = await w.store
    .selectFrom('rooms')
    .select(['id', 'ownerId'])
    .where('address', '=', address)
    .executeTakeFirstOrThrow()
  const unknown = { recordId: null, endedAt: null, minutes: null, checkedAt: null, lastSeenAt: null }
  const known = {
    roomId: id,
    ownerId,
    meetingId: 'foyer-m',
    server: 'de',
    name: 'Assembly',
    startedAt: 1,
  }
  const states = { state: 'expected', audience: 'hosts', absent: 0 } as const
  await w.store
    .insertInto('recordings')
    .values({ id: 'recording', ...known, ...unknown, ...states, formats })
    .execute()
}

const provocations: Record<ProblemCode, Provocation> = {
  // requests
  body_invalid: (w) =>
    w.ask('/api/rooms', {
      method: 'POST',
      as: ada,
      body: '{',
      headers: { 'Content-Type': 'application/json' },
    }),
  fields_invalid: post('/api/rooms', { name: '' }),
  origin_refused: (w) =>
    w.ask('/api/rooms', { method: 'POST', as: ada, json: {}, headers: { Origin: 'https://evil.example' } }),
  not_found: (w) => w.ask('/api/nothing-here'),
  method_not_allowed: (w) => w.ask('/api/rooms', { method: 'PUT', as: ada, json: {} }),
  body_late: (w) => w.ask('/api/rooms', { method: 'POST', as: ada, ...endlessJson() }),
  body_too_large: post('/api/rooms', { name: 'x'.repeat(70_000) }),
  content_type_unsupported: (w) =>
    w.ask('/api/rooms', {
      method: 'POST',
      as: ada,
      body: '<room/>',
      headers: { 'Content-Type': 'application/xml' },
    }),
  internal: async (w) => {
    await expectedRecording(w, 'damaged')
    return await w.ask('/api/recordings', { as: ada })
  },
  store_unavailable: async (w) => {
    await w.store.destroy()
    return await w.ask('/readyz')
  },

  // sign-in
  token_missing: (w) => w.ask('/api/me'),
  token_invalid: (w) => asBearer(w, 'garbage'),
  token_expired: withClaims({ iat: seconds() - 600, exp: seconds() - 300 }),
  token_too_large: (w) => asBearer(w, 'x'.repeat(33_000)),
  issuer_unknown: withClaims({ iss: 'https://elsewhere.example/realms/meet' }),
  issuer_retired: withClaims({ iss: retired }),
  audience_missing: withClaims({ aud: 'account' }),
  client_not_allowed: withClaims({ azp: 'another-client' }),
  subject_missing: withClaims({ sub: undefined }),
  clock_skew: withClaims({ iat: seconds() + 120, exp: seconds() + 300 }),
  sign_in_unreachable: async (w) => {
    w.issuer.down = true
    return await w.ask('/api/me', { as: ada })
  },
  not_admitted: (w) => w.ask('/api/rooms', { as: robin }),
  session_ended: async (w) => {
    const logout_token = await w.issuer.logoutToken({ sid: 'session' })
    await w.ask('/hooks/issuers/sso/logout', form({ logout_token }, null))
    return await withClaims({ sid: 'session' })(w)
  },
  logout_token_invalid: (w) => w.ask('/hooks/issuers/sso/logout', form({ logout_token: 'garbage' }, null)),
  not_operator: (w) => w.ask('/api/operator/access', { as: ada }),
  person_unknown: (w) =>
    w.ask('/api/operator/people/nobody', { method: 'PATCH', as: sam, json: { suspended: true } }),

  // organisations
  organisation_unknown: (w) => w.ask('/api/organisations/riverside', { as: ada }),
  member_unknown: (w) => w.ask('/api/organisations/riverside/members/nobody', { method: 'DELETE', as: sam }),
  member_listed: async (w) => {
    await post('/api/organisations/riverside/members', { email: 'robin@harbour.example' }, sam)(w)
    return await post('/api/organisations/riverside/members', { email: 'Robin@Harbour.example' }, sam)(w)
  },
  invitation_invalid: post('/api/organisations/riverside/accept', { secret: 'garbage', accept: true }, robin),
  invitation_taken: async (w) => {
    const added = await post('/api/organisations/riverside/members', { email: 'robin@x.example' }, sam)(w)
    const [, secret = ''] = (await added.json()).link.split('#')
    await post('/api/organisations/riverside/accept', { secret, accept: true }, robin)(w)
    return await post('/api/organisations/riverside/accept', { secret, accept: true }, luc)(w)
  },

  // rooms
  room_unknown: (w) => w.ask('/api/join/nobody-has-this'),
  room_closed: async (w) => {
    await room(w)
    await w.ask('/api/rooms/assembly', { method: 'DELETE', as: ada })
    return await w.ask('/api/join/assembly')
  },
  room_right_missing: async (w) => {
    await post('/api/rooms', { name: 'Office', address: 'office-1', ownedBy: 'organisation' })(w)
    return await w.ask('/api/rooms/office-1', { method: 'DELETE', as: { ...ada, subject: 'noor' } })
  },
  room_archived: async (w) => {
    await room(w)
    await w.ask('/api/rooms/assembly', { method: 'PATCH', as: ada, json: { archived: true } })
    return await start(w)
  },
  transfer_outside: async (w) => {
    await room(w)
    const formerly = { ...ada, groups: ['/members/atelier'] }
    return await post('/api/rooms/assembly/transfer', { organisation: true }, formerly)(w)
  },
  room_limit_reached: async (w) => {
    for (const name of ['One', 'Two', 'Three']) await post('/api/rooms', { name })(w)
    return await post('/api/rooms', { name: 'Four' })(w)
  },
  organisation_rooms_full: async (w) => {
    await post('/api/rooms', { name: 'One', ownedBy: 'organisation' }, luc)(w)
    return await post('/api/rooms', { name: 'Two', ownedBy: 'organisation' }, luc)(w)
  },
  pins_used_up: async (w) => {
    await room(w)
    const { id, ownerId } = await w.store
      .selectFrom('rooms')
      .select(['id', 'ownerId'])
      .executeTakeFirstOrThrow()
    const taken = { roomId: id, takenBy: ownerId, takenAt: 1, restsUntil: Date.now() + 60_000 }
    const pins = Array.from({ length: roomLimits.pinsPerPerson }, (_, n) => ({ pin: `x${n}`, ...taken }))
    await w.store.insertInto('pins').values(pins).execute()
    return await w.ask('/api/rooms/assembly/pin', { method: 'POST', as: ada })
  },
  addresses_full: async (w) => {
    await room(w)
    const { id } = await w.store.selectFrom('rooms').select('id').executeTakeFirstOrThrow()
    const former = Array.from({ length: roomLimits.addressesPerRoom }, (_, n) => `assembly-${n}`)
    const rows = former.map((address) => ({ address, roomId: id, createdAt: 1 }))
    await w.store.insertInto('roomAddresses').values(rows).execute()
    return await w.ask('/api/rooms/assembly', {
      method: 'PATCH',
      as: ada,
      json: { address: 'assembly-more' },
    })
  },
  daily_limit_reached: async (w) => {
    await room(w)
    const renew = () => w.ask('/api/rooms/assembly/pin', { method: 'POST', as: ada })
    for (let times = 1; times < roomLimits.pinsPerDay; times++) await renew()
    return await renew()
  },
  list_full: async (w) => {
    await room(w)
    const when = { start: '2099-12-01T14:00', timeZone: 'America/Toronto', minutes: 90 }
    const json = { title: '', message: '', ...when, repeat: 'none', ends: { kind: 'never' } }
    const schedule = () => post('/api/rooms/assembly/schedules', json)(w)
    for (let schedules = 0; schedules < scheduleLimits.perRoom; schedules++) await schedule()
    return await schedule()
  },
  address_taken: async (w) => {
    await room(w)
    return await post('/api/rooms', { name: 'Mine', address: 'assembly' }, luc)(w)
  },
  address_reserved: post('/api/rooms', { name: 'Mine', address: 'recordings' }),
  meeting_running: async (w) => {
    await room(w)
    await start(w)
    return await w.ask('/api/rooms/assembly', { method: 'DELETE', as: ada })
  },
  schedule_unknown: async (w) => {
    await room(w)
    return await w.ask('/api/rooms/assembly/schedules/nobody-scheduled-this', { method: 'DELETE', as: ada })
  },

  // presentations
  presentation_unknown: async (w) => {
    await room(w)
    return await w.ask('/api/rooms/assembly/presentations/unknown', { method: 'DELETE', as: ada })
  },
  presentations_full: async (w) => {
    await room(w)
    await upload(w, '%PDF-1.7')
    return await upload(w, '%PDF-1.7')
  },
  file_refused: async (w) => {
    await room(w)
    return await upload(w, 'no presentation')
  },
  no_meeting: async (w) => {
    await room(w)
    return await show(w, await upload(w, '%PDF-1.7'))
  },
  presentation_not_taken: async (w) => {
    await room(w)
    await start(w)
    // Whichever of them was seen first has the meeting.
    for (const server of [w.de, w.ca]) server.persona = b3scale
    return await show(w, await upload(w, '%PDF-1.7'))
  },

  // meetings
  no_server: async (w) => {
    w.de.fault = 'refuse'
    w.ca.fault = 'refuse'
    await room(w)
    return await start(w)
  },
  server_unreachable: async (w) => {
    await room(w)
    w.de.fault = 'create_answer_lost'
    return await start(w)
  },
  server_refused: async (w) => {
    await room(w)
    for (;;) {
      w.de.fault = 'none'
      w.ca.fault = 'none'
      await expect.poll(() => w.ask('/api/status').then((answer) => answer.text())).toContain('"up"')
      // Whichever of them was seen first.
      w.de.fault = 'internal_error'
      w.ca.fault = 'internal_error'
      const answer = await start(w)
      // On a slow machine a poll may come before the start: then there is no server to choose.
      if ((await answer.clone().json()).code !== 'no_server') return answer
    }
  },
  start_timeout: async (w) => {
    await provocations.server_unreachable(w)
    // Another process took over, and takes its time.
    await w.store
      .updateTable('meetings')
      .set({ leaseUntil: Date.now() + 60_000 })
      .execute()
    return await start(w)
  },
  ticket_invalid: async (w) => {
    await room(w)
    return await w.ask('/api/join/assembly/events?ticket=garbage')
  },

  members_only: async (w) => {
    await room(w)
    const json = { settings: { membersOnly: true } }
    await w.ask('/api/rooms/assembly', { method: 'PATCH', as: ada, json })
    return await w.ask('/api/join/assembly', { method: 'POST', json: { name: 'Lee' } })
  },
  host_link_invalid: async (w) => {
    await room(w)
    return await w.ask('/api/join/assembly/pass', { method: 'POST', json: { secret: 'garbage' } })
  },
  host_link_unknown: async (w) => {
    await room(w)
    return await w.ask('/api/rooms/assembly/hostLinks/nothing', { method: 'DELETE', as: ada })
  },
  too_many_attempts: async (w) => {
    await room(w)
    await w.ask('/api/rooms/assembly/accessCode', { method: 'PUT', as: ada, json: { kind: 'digits' } })
    const json = { name: 'Lee', accessCode: 'wrong' }
    for (let wrong = 0; wrong < 10; wrong++) await w.ask('/api/join/assembly', { method: 'POST', json })
    return await w.ask('/api/join/assembly', { method: 'POST', json })
  },

  // recordings
  no_meeting_lately: async (w) => {
    await room(w)
    return await w.ask('/api/join/assembly/feedback', { method: 'POST', json: { face: 'good' } })
  },
  too_busy: async (w) => {
    await room(w)
    const host = deviceIn(w)
    await host('/api/rooms/assembly/start', { method: 'POST', as: ada, json: {} })
    await w.store.updateTable('meetings').set({ openedAt: Date.now() }).execute()
    const give = () => host('/api/join/assembly/feedback', { method: 'POST', json: { face: 'good' } })
    // Two more are taken each second, so that how many it takes depends on the machine.
    let answer = await give()
    while (answer.ok) answer = await give()
    return answer
  },
  recording_unknown: (w) =>
    w.ask('/api/recordings/unknown/play', { method: 'POST', as: ada, json: { format: 'video' } }),
  recording_not_playable: async (w) => {
    await expectedRecording(w)
    return await w.ask('/api/recordings/recording/play', {
      method: 'POST',
      as: ada,
      json: { format: 'video' },
    })
  },

  // calls from BBB
  hook_invalid: (w) => w.ask('/hooks/bbb/de/meetings/foyer-m/ended?mark=forged'),
}

const codes = Object.keys(problems)
const settings: WorldOptions['settings'] = (yaml) =>
  `presentations: { perRoom: 1 }\n${yaml}`
    .replace(
      'issuers:\n',
      `issuers:\n    - { id: old, issuer: ${retired}, clientId: foyer, audience: foyer-api, state: retired }\n`,
    )
    .replace('limits: { record: false }', 'limits: { record: false, rooms: 1 }')

afterEach(cleanUp)

describe('every problem', () => {
  test.each(Object.entries(provocations))(
    '%s is provoked by a request, and tells no secret',
    async (code, provoke) => {
      const w = await openWorld({
        store: await sqlite().open(),
        settings,
        pace: { startTimeout: 400, tryPause: 60_000, body: 400 },
      })
      const answer = await provoke(w)
      const { ref, ...problem } = await answer.json()
      expect(problem).toMatchObject({ code, status: answer.status })
      expect(problems).toHaveProperty(code, answer.status)
      expect(answer.headers.get('Content-Type')).toBe('application/problem+json')
      expect(ref).toMatch(/^[2-9B-Z]{8}$/)
      expect(w.logged()).toContain(ref)
      expect(w.logged() + w.answered()).not.toContain('canary')
      await w.close()
    },
    60_000,
  )

  test.each(['en', 'fr'])('has a sentence in %s', (language) => {
    const [file] = filesBelow(`locales/${language}`, /\/problems\.json$/)
    const sentences: Record<string, string> = JSON.parse(file?.text ?? '{}')
    expect(Object.keys(sentences).sort()).toEqual(codes.toSorted())
    for (const sentence of Object.values(sentences)) expect(sentence).toMatch(/^\p{Lu}.+[.?!]$/u)
  })
})
