import { startPostgres } from '../proxy/postgres.ts'
import { memoryOf } from './process.ts'
import { openRequester } from './requests.ts'
import { openService } from './service.ts'
import { usual } from './serving.ts'
import type { Row } from './table.ts'

/** Megabytes of the process on either database: after a start, and after all that people ask all day, often. */
export async function* memoryRows(): AsyncGenerator<Row> {
  yield* rowsOn('SQLite')
  const postgres = await startPostgres()
  try {
    await postgres.createDatabase('foyer')
    yield* rowsOn('PostgreSQL', `${postgres.url}/foyer`)
  } finally {
    await postgres.stop()
  }
}

async function* rowsOn(name: string, database?: string): AsyncGenerator<Row> {
  const service = await openService(database)
  const requester = openRequester()
  const { world } = service
  const row = (what: string, megabytes: number, most: number): Row => ({
    what,
    measured: `${megabytes.toFixed(0)} MB`,
    floor: '',
    figure: megabytes,
    budget: { most },
  })
  try {
    // Compiled code is kept from the first start.
    await world.restart('SIGTERM')
    yield row(`memory at rest, ${name}, in MB`, memoryOf(world.pid()), 130)
    for (const { requests, status } of usual(service)) {
      await requester.send({ origin: world.origin, requests, status, count: 5_000, connections: 16 })
    }
    yield row(`memory after the load run, ${name}, in MB`, memoryOf(world.pid()), 200)
  } finally {
    await requester.close()
    await service.close()
  }
}
