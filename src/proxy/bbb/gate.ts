/** Lets so many tasks run at once; the others wait in their order, until their signal gives up. */
export type Gate = <T>(task: () => Promise<T>, signal: AbortSignal) => Promise<T>

export function createGate(places: number): Gate {
  const waiting: (() => void)[] = []
  let free = places

  function enter(signal: AbortSignal): Promise<void> {
    if (free > 0) {
      free -= 1
      return Promise.resolve()
    }
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        waiting.splice(waiting.indexOf(admit), 1)
        reject(signal.reason)
      }
      const admit = () => {
        signal.removeEventListener('abort', giveUp)
        resolve()
      }
      signal.addEventListener('abort', giveUp, { once: true })
      waiting.push(admit)
    })
  }

  function leave(): void {
    const next = waiting.shift()
    if (next) next()
    else free += 1
  }

  return async (task, signal) => {
    await enter(signal)
    try {
      return await task()
    } finally {
      leave()
    }
  }
}
