import { tmpdir } from 'node:os'
import type { TestProject } from 'vitest/node'
import { openStore } from '../../src/proxy/platform/store/database.ts'
import { startPostgres } from './postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A real PostgreSQL with a database `foyer_template`, whose tables are up to date and empty. */
    postgresUrl: string
  }
}

/** Starts a PostgreSQL on loopback for one run of the tests, and removes it afterwards. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { url, createDatabase, stop } = await startPostgres()
  try {
    await createDatabase('foyer_template')
    await (await openStore({ database: `${url}/foyer_template`, dataDir: tmpdir() })).close()
    project.provide('postgresUrl', url)
  } catch (error) {
    await stop()
    throw error
  }
  return stop
}
