import { openE2eWorld } from '../e2e/world.ts'
import { startPostgres } from '../proxy/postgres.ts'
import { openRelay } from '../proxy/relay.ts'
import { asTime, type Row } from './table.ts'

/** PostgreSQL goes away and comes back: seconds, by the clock. */
export async function* storeAwayRows(): AsyncGenerator<Row> {
  const { vanished, refused, whole } = await timesToSayAway()
  const row = (what: string, milliseconds: number, most: number): Row => ({
    what,
    measured: asTime(milliseconds),
    floor: '',
    figure: milliseconds / 1000,
    budget: { most },
  })
  yield row('PostgreSQL vanished: seconds until 503', vanished, 2)
  yield row('PostgreSQL refuses: seconds until 503', refused, 2)
  yield row('PostgreSQL back: seconds until ready', whole, 5)
}

/** Milliseconds until the last of some pages and calls said that PostgreSQL is away. */
async function timesToSayAway(): Promise<{ vanished: number; refused: number; whole: number }> {
  const postgres = await startPostgres()
  await postgres.createDatabase('foyer')
  const url = new URL(`${postgres.url}/foyer`)
  const relay = await openRelay({ host: url.hostname, port: Number(url.port) })
  url.port = String(relay.port)
  const world = await openE2eWorld({ database: url.href })
  try {
    await ask(world.origin, 200)
    relay.vanish()
    const vanished = await ask(world.origin, 503)
    await relay.mend()
    const whole = await untilReady(world.origin)
    await relay.refuse()
    return { vanished, refused: await ask(world.origin, 503), whole }
  } finally {
    await world.close()
    await relay.close()
    await postgres.stop()
  }
}

/** @returns milliseconds until the last answer */
async function ask(origin: string, expected: number): Promise<number> {
  const began = performance.now()
  const paths = Array.from({ length: 30 }, () => '/readyz')
  const answers = await Promise.all(paths.map((path) => fetch(`${origin}${path}`)))
  const took = performance.now() - began
  const statuses = new Set(answers.map(({ status }) => status))
  if (statuses.size !== 1 || !statuses.has(expected)) throw new Error(`not ${expected}: ${[...statuses]}`)
  if (expected === 503 && !(await fetch(`${origin}/healthz`)).ok) throw new Error('the process is not well')
  return took
}

async function untilReady(origin: string): Promise<number> {
  const began = performance.now()
  while (!(await fetch(`${origin}/readyz`)).ok) await new Promise((resolve) => setTimeout(resolve, 50))
  return performance.now() - began
}
