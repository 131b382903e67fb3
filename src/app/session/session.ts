import { type INavigator, User, UserManager, WebStorageStateStore } from 'oidc-client-ts'
import { pause, within } from '../timers.ts'
import { createRedirects } from './redirects.ts'
import { safeReturnPath } from './return-path.ts'
import {
  answerProblem,
  checkAnswerer,
  checkMetadata,
  discoveryAddress,
  isLoginExpired,
  isMeantForUs,
  isRefusal,
  isUnknownState,
  type Metadata,
  readTrip,
  type Trip,
} from './session-answers.ts'
import { SessionProblem } from './session-problems.ts'
import {
  createSessionStore,
  type SessionEnd,
  type SessionIssuer,
  type Stored as StoredUser,
} from './session-store.ts'
import { bearer, remaining, stillValid, withToken } from './session-tokens.ts'
import { createTurns } from './session-turn.ts'
import { browserWorld, type SessionWorld } from './session-world.ts'

export type SessionState =
  /** `identity` tells one person from another, and says nothing else. */
  | { status: 'signed_in'; issuer: string; identity: string; name: string | null }
  /** `elsewhere`: the sign-in server did not answer, so that one is still signed in there. */
  | { status: 'signed_out'; elsewhere: boolean }
  /** It ended by itself: pages stay, with what was typed, and offer to sign in again. */
  | SessionEnd

/** Who is signed in, in every tab of this browser. */
export interface Session {
  /** The same object as long as nothing changed (for useSyncExternalStore). */
  current(): SessionState
  /** @returns the way to stop listening */
  subscribe(listener: () => void): () => void
  /**
   * Leaves for the sign-in server, and comes back to `returnTo`.
   * @param issuerId an issuer that admits people anew; the first such one where nothing is said
   * @throws SessionProblem sign_in_unreachable, auth_mixup, auth_loop; state_lost where there is none
   */
  signIn(returnTo: string, issuerId?: string): Promise<void>
  /**
   * Takes the sign-in server's answer. A second call with the same address shares the first one's outcome.
   * @param url the address of the callback page, as it was opened
   * @returns the path to go on to
   * @throws SessionProblem
   */
  finish(url: string): Promise<string>
  /** Where the last sign-in of this tab was to lead: one that failed on the way is tried again from here. */
  destination(): string
  /**
   * Signs out in every tab and at the sign-in server, which leads to `/signed-out`. What was typed is forgotten, and
   * what this browser remembers of people.
   * @param keepsInvitation the invitation in this tab stays, for whoever signs in next
   */
  signOut(keepsInvitation?: boolean): Promise<void>
  /** The names of the ID token's claims: a refusal may be explained by what only that token has. */
  idTokenClaims(): string[]
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
}

export interface SessionOptions {
  /** All of them: a session lives on at one that admits nobody anew. */
  issuers: readonly SessionIssuer[]
  /** The language to sign in with, a BCP 47 tag. */
  language: () => string
  /** Whether a pathname is one of our pages. */
  matchesRoute: (pathname: string) => boolean
  world?: SessionWorld
}

type Stored = StoredUser<User>

/** Seconds before its end at which a token is renewed. */
const renewBefore = 20
const renewalTimeout = 10
const signOutTimeout = 2_000
const silentPause = 60_000
/** How long a tab waits for what another one was told that left to ask, and how often it looks. */
const silentTimeout = 10_000
const silentLook = 200
const longestBackOff = 60_000

const silentKey = 'foyer.silentSignIn'
const destinationKey = 'foyer.destination'

