import type { Parts } from '../parts.ts'

interface Skipped {
  /** Of the meeting or the recording. */
  id: string | null
  reason: string
}

/**
 * Logs entries of a server's lists that cannot be read and are skipped: once for each change of what is wrong, not at
 * every poll.
 */
export interface SkippedLog {
  /** @param list `meetings` or `recordings`; an empty list says that all of them can be read again */
  note(server: string, list: 'meetings' | 'recordings', skipped: readonly Skipped[]): void
}

const examples = 3
const longestId = 100

export function createSkippedLog({ log }: Pick<Parts, 'log'>): SkippedLog {
  const logged = new Map<string, string>()
  return {
    note(server, list, skipped) {
      const key = `${server} ${list}`
      const now = summary(skipped)
      if (now === (logged.get(key) ?? '')) return
      logged.set(key, now)
      if (now === '') return log.info({ server, list }, 'all entries can be read again')
      const ids = skipped.slice(0, examples).map(({ id }) => id?.slice(0, longestId) ?? null)
      log.warn({ server, list, count: skipped.length, reasons: now, ids }, 'unreadable entries are skipped')
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
