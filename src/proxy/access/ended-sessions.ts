import type { Environment } from '../platform/environment/environment.ts'
import type { EndedSessionsTable } from '../platform/store/schema.ts'
import { day, minute } from '../platform/time/spans.ts'
import type { VerifiedToken } from './verify-token.ts'

/**
 * Sessions that ended at the issuer before their tokens did. Every process hears of them through the store within
 * seconds, the one that was told at once.
 */
export interface EndedSessions {
  isEnded(token: Pick<VerifiedToken, 'issuer' | 'subject' | 'claims'>): Promise<boolean>
  /**
   * @param at epoch milliseconds by the issuer's clock: of a `sub`, tokens that were issued later are another session's
   */
  end(issuer: string, ended: { sid: string } | { sub: string }, at: number): Promise<void>
  /** Called whenever some session ended. @returns the way to stop listening */
  onEnded(listener: () => void): () => void
  close(): void
}

type Ended = EndedSessionsTable

const refreshEvery = 2_000
/** Clocks of several processes differ, and a row is read after it was written. Those of issuers do not count. */
const overlap = minute
/** Longer than any access token should live. */
const keptFor = day

export function createEndedSessions(env: Pick<Environment, 'store' | 'now' | 'log'>): EndedSessions {
  const { store, now, log } = env
  const known = new Map<string, Pick<Ended, 'at' | 'notedAt'>>()
  const listeners = new Set<() => void>()
  let newest = now() - keptFor
  let loading: Promise<void> | null = null
  let loaded = false

  function learn({ issuer, kind, name, at, notedAt }: Ended): boolean {
    const key = keyOf(issuer, kind, name)
    newest = Math.max(newest, notedAt)
    if ((known.get(key)?.at ?? 0) >= at) return false
    known.set(key, { at, notedAt })
    return true
  }

  function tell(): void {
    for (const listener of [...listeners]) listener()
  }

  async function read(): Promise<void> {
    const rows = await store
      .selectFrom('endedSessions')
      .selectAll()
      .where('notedAt', '>', Math.min(newest, now()) - overlap)
      .execute()
    loaded = true
    const learnt = rows.map(learn)
    if (learnt.includes(true)) tell()
    for (const [key, { notedAt }] of known) if (notedAt < now() - keptFor) known.delete(key)
  }

  function refresh(): Promise<void> {
    loading ??= read().finally(() => {
      loading = null
    })
    return loading
  }

  let failing = false
  const timer = setInterval(() => {
    refresh().then(
      () => {
        failing = false
      },
      (error: unknown) => {
        // Said once for each time that the store is away.
        if (!failing) log.error({ err: error }, 'ended sessions not read')
        failing = true
      },
    )
  }, refreshEvery).unref()

  return {
    async isEnded({ issuer, subject, claims }) {
      if (!loaded) await refresh()
      if (typeof claims.sid === 'string' && known.has(keyOf(issuer, 'sid', claims.sid))) return true
      const at = known.get(keyOf(issuer, 'sub', subject))?.at
      return at !== undefined && Number(claims.iat) * 1000 <= at
    },
    async end(issuer, ended, at) {
      const [kind, name] = 'sid' in ended ? (['sid', ended.sid] as const) : (['sub', ended.sub] as const)
      const row = { issuer, kind, name, at, notedAt: now() }
      // The page is told at once; the store is for the other processes and for after a restart.
      if (learn(row)) tell()
      await store
        .insertInto('endedSessions')
        .values(row)
        .onConflict((conflict) =>
          conflict
            .columns(['issuer', 'kind', 'name'])
            .doUpdateSet({ at, notedAt: row.notedAt })
            // An older word that is said again takes nothing back.
            .where('endedSessions.at', '<', at),
        )
        .execute()
      await store
        .deleteFrom('endedSessions')
        .where('notedAt', '<', now() - keptFor)
        .execute()
    },
    onEnded(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => clearInterval(timer),
  }
}

function keyOf(issuer: string, kind: Ended['kind'], name: string): string {
  return JSON.stringify([issuer, kind, name])
}
