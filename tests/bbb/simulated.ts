import { createHash } from 'node:crypto'
import { onTestFinished } from 'vitest'
import {
  type BbbSimulator,
  type BbbSimulatorOptions,
  createBbbSimulator,
} from '../../src/demo/bbb/simulator.ts'

export const secret = '639259d4-9dd8-4b25-bf01-95f9567eaf4b'
const minute = 60_000

type Query = string | Record<string, string>

/** A simulator whose clock stands still until the story moves it, and a network in which only it exists. */
export interface Simulated {
  simulator: BbbSimulator
  /** A signed call's answer, as text. */
  call(name: string, query?: Query): Promise<string>
  /** A signed call's answer. */
  ask(name: string, query?: Query, init?: RequestInit): Promise<Response>
  /** Time passes. */
  pass(minutes: number): void
  now(): number
  /** The calls that it made of its own accord. */
  heard: Request[]
  browser(): Browser
}

/** A browser without scripts: it keeps one cookie, and follows redirects within the simulator. */
export interface Browser {
  /** @returns where it ended: at a page, or at an address outside */
  open(url: string, init?: RequestInit): Promise<{ url: string; status: number; html: string }>
  press(action: string, form?: Record<string, string>): Promise<{ url: string; html: string }>
}

export const publicUrl = 'https://bbb.example/'

export function simulated(options: Partial<BbbSimulatorOptions> = {}): Simulated {
  const clock = { now: Date.parse('2026-11-23T14:00:00Z') }
  const heard: Request[] = []
  const simulator = createBbbSimulator({
    publicUrl,
    secret,
    name: 'Germany',
    fetch: async (input, init) => {
      heard.push(new Request(input, init))
      return new Response()
    },
    now: () => clock.now,
    ...options,
  })
  onTestFinished(() => simulator.close())
  const ask = (name: string, query: Query = {}, init: RequestInit = {}) =>
    simulator.fetch(new Request(signed(name, query), init))

  return {
    simulator,
    ask,
    call: async (name, query) => await (await ask(name, query)).text(),
    pass(minutes) {
      clock.now += minutes * minute
    },
    now: () => clock.now,
    heard,
    browser: () => newBrowser(simulator),
  }
}

/** The address of a call, signed as BBB's documentation says. */
export function signed(call: string, query: Query, algorithm = 'sha256', base = publicUrl): string {
  const text = typeof query === 'string' ? query : new URLSearchParams(query).toString()
  const checksum = createHash(algorithm).update(`${call}${text}${secret}`).digest('hex')
  return `${base}bigbluebutton/api/${call}?${text}&checksum=${checksum}`
}

export const aMeeting = {
  name: 'Assemblée générale',
  meetingID: 'foyer-1',
  attendeePW: 'for-guests',
  moderatorPW: 'for-hosts',
  voiceBridge: '01234',
  record: 'true',
  logoutURL: 'https://meet.example/assemblee?left',
}

export const asHost = {
  fullName: 'Gabrielle Côté',
  meetingID: 'foyer-1',
  password: 'for-hosts',
  role: 'MODERATOR',
  'userdata-bbb_override_default_locale': 'fr-CA',
}

export const asGuest = {
  fullName: "Pat O'Hara",
  meetingID: 'foyer-1',
  password: 'for-guests',
  role: 'VIEWER',
  guest: 'true',
  'userdata-bbb_override_default_locale': 'en',
}

function newBrowser(simulator: BbbSimulator): Browser {
  let cookie = ''
  let at = ''

  async function open(
    url: string,
    init: RequestInit = {},
  ): Promise<{ url: string; status: number; html: string }> {
    if (!url.startsWith(publicUrl)) return { url, status: 0, html: '' }
    at = url
    const headers = { ...init.headers, Cookie: cookie }
    const answer = await simulator.fetch(new Request(url, { ...init, headers }))
    cookie = answer.headers.get('Set-Cookie')?.split(';')[0] ?? cookie
    const location = answer.headers.get('Location')
    if (location) return await open(new URL(location, url).href)
    return { url, status: answer.status, html: await answer.text() }
  }

  return {
    open,
    press: (action, form = {}) =>
      open(new URL(`${action}${new URL(at).search}`, at).href, {
        method: 'POST',
        body: new URLSearchParams(form),
      }),
  }
}

/** The text of an element, its escapes left as they are. */
export function textOf(xml: string, element: string): string | null {
  return new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml)?.[1] ?? null
}

/** The texts of every element of a name. */
export function textsOf(xml: string, element: string): string[] {
  return [...xml.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, 'g'))].map(([, text = '']) => text)
}

/** What a call was refused with, wherever BBB writes it. */
export function keyOf(xml: string): string | null {
  return textOf(xml, 'returncode') === 'FAILED' ? (textOf(xml, 'messageKey') ?? textOf(xml, 'key')) : null
}
