import { userEvent } from '@testing-library/user-event'
import { createRoot } from 'react-dom/client'
import { vi } from 'vitest'
import { isReturnPath } from '../../src/app/member/account/return-paths.ts'
import { createApp } from '../../src/app/member/app.tsx'
import type { SessionEnvironment } from '../../src/app/session/environment.ts'
import { createSession, type Session } from '../../src/app/session/session.ts'
import { fits } from '../../src/contract/answers.ts'
import type { Config } from '../../src/contract/config.ts'
import type { Language } from '../../src/contract/languages.ts'
import { origins, type TestPerson, type World } from '../world.ts'
import { later } from './foyer.ts'
import { openBrowser, type TestBrowser, type TestTab } from './session-browser.ts'
import { openSignInServer, type SignInServer } from './sign-in-server.ts'

/** A member page, and what a test may do beside looking at it. */
export interface MemberPage {
  user: ReturnType<typeof userEvent.setup>
  /** The other documents that the page left for. */
  left: string[]
  tab: TestTab
  browser: TestBrowser
  signInServer: SignInServer
  /** A session as another tab of the same browser has it. */
  otherTab(): Session
  /** The same person in the same tab opens an address: by typing it, or by loading the page anew. */
  open(path: string): Promise<void>
}

interface MemberOptions {
  language?: Language
  /** Nobody is signed in yet. */
  isSignedOut?: boolean
  /** The sign-in server accepts no connection. */
  isDown?: boolean
  /** Answers are taken as they come, as outside the demo. */
  isUnchecked?: boolean
}

/** The member's application at a path, as somebody who is signed in. */
export async function memberAt(
  world: World,
  path: string,
  person: TestPerson,
  { language = 'en', isSignedOut = false, isDown = false, isUnchecked = false }: MemberOptions = {},
): Promise<MemberPage> {
  const browser = openBrowser(origins.foyer)
  const signInServer = openSignInServer(world, person)
  signInServer.isDown = isDown
  const tab = browser.openTab()
  if (!isSignedOut) {
    const { key, value } = await signInServer.stored()
    tab.world.local.setItem(key, value)
  }
  const config: Config = await (await world.ask('/api/config')).json()
  const sessionIn = (sessionWorld: SessionEnvironment) =>
    createSession({
      issuers: config.issuers,
      language: () => language,
      matchesRoute: isReturnPath,
      env: sessionWorld,
    })
  const left: string[] = []
  let close = () => {}
  later(() => close())

  async function open(address: string): Promise<void> {
    close()
    window.history.replaceState(null, '', address)
    const stopListening = followListeners()
    const app = await createApp({
      session: sessionIn(inWindow(tab.world)),
      config,
      language,
      fetch: (...request) => fetch(...request),
      ...(isUnchecked ? {} : { check: fits }),
      browser: { open: (url) => left.push(url), replace: (url) => left.push(url) },
    })
    const place = document.createElement('div')
    document.body.replaceChildren(place)
    document.documentElement.lang = language
    const root = createRoot(place)
    root.render(app)
    close = () => {
      root.unmount()
      stopListening()
    }
  }

  const user = userEvent.setup()
  await open(path)
  const otherTab = () => sessionIn(browser.openTab().world)
  return { user, left, tab, browser, signInServer, otherTab, open }
}

/**
 * The router and the answers that are kept live as long as the document: they listen to the window, and nobody needs
 * to end them.
 * @returns ends them, as a browser does when the document is left
 */
function followListeners(): () => void {
  const add = vi.spyOn(window, 'addEventListener')
  return () => {
    for (const [type, listener] of add.mock.calls) {
      if (type === 'popstate' || type === 'pageshow') window.removeEventListener(type, listener)
    }
    add.mockRestore()
  }
}

/** A tab whose address and storage are the window's. */
function inWindow(world: SessionEnvironment): SessionEnvironment {
  return {
    ...world,
    tab: sessionStorage,
    path: () => location.pathname + location.search,
    replaceAddress: (address) => history.replaceState(history.state, '', address),
  }
}
