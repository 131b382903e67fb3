import { createContext, useCallback, useContext } from 'react'
import type { Client } from '../client.ts'

/** The browser as public pages use it once they are interactive. */
export interface Browser {
  client: Client
  /** The proxy's origin, which is our own. */
  origin: string
  /** Opens event streams, which are no question and answer. */
  fetch: typeof fetch
  /** Leaves for another address. */
  open(url: string): void
  /** Leaves for another address of ours in place of this one: the back button does not come back here. */
  replace(path: string): void
  /** The fragment behind `#` in the address, which no server receives. */
  fragment(): string
  /** Puts another path of ours into the address bar, without leaving. */
  replaceAddress(path: string): void
  setTitle(title: string): void
  /** A short sound: the meeting has opened. */
  chime(): void
  /** Storage of this device. It throws where the person allows none. */
  device: () => Storage
  /** Storage of this tab. It throws where the person allows none. */
  tab: () => Storage
  /** Name of the present person's time at this browser (`session/browser-users.ts`). */
  browserUser(): string
  /** 0 to 1. */
  random(): number
}

/** The server writes pages without a browser: only event handlers and effects may ask for it. */
const BrowserContext = createContext<Browser | null>(null)

export const BrowserProvider = BrowserContext

/** @returns a function for handlers and effects, never to be called while rendering */
export function useBrowser(): () => Browser {
  const browser = useContext(BrowserContext)
  return useCallback(() => {
    if (!browser) throw new Error('a public page asked for the browser while it was written by the server')
    return browser
  }, [browser])
}
