import type { SessionEnvironment } from '../../src/app/session/environment.ts'

/** A browser with tabs: what they share, and what each has for itself. */
export interface TestBrowser {
  openTab(path?: string): TestTab
  /** The first-party cookie that opens the member's door does so. */
  isMember: boolean
  /** … and as it stands. */
  cookie: string
  /** When its storage was to be cleared, for each sign-out. */
  cleared: string[]
  /** A cookie asks that its storage be cleared where the sign-out ends. */
  isToBeCleared: boolean
}

export interface TestTab {
  world: SessionEnvironment
  /** The documents that it left for. */
  left: string[]
  /** Its address, as the history has it. */
  path: string
  /** The document that it leaves for, once it does. */
  leaving(): Promise<URL>
}

export function openBrowser(origin: string): TestBrowser {
  const tabs: { told: ((key: string | null) => void)[]; storage: Storage }[] = []
  const shared = new Map<string, string>()
  const locks = new Map<string, Promise<unknown>>()

  const browser: TestBrowser = {
    isMember: false,
    cookie: '',
    cleared: [],
    isToBeCleared: false,
    openTab(path = '/') {
      const told: ((key: string | null) => void)[] = []
      const storage = newStorage(shared, (key) => {
        for (const other of tabs) if (other.told !== told) for (const tell of other.told) tell(key)
      })
      tabs.push({ told, storage })
      const waiting: ((url: URL) => void)[] = []
      const newDocument = () => Promise.withResolvers<void>()
      let document = newDocument()
      const tab: TestTab = {
        left: [],
        path,
        leaving: () => new Promise((resolve) => waiting.push(resolve)),
        world: {
          origin,
          path: () => tab.path,
          now: Date.now,
          local: storage,
          tab: newStorage(new Map(), () => {}),
          leave(url) {
            tab.left.push(url)
            for (const resolve of waiting.splice(0)) resolve(new URL(url))
            // With a document end the locks that it holds.
            document.resolve()
            document = newDocument()
            return new Promise(() => {})
          },
          replaceAddress(address) {
            tab.path = address
          },
          async alone(name, task) {
            const before = locks.get(name) ?? Promise.resolve()
            const mine = before.then(task, task)
            locks.set(name, Promise.race([mine.catch(() => {}), document.promise]))
            return await mine
          },
          onOtherTab: (listener) => told.push(listener),
          rememberMember(value, seconds) {
            browser.cookie = seconds > 0 ? value : ''
            browser.isMember = browser.cookie.startsWith('1')
          },
          rememberedMember: () => browser.cookie,
          async clearStorage(when) {
            browser.cleared.push(when)
            browser.isToBeCleared = when === 'on_return'
          },
          keepStorage() {
            browser.isToBeCleared = false
          },
          answers: (url, timeout) =>
            fetch(url, { signal: AbortSignal.timeout(timeout) }).then(
              ({ ok }) => ok,
              () => false,
            ),
        },
      }
      return tab
    },
  }
  return browser
}

/** A Storage over a map. @param changed told of each key that changes, as the `storage` event tells other tabs */
function newStorage(items: Map<string, string>, changed: (key: string | null) => void): Storage {
  return {
    get length() {
      return items.size
    },
    key: (index) => [...items.keys()][index] ?? null,
    getItem: (key) => items.get(key) ?? null,
    setItem(key, value) {
      items.set(key, value)
      changed(key)
    },
    removeItem(key) {
      if (items.delete(key)) changed(key)
    },
    clear() {
      items.clear()
      changed(null)
    },
  }
}
