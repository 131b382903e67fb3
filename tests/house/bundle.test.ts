import { existsSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import path from 'node:path'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { builtAssets } from '../../src/proxy/runtime/assets.ts'
import { builtPages } from '../../src/proxy/runtime/pages.ts'
import { cleanUp, sqlite } from '../proxy/databases.ts'
import { ada, openWorld, type World } from '../world.ts'
import { filesBelow, root } from './sources.ts'

/* What browsers load, as `npm run build` left it. */

const client = path.join(root, 'dist/client')

beforeAll(() => {
  if (!existsSync(path.join(root, 'dist/built'))) throw new Error('The client is not built: npm run build')
})
afterEach(cleanUp)

describe('the built client', () => {
  test('knows nothing of BBB and nothing of Node', () => {
    const forbidden = /checksum|returncode|attendeePW|moderatorPW|["'`]node:/
    const found = filesBelow('dist/client', /\.(js|css|html)$/).flatMap(({ path, text }) => {
      const word = forbidden.exec(text)
      return word ? [`${path}: ${text.slice(Math.max(0, word.index - 40), word.index + 40)}`] : []
    })
    expect(found).toEqual([])
  })

  test.each([
    ['react-router', /useNavigate|createBrowserRouter|RouterProvider/],
    ['react-query', /refetchOnWindowFocus/],
    ['oidc-client-ts', /code_verifier/],
    ['react-aria', /data-react-aria|react-aria-|usePress/],
  ])("has %s in the member's pages, and not in what public pages load", async (_library, trace) => {
    const w = await builtWorld()
    const loaded = await loadedBy(w, await joinPage(w))
    await w.close()
    const scripts = filesBelow('dist/client', /\.js$/)
    expect(scripts.some(({ text }) => trace.test(text))).toBe(true)
    expect([...loaded].filter(([, text]) => trace.test(text)).map(([address]) => address)).toEqual([])
  })
})

describe('the schemas of the contract', () => {
  const trace = /safeParse|invalid_type/

  test('are a piece of their own, and no other file has any of them', () => {
    const files = filesBelow('dist', /\.js$/).filter(({ text }) => trace.test(text))
    expect(new Set(files.map(({ path }) => path))).toEqual(
      new Set([schemas('public'), schemas('member')].map((address) => `dist/client${address}`)),
    )
    // What is left of the table of endpoints.
    const calling = filesBelow('dist', /\.js$/).filter(({ text }) => text.includes('/api/rooms/{room}/pin'))
    expect(calling.map(({ path }) => path.replace(/-.*/, ''))).toEqual(
      expect.arrayContaining([
        'dist/client/assets/base',
        'dist/client/assets/public',
        'dist/server/render.js',
      ]),
    )
  })

  test('are loaded by no page, unless it asks for them', () => {
    for (const build of ['public', 'member'] as const) {
      const pieces = Object.values(manifestOf(build))
      const loading = pieces.filter(({ imports = [] }) => imports.includes(schemasSource))
      expect(loading).toEqual([])
      expect(manifestOf(build)[schemasSource]?.isDynamicEntry).toBe(true)
    }
  })
})

describe('the built renderer of public pages', () => {
  test('is the production build of React, whatever NODE_ENV says, and loads nothing but Node', () => {
    const files = filesBelow('dist/server', /\.js$/)
    const development = /\.development\.js|jsxDEV|process\.env\.NODE_ENV|unique "key" prop/
    const loaded =
      /\bfrom\s*["']([^"'.][^"']*)["']|^import\s*["']([^"'.][^"']*)["']|require\(["']([^"'.]+)["']\)/gm
    const modules = files.flatMap(({ text }) =>
      [...text.matchAll(loaded)].map((found) => found.slice(1).join('')),
    )
    expect(files.filter(({ text }) => development.test(text)).map(({ path }) => path)).toEqual([])
    expect(modules.filter((name) => !isBuiltin(name))).toEqual([])
    expect(modules.length).toBeGreaterThan(0)
  })
})

describe('the join page, first visit', () => {
  test.each(['en', 'fr', 'fr-CA'])(
    'fits its budget in %s: at most 110 KB over the wire in 5 requests',
    async (language) => {
      const w = await builtWorld()
      const page = await joinPage(w)
      const addresses = [page, ...(await loadedBy(w, page, language)).keys()]
      const sizes = await Promise.all(
        addresses.map(async (address) => [address, await bytesOf(w, address, language)] as const),
      )
      await w.close()
      const total = sizes.reduce((sum, [, bytes]) => sum + bytes, 0)
      expect(sizes.length, JSON.stringify(sizes)).toBeLessThanOrEqual(5)
      expect(total, JSON.stringify(sizes)).toBeLessThanOrEqual(110_000)
    },
  )
})

test('the check before joining comes in a piece of its own, when it is asked for', async () => {
  const w = await builtWorld()
  const room = await joinPage(w)
  const [page, loaded] = [await w.ask(`${room}/check`), await loadedBy(w, `${room}/check`)]
  expect([...loaded.values()].some((text) => text.includes('getUserMedia'))).toBe(false)
  const pieces = [...loadedLater()].filter((address) => address !== schemas('public'))
  expect(pieces.length).toBeGreaterThan(0)
  const sizes = await Promise.all(pieces.map((address) => bytesOf(w, address, 'en')))
  expect(sizes.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(12_000)
  expect(page.status).toBe(200)
  await w.close()
})

async function builtWorld(): Promise<World> {
  return await openWorld({
    store: await sqlite().open(),
    assets: await builtAssets(client, null),
    pages: await builtPages(path.join(root, 'dist/server/render.js')),
  })
}

/** The fullest page that there is: a room that allows recording, with a phone. */
async function joinPage(w: World): Promise<string> {
  await w.ask('/api/rooms', { method: 'POST', as: ada, json: { name: 'Assembly', address: 'assembly' } })
  const json = { settings: { recordingAllowed: true } }
  await w.ask('/api/rooms/assembly', { method: 'PATCH', as: ada, json })
  return '/assembly'
}

/** Everything that a browser loads for a page, by address, with its text: what the page names, and what that names. */
async function loadedBy(w: World, page: string, language = 'en'): Promise<Map<string, string>> {
  const html = await (await w.ask(page, { headers: { 'Accept-Language': language } })).text()
  const named = [...html.matchAll(/<(?:script|link)[^>]+(?:src|href)="([^"]+)"[^>]*>/g)]
    .filter(([tag]) => /^<script|rel="(stylesheet|modulepreload)"/.test(tag))
    .map(([, address = '']) => address)
  const loaded = new Map<string, string>()
  const later = loadedLater()
  for (let address = named.shift(); address; address = named.shift()) {
    if (loaded.has(address) || later.has(address)) continue
    const answer = await w.ask(address)
    expect([address, answer.status]).toEqual([address, 200])
    const text = await answer.text()
    loaded.set(address, text)
    const further = [...text.matchAll(/["'`]((?:\.\/|\/?assets\/)[\w.-]+\.(?:js|css))["'`]/g)]
    named.push(...further.map(([, name = '']) => `/assets/${path.posix.basename(name)}`))
  }
  return loaded
}

const Manifest = z.record(
  z.string(),
  z.object({
    file: z.string(),
    isDynamicEntry: z.boolean().optional(),
    css: z.array(z.string()).optional(),
    imports: z.array(z.string()).optional(),
  }),
)

function manifestOf(build: 'public' | 'member') {
  const name = build === 'public' ? 'public.json' : 'manifest.json'
  return Manifest.parse(JSON.parse(readFileSync(path.join(client, '.vite', name), 'utf8')))
}

const schemasSource = 'src/contract/answers.ts'

function schemas(build: 'public' | 'member'): string {
  return `/${manifestOf(build)[schemasSource]?.file}`
}

/** What a public page loads only when somebody asks for it, by address. */
function loadedLater(): Set<string> {
  const pieces = Object.values(manifestOf('public')).filter(({ isDynamicEntry }) => isDynamicEntry)
  return new Set(pieces.flatMap(({ file, css = [] }) => [file, ...css].map((name) => `/${name}`)))
}

async function bytesOf(w: World, address: string, language: string): Promise<number> {
  const headers = { 'Accept-Encoding': 'br, gzip', 'Accept-Language': language }
  return (await (await w.ask(address, { headers })).arrayBuffer()).byteLength
}
