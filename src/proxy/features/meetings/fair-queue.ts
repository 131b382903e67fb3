/** Does something for each of many, by whose they are. */
export type FairQueue = <T>(
  whose: string,
  many: readonly T[],
  task: (one: T) => Promise<void>,
) => Promise<void>

/**
 * A few at a time, and for a while only: whoever had no turn then comes first the next time.
 * @param timeout milliseconds after which no further one is begun
 */
export function createFairQueue({ atOnce, timeout }: { atOnce: number; timeout: number }): FairQueue {
  const places = new Map<string, number>()
  return async (whose, many, task) => {
    const first = (places.get(whose) ?? 0) % Math.max(1, many.length)
    const queue = [...many.slice(first), ...many.slice(0, first)].values()
    const until = performance.now() + timeout
    let begun = 0
    const line = async () => {
      while (performance.now() < until) {
        const { done, value } = queue.next()
        if (done) return
        begun += 1
        await task(value)
      }
    }
    const lines = await Promise.allSettled(Array.from({ length: atOnce }, line))
    places.set(whose, first + begun)
    const broken = lines.find((each) => each.status === 'rejected')
    if (broken) throw broken.reason
  }
}
