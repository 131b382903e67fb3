import { afterEach, expect, test } from 'vitest'
import { z } from 'zod'
import { calls } from '../../src/contract/calls.ts'
import { problems } from '../../src/contract/problems.ts'
import { cleanUp, sqlite } from '../proxy/databases.ts'
import { openWorld } from '../world.ts'
import { problemsNamed } from './calls.ts'

const OpenApi = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) })

afterEach(cleanUp)

async function described(): Promise<{ routes: string[]; document: string[] }> {
  const w = await openWorld({ store: await sqlite().open() })
  const { paths } = OpenApi.parse(await (await w.ask('/api/openapi.json')).json())
  await w.close()
  const document = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
  const routes = w.proxy
    .routes()
    .map((route) => route.replace(/:(\w+)/g, '{$1}'))
    .filter((route) => /^(?!ALL)\w+ \/(api|hooks|healthz|readyz)\b/.test(route))
    .filter((route) => route !== 'GET /api/openapi.json')
  return { routes: [...new Set(routes)].sort(), document: document.sort() }
}

test('every route for programs is in the OpenAPI document, and nothing else', async () => {
  const { routes, document } = await described()
  expect(routes.length).toBeGreaterThan(15)
  expect(document).toEqual(routes)
})

test('every call that the browser makes is one of them', async () => {
  const { document } = await described()
  const made = Object.values(calls).map(({ method, path }) => `${method} ${path}`)
  expect(made.length).toBeGreaterThan(50)
  expect(document).toEqual(expect.arrayContaining(made))
})

test('every call says how it refuses, by codes of the closed list', async () => {
  const w = await openWorld({ store: await sqlite().open() })
  const { document } = await described()
  for (const route of document) {
    const [method = '', path = ''] = route.split(' ')
    const named = (await problemsNamed(w.ask, { method, path })) ?? []
    expect([route, named.map(([status]) => status)]).toEqual([route, expect.arrayContaining(['500', '503'])])
    const takesBody = method !== 'GET'
    expect([route, named.some(([status]) => status === '415')]).toEqual([route, takesBody])
    for (const [status, codes] of named) {
      for (const code of codes) expect([code, String(Reflect.get(problems, code))]).toEqual([code, status])
    }
  }
  await w.close()
})
