import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { ada, luc, robin, sam, type TestPerson, type World } from '../world.ts'
import { describeOnBoth } from './databases.ts'
import { adasRoom, inWorld } from './faults-world.ts'

/*
 * The table of rights: every route, as everybody. Whoever is no host of a room, or no owner of a recording,
 * gets the same answer for one that is there and one that is not.
 */
const neighbour: TestPerson = { subject: 'noor', name: 'Noor Haddad', groups: ['/members/riverside'] }
const administrator: TestPerson = {
  subject: 'kim',
  name: 'Kim Roy',
  groups: ['/members/riverside', '/riverside/admins'],
}
const strangers = { neighbour, luc, administrator, operator: sam }

const weekly = {
  title: '',
  message: '',
  start: '2090-01-03T14:00',
  timeZone: 'America/Toronto',
  minutes: 60,
  repeat: 'weekly',
  ends: { kind: 'never' },
}

interface Route {
  method: string
  /** With `{room}` and `{id}`, as OpenAPI names it. */
  path: string
  json?: object
  query?: string
  /** The body of the one call that is not JSON. */
  file?: string
  /**
   * Who may: anybody, whoever is signed in, whoever is signed in and has the link, those who are admitted, whoever
   * may start in the room, its hosts, its managers, whom an offer is for, the recording's owner, the organisation's administrators and the
   * operators, the operators alone.
   */
  who:
    | 'anybody'
    | 'verified'
    | 'bearer'
    | 'member'
    | 'starter'
    | 'host'
    | 'manager'
    | 'addressee'
    | 'owner'
    | 'administrator'
    | 'operator'
}

