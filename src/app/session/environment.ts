import { pause } from '../timers.ts'

/** The browser, as far as a session needs it. */
export interface SessionEnvironment {
  origin: string
  /** Path and query of the present page. */
  path(): string
  /** Epoch milliseconds. */
  now(): number
  /** Shared by all tabs. */
  local: Storage
  /** This tab's own. */
  tab: Storage
  /** Goes to another document; ends only where the person comes back to this very page. */
  leave(url: string): Promise<void>
  /** Another address for this entry of the history: an answer must not be opened twice. */
  replaceAddress(path: string): void
  /** Runs a task while no other tab runs one of that name; the next one sees what this one stored. */
  alone<Result>(name: string, task: () => Promise<Result>): Promise<Result>
  /** Called with the key that another tab changed; null: all of them, or nobody knows, as after the back button. */
  onOtherTab(listener: (key: string | null) => void): void
  /** Tells the proxy which door to open, and whose person it is: a cookie that is no secret, for so many seconds. */
  rememberMember(value: string, seconds: number): void
  /** … as it stands; empty where there is none. */
  rememberedMember(): string
  /**
   * Has this browser's storage cleared by the page where a sign-out ends: a cookie asks the proxy for it.
   * @param when `on_return`: the sign-in server leads to that page; `now`: it is fetched
   */
  clearStorage(when: 'on_return' | 'now'): Promise<void>
  /** Cancels the clearing of an unfinished sign-out, because a person has signed in since. */
  keepStorage(): void
  /** Whether something answers there within so many milliseconds. */
  answers(url: string, timeout: number): Promise<boolean>
}

/** Milliseconds in which what one tab stores reaches the others, each a process of its own. */
const storageTravel = 500
/** Lifetime of the one-time cookie of a sign-out, in seconds. */
const signOutSeconds = 600
/** Milliseconds. */
const clearTimeout = 2_000

export function browserEnvironment(): SessionEnvironment {
  const { location } = window
  return {
    origin: location.origin,
    path: () => `${location.pathname}${location.search}`,
    now: Date.now,
    local: localStorage,
    tab: sessionStorage,
    leave: (url) =>
      new Promise((resolve) => {
        window.addEventListener('pageshow', ({ persisted }) => persisted && resolve())
        location.assign(url)
      }),
    replaceAddress: (path) => history.replaceState(history.state, '', path),
    // `locks` is missing only outside of a secure context, where nobody can sign in.
    alone: (name, task) => (navigator.locks ? inTurn(name, task) : task()),
    onOtherTab(listener) {
      window.addEventListener('storage', ({ key }) => listener(key))
      // A page that was left hears nothing of other tabs until the back button shows it again.
      window.addEventListener('pageshow', ({ persisted }) => persisted && listener(null))
    },
    rememberMember: (value, seconds) => setCookie('foyer_member', value, '/', seconds),
    rememberedMember: () => /(?:^|; )foyer_member=([^;]*)/.exec(document.cookie)?.[1] ?? '',
    async clearStorage(when) {
      setClearing('1', signOutSeconds)
      if (when === 'now')
        await fetch('/signed-out', { signal: AbortSignal.timeout(clearTimeout) }).catch(() => {})
    },
    keepStorage: () => setClearing('', 0),
    answers: (url, timeout) =>
      fetch(url, { signal: AbortSignal.timeout(timeout) }).then(
        ({ ok }) => ok,
        () => false,
      ),
  }
}

function setClearing(value: string, seconds: number): void {
  setCookie('foyer_clear', value, '/signed-out', seconds)
}

function setCookie(name: string, value: string, path: string, seconds: number): void {
  const secure = location.protocol === 'https:' ? '; Secure' : ''
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox ESR
  document.cookie = `${name}=${value}; Path=${path}; SameSite=Lax; Max-Age=${seconds}${secure}`
}

/**
 * The lock goes on to the next tab only when that tab can read what was stored: Chromium hands over locks faster
 * than `localStorage`, and a tab that still saw the old refresh token would use it a second time.
 */
function inTurn<Result>(name: string, task: () => Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const held = navigator.locks.request(name, async () => {
      await task().then(resolve, reject)
      await pause(storageTravel)
    })
    held.catch(reject)
  })
}
