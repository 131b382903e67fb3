/** Events that are due at a time. They happen then, or before the next request is answered. */
export interface Agenda {
  /** @param at epoch milliseconds of the simulator's clock */
  schedule(at: number, act: () => void): void
  runDue(): void
  close(): void
}

const longestTimer = 2 ** 31 - 1

export function createAgenda(now: () => number): Agenda {
  const entries: { at: number; act: () => void }[] = []
  let timer: NodeJS.Timeout | undefined
  let closed = false

  function runDue(): void {
    for (let next = entries[0]; next && next.at <= now(); next = entries[0]) {
      entries.shift()
      next.act()
    }
    wakeForNext()
  }

  function wakeForNext(): void {
    clearTimeout(timer)
    const next = entries[0]
    if (!next || closed) return
    timer = setTimeout(runDue, Math.min(Math.max(next.at - now(), 0), longestTimer))
    timer.unref()
  }

  return {
    schedule(at, act) {
      const later = entries.findIndex((entry) => entry.at > at)
      entries.splice(later < 0 ? entries.length : later, 0, { at, act })
      wakeForNext()
    },
    runDue,
    close() {
      closed = true
      clearTimeout(timer)
    },
  }
}