const routes: Route[] = [
  { method: 'GET', path: '/api/config', who: 'anybody' },
  { method: 'GET', path: '/api/status', who: 'anybody' },
  { method: 'GET', path: '/api/join/{room}', who: 'anybody' },
  { method: 'POST', path: '/api/join/{room}', json: { name: 'Zoé', consent: true }, who: 'anybody' },
  { method: 'POST', path: '/api/join/{room}/pass', json: { secret: 'adas-link.key' }, who: 'anybody' },
  { method: 'POST', path: '/api/join/{room}/feedback', json: { face: 'good' }, who: 'anybody' },
  { method: 'GET', path: '/api/join/{room}/events', query: '?ticket=garbage', who: 'anybody' },
  { method: 'GET', path: '/api/me', who: 'verified' },
  { method: 'POST', path: '/api/me/explanation', json: { idTokenClaims: ['groups'] }, who: 'verified' },
  { method: 'GET', path: '/api/me/events', who: 'verified' },
  {
    method: 'POST',
    path: '/api/organisations/{id}/accept',
    json: { secret: 'x', accept: false },
    who: 'bearer',
  },
  { method: 'GET', path: '/api/organisations/{id}', who: 'administrator' },
  {
    method: 'POST',
    path: '/api/organisations/{id}/members',
    json: { email: 'noor@riverside.example' },
    who: 'administrator',
  },
  {
    method: 'POST',
    path: '/api/organisations/{id}/members/{member}/link',
    who: 'administrator',
  },
  { method: 'DELETE', path: '/api/organisations/{id}/members/{member}', who: 'administrator' },
  { method: 'GET', path: '/api/operator/access', who: 'operator' },
  { method: 'GET', path: '/api/operator/feedback', who: 'operator' },
  { method: 'GET', path: '/api/operator/decisions', who: 'operator' },
  {
    method: 'PATCH',
    path: '/api/operator/people/{id}',
    json: { suspended: false },
    who: 'operator',
  },
  { method: 'GET', path: '/api/rooms', who: 'member' },
  { method: 'POST', path: '/api/rooms', json: { name: 'Another' }, who: 'member' },
  { method: 'GET', path: '/api/recordings', who: 'member' },
  { method: 'POST', path: '/api/rooms/{room}/pass', who: 'member' },
  { method: 'GET', path: '/api/rooms/{room}', who: 'starter' },
  { method: 'PATCH', path: '/api/rooms/{room}', json: { name: 'Changed' }, who: 'manager' },
  { method: 'POST', path: '/api/rooms/{room}/duplicate', json: { name: 'Another' }, who: 'host' },
  { method: 'POST', path: '/api/rooms/{room}/restore', who: 'manager' },
  { method: 'POST', path: '/api/rooms/{room}/start', json: {}, who: 'starter' },
  { method: 'POST', path: '/api/rooms/{room}/end', who: 'starter' },
  { method: 'GET', path: '/api/rooms/{room}/hostLinks', who: 'host' },
  {
    method: 'POST',
    path: '/api/rooms/{room}/hostLinks',
    json: { label: 'Camille', days: null },
    who: 'host',
  },
  { method: 'DELETE', path: '/api/rooms/{room}/hostLinks/{link}', who: 'host' },
  { method: 'PUT', path: '/api/rooms/{room}/accessCode', json: { kind: 'digits' }, who: 'host' },
  { method: 'DELETE', path: '/api/rooms/{room}/accessCode', who: 'host' },
  { method: 'POST', path: '/api/rooms/{room}/pin', who: 'host' },
  { method: 'GET', path: '/api/rooms/{room}/invitation', query: '?language=en', who: 'host' },
  { method: 'GET', path: '/api/rooms/{room}/recordings', who: 'host' },
  { method: 'GET', path: '/api/rooms/{room}/feedback', who: 'host' },
  { method: 'PUT', path: '/api/rooms/{room}/favourite', json: { favourite: true }, who: 'starter' },
  { method: 'GET', path: '/api/rooms/{room}/hosts', who: 'host' },
  { method: 'POST', path: '/api/rooms/{room}/hosts', json: { email: 'x@y.example' }, who: 'manager' },
  { method: 'DELETE', path: '/api/rooms/{room}/hosts/{person}', who: 'manager' },
  { method: 'POST', path: '/api/rooms/{room}/transfer', json: { email: 'x@y.example' }, who: 'manager' },
  { method: 'POST', path: '/api/rooms/{room}/offers/{offer}/link', who: 'manager' },
  { method: 'DELETE', path: '/api/rooms/{room}/offers/{offer}', who: 'manager' },
  { method: 'POST', path: '/api/offers', json: { secret: 'x', accept: true }, who: 'addressee' },
  { method: 'POST', path: '/api/offers/{offer}', json: { accept: true }, who: 'addressee' },
  { method: 'GET', path: '/api/rooms/{room}/schedules', who: 'host' },
  { method: 'POST', path: '/api/rooms/{room}/schedules', json: weekly, who: 'host' },
  { method: 'POST', path: '/api/rooms/{room}/schedules/preview', json: weekly, who: 'host' },
  { method: 'POST', path: '/api/rooms/{room}/schedules/feed', who: 'host' },
  { method: 'PATCH', path: '/api/rooms/{room}/schedules/{schedule}', json: weekly, who: 'host' },
  {
    method: 'PATCH',
    path: '/api/rooms/{room}/schedules/{schedule}/dates/{date}',
    json: { state: 'cancelled' },
    who: 'host',
  },
  { method: 'DELETE', path: '/api/rooms/{room}/schedules/{schedule}', who: 'host' },
  { method: 'GET', path: '/api/rooms/{room}/presentations', who: 'host' },
  {
    method: 'POST',
    path: '/api/rooms/{room}/presentations',
    query: '?name=agenda.pdf',
    file: '%PDF-1.7',
    who: 'host',
  },
  {
    method: 'PATCH',
    path: '/api/rooms/{room}/presentations/{presentation}',
    json: { position: 0 },
    who: 'host',
  },
  { method: 'DELETE', path: '/api/rooms/{room}/presentations/{presentation}', who: 'host' },
  { method: 'POST', path: '/api/rooms/{room}/presentations/{presentation}/restore', who: 'host' },
  { method: 'POST', path: '/api/rooms/{room}/presentations/{presentation}/show', who: 'host' },
  { method: 'PATCH', path: '/api/recordings/{id}', json: { audience: 'link' }, who: 'owner' },
  { method: 'POST', path: '/api/recordings/{id}/play', json: { format: 'presentation' }, who: 'owner' },
  { method: 'DELETE', path: '/api/rooms/{room}', who: 'manager' },
]

const settings = (yaml: string) =>
  yaml.replace(
    'members: { groups: [/members/riverside] }',
    'members: { groups: [/members/riverside] }\n    administrators: { groups: [/riverside/admins], issuers: [sso] }',
  )

/** What takes a place in a room. */
const inRoom = ['starter', 'host', 'manager']

