import { forgetPeople, forgetTyped } from '../parts/typed.ts'
import type { SessionEnvironment } from './environment.ts'

/**
 * People who use this browser one after the other. Passes of the proxy from before are void for the next one
 * (`proxy/features/join/passes.ts`), and what was typed before is removed, in each tab when it learns of them.
 */
export interface BrowserUsers {
  /** @param who one identity, however it is written */
  signedIn(who: string): void
  /**
   * They went away on purpose: whoever comes next is somebody else.
   * @param keepsInvitation they go on with the invitation in this tab, as somebody else
   */
  signedOut(keepsInvitation?: boolean): void
  /** Nobody is signed in; whoever was may come back. */
  away(): void
}

interface BrowserUser {
  /** The identity that signed in last, and did not sign out. */
  who: string | null
  /** Names their time at this browser; empty: the first one. A time, so that it tells nobody apart. */
  name: string
  /** When it began, epoch milliseconds. */
  at: number
}

const key = 'foyer.turn'
/** Name of the person's time in which a tab was used last. */
const tabKey = 'foyer.tabTurn'
const year = 365 * 24 * 60 * 60
/** Seconds: after so long no pass from before is left. */
const passesLast = 12 * 60 * 60

/** Tells the proxy by a cookie, which pages that load no script of the member's send as well. */
export function createBrowserUsers(
  env: Pick<SessionEnvironment, 'local' | 'tab' | 'now' | 'rememberMember' | 'rememberedMember'>,
): BrowserUsers {
  function current(): BrowserUser {
    const user = readUser(env.local.getItem(key)) ?? userOfCookie(env.rememberedMember())
    const isOver = user.who === null && env.now() - user.at > passesLast * 1_000
    return isOver ? first : user
  }

  function next(who: string | null, { at: before }: BrowserUser): BrowserUser {
    const at = Math.max(env.now(), before + 1)
    return { who, name: at.toString(36), at }
  }

  function begin(who: string | null, before: BrowserUser): BrowserUser {
    forgetPeople(env.local, key)
    return next(who, before)
  }

  function keep(user: BrowserUser, keepsInvitation: boolean): void {
    env.local.setItem(key, JSON.stringify(user))
    tidy(user, keepsInvitation)
  }

  function tidy({ name }: BrowserUser, keepsInvitation: boolean): void {
    if ((env.tab.getItem(tabKey) ?? '') === name) return
    forgetTyped(env.tab, keepsInvitation)
    env.tab.setItem(tabKey, name)
  }

  return {
    signedIn(who) {
      const before = current()
      const isSame = before.who === null || before.who === who
      const user = isSame ? { ...before, who } : begin(who, before)
      // An invitation may be what they signed in for.
      keep(user, true)
      env.rememberMember(cookieOf('1', user), year)
    },
    signedOut(keepsInvitation = false) {
      const user = begin(null, current())
      keep(user, keepsInvitation)
      env.rememberMember(cookieOf('0', user), passesLast)
    },
    away() {
      const user = current()
      tidy(user, user.who !== null)
      env.rememberMember(cookieOf('0', user), user.name === '' ? 0 : passesLast)
    },
  }
}

const first: BrowserUser = { who: null, name: '', at: 0 }

function cookieOf(member: '0' | '1', { name }: BrowserUser): string {
  return name === '' ? member : `${member}.${name}`
}

/** The storage may be cleared while the cookie stays, by a sign-out (`Clear-Site-Data`) or by the person. */
function userOfCookie(cookie: string): BrowserUser {
  const [, member, name = ''] = /^([01])(?:\.([a-z0-9]{1,16}))?$/.exec(cookie) ?? []
  // The former person is unknown once the storage is gone: the next one is treated as another person.
  const who = member === '1' ? '' : null
  return { who, name, at: name === '' ? 0 : Number.parseInt(name, 36) }
}

function readUser(text: string | null): BrowserUser | null {
  if (text === null) return null
  try {
    const { who = null, name = '', at = 0 }: Partial<BrowserUser> = JSON.parse(text)
    return { who, name, at }
  } catch {
    return first
  }
}
