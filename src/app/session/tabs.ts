import { User } from 'oidc-client-ts'
import { createBrowserUsers } from './browser-users.ts'
import type { SessionEnvironment } from './environment.ts'
import type { Managers } from './managers.ts'
import { createSessionStore, type SessionEnd, type SessionIssuer, type Stored } from './store.ts'

export type SessionState =
  /** `identity` tells one person from another, and says nothing else. */
  | { status: 'signed_in'; issuer: string; identity: string; name: string | null }
  /** `elsewhere`: the sign-in server did not answer, so that one is still signed in there. */
  | { status: 'signed_out'; elsewhere: boolean }
  /** It ended by itself: pages stay, with what was typed, and offer to sign in again. */
  | SessionEnd

export type StoredUser = Stored<User>

/** The session as all tabs of this browser share it. */
export interface Tabs {
  /** The same object as long as nothing changed. */
  current(): SessionState
  /** @returns the way to stop listening */
  subscribe(listener: () => void): () => void
  /** The user with the tokens; null: nobody is signed in. */
  read(): StoredUser | null
  /** Somebody has signed in; the library has stored them. */
  begin(stored: StoredUser): void
  /** Ends the session in every tab. */
  end(next: Exclude<SessionState, { status: 'signed_in' }>, keepsInvitation?: boolean): Promise<void>
  /** They sign out at the issuer, whose page this one gives way to; `settle` follows if that fails. */
  signOut(keepsInvitation: boolean): void
  settle(next: SessionState): void
}

/** The key under which a tab notes when it left to ask the issuer silently, in epoch milliseconds. */
export const silentKey = 'foyer.silentSignIn'

export function createTabs(
  issuers: readonly SessionIssuer[],
  managers: Pick<Managers, 'removeUsers'>,
  env: SessionEnvironment,
): Tabs {
  const store = createSessionStore(issuers, env.local, readUser)
  const browserUsers = createBrowserUsers(env)
  const listeners = new Set<() => void>()
  let state: SessionState = openingState()

  tellProxy(state)
  env.onOtherTab((key) => {
    if (key === null || store.isOfSession(key)) settle(changedState())
  })

  function openingState(): SessionState {
    const end = store.forgetRetired()
    const stored = store.read()
    return stored ? signedIn(stored) : (end ?? { status: 'signed_out', elsewhere: false })
  }

  /** The state after a change in another tab. */
  function changedState(): SessionState {
    const stored = store.read()
    if (stored) return signedIn(stored)
    const nobody =
      state.status === 'signed_out' ? state : ({ status: 'signed_out', elsewhere: false } as const)
    return store.end() ?? nobody
  }

  function settle(next: SessionState): void {
    tellProxy(next)
    if (JSON.stringify(next) === JSON.stringify(state)) return
    state = next
    for (const listener of listeners) listener()
  }

  function tellProxy({ status }: SessionState): void {
    const stored = status === 'signed_in' ? store.read() : null
    if (stored) browserUsers.signedIn(identityOf(stored))
    else browserUsers.away()
  }

  return {
    current: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    read: store.read,
    begin(stored) {
      store.noteEnd(null)
      env.local.removeItem(silentKey)
      settle(signedIn(stored))
    },
    async end(next, keepsInvitation = false) {
      if (next.status === 'signed_out') browserUsers.signedOut(keepsInvitation)
      store.noteEnd(next.status === 'signed_out' ? null : next)
      env.local.removeItem(silentKey)
      await managers.removeUsers()
      settle(next)
    },
    signOut(keepsInvitation) {
      browserUsers.signedOut(keepsInvitation)
      store.noteEnd(null)
    },
    settle,
  }
}

function readUser(text: string): User | null {
  try {
    return User.fromStorageString(text)
  } catch {
    return null
  }
}

function signedIn({ issuer, user }: StoredUser): SessionState {
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

function identityOf({ issuer, user }: StoredUser): string {
  return `${issuer.issuer} ${user.profile.sub}`
}