/** Asks about Ada's things, about what nobody has, or about a room by its address. */
function ask(w: World, { method, path, query = '', json, file }: Route, of: string, as?: TestPerson) {
  const [, noun = ''] = /^\/api\/(\w+)/.exec(path) ?? []
  const ours: Record<string, string> = { recordings: 'adas-recording', organisations: 'riverside' }
  const named =
    of === 'ours'
      ? { room: 'assembly', id: ours[noun] ?? 'unknown' }
      : { room: of === 'nobody' ? 'nobody-has-this' : of, id: 'unknown' }
  const others: Record<string, string> = {
    ...named,
    schedule: 'adas-schedule',
    link: 'adas-link',
    presentation: 'adas-file',
    date: '2090-01-10',
  }
  const address = path.replace(/\{(\w+)\}/g, (_, key: string) => others[key] ?? 'unknown') + query
  const headers = { 'Content-Type': 'application/octet-stream' }
  return w.ask(address, {
    method,
    ...(json ? { json } : {}),
    ...(file ? { body: file, headers } : {}),
    ...(as ? { as } : {}),
  })
}

async function said(answer: Response): Promise<[number, string]> {
  if (answer.headers.get('Content-Type')?.startsWith('text/event-stream')) await answer.body?.cancel()
  return [answer.status, answer.status < 400 ? '' : (await answer.json()).code]
}

/** Ada's room with a file and a scheduled meeting, and a recording of hers that plays. */
async function adasThings(w: World): Promise<void> {
  await adasRoom(w, { recordingAllowed: true })
  const { id, ownerId } = await w.store
    .selectFrom('rooms')
    .select(['id', 'ownerId'])
    .executeTakeFirstOrThrow()
  const times = { createdAt: 1, keptAt: 2, deletedAt: null }
  await w.store
    .insertInto('presentations')
    .values({
      id: 'adas-file',
      roomId: id,
      name: 'agenda.pdf',
      kind: 'pdf',
      bytes: 8,
      position: 0,
      ...times,
    })
    .execute()
  const { ends, timeZone, ...schedule } = weekly
  await w.store
    .insertInto('schedules')
    .values({
      id: 'adas-schedule',
      roomId: id,
      ...schedule,
      repeat: 'weekly',
      timeZone,
      ends: JSON.stringify(ends),
      version: 0,
      createdAt: 1,
      changedAt: 1,
    })
    .execute()
  await w.store
    .insertInto('hostLinks')
    .values({
      id: 'adas-link',
      roomId: id,
      label: 'Camille',
      secretHash: createHash('sha256').update('key').digest('hex'),
      createdBy: ownerId,
      createdAt: 1,
    })
    .execute()
  await w.store
    .insertInto('calendars')
    .values({ roomId: id, name: 'adas-calendar', generation: 1, changedAt: 1 })
    .execute()
  const formats = JSON.stringify([
    { type: 'presentation', url: 'https://de.example.coop/playback/x', minutes: 5 },
  ])
  await w.store
    .insertInto('recordings')
    .values({
      id: 'adas-recording',
      roomId: id,
      ownerId,
      meetingId: 'foyer-m',
      server: 'de',
      recordId: 'r-1',
      name: 'Assembly',
      state: 'ready',
      audience: 'hosts',
      startedAt: 1,
      endedAt: 2,
      minutes: 5,
      formats,
      absent: 0,
      checkedAt: Date.now(),
      lastSeenAt: Date.now(),
    })
    .execute()
}

const getRoom: Route = { method: 'GET', path: '/api/rooms/{room}', who: 'starter' }

async function makeCoHost(w: World, person: TestPerson): Promise<void> {
  await w.ask('/api/rooms', { as: person })
  const [host, room] = await Promise.all([
    w.store
      .selectFrom('identities')
      .select('personId')
      .where('subject', '=', person.subject)
      .executeTakeFirstOrThrow(),
    w.store.selectFrom('rooms').select(['id', 'ownerId']).executeTakeFirstOrThrow(),
  ])
  const cohost = { roomId: room.id, addedBy: room.ownerId, addedAt: 1, ...host }
  await w.store.insertInto('cohosts').values(cohost).execute()
}

/** Every route of a room, as somebody with this place in it: what they may not is refused, and nothing done. */
async function expectRights(w: World, room: string, person: TestPerson, role: string | null): Promise<void> {
  const given = role === null ? 0 : inRoom.indexOf(role) + 1
  const ofRoom = routes.filter(({ who, path }) => inRoom.includes(who) && !path.endsWith('/restore'))
  for (const route of ofRoom) {
    const isGiven = inRoom.indexOf(route.who) < given
    // What is given to them is tried by other tests; deleting and starting would leave nothing to look at.
    if (isGiven && route.method !== 'GET') continue
    const answer = await said(await ask(w, route, room, person))
    const refusal = role === null ? [404, 'room_unknown'] : [403, 'room_right_missing']
    expect([person.name, room, route, ...answer]).toEqual([
      person.name,
      room,
      route,
      ...(isGiven ? [200, ''] : refusal),
    ])
  }
}

