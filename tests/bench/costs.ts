import type { Floor } from './floor.ts'
import { processorTime } from './process.ts'
import type { BenchRequest, Requester } from './requests.ts'

/** Requests of one kind, and how each is answered. */
export interface Asked {
  requests: BenchRequest[]
  status: number
}

/** What one request costs, and what a bare answer does: milliseconds of processor time, of all threads. */
export interface Cost {
  own: number
  bare: number
}

/** Enough for what is asked often to be compiled. */
const warmUp = 1_500
const rounds = 7
const perRound = { own: 400, bare: 1_500 }

/**
 * Measures both in turns, so that whatever else the machine does slows both. Processor time, and not time by the
 * clock: how long a process had to wait for its turn says nothing about it.
 */
export async function costOf(
  { requests, status }: Asked,
  served: { origin: string; pid: number },
  { floor, requester }: { floor: Floor; requester: Requester },
): Promise<Cost> {
  const ask = (count: number) => requester.send({ origin: served.origin, requests, status, count })
  const askBare = (count: number) =>
    requester.send({ origin: floor.origin, requests: [{ path: '/' }], status: 200, count })
  await ask(warmUp)
  const costs: Cost[] = []
  for (let round = 0; round < rounds; round++) {
    costs.push({
      bare: await timeOf(floor.pid, perRound.bare, askBare),
      own: await timeOf(served.pid, perRound.own, ask),
    })
  }
  return middle(costs, ({ own, bare }) => own / bare)
}

async function timeOf(pid: number, count: number, ask: (count: number) => Promise<void>): Promise<number> {
  const before = processorTime(pid)
  await ask(count)
  return ((processorTime(pid) - before) * 1000) / count
}

/** The one in the middle, by an order. */
export function middle<T>(values: readonly T[], order: (value: T) => number): T {
  const sorted = values.toSorted((one, other) => order(one) - order(other))
  const [found] = sorted.slice(Math.floor(sorted.length / 2))
  if (found === undefined) throw new Error('nothing was measured')
  return found
}
