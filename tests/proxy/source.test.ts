import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Hono } from 'hono'
import { afterEach, expect, test } from 'vitest'
import { sourceRoutes } from '../../src/proxy/runtime/source.ts'
import { openWorld, type World } from '../world.ts'
import { cleanUp, later, sqlite } from './databases.ts'

afterEach(cleanUp)

const root = path.resolve(import.meta.dirname, '../..')

async function worldWith(settings?: (yaml: string) => string): Promise<World> {
  const routes = new Hono().route('/', sourceRoutes(root))
  const w = await openWorld({
    store: await sqlite().open(),
    ...(settings ? { settings } : {}),
    assets: {
      routes,
      publicHead: () => ({ styles: [], scripts: [], preloads: [] }),
      memberDocument: async () => '<!doctype html><html><head></head><body></body></html>',
    },
  })
  later(() => w.close())
  return w
}

/** Where the footer of a page offers the source, under this label. */
async function offered(w: World, page: string, language: string, label: string) {
  const html = await (await w.ask(page, { headers: { 'Accept-Language': language } })).text()
  const [footer = ''] = /<footer.*<\/footer>/s.exec(html) ?? []
  return [...footer.matchAll(/<a href="([^"]+)">([^<]+)<\/a>/g)].find(([, , text]) => text === label)?.[1]
}

test('whoever uses the service is offered the source of the very version that runs, in both languages', async () => {
  const w = await worldWith()
  for (const page of ['/', '/status', '/phone', '/nowhere-at-all']) {
    expect(await offered(w, page, 'en', 'Source code')).toBe('/source.tar.gz')
    expect(await offered(w, page, 'fr', 'Code source')).toBe('/source.tar.gz')
  }
  const config = await (await w.ask('/api/config')).json()
  expect(config.links.source).toEqual({ en: '/source.tar.gz', fr: '/source.tar.gz' })

  const answer = await w.ask('/source.tar.gz')
  expect([answer.status, answer.headers.get('Content-Type')]).toEqual([200, 'application/gzip'])
  const archive = Buffer.from(await answer.arrayBuffer())
  const folder = mkdtempSync(path.join(tmpdir(), 'foyer-source-'))
  execFileSync('tar', ['-xz', '-C', folder], { input: archive })
  const { name, version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
  for (const file of [
    'package.json',
    'LICENSE',
    'docs/settings.md',
    'src/proxy/proxy.ts',
    'src/app/ui/base.css',
    'locales/fr/common.json',
  ]) {
    const unpacked = readFileSync(path.join(folder, `${name}-${version}`, file), 'utf8')
    expect(unpacked).toBe(readFileSync(path.join(root, file), 'utf8'))
  }
  const again = await w.ask('/source.tar.gz')
  expect(Buffer.from(await again.arrayBuffer()).equals(archive)).toBe(true)
})

test('it holds sources and nothing else: no settings, no data', async () => {
  const w = await worldWith()
  const archive = Buffer.from(await (await w.ask('/source.tar.gz')).arrayBuffer())
  const names = execFileSync('tar', ['-tz'], { input: archive, encoding: 'utf8' }).trim().split('\n')
  const odd = names.filter(
    (name) =>
      !/^foyer-[^/]+\/((docs|src|locales)\/.+\.(css|js|json|md|svg|ts|tsx)|LICENSE|[A-Z]+\.md|[\w-]+\.(config\.ts|json)|index\.html)$/.test(
        name,
      ),
  )
  expect(odd).toEqual([])
})

test('who publishes the source elsewhere names it in the settings', async () => {
  const link = 'links: { source: "https://git.example.coop/foyer" }'
  const w = await worldWith((yaml) => `${yaml}\n${link}\n`)
  expect(await offered(w, '/', 'en', 'Source code')).toBe('https://git.example.coop/foyer')
})