/** Signs people in with the Authorization Code flow and PKCE (RFC 7636, RFC 9700), one manager per issuer. */
export function createSession(options: SessionOptions): Session {
  const { issuers, world = browserWorld() } = options
  const inUse = issuers.filter((issuer) => issuer.state !== 'retired')
  const managers = new Map(inUse.map((issuer) => [issuer.id, createManager(issuer, world)]))
  const store = createSessionStore(issuers, world.local, readUser)
  const redirects = createRedirects(world.tab, world.now)
  const turns = createTurns(world)
  const listeners = new Set<() => void>()
  const finishing = new Map<string, Promise<string>>()
  let state: SessionState = openingState()
  let renewing: Promise<User | null> | null = null
  let lapsing: Promise<User | null> | null = null
  let failures = 0
  let retryAt = 0

  tellTurn(state)
  world.onOtherTab((key) => {
    if (key === null || store.isOfSession(key)) settle(changedState())
  })

  function openingState(): SessionState {
    const end = store.forgetRetired()
    const stored = store.read()
    return stored ? signedIn(stored) : (end ?? { status: 'signed_out', elsewhere: false })
  }

  /** What another tab made of the session. */
  function changedState(): SessionState {
    const stored = store.read()
    if (stored) return signedIn(stored)
    const nobody =
      state.status === 'signed_out' ? state : ({ status: 'signed_out', elsewhere: false } as const)
    return store.end() ?? nobody
  }

  function settle(next: SessionState): void {
    tellTurn(next)
    if (JSON.stringify(next) === JSON.stringify(state)) return
    state = next
    for (const listener of listeners) listener()
  }

  function tellTurn({ status }: SessionState): void {
    const stored = status === 'signed_in' ? store.read() : null
    if (stored) turns.signedIn(identityOf(stored))
    else turns.away()
  }

  async function forget(
    next: Exclude<SessionState, { status: 'signed_in' }>,
    keepsInvitation = false,
  ): Promise<void> {
    if (next.status === 'signed_out') turns.signedOut(keepsInvitation)
    store.noteEnd(next.status === 'signed_out' ? null : next)
    world.local.removeItem(silentKey)
    for (const manager of managers.values()) await manager.removeUser()
    settle(next)
  }

  function managerOf(issuer: SessionIssuer): UserManager {
    const manager = managers.get(issuer.id)
    if (!manager) throw new SessionProblem('state_lost')
    return manager
  }

  /** @throws SessionProblem sign_in_unreachable, auth_mixup */
  async function leaveFor(
    issuer: SessionIssuer,
    trip: Omit<Trip, 'nonce'>,
    more: { id_token_hint?: string } = {},
  ) {
    const manager = managerOf(issuer)
    await metadataOf(manager, issuer)
    const nonce = crypto.randomUUID()
    // The library forgets its own note of it with the first try to take the answer.
    world.tab.setItem(destinationKey, trip.returnTo)
    await manager.signinRedirect({
      state: { ...trip, nonce } satisfies Trip,
      extraQueryParams: { nonce },
      ui_locales: options.language(),
      ...(trip.silent ? { prompt: 'none', ...more } : {}),
    })
  }

  async function takeAnswer(url: URL): Promise<string> {
    const issuer = inUse.find(({ id }) => url.pathname === callbackPath(id))
    if (!issuer) throw new SessionProblem('state_lost')
    const manager = managerOf(issuer)
    checkAnswerer(await metadataOf(manager, issuer), issuer, url.searchParams.get('iss'))
    const answer = await manager.signinCallback(url.href).catch((error: unknown) => error)
    if (answer instanceof User) return await welcome(issuer, answer)
    return await refused(answer, issuer)
  }

  async function welcome(issuer: SessionIssuer, user: User): Promise<string> {
    const trip = readTrip(user.state)
    if (!trip || !isMeantForUs(user.profile, issuer, trip)) {
      await forget({ status: 'signed_out', elsewhere: false })
      throw new SessionProblem('auth_mixup')
    }
    for (const other of inUse) if (other !== issuer) await managers.get(other.id)?.removeUser()
    failures = 0
    store.noteEnd(null)
    world.keepStorage()
    world.local.removeItem(silentKey)
    settle(signedIn({ issuer, user }))
    return ours(trip.returnTo)
  }

  /** A silent try that found nobody is no failure: the session has ended, and the page is shown again. */
  async function refused(error: unknown, issuer: SessionIssuer): Promise<string> {
    const trip = isRefusal(error) ? readTrip(error.state) : null
    if (trip?.silent) {
      await forget({ status: 'expired', issuer: issuer.id })
      return ours(trip.returnTo)
    }
    if (isUnknownState(error) && store.read()) return '/'
    const expired = isLoginExpired(error) ? readTrip(error.state) : null
    if (expired && !expired.anew) await beginAnew(issuer, expired)
    throw answerProblem(error)
  }

  /** Once for each time that the person asked; ends where the browser's back button leads back to this page. */
  async function beginAnew(issuer: SessionIssuer, { returnTo, silent }: Trip): Promise<void> {
    if (!redirects.allow()) throw new SessionProblem('auth_loop')
    await leaveFor(issuer, { returnTo, silent, anew: true })
  }

  function ours(path: string): string {
    return safeReturnPath(path, world.origin, options.matchesRoute)
  }

  /** One renewal in this tab, and by the lock one in all tabs: refresh tokens work once. */
  function renew(before: Stored): Promise<User | null> {
    renewing ??= world
      .alone('foyer.renewal', () => renewAlone(before))
      .finally(() => {
        renewing = null
      })
    return renewing
  }

  async function renewAlone(before: Stored): Promise<User | null> {
    const stored = store.read()
    if (!stored || isOther(stored, before)) return stored?.user ?? null
    if (world.now() < retryAt) return stillValid(stored.user)
    try {
      const renewal = managerOf(stored.issuer).signinSilent({
        silentRequestTimeoutInSeconds: renewalTimeout,
      })
      // The library's own limit ends with the headers; a body that never ends would hold the lock of all tabs.
      const user = await within((renewalTimeout + 5) * 1000, renewal)
      failures = 0
      return user
    } catch (error) {
      if (isRefusal(error) || !stored.user.refresh_token) return null
      failures += 1
      retryAt = world.now() + Math.min(longestBackOff, 1_000 * 2 ** failures)
      return stillValid(stored.user, error)
    }
  }

  /**
   * The sign-in server's own session often lives on: it is asked once, without a form; then the session ends. All
   * requests that find out wait for the same answer, in this tab and, by the lock, in the others.
   */
  function lapse(before: Stored): Promise<User | null> {
    lapsing ??= world
      .alone('foyer.lapse', () => lapseAlone(before))
      .finally(() => {
        lapsing = null
      })
    return lapsing
  }

  /** @returns the user that somebody signed in meanwhile; null where the session has ended */
  async function lapseAlone(before: Stored): Promise<User | null> {
    const last = Number(world.tab.getItem(silentKey) ?? 0)
    const tried = world.now() - last < silentPause
    if (!tried) await answerToAnotherTab(before)
    const stored = store.read()
    if (!stored || isOther(stored, before)) return stored?.user ?? null
    if (tried || !redirects.allow()) {
      await forget({ status: 'expired', issuer: stored.issuer.id })
      return null
    }
    await leaveSilently(stored)
    const found = store.read()
    return found && isOther(found, before) ? found.user : null
  }

  /** Another tab may have left to ask just now: what it is told is stored for all. */
  async function answerToAnotherTab(before: Stored): Promise<void> {
    const isOut = () => {
      const since = world.now() - Number(world.local.getItem(silentKey) ?? 0)
      return since >= 0 && since < silentTimeout
    }
    const isSame = () => {
      const stored = store.read()
      return stored !== null && !isOther(stored, before)
    }
    while (isOut() && isSame()) await pause(silentLook)
  }

  /** @throws SessionProblem sign_in_unreachable, auth_mixup; nothing was tried then */
  async function leaveSilently({ issuer, user: { id_token } }: Stored): Promise<void> {
    const at = String(world.now())
    world.tab.setItem(silentKey, at)
    world.local.setItem(silentKey, at)
    const trip = { returnTo: world.path(), silent: true }
    try {
      await leaveFor(issuer, trip, id_token === undefined ? {} : { id_token_hint: id_token })
    } catch (problem) {
      world.tab.removeItem(silentKey)
      world.local.removeItem(silentKey)
      throw problem
    }
  }

  /** @returns null where the session has ended */
  async function renewOrLapse(stored: Stored): Promise<User | null> {
    if (lapsing) return await lapsing
    const user = await renew(stored)
    return user ?? (store.read() ? await lapse(stored) : null)
  }

  return {
    current: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async signIn(returnTo, issuerId) {
      const issuer = issuers
        .filter((one) => one.state === 'active')
        .find(({ id }) => issuerId === undefined || id === issuerId)
      if (!issuer) throw new SessionProblem('state_lost')
      if (!redirects.allow()) throw new SessionProblem('auth_loop')
      await leaveFor(issuer, { returnTo: ours(returnTo), silent: false })
    },
    finish(address) {
      const url = new URL(address)
      world.replaceAddress(url.pathname)
      const outcome = finishing.get(address) ?? takeAnswer(url)
      finishing.set(address, outcome)
      outcome.catch(() => finishing.delete(address))
      return outcome
    },
    destination: () => ours(world.tab.getItem(destinationKey) ?? '/'),
    async signOut(keepsInvitation = false) {
      redirects.forget()
      const stored = store.read()
      const answers = stored && (await world.answers(discoveryAddress(stored.issuer.issuer), signOutTimeout))
      if (!stored || !answers) {
        await forget({ status: 'signed_out', elsewhere: stored !== null }, keepsInvitation)
        if (!keepsInvitation) await world.clearStorage('now')
        return
      }
      if (!keepsInvitation) await world.clearStorage('on_return')
      turns.signedOut(keepsInvitation)
      store.noteEnd(null)
      // This page stays as it is until it is left: a member's page without a session would sign in again.
      const elsewhere = await managerOf(stored.issuer)
        .signoutRedirect()
        .then(() => false)
        .catch(() => true)
      settle({ status: 'signed_out', elsewhere })
    },
    idTokenClaims: () => Object.keys(store.read()?.user.profile ?? {}),
    async authorize(request) {
      const stored = store.read()
      if (!stored) return request
      const user = remaining(stored.user) > renewBefore ? stored.user : await renewOrLapse(stored)
      return user ? withToken(request, user) : request
    },
    async reauthorize(refused) {
      const stored = store.read()
      if (!stored) return refused
      const isOld = refused.headers.get('Authorization') !== bearer(stored.user)
      const user = isOld ? stored.user : await renewOrLapse(stored)
      return user && refused.headers.get('Authorization') !== bearer(user)
        ? withToken(refused, user)
        : refused
    },
  }
}

