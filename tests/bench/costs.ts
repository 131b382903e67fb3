import type { Floor } from './floor.ts'
import { processorTime } from './process.ts'
import type { BenchRequest, Requester } from './requests.ts'

/** Requests of one kind, and how each is answered. */
export interface Asked {
  requests: BenchRequest[]
  status: number
  /** How many are under way at once; left out: enough to keep the server busy. */
  connections?: number
}

/** What one request costs, and what a bare answer does that is asked for in the same way: milliseconds. */
export interface Cost {
  own: number
  bare: number
}

export interface Costs {
  /** By the clock, from one answer to the next. */
  clock: Cost
  /** Processor time of all threads: that of zlib too, and never that of others on the machine. */
  processor: Cost
}

/** Enough for what is asked often to be compiled. */
const warmUp = 2_000
const rounds = 9
const perRound = { own: 600, bare: 2_000 }

/** The server of bare answers, and who asks it. */
export interface Tools {
  floor: Floor
  requester: Requester
}

/** Measures both in turns, so that whatever else the machine does slows both. */
export async function costOf(
  { requests, status, connections = 16 }: Asked,
  served: { origin: string; pid: number },
  tools: Tools,
): Promise<Costs> {
  const ask = (count: number) =>
    tools.requester.send({ origin: served.origin, requests, status, count, connections })
  await ask(warmUp)
  return await besideBare(() => timesOf(served.pid, perRound.own, ask), connections, tools)
}

/**
 * Measures a computation of this process beside bare answers, in turns.
 * @param runs of it in each round
 */
export async function costOfComputing(compute: () => void, runs: number, tools: Tools): Promise<Cost> {
  const { clock } = await besideBare(
    async () => {
      const before = performance.now()
      for (let run = 0; run < runs; run++) compute()
      const each = (performance.now() - before) / runs
      return { clock: each, processor: each }
    },
    16,
    tools,
  )
  return clock
}

/** Milliseconds, by the clock and of the processor. */
interface Times {
  clock: number
  processor: number
}

async function besideBare(
  measure: () => Promise<Times>,
  connections: number,
  { floor, requester }: Tools,
): Promise<Costs> {
  const askBare = (count: number) =>
    requester.send({ origin: floor.origin, requests: [{ path: '/' }], status: 200, count, connections })
  await askBare(warmUp)
  await measure()
  const costs: Costs[] = []
  for (let round = 0; round < rounds; round++) {
    const bare = await timesOf(floor.pid, perRound.bare, askBare)
    const own = await measure()
    costs.push({
      clock: { own: own.clock, bare: bare.clock },
      processor: { own: own.processor, bare: bare.processor },
    })
  }
  return {
    clock: middle(costs, ({ clock }) => clock.own / clock.bare).clock,
    processor: middle(costs, ({ processor }) => processor.own / processor.bare).processor,
  }
}

async function timesOf(pid: number, count: number, ask: (count: number) => Promise<void>): Promise<Times> {
  const before = { clock: performance.now(), processor: processorTime(pid) }
  await ask(count)
  return {
    clock: (performance.now() - before.clock) / count,
    processor: ((processorTime(pid) - before.processor) * 1000) / count,
  }
}

/** The one in the middle, by an order. */
export function middle<T>(values: readonly T[], order: (value: T) => number): T {
  const sorted = values.toSorted((one, other) => order(one) - order(other))
  const [found] = sorted.slice(Math.floor(sorted.length / 2))
  if (found === undefined) throw new Error('nothing was measured')
  return found
}
