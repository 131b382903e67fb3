import { userEvent } from '@testing-library/user-event'
import { hydrateRoot } from 'react-dom/client'
import { createClient } from '../../src/app/client.ts'
import { createI18n } from '../../src/app/i18n.ts'
import { PublicApp } from '../../src/app/public/PublicApp.tsx'
import type { Language } from '../../src/contract/languages.ts'
import type { PublicPage, Texts } from '../../src/contract/pages.ts'
import type { World } from '../world.ts'
import { complaints, later } from './foyer.ts'

/** A public page as a guest has it open, and what a test may do beside looking at it. */
export interface GuestPage {
  user: ReturnType<typeof userEvent.setup>
  /** The answer that brought the document. */
  status: number
  /** The other documents that the page left for. */
  left: string[]
  /** How often a sound was heard. */
  chimes(): number
  /** The document's own title, before any script. */
  title: string
  /** The same browser opens another address. */
  open(path: string): Promise<void>
}

interface GuestOptions {
  language?: Language
  /** The script does not run, or has not come yet. */
  isScriptless?: boolean
}

const nobody = {
  authorize: async (request: Request) => request,
  reauthorize: async (request: Request) => request,
}

/** A document of the proxy, brought alive as `hydrate.tsx` does it. React complains of each word that differs. */
export async function guestAt(
  world: World,
  path: string,
  { language = 'en', isScriptless = false }: GuestOptions = {},
): Promise<GuestPage> {
  let close = () => {}
  let chimes = 0
  later(() => close())
  const left: string[] = []
  const page: GuestPage = {
    user: userEvent.setup(),
    status: 0,
    left,
    chimes: () => chimes,
    title: '',
    open,
  }

  async function open(address: string): Promise<void> {
    close()
    history.replaceState(null, '', address)
    const answer = await world.ask(address, { headers: { 'Accept-Language': language } })
    const written = new DOMParser().parseFromString(await answer.text(), 'text/html')
    page.status = answer.status
    page.title = document.title = written.title
    document.documentElement.lang = written.documentElement.lang
    document.body.replaceChildren(...written.body.childNodes)
    if (!isScriptless) bringAlive()
  }

  function bringAlive(): void {
    const shown: PublicPage = read('page')
    const texts: Texts = read('texts')
    const root = hydrateRoot(
      document.getElementById('root') ?? document.body,
      <PublicApp page={shown} i18n={createI18n(shown.language, texts)} browser={browser} />,
      { onRecoverableError: (error) => complaints.push(String(error)) },
    )
    close = () => root.unmount()
  }

  const browser = {
    client: createClient({ fetch: (...asked) => fetch(...asked), origin: location.origin, session: nobody }),
    fetch: (...asked: Parameters<typeof fetch>) => fetch(...asked),
    origin: location.origin,
    open: (url: string) => void left.push(url),
    replaceAddress: (address: string) => history.replaceState(null, '', address),
    setTitle: (title: string) => {
      document.title = title
    },
    chime: () => {
      chimes += 1
    },
    device: () => localStorage,
    tab: () => sessionStorage,
    random: () => 0,
  }

  await open(path)
  return page
}

function read<Value>(id: string): Value {
  return JSON.parse(document.getElementById(id)?.textContent ?? 'null')
}
