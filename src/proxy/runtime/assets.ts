import { readFile } from 'node:fs/promises'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import { z } from 'zod'
import type { Language } from '../../contract/languages.ts'
import type { Assets } from '../platform/environment/environment.ts'

const Manifest = z.record(
  z.string(),
  z.object({
    file: z.string(),
    css: z.array(z.string()).optional(),
    imports: z.array(z.string()).optional(),
  }),
)
type Manifest = z.infer<typeof Manifest>

const publicEntry = 'src/app/public/hydrate.tsx'
const immutable = 'public, max-age=31536000, immutable'

/**
 * The client as `npm run build` left it in `dist/client`, each file with its compressed twins.
 * @param logo path of the operator's logo, if there is one
 * @param source serves the source of the running version
 */
export async function builtAssets(folder: string, logo: string | null, source = new Hono()): Promise<Assets> {
  const manifest = await readManifest(`${folder}/.vite/public.json`)
  const memberManifest = await readManifest(`${folder}/.vite/manifest.json`)
  const memberHtml = await readFile(`${folder}/index.html`, 'utf8')
  const routes = new Hono()
  routes.use('/assets/*', async (c, next) => {
    await next()
    if (c.res.ok) c.res.headers.set('Cache-Control', immutable)
  })
  routes.get('/assets/*', serveStatic({ root: folder, precompressed: true }))
  routes.get('/favicon.svg', serveStatic({ root: folder, path: 'favicon.svg' }))
  if (logo !== null) routes.get('/logo', serveStatic({ path: logo }))
  routes.route('/', source)
  const head = publicHead(manifest)
  return {
    routes,
    publicHead: () => head,
    memberDocument: async (language) => withTexts(memberHtml, memberManifest, language),
  }
}

async function readManifest(file: string): Promise<Manifest> {
  return Manifest.parse(JSON.parse(await readFile(file, 'utf8')))
}

/** The application finds out that it needs its texts one round trip later than the proxy knows it. */
function withTexts(html: string, manifest: Manifest, language: Language): string {
  const texts = manifest[`src/app/texts-${language === 'en' ? 'en' : 'fr'}.ts`]
  return texts
    ? html.replace('</head>', `<link rel="modulepreload" crossorigin href="/${texts.file}"></head>`)
    : html
}

function publicHead(manifest: Manifest) {
  const chunks = reachable(manifest, publicEntry)
  const entry = manifest[publicEntry]
  if (!entry) throw new Error(`${publicEntry} is not in the built client: run npm run build`)
  return {
    scripts: [`/${entry.file}`],
    styles: chunks.flatMap((chunk) => (manifest[chunk]?.css ?? []).map((file) => `/${file}`)),
    preloads: chunks.flatMap((chunk) => (chunk === publicEntry ? [] : [`/${manifest[chunk]?.file}`])),
  }
}

/** The chunk and all that it imports at once, in the order of loading. */
function reachable(manifest: Manifest, chunk: string, seen = new Set<string>()): string[] {
  if (seen.has(chunk)) return []
  seen.add(chunk)
  const imports = manifest[chunk]?.imports ?? []
  return [...imports.flatMap((imported) => reachable(manifest, imported, seen)), chunk]
}
