import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { createServer } from 'vite'
import type { PublicPages } from '../../../contract/pages.ts'
import type { Assets } from '../../platform/environment/environment.ts'
import { openDemo } from '../demo.ts'
import { run } from '../run.ts'
import { sourceRoutes } from '../source.ts'

/*
 * `npm run dev`: Vite and the proxy on one port, in the demo world. The client is served from its sources;
 * the Content-Security-Policy is left out, because Vite writes styles and scripts into the page.
 */

const root = path.resolve(import.meta.dirname, '../../../..')

const vite = await createServer({ root, appType: 'custom', server: { middlewareMode: true } })
let newest = await loadPages()
vite.watcher.on('change', async () => {
  newest = await loadPages()
})
const pages: PublicPages = {
  render: (page, texts) => newest.render(page, texts),
  texts: (language, view) => newest.texts(language, view),
}
const demo = await openDemo(root, process.env)
const foyer = await run({
  settings: demo.settings,
  demo: {
    ...demo,
    branch: (url) =>
      demo.branch(url) ?? (isVites(url) ? (request, response) => vite.middlewares(request, response) : null),
  },
  pages,
  assets: sources(),
  logLevel: process.env.LOG_LEVEL ?? 'warn',
  around: (fetch) => async (request) => withVite(await fetch(plain(request))),
})
process.stdout.write(demo.introduction)
process.on('SIGINT', () => {
  void Promise.all([foyer.stop(), vite.close()]).then(() => process.exit(0))
})

async function loadPages(): Promise<PublicPages> {
  const renderer = await vite.ssrLoadModule('/src/app/public/render.tsx')
  return renderer.createPublicPages()
}

/** Uncompressed, so that the page can be changed. */
function plain(request: Request): Request {
  const headers = new Headers(request.headers)
  headers.delete('Accept-Encoding')
  const { method, body } = request
  return new Request(request.url, { method, headers, body, ...(body ? { duplex: 'half' } : {}) })
}

/** Pages get Vite's own scripts, which reload them when a source changes. */
async function withVite(answer: Response): Promise<Response> {
  const headers = new Headers(answer.headers)
  headers.delete('Content-Security-Policy')
  if (!headers.get('Content-Type')?.startsWith('text/html')) {
    return new Response(answer.body, { status: answer.status, headers })
  }
  headers.delete('Content-Length')
  const html = await vite.transformIndexHtml('/', await answer.text())
  return new Response(html, { status: answer.status, headers })
}

function isVites(url: string): boolean {
  return /^\/(@|src\/|node_modules\/|locales\/|favicon\.svg)/.test(url)
}

function sources(): Assets {
  const scripts = ['/src/app/public/hydrate.tsx']
  return {
    routes: sourceRoutes(root),
    publicHead: () => ({ scripts, styles: [], preloads: [] }),
    memberDocument: () => readFile(path.join(root, 'index.html'), 'utf8'),
  }
}
