import type { Environment } from '../../platform/environment/environment.ts'

interface Skipped {
  /** Of the meeting or the recording; null: that cannot be read either. */
  id: string | null
  reason: string
}

/** Logs entries of a server's lists that cannot be read and are skipped, not at every poll. */
export interface SkippedLog {
  /** Of a whole list: once for each change of how many there are of what kind. */
  meetings(server: string, skipped: readonly Skipped[]): void
  /** Of an answer about some recordings: each of them once. */
  recordings(server: string, skipped: readonly Skipped[]): void
}

const examples = 3
const longestId = 100
/** Recordings remembered as logged; more than this are logged again. */
const mostRemembered = 1_000

export function createSkippedLog({ log }: Pick<Environment, 'log'>): SkippedLog {
  const lastOf = new Map<string, string>()
  const logged = new Set<string>()

  function tell(server: string, list: 'meetings' | 'recordings', skipped: readonly Skipped[]): void {
    const ids = skipped.slice(0, examples).map(({ id }) => id?.slice(0, longestId) ?? null)
    const reasons = summary(skipped)
    log.warn({ server, list, count: skipped.length, reasons, ids }, 'unreadable entries are skipped')
  }

  return {
    meetings(server, skipped) {
      const now = summary(skipped)
      if (now === (lastOf.get(server) ?? '')) return
      lastOf.set(server, now)
      if (now === '') log.info({ server, list: 'meetings' }, 'all entries can be read again')
      else tell(server, 'meetings', skipped)
    },
    recordings(server, skipped) {
      const fresh = skipped.filter(({ id, reason }) => !logged.has(`${server} ${id} ${reason}`))
      if (fresh.length === 0) return
      if (logged.size > mostRemembered) logged.clear()
      for (const { id, reason } of fresh) logged.add(`${server} ${id} ${reason}`)
      tell(server, 'recordings', fresh)
    },
  }
}

/** How often each reason occurs; the meetings of others come and go without a line each. */
function summary(skipped: readonly Skipped[]): string {
  const counts = new Map<string, number>()
  for (const { reason } of skipped) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return [...counts]
    .map(([reason, count]) => `${count} × ${reason}`)
    .toSorted()
    .join('; ')
}
