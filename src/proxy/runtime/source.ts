import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { Hono } from 'hono'
import { create } from 'tar'
import { z } from 'zod'

/*
 * The source of the version that runs. Its licence (AGPL, §13) wants whoever uses it over a network to be offered
 * that, changes included: as the sources are what Node runs, the process can hand out its own.
 */

/** Files to build, run and change it; data, settings and all else in the folder stay out. */
const files = [
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'LICENSE',
  'README.md',
  'SECURITY.md',
  'biome.json',
  'index.html',
  'knip.json',
  'package-lock.json',
  'package.json',
  'tsconfig.json',
  'vite.config.ts',
  'vitest.config.ts',
]
const folders = ['docs', 'locales', 'src']
const endings = /\.(css|js|json|md|svg|ts|tsx)$/

/**
 * Serves `/source.tar.gz`, made at the first request and kept: the same bytes from every process of a version.
 * @param root the folder of `package.json`
 */
export function sourceRoutes(root: string): Hono {
  let made: Promise<{ name: string; archive: Uint8Array<ArrayBuffer> }> | null = null
  const routes = new Hono()
  routes.get('/source.tar.gz', async (c) => {
    made ??= pack(root)
    const { name, archive } = await made.catch((error: unknown) => {
      made = null
      throw error
    })
    return c.body(archive, 200, {
      'Content-Type': 'application/gzip',
      'Content-Disposition': `attachment; filename="${name}.tar.gz"`,
      'Cache-Control': 'public, max-age=3600',
    })
  })
  return routes
}

const Package = z.object({ name: z.string(), version: z.string() })

/** Without owners and dates, so that the same files make the same archive. */
async function pack(root: string) {
  const { name, version } = Package.parse(JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')))
  const prefix = `${name}-${version}`
  const packed = create(
    { cwd: root, prefix, gzip: true, portable: true, noMtime: true },
    await sourceFiles(root),
  )
  return { name: prefix, archive: new Uint8Array(await packed.concat()) }
}

async function sourceFiles(root: string): Promise<string[]> {
  const found = (await readdir(root)).filter((name) => files.includes(name))
  for (const folder of folders) {
    const entries = await readdir(path.join(root, folder), { recursive: true, withFileTypes: true })
    for (const entry of entries) {
      const isSource = entry.isFile() && endings.test(entry.name)
      if (isSource) found.push(path.relative(root, path.join(entry.parentPath, entry.name)))
    }
  }
  return found.toSorted()
}
