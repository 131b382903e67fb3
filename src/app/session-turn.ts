import type { SessionWorld } from './session-world.ts'

/** Whose turn it is at this browser: what the proxy gave it in another turn is void (`proxy/join/passes.ts`). */
export interface Turns {
  /** @param who one identity, however it is written */
  signedIn(who: string): void
  /** They went away on purpose: whoever comes next is somebody else. */
  signedOut(): void
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
const year = 365 * 24 * 60 * 60
/** Seconds: after so long no pass of an earlier turn is left. */
const passesLast = 12 * 60 * 60

/** Tells the proxy by a cookie, which pages that load no script of the member's send as well. */
export function createTurns(world: Pick<SessionWorld, 'local' | 'now' | 'rememberMember'>): Turns {
  function current(): Turn {
    const turn = readTurn(world.local.getItem(key))
    const isOver = turn.who === null && world.now() - turn.at > passesLast * 1_000
    return isOver ? first : turn
  }

  function next(who: string | null, { at: before }: Turn): Turn {
    const at = Math.max(world.now(), before + 1)
    return { who, name: at.toString(36), at }
  }

  function keep(turn: Turn): void {
    world.local.setItem(key, JSON.stringify(turn))
  }

  return {
    signedIn(who) {
      const before = current()
      const isSame = before.who === null || before.who === who
      const turn = isSame ? { ...before, who } : next(who, before)
      keep(turn)
      world.rememberMember(cookieOf('1', turn), year)
    },
    signedOut() {
      const turn = next(null, current())
      keep(turn)
      world.rememberMember(cookieOf('0', turn), passesLast)
    },
    away() {
      const turn = current()
      world.rememberMember(cookieOf('0', turn), turn.name === '' ? 0 : passesLast)
    },
  }
}

const first: Turn = { who: null, name: '', at: 0 }

function cookieOf(member: '0' | '1', { name }: Turn): string {
  return name === '' ? member : `${member}.${name}`
}

function readTurn(text: string | null): Turn {
  try {
    const { who = null, name = '', at = 0 }: Partial<Turn> = JSON.parse(text ?? '{}')
    return { who, name, at }
  } catch {
    return first
  }
}
