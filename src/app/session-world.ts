/** The browser, as far as a session needs it. */
export interface SessionWorld {
  origin: string
  /** Where the person is: path and query. */
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
  /** Called with the key that another tab changed; null: all of them. */
  onOtherTab(listener: (key: string | null) => void): void
  /** Tells the proxy which door to open, and whose turn it is: a cookie that is no secret, for so many seconds. */
  rememberMember(value: string, seconds: number): void
  /** Whether something answers there within so many milliseconds. */
  answers(url: string, patience: number): Promise<boolean>
}

/** Milliseconds in which what one tab stores reaches the others, each a process of its own. */
const storageTravel = 500

export function browserWorld(): SessionWorld {
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
    onOtherTab: (listener) => window.addEventListener('storage', ({ key }) => listener(key)),
    rememberMember(value, seconds) {
      const secure = location.protocol === 'https:' ? '; Secure' : ''
      // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox ESR
      document.cookie = `foyer_member=${value}; Path=/; SameSite=Lax; Max-Age=${seconds}${secure}`
    },
    answers: (url, patience) =>
      fetch(url, { signal: AbortSignal.timeout(patience) }).then(
        ({ ok }) => ok,
        () => false,
      ),
  }
}

/**
 * The lock goes on to the next tab only when that tab can read what was stored: Chromium hands over locks faster
 * than `localStorage`, and a tab that still saw the old refresh token would use it a second time.
 */
function inTurn<Result>(name: string, task: () => Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const held = navigator.locks.request(name, async () => {
      await task().then(resolve, reject)
      await new Promise((done) => setTimeout(done, storageTravel))
    })
    held.catch(reject)
  })
}
