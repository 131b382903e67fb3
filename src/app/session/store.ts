import type { PublicIssuer } from '../../contract/config.ts'

export type SessionIssuer = Pick<PublicIssuer, 'id' | 'issuer' | 'clientId' | 'state'>

export interface Stored<User> {
  issuer: SessionIssuer
  user: User
}

/** Why nobody is signed in any more, though nobody signed out. */
export interface SessionEnd {
  /** `retired`: with an issuer that is no longer used here. */
  status: 'expired' | 'retired'
  /** The issuer's id. */
  issuer: string
}

const endKey = 'foyer.sessionEnd'

/**
 * The stored session, which all tabs share; read at once, because a page asks before it can wait.
 * @param readUser reads what oidc-client-ts stored; null: it is none of its users
 */
export function createSessionStore<User>(
  issuers: readonly SessionIssuer[],
  local: Storage,
  readUser: (text: string) => User | null,
) {
  const inUse = issuers.filter(({ state }) => state !== 'retired')

  function stored(issuer: SessionIssuer): Stored<User>[] {
    const text = local.getItem(userKey(issuer))
    const user = text === null ? null : readUser(text)
    return user ? [{ issuer, user }] : []
  }

  return {
    read: (): Stored<User> | null => inUse.flatMap(stored)[0] ?? null,
    /** Whether a session is stored under this key. */
    isOfSession: (key: string): boolean => issuers.some((issuer) => userKey(issuer) === key),
    end: (): SessionEnd | null => readEnd(local.getItem(endKey)),
    /** Other tabs are told by the removal of the user that follows, and read here why. */
    noteEnd(end: SessionEnd | null): void {
      if (end) local.setItem(endKey, JSON.stringify(end))
      else local.removeItem(endKey)
    },
    /** @returns the end of a session that nobody can go on with: it is told once, and forgotten */
    forgetRetired(): SessionEnd | null {
      const found = issuers.filter(({ state }) => state === 'retired').flatMap(stored)
      const [first] = found
      const end = first && !this.read() ? ({ status: 'retired', issuer: first.issuer.id } as const) : null
      if (end) this.noteEnd(end)
      for (const { issuer } of found) local.removeItem(userKey(issuer))
      return end
    },
  }
}

/** The key under which oidc-client-ts keeps a user. */
function userKey({ issuer, clientId }: SessionIssuer): string {
  return `oidc.user:${issuer}:${clientId}`
}

function readEnd(text: string | null): SessionEnd | null {
  try {
    const end: SessionEnd = JSON.parse(text ?? 'null')
    return typeof end?.issuer === 'string' ? end : null
  } catch {
    return null
  }
}
