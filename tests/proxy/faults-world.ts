import { expect } from 'vitest'
import type { Room } from '../../src/contract/rooms.ts'
import { ada, canaries, openWorld, type TestPerson, type World, type WorldOptions } from '../world.ts'

/**
 * One story in a world of its own. Whatever it does, neither a log nor an answer has told a secret, an address
 * that opens a meeting was never logged, and nothing failed unforeseen.
 */
export async function inWorld(options: WorldOptions, story: (w: World) => Promise<void>): Promise<void> {
  const w = await openWorld(options)
  try {
    await story(w)
    for (const secret of ['canary', ...Object.values(canaries).map((text) => btoa(text))]) {
      expect(w.logged()).not.toContain(secret)
      expect(w.answered()).not.toContain(secret)
    }
    expect(w.logged()).not.toMatch(/checksum=|Bearer |ticket=|eyJ[\w-]{8,}\.eyJ/)
    expect(w.logged()).not.toContain('"msg":"failed"')
  } finally {
    await w.close()
  }
}

/** Ada's room at `/assembly`. */
export async function adasRoom(w: World, settings: Partial<Room['settings']> = {}): Promise<Room> {
  const json = { name: 'Assembly', address: 'assembly' }
  const created = await w.ask('/api/rooms', { method: 'POST', as: ada, json })
  expect(created.status).toBe(201)
  return await (await w.ask('/api/rooms/assembly', { method: 'PATCH', as: ada, json: { settings } })).json()
}

/** Ada starts a meeting in `/assembly`, and is in it. */
export async function adaMeets(w: World) {
  const started = await w.ask('/api/rooms/assembly/start', { method: 'POST', as: ada, json: {} })
  const page = await w.openAtBbb((await started.json()).url)
  await expect.poll(async () => (await (await w.ask('/api/join/assembly')).json()).state).toBe('open')
  return page
}

/** A device: it keeps the cookie by which it is known again. */
export function deviceIn(w: World) {
  let cookie = ''
  return async (path: string, init: RequestInit & { as?: TestPerson; json?: unknown } = {}) => {
    const headers = new Headers(init.headers)
    headers.set('Cookie', cookie)
    const answer = await w.ask(path, { ...init, headers })
    const [given] = answer.headers.getSetCookie().filter((line) => line.startsWith('foyer_device'))
    cookie = given?.split(';')[0] ?? cookie
    return answer
  }
}

/** Where an answer leads the browser, which follows by itself; null: it stays on the page. */
export function ledTo(answer: Response): string | null {
  const [, url] = /^0; url=(.*)$/.exec(answer.headers.get('Refresh') ?? '') ?? []
  return url ?? answer.headers.get('Location')
}

/** The cookies that an answer sets, as the browser sends them from then on. */
export function cookiesOf(answer: Response): string {
  return [...new Set(answer.headers.getSetCookie().map((line) => line.split(';')[0]))].join('; ')
}

/** A form as a browser posts it from a page of ours. */
export function form(fields: Record<string, string>, origin: string | null): RequestInit {
  return {
    method: 'POST',
    body: new URLSearchParams(fields).toString(),
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      ...(origin === null ? {} : { Origin: origin }),
    },
  }
}
