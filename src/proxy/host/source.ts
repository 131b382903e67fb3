import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { Hono } from 'hono'
import { z } from 'zod'

/*
 * The source of the version that runs. Its licence (AGPL, §13) wants whoever uses it over a network to be offered
 * that, changes included: as the sources are what Node runs, the process can hand out its own.
 */

/** What is needed to build, run and change it; data, settings and whatever else lies in the folder stay out. */
const files = [
  'LICENSE',
  'README.md',
  'biome.json',
  'index.html',
  'knip.json',
  'package-lock.json',
  'package.json',
  'tsconfig.json',
  'vite.config.ts',
  'vitest.config.ts',
]
const folders = ['locales', 'src']
const endings = /\.(css|js|json|svg|ts|tsx)$/

/**
 * Serves `/source.tar.gz`, made at the first request and kept: the same bytes from every process of a version.
 * @param root the folder of `package.json`
 */
export function sourceRoutes(root: string): Hono {
  let made: Promise<{ name: string; archive: Buffer<ArrayBuffer> }> | null = null
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

async function pack(root: string) {
  const { name, version } = Package.parse(JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')))
  const parts: Buffer[] = []
  for (const file of await sourceFiles(root)) {
    const content = await readFile(path.join(root, file))
    const padding = Buffer.alloc((blockSize - (content.length % blockSize)) % blockSize)
    parts.push(tarHeader(`${name}-${version}/${file}`, content.length), content, padding)
  }
  const end = Buffer.alloc(2 * blockSize)
  return { name: `${name}-${version}`, archive: await promisify(gzip)(Buffer.concat([...parts, end])) }
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
  return found.map((file) => file.replaceAll(path.sep, '/')).toSorted()
}

const blockSize = 512

/**
 * One file's header in the format ustar (POSIX.1-1988), without owner and date.
 * @param name with its folders, at most 100 bytes
 * @param size bytes
 */
function tarHeader(name: string, size: number): Buffer {
  if (Buffer.byteLength(name) > 100) throw new RangeError(`too long for an archive: ${name}`)
  const header = Buffer.alloc(blockSize)
  header.write(name, 0)
  header.write('0000644\0', 100)
  header.write('0000000\0', 108)
  header.write('0000000\0', 116)
  header.write(`${size.toString(8).padStart(11, '0')}\0`, 124)
  header.write('00000000000\0', 136)
  header.write('        ', 148)
  header.write('0', 156)
  header.write('ustar\x0000', 257)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return header
}