describeOnBoth('fault 33: somebody else’s things', (open) => {
  test('the table has every route of the API', async () => {
    await inWorld({ store: await open() }, async (w) => {
      const { paths } = await (await w.ask('/api/openapi.json')).json()
      const known = Object.entries<object>(paths).flatMap(([path, methods]) =>
        Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
      )
      const table = routes.map(({ method, path }) => `${method} ${path}`)
      expect(table.sort()).toEqual(known.filter((route) => route.includes(' /api/')).sort())
    })
  })

  test('a guest and a person who is not admitted are told what they lack, before anything else', async () => {
    await inWorld({ store: await open(), settings }, async (w) => {
      await adasThings(w)
      for (const route of routes.filter(({ who }) => who !== 'anybody')) {
        const refused =
          route.who === 'verified'
            ? [200, '']
            : route.who === 'bearer'
              ? [404, 'invitation_invalid']
              : [403, 'not_admitted']
        for (const of of ['ours', 'nobody'] as const) {
          expect([route, ...(await said(await ask(w, route, of)))]).toEqual([route, 401, 'token_missing'])
          expect([route, ...(await said(await ask(w, route, of, robin)))]).toEqual([route, ...refused])
        }
      }
    })
  })

  test('what is another’s and what is not there are answered alike, whatever power one has elsewhere', async () => {
    await inWorld({ store: await open(), settings }, async (w) => {
      await adasThings(w)
      for (const route of routes.filter(({ who }) => [...inRoom, 'owner'].includes(who))) {
        const code = route.who === 'owner' ? 'recording_unknown' : 'room_unknown'
        for (const [name, person] of Object.entries(strangers)) {
          const [foreign, unknown] = [
            await ask(w, route, 'ours', person),
            await ask(w, route, 'nobody', person),
          ]
          expect([name, route, ...(await said(foreign))]).toEqual([name, route, 404, code])
          expect([name, route, ...(await said(unknown))]).toEqual([name, route, 404, code])
        }
      }
      expect(await (await w.ask('/api/rooms/assembly', { as: ada })).json()).toMatchObject({
        name: 'Assembly',
      })
      const { recordings } = await (await w.ask('/api/recordings', { as: ada })).json()
      expect(recordings).toMatchObject([{ id: 'adas-recording', audience: 'hosts' }])
      expect(w.de.received.map(({ call }) => call)).not.toContain('create')
    })
  })

  test('each place in a room gives what belongs to it, and says what it lacks', async () => {
    await inWorld({ store: await open(), settings }, async (w) => {
      await adasThings(w)
      await makeCoHost(w, luc)
      const inOffice = { ownedBy: 'organisation', name: 'Office', address: 'office-hours' }
      await w.ask('/api/rooms', { method: 'POST', as: ada, json: inOffice })
      const accessible = [
        { of: 'assembly', person: luc, role: 'host', roleReason: 'co_host' },
        { of: 'office-hours', person: neighbour, role: 'host', roleReason: 'member' },
        { of: 'office-hours', person: administrator, role: 'manager', roleReason: 'administrator' },
        { of: 'office-hours', person: ada, role: 'manager', roleReason: 'creator' },
      ]
      for (const { of, person, ...place } of accessible) {
        expect(await (await w.ask(`/api/rooms/${of}`, { as: person })).json()).toMatchObject(place)
        await expectRights(w, of, person, place.role)
      }
      for (const person of [luc, sam]) await expectRights(w, 'office-hours', person, null)

      // A member who leaves the organisation loses what came from it.
      const formerly = { ...ada, groups: ['/members/atelier'] }
      await expectRights(w, 'office-hours', formerly, null)
      expect(await said(await ask(w, getRoom, 'assembly', formerly))).toEqual([200, ''])
    })
  })

  test('where members start, they start and moderate, and see no more', async () => {
    await inWorld({ store: await open(), settings }, async (w) => {
      await adasThings(w)
      const json = { settings: { membersStart: true, approval: true } }
      await w.ask('/api/rooms/assembly', { method: 'PATCH', as: ada, json })
      const seen = await (await w.ask('/api/rooms/assembly', { as: neighbour })).json()
      expect(seen).toMatchObject({ role: 'starter', roleReason: 'members_start', dialIn: null })
      expect((await (await w.ask('/api/rooms', { as: neighbour })).json()).rooms).toHaveLength(1)
      await expectRights(w, 'assembly', neighbour, 'starter')
      await expectRights(w, 'assembly', administrator, 'starter')
      await expectRights(w, 'assembly', luc, null)
      expect((await (await w.ask('/api/rooms', { as: luc })).json()).rooms).toEqual([])
      const playing = { method: 'POST', as: neighbour, json: { format: 'presentation' } }
      const played = await w.ask('/api/recordings/adas-recording/play', playing)
      expect(await said(played)).toEqual([404, 'recording_unknown'])
    })
  })

  test('a co-host plays the room’s recordings, and changes none', async () => {
    await inWorld({ store: await open(), settings }, async (w) => {
      await adasThings(w)
      await expect.poll(async () => (await (await w.ask('/api/status')).json()).servers[0].state).toBe('up')
      await makeCoHost(w, luc)
      const { recordings } = await (await w.ask('/api/rooms/assembly/recordings', { as: luc })).json()
      expect(recordings).toMatchObject([{ id: 'adas-recording' }])
      expect((await (await w.ask('/api/recordings', { as: luc })).json()).recordings).toEqual([])
      const [change, play] = routes.filter(({ who }) => who === 'owner')
      for (const [route, answer] of [
        [change, [403, 'room_right_missing']],
        [play, [200, '']],
      ] as const) {
        if (route) expect(await said(await ask(w, route, 'ours', luc))).toEqual(answer)
      }
    })
  })

  test('an organisation’s list is for its administrators and the operators, what operators see for them alone', async () => {
    await inWorld({ store: await open(), settings }, async (w) => {
      const ofOrganisation = routes.filter(({ who }) => who === 'administrator')
      const ofOperators = routes.filter(({ who }) => who === 'operator')
      for (const person of [ada, neighbour, luc]) {
        for (const route of ofOrganisation) {
          for (const of of ['ours', 'nobody'] as const) {
            expect([route, ...(await said(await ask(w, route, of, person)))]).toEqual([
              route,
              404,
              'organisation_unknown',
            ])
          }
        }
      }
      for (const person of [administrator, sam]) {
        for (const route of ofOrganisation) {
          const [, code] = await said(await ask(w, route, 'ours', person))
          expect(['', 'member_unknown', 'member_listed']).toContain(code)
          expect(await said(await ask(w, route, 'nobody', person))).toEqual([404, 'organisation_unknown'])
        }
      }
      for (const person of [ada, neighbour, luc, administrator]) {
        for (const route of ofOperators) {
          expect([route, ...(await said(await ask(w, route, 'ours', person)))]).toEqual([
            route,
            403,
            'not_operator',
          ])
        }
      }
      for (const route of ofOperators) {
        const [, code] = await said(await ask(w, route, 'ours', sam))
        expect(['', 'person_unknown']).toContain(code)
      }
    })
  })

  test('lists hold one’s own things only, and a room is made only in an organisation of one’s own', async () => {
    await inWorld({ store: await open(), settings }, async (w) => {
      await adasThings(w)
      for (const as of Object.values(strangers)) {
        expect((await (await w.ask('/api/rooms', { as })).json()).rooms).toEqual([])
        expect((await (await w.ask('/api/recordings', { as })).json()).recordings).toEqual([])
      }
      for (const as of [luc, sam]) {
        const json = { name: 'Another', organisation: 'riverside' }
        expect(await said(await w.ask('/api/rooms', { method: 'POST', as, json }))).toEqual([
          400,
          'fields_invalid',
        ])
      }
    })
  })

  test('Ada herself may do all of it', async () => {
    await inWorld({ store: await open(), settings }, async (w) => {
      await adasThings(w)
      await expect.poll(async () => (await (await w.ask('/api/status')).json()).servers[0].state).toBe('up')
      const hers = routes.filter(
        ({ who }) => !['bearer', 'addressee', 'administrator', 'operator'].includes(who),
      )
      for (const route of hers.filter(
        ({ path }) => !/restore|events|start|show|join\/.*feedback|\{offer\}|\{person\}/.test(path),
      )) {
        const [status, code] = await said(await ask(w, route, 'ours', ada))
        expect([route, status < 300, code]).toEqual([route, true, ''])
      }
      const restored = await w.ask('/api/rooms/assembly/restore', { method: 'POST', as: ada })
      expect(restored.status).toBe(200)
      const started = await w.ask('/api/rooms/assembly/start', { method: 'POST', as: ada, json: {} })
      expect(started.status).toBe(200)
    })
  })
})
