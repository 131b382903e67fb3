import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { Hono } from 'hono'
import { createServer, type ViteDevServer } from 'vite'
import type { PublicPages } from '../../contract/pages.ts'
import { openDemo } from '../host/demo.ts'
import { run } from '../host/run.ts'
import type { Assets } from '../parts.ts'

/*
 * `npm run dev`: Vite and the proxy on one port, in the demo world. The client is served from its sources;
 * the Content-Security-Policy is left out, because Vite writes styles and scripts into the page.
 */

const root = path.resolve(import.meta.dirname, '../../..')

const vite = await createServer({ root, appType: 'custom', server: { middlewareMode: true } })
const renderer = await vite.ssrLoadModule('/src/app/public/render.tsx')
const pages: PublicPages = renderer.createPublicPages()
const demo = await openDemo(root, process.env)
const foyer = await run({
  settings: demo.settings,
  demo: {
    ...demo,
    branch: (url) =>
      demo.branch(url) ?? (isVites(url) ? (request, response) => vite.middlewares(request, response) : null),
  },
  pages,
  assets: sources(vite),
  logLevel: process.env.LOG_LEVEL ?? 'warn',
  around: (fetch) => async (request) => {
    const answer = await fetch(request)
    answer.headers.delete('Content-Security-Policy')
    return answer
  },
})
process.stdout.write(demo.introduction)
process.on('SIGINT', () => {
  void Promise.all([foyer.stop(), vite.close()]).then(() => process.exit(0))
})

function isVites(url: string): boolean {
  return /^\/(@|src\/|node_modules\/|locales\/|favicon\.svg)/.test(url)
}

function sources(vite: ViteDevServer): Assets {
  const scripts = ['/@vite/client', '/src/app/public/hydrate.tsx']
  return {
    routes: new Hono(),
    publicHead: () => ({ scripts, styles: [], preloads: [] }),
    memberDocument: async () =>
      await vite.transformIndexHtml('/', await readFile(path.join(root, 'index.html'), 'utf8')),
  }
}
