import { type CryptoKey, createLocalJWKSet, errors, type JSONWebKeySet, type JWSHeaderParameters } from 'jose'
import type { IssuerStatus } from '../../contract/status.ts'
import type { Environment } from '../platform/environment/environment.ts'
import { ProblemError } from '../platform/problem.ts'
import type { IssuerStatesTable } from '../platform/store/schema.ts'
import { fetchIssuerKeys } from './issuer-fetch.ts'
import { readIssuerState, readStoredKeys, writeIssuerState, writeStoredKeys } from './issuer-store.ts'

/** The keys of one issuer. The last good ones stay, without an age limit, while the issuer is down. */
export interface IssuerKeys {
  /**
   * The key that a token's header names by its `kid`; whatever else the header offers (`jku`, `jwk`, `x5u`)
   * is ignored.
   * @throws ProblemError sign_in_unreachable where the issuer would have to be asked and does not answer,
   *   token_invalid where it answers and has no such key
   */
  find(header: JWSHeaderParameters): Promise<CryptoKey>
  status(): Pick<IssuerStatus, 'state' | 'since' | 'asOf'>
  close(): void
}

const firstRefresh = 1_000
const refreshEvery = 60_000
/** Anybody can make up key ids: they lead to one fetch in this time. */
const unknownKeyPause = 30_000
/** Without any key nobody can sign in, so asking again is worth more. */
const noKeysPause = 2_000

/** Keys by their issuer: what is fetched is stored, so that a restart while the issuer is down changes nothing. */
export function createIssuerKeys(
  issuer: string,
  env: Pick<Environment, 'store' | 'fetch' | 'now' | 'log'>,
): IssuerKeys {
  const closing = new AbortController()
  let keys: ReturnType<typeof createLocalJWKSet> | null = null
  let stored = ''
  let loaded = false
  let running: Promise<void> | null = null
  let askedForUnknownKey = Number.NEGATIVE_INFINITY
  let status: ReturnType<IssuerKeys['status']> = { state: 'unknown', since: null, asOf: null }
  /** How it was when Foyer was last running. */
  let before: Pick<IssuerStatesTable, 'state' | 'since'> | undefined

  async function load(): Promise<void> {
    if (loaded) return
    const row = await readStoredKeys(env.store, issuer)
    before = await readIssuerState(env.store, issuer)
    if (loaded) return
    loaded = true
    if (row === null || keys !== null) return
    keys = createLocalJWKSet(row)
    stored = JSON.stringify(row)
  }

  async function adopt(fetched: JSONWebKeySet): Promise<void> {
    keys = createLocalJWKSet(fetched)
    const text = JSON.stringify(fetched)
    if (text === stored) return
    await writeStoredKeys(env.store, issuer, text, env.now())
    stored = text
  }

  function settle(state: 'up' | 'down', cause?: unknown): void {
    const at = env.now()
    const changed = status.state !== state
    const first = status.state === 'unknown' && before?.state === state ? before.since : at
    status = { state, since: changed ? first : status.since, asOf: at }
    if (!changed) return
    writeIssuerState(env.store, { issuer, state, since: status.since ?? at }).catch((error: unknown) =>
      env.log.error({ issuer, err: error }, 'state of the issuer not stored'),
    )
    if (state === 'up') env.log.info({ issuer }, 'issuer answers')
    else env.log.warn({ issuer, cause: String(cause) }, 'issuer does not answer')
  }

  async function ask(): Promise<void> {
    const fetched = await fetchIssuerKeys(issuer, env.fetch, closing.signal).catch((error: unknown) => {
      if (!closing.signal.aborted) settle('down', error)
      return null
    })
    if (fetched === null || closing.signal.aborted) return
    settle('up')
    await adopt(fetched).catch((error: unknown) => {
      // The keys are in memory; a store that is away for a while must not refuse good tokens.
      env.log.error({ issuer, err: error }, 'keys not stored')
    })
  }

  /** One fetch at a time: whoever asks meanwhile gets its result. */
  function refresh(): Promise<void> {
    running ??= ask().finally(() => {
      running = null
    })
    return running
  }

  async function loadKeys() {
    await load()
    const askedLately = status.asOf !== null && env.now() - status.asOf < noKeysPause
    if (keys === null && !askedLately) await refresh()
    if (keys === null) throw unreachable()
    return keys
  }

  /** @param isFresh the keys were fetched for this very token: that was the one fetch */
  async function askForUnknownKey(isFresh: boolean): Promise<void> {
    if (running) return await running
    if (env.now() - askedForUnknownKey < unknownKeyPause) return
    askedForUnknownKey = env.now()
    if (!isFresh) await refresh()
  }

  let timer = setTimeout(keepFresh, firstRefresh).unref()

  async function keepFresh(): Promise<void> {
    await load().catch((error: unknown) => env.log.error({ issuer, err: error }, 'keys not read'))
    await refresh()
    if (!closing.signal.aborted) timer = setTimeout(keepFresh, refreshEvery).unref()
  }

  return {
    async find(header) {
      const hadKeys = keys !== null
      const known = await findIn(await loadKeys(), header)
      if (known) return known
      await askForUnknownKey(!hadKeys && status.state === 'up')
      const fresh = await findIn(await loadKeys(), header)
      if (fresh) return fresh
      throw status.state === 'down' ? unreachable() : new ProblemError('token_invalid')
    },
    status: () => status,
    close() {
      closing.abort()
      clearTimeout(timer)
    },
  }
}

async function findIn(
  keys: ReturnType<typeof createLocalJWKSet>,
  header: JWSHeaderParameters,
): Promise<CryptoKey | null> {
  try {
    return await keys(header)
  } catch (error) {
    if (error instanceof errors.JWKSNoMatchingKey) return null
    throw error
  }
}

function unreachable(): ProblemError {
  return new ProblemError('sign_in_unreachable', { retryAfter: 30 })
}
