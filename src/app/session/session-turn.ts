import { forgetPeople, forgetTyped } from '../parts/typed.ts'
import type { SessionWorld } from './session-world.ts'

/**
 * Whose turn it is at this browser: what the proxy gave it in another turn is void (`proxy/features/join/passes.ts`), and what
 * was typed in another turn is forgotten, in each tab when it learns of the new one.
 */
export interface Turns {
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

interface Turn {
  /** Who was signed in last, and did not sign out. */
  who: string | null
  /** Names the turn; empty: the first one. When it began, so that it tells nobody apart. */
  name: string
  /** When it began, epoch milliseconds. */
  at: number
}

const key = 'foyer.turn'
/** In which turn a tab was used last. */
const tabKey = 'foyer.tabTurn'
const year = 365 * 24 * 60 * 60
/** Seconds: after so long no pass of an earlier turn is left. */
const passesLast = 12 * 60 * 60

/** Tells the proxy by a cookie, which pages that load no script of the member's send as well. */
export function createTurns(
  world: Pick<SessionWorld, 'local' | 'tab' | 'now' | 'rememberMember' | 'rememberedMember'>,
): Turns {
  function current(): Turn {
    const turn = readTurn(world.local.getItem(key)) ?? turnOfCookie(world.rememberedMember())
    const isOver = turn.who === null && world.now() - turn.at > passesLast * 1_000
    return isOver ? first : turn
  }

  function next(who: string | null, { at: before }: Turn): Turn {
    const at = Math.max(world.now(), before + 1)
    return { who, name: at.toString(36), at }
  }

  function begin(who: string | null, before: Turn): Turn {
    forgetPeople(world.local, key)
    return next(who, before)
  }

  function keep(turn: Turn, keepsInvitation: boolean): void {
    world.local.setItem(key, JSON.stringify(turn))
    tidy(turn, keepsInvitation)
  }

  function tidy({ name }: Turn, keepsInvitation: boolean): void {
    if ((world.tab.getItem(tabKey) ?? '') === name) return
    forgetTyped(world.tab, keepsInvitation)
    world.tab.setItem(tabKey, name)
  }

  return {
    signedIn(who) {
      const before = current()
      const isSame = before.who === null || before.who === who
      const turn = isSame ? { ...before, who } : begin(who, before)
      // An invitation may be what they signed in for.
      keep(turn, true)
      world.rememberMember(cookieOf('1', turn), year)
    },
    signedOut(keepsInvitation = false) {
      const turn = begin(null, current())
      keep(turn, keepsInvitation)
      world.rememberMember(cookieOf('0', turn), passesLast)
    },
    away() {
      const turn = current()
      tidy(turn, turn.who !== null)
      world.rememberMember(cookieOf('0', turn), turn.name === '' ? 0 : passesLast)
    },
  }
}

const first: Turn = { who: null, name: '', at: 0 }

function cookieOf(member: '0' | '1', { name }: Turn): string {
  return name === '' ? member : `${member}.${name}`
}

/** The storage may be cleared while the cookie stays, by a sign-out (`Clear-Site-Data`) or by the person. */
function turnOfCookie(cookie: string): Turn {
  const [, member, name = ''] = /^([01])(?:\.([a-z0-9]{1,16}))?$/.exec(cookie) ?? []
  // The former person is unknown once the storage is gone: the next one is treated as another person.
  const who = member === '1' ? '' : null
  return { who, name, at: name === '' ? 0 : Number.parseInt(name, 36) }
}

function readTurn(text: string | null): Turn | null {
  if (text === null) return null
  try {
    const { who = null, name = '', at = 0 }: Partial<Turn> = JSON.parse(text)
    return { who, name, at }
  } catch {
    return first
  }
}
