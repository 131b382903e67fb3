import { flushCompileCache } from 'node:module'
import path from 'node:path'
import { builtAssets } from './runtime/assets.ts'
import { buildIfStale } from './runtime/build.ts'
import { findSettings } from './runtime/commands/find-settings.ts'
import { openDemo } from './runtime/demo.ts'
import { builtPages } from './runtime/pages.ts'
import { run } from './runtime/run.ts'
import { sourceRoutes } from './runtime/source.ts'

/* The process of `npm start`: environment, files and signals. Everything else is handed on. */

const root = path.resolve(import.meta.dirname, '../..')

async function main(): Promise<void> {
  const found = await findSettings(process.env, process.cwd())
  const demo = found ? null : await openDemo(root, process.env)
  const settings = found ?? demo?.settings
  if (!settings) throw new Error('There are no settings.')
  await buildIfStale(root, say)
  const foyer = await run({
    settings,
    demo,
    pages: await builtPages(path.join(root, 'dist/server/render.js')),
    assets: await builtAssets(path.join(root, 'dist/client'), settings.brand.logo, sourceRoutes(root)),
    logLevel: process.env.LOG_LEVEL ?? (demo ? 'error' : 'info'),
  })
  say(demo ? demo.introduction : `Foyer answers at ${settings.publicUrl} (port ${foyer.port}).`)

  // For the next start, however this one ends.
  flushCompileCache()

  let stopping = false
  const stop = () => {
    if (stopping) return
    stopping = true
    void foyer.stop().then(() => process.exit(0))
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
