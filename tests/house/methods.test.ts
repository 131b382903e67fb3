import { request } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { listen } from '../../src/proxy/runtime/listen.ts'
import { cleanUp, later, sqlite } from '../proxy/databases.ts'
import { ada, openWorld, type TestPerson, type World } from '../world.ts'
import { callsOf, everything, type Ids, rowsIn } from './calls.ts'

/* Every path of the running proxy, by every method: what it has not is refused with what it has. */

afterEach(cleanUp)

/** A path that is there, and the methods that its routes name. */
interface Place {
  path: string
  methods: string[]
  as: TestPerson
}

interface Route {
  method: string
  template: string
  path: string
  as: TestPerson
}

async function inHouse(story: (w: World, places: Place[], ids: Ids) => Promise<void>): Promise<void> {
  const w = await openWorld({ store: await sqlite().open() })
  later(w.close)
  const ids = await everything(w)
  const calls = await callsOf(w, ids)
  for (const { as } of calls) await w.ask('/api/me', { as })
  const called = calls.map(({ method, template, path, as }) => ({ method, template, path, as }))
  const places = Map.groupBy([...called, ...pagesOf(w, ids)], ({ template }) => template)
  await story(
    w,
    [...places.values()].flatMap(([first]) =>
      first ? [{ ...first, methods: methodsAt(first, [...places.values()].flat()) }] : [],
    ),
    ids,
  )
  expect(w.logged()).not.toContain('"msg":"failed"')
}

/** A path that is written out in a route is its alone; others may be taken by two (`schedules/preview`, `schedules/{schedule}`). */
function methodsAt({ template, path }: Route, routes: Route[]): string[] {
  const isWritten = !/[:{*]/.test(template)
  const pattern = (one: string) => new RegExp(`^${one.replace(/\{\w+\}|:\w+(\{.*\})?/g, '[^/]+')}$`)
  const asked = path.replace(/\?.*/, '')
  const same = routes.filter((one) =>
    isWritten ? one.template === template : pattern(one.template).test(asked),
  )
  return [...new Set(same.map(({ method }) => method))]
}

/** The documents and pictures, by the routes themselves. */
function pagesOf(w: World, ids: Ids): Route[] {
  const routes = w.proxy
    .routes()
    .filter((route) => /^(?!ALL)\w+ \/(?!api\/(?!openapi)|hooks|healthz|readyz)/.test(route))
  return [...new Set(routes)].map((route) => {
    const [method = '', template = ''] = route.split(' ')
    const id = template.startsWith('/recordings') ? ids.recording : ids.organisation
    const known: Record<string, string> = { ...ids, id, old: 'abc-def-ghi', format: 'presentation' }
    const path = template.startsWith('/calendars/')
      ? (ids.feed ?? '')
      : template.replace(/:(\w+)/g, (_, name: string) => known[name] ?? name)
    return { method, template, path, as: ada }
  })
}

const order = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

/** Whoever has GET has HEAD, and every path has OPTIONS. */
function allowOf({ methods }: Place): string {
  const all = new Set([...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'])
  return order.filter((method) => all.has(method)).join(', ')
}

test('a method that a path has not is refused with those that it has, and changes nothing', async () => {
  await inHouse(async (w, places) => {
    expect(places.length).toBeGreaterThan(70)
    const before = await rowsIn(w)
    for (const place of places) {
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND']) {
        if (place.methods.includes(method)) continue
        const answer = await w.ask(place.path, { method, as: place.as })
        const allow = answer.headers.get('Allow')
        expect([method, place.path, answer.status, allow]).toEqual([method, place.path, 405, allowOf(place)])
        const isForPrograms = /^\/(api|hooks|healthz|readyz)/.test(place.path)
        const type = isForPrograms ? 'application/problem+json' : 'text/html; charset=utf-8'
        expect([place.path, answer.headers.get('Content-Type')]).toEqual([place.path, type])
      }
      const options = await w.ask(place.path, { method: 'OPTIONS', as: place.as })
      expect([place.path, options.status, options.headers.get('Allow')]).toEqual([
        place.path,
        204,
        allowOf(place),
      ])
      expect(options.headers.get('Access-Control-Allow-Origin')).toBeNull()
    }
    expect(await rowsIn(w)).toEqual(before)
    for (const path of ['/api/nothing', '/no/thing/here/either', '/hooks/nothing']) {
      for (const method of ['GET', 'PUT', 'OPTIONS']) expect((await w.ask(path, { method })).status).toBe(404)
    }
  })
})

test('HEAD is answered like GET, has no body and no effect', async () => {
  await inHouse(async (w, places) => {
    const before = await rowsIn(w)
    const heads: Response[] = []
    const read = places.filter(({ methods }) => methods.includes('GET'))
    const asked = (path: string) => path.replace('ended?', 'ended?recordingmarks=false&')
    for (const { path, as } of read) {
      const head = await w.ask(asked(path), { method: 'HEAD', as })
      expect([path, head.body]).toEqual([path, null])
      heads.push(head)
    }
    expect(await rowsIn(w)).toEqual(before)
    expect((await (await w.ask('/api/rooms/assembly', { as: ada })).json()).waiting).toBe(0)
    for (const [at, { path, as }] of read.entries()) {
      const got = await w.ask(asked(path), { as })
      await got.body?.cancel()
      const about = ({ status, headers }: Response) => [status, headers.get('Content-Type')]
      expect([path, ...about(heads[at] ?? Response.error())]).toEqual([path, ...about(got)])
    }
  })
})

test('five thousand HEADs on event streams leave nobody waiting', async () => {
  await inHouse(async (w, _places, ids) => {
    const stream = `/api/join/assembly/events?ticket=${ids.ticket}`
    for (let count = 0; count < 5_000; count++) {
      expect((await w.proxy.fetch(new Request(`http://localhost${stream}`, { method: 'HEAD' }))).status).toBe(
        200,
      )
    }
    const { waiting, people } = await (await w.ask('/api/rooms/assembly', { as: ada })).json()
    expect([waiting, people.waiting]).toEqual([0, []])
  })
})

test('TRACE, which no fetch sends, is refused at the port', async () => {
  await inHouse(async (w, places) => {
    const server = await listen(w.proxy.fetch, { host: '127.0.0.1', port: 0 })
    later(() => server.close(0))
    for (const place of places) {
      const { status, allow, body } = await trace(server.port, place.path)
      expect([place.path, status, allow]).toEqual([place.path, 405, allowOf(place)])
      expect(body).not.toContain('canary-header')
    }
  })
})

function trace(port: number, path: string): Promise<{ status: number; allow: string; body: string }> {
  return new Promise((resolve, reject) => {
    const headers = { 'X-Secret': 'canary-header' }
    const asked = request({ host: '127.0.0.1', port, method: 'TRACE', path, headers }, (answer) => {
      let body = ''
      answer.setEncoding('utf8')
      answer.on('data', (piece) => {
        body += piece
      })
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, allow: answer.headers.allow ?? '', body }),
      )
    })
    asked.on('error', reject)
    asked.end()
  })
}
