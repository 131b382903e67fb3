import { randomBytes } from 'node:crypto'
import type { Meeting } from './meetings.ts'
import type { Person } from './people.ts'

/** A person in a meeting, as their browser proves it: by the token in the address and the cookie together. */
export interface Session {
  meeting: Meeting
  person: Person
}

export interface Sessions {
  /** @returns the cookie to set, one for all the meetings of a browser */
  open(request: Request, session: Session): string
  find(request: Request): Session | null
  close(session: Session): void
  /** Nobody comes back to a meeting that is long over. */
  forget(meeting: Meeting): void
}

const cookieName = 'JSESSIONID'

/** @param publicUrl cookies are for what lies below it, and for https alone where it is that */
export function createSessions(publicUrl: string): Sessions {
  const { pathname, protocol } = new URL(publicUrl)
  const tokens = new Map<string, Session & { browser: string }>()
  const attributes = `Path=${pathname}; HttpOnly; SameSite=Lax${protocol === 'https:' ? '; Secure' : ''}`

  function isKnown(browser: string | null): browser is string {
    return [...tokens.values()].some((session) => session.browser === browser)
  }

  return {
    open(request, session) {
      const given = cookieOf(request)
      const browser = isKnown(given) ? given : randomBytes(16).toString('hex')
      tokens.set(session.person.sessionToken, { ...session, browser })
      return `${cookieName}=${browser}; ${attributes}`
    },
    find(request) {
      const session = tokens.get(new URL(request.url).searchParams.get('sessionToken') ?? '')
      return session && session.browser === cookieOf(request) ? session : null
    },
    close({ person }) {
      tokens.delete(person.sessionToken)
    },
    forget(meeting) {
      for (const [token, session] of tokens) if (session.meeting === meeting) tokens.delete(token)
    },
  }
}

function cookieOf(request: Request): string | null {
  const pairs = (request.headers.get('Cookie') ?? '').split(/; */)
  return pairs.find((pair) => pair.startsWith(`${cookieName}=`))?.slice(cookieName.length + 1) ?? null
}
