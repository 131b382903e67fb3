import { userEvent } from '@testing-library/user-event'
import { type ReactNode, useEffect } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { createClient } from '../../src/app/client.ts'
import { createI18n } from '../../src/app/i18n.ts'
import { PublicApp } from '../../src/app/public/PublicApp.tsx'
import { fits } from '../../src/contract/answers.ts'
import type { Language } from '../../src/contract/languages.ts'
import type { PublicPage, Texts } from '../../src/contract/pages.ts'
import { origins, type World } from '../world.ts'
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
  /** The same browser opens another address, and goes where that leads. */
  open(path: string): Promise<void>
  /** The browser forgets its cookies, as when somebody clears them. */
  loseCookies(): void
  /** The browser itself sends the form, without a script. */
  submit(form: HTMLFormElement | null): Promise<void>
  /** The script comes at last, to a page without one. */
  bringAlive(): Promise<void>
}

interface GuestOptions {
  language?: Language
  /** The script does not run, or has not come yet. */
  isScriptless?: boolean
  /** What the browser has of us already: `name=value`. */
  cookies?: string[]
}

const nobody = {
  authorize: async (request: Request) => request,
  reauthorize: async (request: Request) => request,
}

/** A document of the proxy, brought alive as `hydrate.tsx` does it. React complains of each word that differs. */
export async function guestAt(
  world: World,
  path: string,
  { language = 'en', isScriptless = false, cookies: had = [] }: GuestOptions = {},
): Promise<GuestPage> {
  let close = () => {}
  let chimes = 0
  later(() => close())
  const left: string[] = []
  const cookies = new Map(had.map((cookie) => [cookie.split('=')[0] ?? '', cookie]))
  const page: GuestPage = {
    user: userEvent.setup(),
    status: 0,
    left,
    chimes: () => chimes,
    title: '',
    loseCookies: () => cookies.clear(),
    open,
    submit,
    bringAlive: () => new Promise<void>(bringAlive),
  }

  async function ask(address: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers)
    headers.set('Accept-Language', language)
    headers.set('Cookie', [...cookies.values()].join('; '))
    const answer = await world.ask(address, { ...init, headers })
    keep(answer)
    return answer
  }

  async function open(address: string): Promise<void> {
    await show(address, await ask(address))
  }

  async function submit(form: HTMLFormElement | null): Promise<void> {
    if (!form) throw new Error('the page has no such form')
    const action = form.getAttribute('action') ?? ''
    const body = new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]))
    if (form.method === 'get') return await open(`${action}?${body}`)
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded', Origin: origins.foyer }
    await show(action, await ask(action, { method: 'POST', body: body.toString(), headers }))
  }

  async function show(address: string, answer: Response): Promise<void> {
    const [, refresh] = /^0; url=(.*)$/.exec(answer.headers.get('Refresh') ?? '') ?? []
    const next = refresh ?? answer.headers.get('Location')
    if (next?.startsWith('/')) return await open(next)
    if (next) return void left.push(next)
    close()
    history.replaceState(null, '', address)
    const written = new DOMParser().parseFromString(await answer.text(), 'text/html')
    page.status = answer.status
    page.title = document.title = written.title
    document.documentElement.lang = written.documentElement.lang
    document.body.replaceChildren(...written.body.childNodes)
    if (!isScriptless) await new Promise<void>(bringAlive)
  }

  function bringAlive(onAlive: () => void): void {
    const shown: PublicPage = read('page')
    const texts: Texts = read('texts')
    const root = hydrateRoot(
      document.getElementById('root') ?? document.body,
      <Alive onAlive={onAlive}>
        <PublicApp page={shown} i18n={createI18n(shown.language, texts)} browser={browser} />
      </Alive>,
      { onRecoverableError: (error) => complaints.push(String(error)) },
    )
    close = () => root.unmount()
  }

  /** With the cookies of the browser, which documents and calls share. */
  async function call(...asked: Parameters<typeof fetch>): Promise<Response> {
    const request = new Request(...asked)
    if (cookies.size > 0) request.headers.set('Cookie', [...cookies.values()].join('; '))
    const answer = await fetch(request)
    keep(answer)
    return answer
  }

  function keep(answer: Response): void {
    for (const [cookie = ''] of answer.headers.getSetCookie().map((line) => line.split(';'))) {
      cookies.set(cookie.split('=')[0] ?? '', cookie)
    }
  }

  const browser = {
    client: createClient({ fetch: call, origin: location.origin, session: nobody, check: fits }),
    fetch: call,
    origin: location.origin,
    open: (url: string) => void left.push(url),
    replace: (path: string) => void open(path),
    fragment: () => location.hash.slice(1),
    replaceAddress: (address: string) => history.replaceState(null, '', address),
    setTitle: (title: string) => {
      document.title = title
    },
    chime: () => {
      chimes += 1
    },
    device: () => localStorage,
    tab: () => sessionStorage,
    browserUser: () => '',
    random: () => 0,
  }

  await open(path)
  return page
}

/** Tells when what is in it has come alive. */
function Alive({ onAlive, children }: { onAlive: () => void; children: ReactNode }) {
  useEffect(onAlive, [onAlive])
  return children
}

function read<Value>(id: string): Value {
  return JSON.parse(document.getElementById(id)?.textContent ?? 'null')
}
