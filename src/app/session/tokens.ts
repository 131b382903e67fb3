import type { User } from 'oidc-client-ts'
import { pause, within } from '../timers.ts'
import { isRefusal } from './answers.ts'
import { bearer, remaining, stillValid, withToken } from './bearer.ts'
import type { SessionEnvironment } from './environment.ts'
import { issuerTimeout, type Managers } from './managers.ts'
import type { Redirects } from './redirects.ts'
import type { Return } from './return.ts'
import { type StoredUser, silentKey, type Tabs } from './tabs.ts'

/** Puts tokens on requests, and renews them. */
export interface Tokens {
  /**
   * Puts the token on a request, renewed where it is about to end; nobody's request stays as it is.
   * @throws SessionProblem sign_in_unreachable where the token has ended and cannot be renewed now
   */
  authorize(request: Request): Promise<Request>
  /**
   * The proxy refused the token of this request (401): another one, fetched once for all who ask.
   * @param refused as it was authorized, its body unread
   * @returns the request with another token, or the same one where there is none
   */
  reauthorize(refused: Request): Promise<Request>
  /** Renewals failed no more: the next one is not put off. */
  resetBackoff(): void
}

export interface TokenDependencies {
  managers: Managers
  tabs: Tabs
  redirects: Redirects
  leaveFor: Return['leaveFor']
  env: SessionEnvironment
}

/** Seconds before its end at which a token is renewed. */
const renewBefore = 20
/** Milliseconds in which one tab asks the issuer's own session once. */
const silentPause = 60_000
/** How long a tab waits for what another one was told that left to ask, and how often it looks. */
const silentTimeout = 10_000
const silentLook = 200
const longestBackoff = 60_000

export function createTokens({ managers, tabs, redirects, leaveFor, env }: TokenDependencies): Tokens {
  let renewing: Promise<User | null> | null = null
  let lapsing: Promise<User | null> | null = null
  let failures = 0
  let retryAt = 0

  /** One renewal in this tab, and by the lock one in all tabs: refresh tokens work once. */
  function renew(before: StoredUser): Promise<User | null> {
    renewing ??= env
      .alone('foyer.renewal', () => renewAlone(before))
      .finally(() => {
        renewing = null
      })
    return renewing
  }

  async function renewAlone(before: StoredUser): Promise<User | null> {
    const stored = tabs.read()
    if (!stored || isOther(stored, before)) return stored?.user ?? null
    if (env.now() < retryAt) return stillValid(stored.user)
    try {
      const renewal = managers.of(stored.issuer).signinSilent({
        silentRequestTimeoutInSeconds: issuerTimeout,
      })
      // The library's own limit ends with the headers; a body that never ends would hold the lock of all tabs.
      const user = await within((issuerTimeout + 5) * 1000, renewal)
      failures = 0
      return user
    } catch (error) {
      if (isRefusal(error) || !stored.user.refresh_token) return null
      failures += 1
      retryAt = env.now() + Math.min(longestBackoff, 1_000 * 2 ** failures)
      return stillValid(stored.user, error)
    }
  }

  /**
   * The sign-in server's own session often lives on: it is asked once, without a form; then the session ends. All
   * requests that find out wait for the same answer, in this tab and, by the lock, in the others.
   */
  function lapse(before: StoredUser): Promise<User | null> {
    lapsing ??= env
      .alone('foyer.lapse', () => lapseAlone(before))
      .finally(() => {
        lapsing = null
      })
    return lapsing
  }

  /** @returns the user that somebody signed in meanwhile; null where the session has ended */
  async function lapseAlone(before: StoredUser): Promise<User | null> {
    const last = Number(env.tab.getItem(silentKey) ?? 0)
    const tried = env.now() - last < silentPause
    if (!tried) await answerToAnotherTab(before)
    const stored = tabs.read()
    if (!stored || isOther(stored, before)) return stored?.user ?? null
    if (tried || !redirects.allow()) {
      await tabs.end({ status: 'expired', issuer: stored.issuer.id })
      return null
    }
    await leaveSilently(stored)
    const found = tabs.read()
    return found && isOther(found, before) ? found.user : null
  }

  /** Another tab may have left to ask just now: what it is told is stored for all. */
  async function answerToAnotherTab(before: StoredUser): Promise<void> {
    const isOut = () => {
      const since = env.now() - Number(env.local.getItem(silentKey) ?? 0)
      return since >= 0 && since < silentTimeout
    }
    const isSame = () => {
      const stored = tabs.read()
      return stored !== null && !isOther(stored, before)
    }
    while (isOut() && isSame()) await pause(silentLook)
  }

  /** @throws SessionProblem sign_in_unreachable, auth_mixup; nothing was tried then */
  async function leaveSilently({ issuer, user: { id_token } }: StoredUser): Promise<void> {
    const at = String(env.now())
    env.tab.setItem(silentKey, at)
    env.local.setItem(silentKey, at)
    const trip = { returnTo: env.path(), silent: true }
    try {
      await leaveFor(issuer, trip, id_token === undefined ? {} : { id_token_hint: id_token })
    } catch (problem) {
      env.tab.removeItem(silentKey)
      env.local.removeItem(silentKey)
      throw problem
    }
  }

  /** @returns null where the session has ended */
  async function renewOrLapse(stored: StoredUser): Promise<User | null> {
    if (lapsing) return await lapsing
    const user = await renew(stored)
    return user ?? (tabs.read() ? await lapse(stored) : null)
  }

  return {
    async authorize(request) {
      const stored = tabs.read()
      if (!stored) return request
      const user = remaining(stored.user) > renewBefore ? stored.user : await renewOrLapse(stored)
      return user ? withToken(request, user) : request
    },
    async reauthorize(refused) {
      const stored = tabs.read()
      if (!stored) return refused
      const isOld = refused.headers.get('Authorization') !== bearer(stored.user)
      const user = isOld ? stored.user : await renewOrLapse(stored)
      return user && refused.headers.get('Authorization') !== bearer(user)
        ? withToken(refused, user)
        : refused
    },
    resetBackoff() {
      failures = 0
    },
  }
}

function isOther(one: StoredUser, other: StoredUser): boolean {
  return one.user.access_token !== other.user.access_token
}