function createManager(issuer: SessionIssuer, world: SessionWorld): UserManager {
  const settings = {
    authority: issuer.issuer,
    client_id: issuer.clientId,
    redirect_uri: new URL(callbackPath(issuer.id), world.origin).href,
    post_logout_redirect_uri: new URL('/signed-out', world.origin).href,
    response_type: 'code',
    scope: 'openid',
    automaticSilentRenew: false,
    monitorSession: false,
    loadUserInfo: false,
    // The nonce is ours to compare.
    filterProtocolClaims: false,
    requestTimeoutInSeconds: renewalTimeout,
    stateStore: new WebStorageStateStore({ store: world.local }),
    userStore: new WebStorageStateStore({ store: world.local }),
  }
  return new UserManager(settings, navigatorOf(world))
}

/** A redirect ends this page. Only a page that comes back from the browser's back button goes on. */
function navigatorOf(world: SessionWorld): INavigator {
  const window = {
    navigate: async ({ url }: { url: string }) => {
      await world.leave(url)
      return { url }
    },
    close() {},
  }
  return { prepare: async () => window, callback: async () => {} }
}

function callbackPath(issuerId: string): string {
  return `/sign-in/${issuerId}/callback`
}

async function metadataOf(manager: UserManager, issuer: SessionIssuer): Promise<Metadata> {
  const metadata = await manager.metadataService.getMetadata().catch((cause: unknown) => {
    throw new SessionProblem('sign_in_unreachable', { cause })
  })
  checkMetadata(metadata, issuer)
  return metadata
}

function readUser(text: string): User | null {
  try {
    return User.fromStorageString(text)
  } catch {
    return null
  }
}

function isOther(one: Stored, other: Stored): boolean {
  return one.user.access_token !== other.user.access_token
}

function signedIn({ issuer, user }: Stored): SessionState {
  return {
    status: 'signed_in',
    issuer: issuer.id,
    identity: identityOf({ issuer, user }),
    name: nameOf(user),
  }
}

/** As the proxy reads it from the access token (`access/claims.ts`): of an e-mail only what is before the `@`. */
function nameOf({ profile }: User): string | null {
  const claims = [profile.name, profile.given_name, profile.family_name, profile.preferred_username]
  const [name = '', given = '', family = '', username = ''] = claims.map((claim) =>
    typeof claim === 'string' ? claim.trim() : '',
  )
  const called = isEmail(username) ? username.split('@')[0] : username
  return name || `${given} ${family}`.trim() || called || null
}

function isEmail(text: string): boolean {
  return /^[^\s\p{C}@]+@[^\s\p{C}@]+$/u.test(text)
}

function identityOf({ issuer, user }: Stored): string {
  return `${issuer.issuer} ${user.profile.sub}`
}
