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

interface Route {
  method: string
  /** With `{room}` and `{id}`, as OpenAPI names it. */
  path: string
  json?: object
  query?: string
  /** The body of the one call that is not JSON. */
  file?: string
  /**
   * Who may: anybody, whoever is signed in, whoever is signed in and has the link, those who are admitted, the room's host, the recording's owner, the
   * organisation's administrators and the operators, the operators alone.
   */
  who: 'anybody' | 'verified' | 'bearer' | 'member' | 'host' | 'owner' | 'administrator' | 'operator'
}

const routes: Route[] = [
  { method: 'GET', path: '/api/config', who: 'anybody' },
  { method: 'GET', path: '/api/status', who: 'anybody' },
  { method: 'GET', path: '/api/join/{room}', who: 'anybody' },
  { method: 'POST', path: '/api/join/{room}', json: { name: 'Zoé', consent: true }, who: 'anybody' },
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
  { method: 'GET', path: '/api/rooms/{room}', who: 'host' },
  { method: 'PATCH', path: '/api/rooms/{room}', json: { name: 'Changed' }, who: 'host' },
  { method: 'POST', path: '/api/rooms/{room}/restore', who: 'host' },
  { method: 'POST', path: '/api/rooms/{room}/start', json: {}, who: 'host' },
  { method: 'POST', path: '/api/rooms/{room}/end', who: 'host' },
  { method: 'GET', path: '/api/rooms/{room}/invitation', query: '?language=en', who: 'host' },
  { method: 'GET', path: '/api/rooms/{room}/recordings', who: 'host' },
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
  { method: 'DELETE', path: '/api/rooms/{room}', who: 'host' },
]

const settings = (yaml: string) =>
  yaml.replace(
    'members: { groups: [/members/riverside] }',
    'members: { groups: [/members/riverside] }\n    administrators: { groups: [/riverside/admins], issuers: [sso] }',
  )

function ask(
  w: World,
  { method, path, query = '', json, file }: Route,
  of: 'ours' | 'nobody',
  as?: TestPerson,
) {
  const [, noun = ''] = /^\/api\/(\w+)/.exec(path) ?? []
  const ours: Record<string, string> = { recordings: 'adas-recording', organisations: 'riverside' }
  const named =
    of === 'ours'
      ? { room: 'assembly', id: ours[noun] ?? 'unknown', member: 'unknown', presentation: 'adas-file' }
      : { room: 'nobody-has-this', id: 'unknown', member: 'unknown', presentation: 'unknown' }
  const address =
    path
      .replace('{room}', named.room)
      .replace('{id}', named.id)
      .replace('{member}', named.member)
      .replace('{presentation}', named.presentation) + query
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

/** Ada's room with a file, and a recording of hers that plays. */
async function adasThings(w: World): Promise<void> {
  await adasRoom(w, { recordingAllowed: true })
  const { id, owner_id } = await w.store
    .selectFrom('rooms')
    .select(['id', 'owner_id'])
    .executeTakeFirstOrThrow()
  const times = { created_at: 1, kept_at: 2, deleted_at: null }
  await w.store
    .insertInto('presentations')
    .values({
      id: 'adas-file',
      room_id: id,
      name: 'agenda.pdf',
      kind: 'pdf',
      bytes: 8,
      position: 0,
      ...times,
    })
    .execute()
  const formats = JSON.stringify([
    { type: 'presentation', url: 'https://de.example.coop/playback/x', minutes: 5 },
  ])
  await w.store
    .insertInto('recordings')
    .values({
      id: 'adas-recording',
      room_id: id,
      owner_id,
      meeting_id: 'foyer-m',
      server: 'de',
      record_id: 'r-1',
      name: 'Assembly',
      state: 'ready',
      audience: 'hosts',
      started_at: 1,
      ended_at: 2,
      minutes: 5,
      formats,
      absent: 0,
      checked_at: Date.now(),
      last_seen_at: Date.now(),
    })
    .execute()
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
      for (const route of routes.filter(({ who }) => who === 'host' || who === 'owner')) {
        const code = route.who === 'host' ? 'room_unknown' : 'recording_unknown'
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
      const hers = routes.filter(({ who }) => !['bearer', 'administrator', 'operator'].includes(who))
      for (const route of hers.filter(({ path }) => !/restore|events|start|show/.test(path))) {
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
