import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { createPublicPages } from '../../src/app/public/render.tsx'
import type { PublicPages } from '../../src/contract/pages.ts'
import { ada, origins, type World } from '../world.ts'
import { describeOnBoth } from './databases.ts'
import { adaMeets, adasRoom, inWorld } from './faults-world.ts'

const gzip = { 'Accept-Encoding': 'gzip, br' }

/** The real renderer, and how many pages it wrote. */
function counted(): { pages: PublicPages; written: () => number } {
  const pages = createPublicPages()
  let count = 0
  return {
    pages: {
      ...pages,
      render(...page) {
        count += 1
        return pages.render(...page)
      },
    },
    written: () => count,
  }
}

async function textOf(w: World, path: string, headers: Record<string, string> = {}): Promise<string> {
  return await (await w.ask(path, { headers })).text()
}

describeOnBoth('answers', (open) => {
  test('are compressed where that pays: long texts, for those who take it', async () => {
    const now = Date.now()
    await inWorld({ store: await open(), now: () => now }, async (w) => {
      await adasRoom(w)
      for (const path of ['/assembly', '/api/openapi.json']) {
        const answer = await w.ask(path, { headers: gzip })
        expect(answer.headers.get('Content-Encoding')).toBe('gzip')
        expect(answer.headers.get('Vary')).toMatch(/Accept-Encoding/)
        const plain = await w.ask(path, { headers: { 'Accept-Encoding': 'gzip;q=0, br' } })
        expect(plain.headers.get('Content-Encoding')).toBeNull()
        expect(plain.headers.get('Vary')).toMatch(/Accept-Encoding/)
        const [packed, text] = [Buffer.from(await answer.arrayBuffer()), await plain.text()]
        expect(packed.length).toBeLessThan(text.length / 2)
        expect(gunzipSync(packed).toString()).toBe(text)
      }
      for (const path of ['/healthz', '/api/config', '/api/nothing']) {
        expect((await w.ask(path, { headers: gzip })).headers.get('Content-Encoding')).toBeNull()
      }
    })
  })

  test('of event streams are sent as they come', async () => {
    await inWorld({ store: await open() }, async (w) => {
      await adasRoom(w)
      const join = { method: 'POST', json: { name: 'Lee' }, headers: { Origin: origins.foyer } }
      const { ticket } = await (await w.ask('/api/join/assembly', join)).json()
      const events = await w.ask(`/api/join/assembly/events?ticket=${ticket}`, { headers: gzip })
      expect(events.headers.get('Content-Encoding')).toBeNull()
      await events.body?.cancel()
    })
  })
})

describeOnBoth('public pages', (open) => {
  test('cost one rendering for a hundred guests who open one link, in each language', async () => {
    const { pages, written } = counted()
    await inWorld({ store: await open(), pages }, async (w) => {
      await adasRoom(w)
      const asked = Array.from({ length: 100 }, (_, guest) =>
        textOf(w, '/assembly', { 'Accept-Language': guest % 2 === 0 ? 'en' : 'fr' }),
      )
      expect(new Set(await Promise.all(asked)).size).toBe(2)
      expect(written()).toBe(2)
    })
  })

  test('are written anew as soon as what they show changes, and when they are ten seconds old', async () => {
    const { pages, written } = counted()
    let passed = 0
    await inWorld({ store: await open(), pages, now: () => Date.now() + passed }, async (w) => {
      await adasRoom(w)
      const isOpen = async () => (await textOf(w, '/assembly')).includes('"state":"open"')
      expect(await isOpen()).toBe(false)
      await adaMeets(w)
      expect(await isOpen()).toBe(true)
      const before = written()
      await textOf(w, '/assembly')
      expect(written()).toBe(before)
      passed = 10_000
      await textOf(w, '/assembly')
      expect(written()).toBe(before + 1)
    })
  })

  test('are not written anew for a clock that goes on, the status page neither', async () => {
    const { pages, written } = counted()
    let passed = 0
    const at = Date.now()
    await inWorld({ store: await open(), pages, now: () => at + passed }, async (w) => {
      await textOf(w, '/status')
      const before = written()
      passed = 1_000
      expect(await textOf(w, '/status')).toContain('class="door status"')
      expect(written()).toBe(before)
    })
  })

  describe('that are one person’s own', () => {
    test('are kept for nobody: a typed name, a ticket, a reference, a member’s name', async () => {
      const { pages, written } = counted()
      await inWorld({ store: await open(), pages }, async (w) => {
        await adasRoom(w)
        const post = (form: Record<string, string>) =>
          w.ask('/assembly', {
            method: 'POST',
            body: new URLSearchParams(form).toString(),
            headers: { Origin: origins.foyer, 'Content-Type': 'application/x-www-form-urlencoded' },
          })
        const member = (await w.ask('/api/rooms/assembly/pass', { method: 'POST', as: ada })).headers
        const cookie = [...member.getSetCookie().map((one) => one.split(';')[0]), 'foyer_member=1'].join('; ')
        const waiting = (await post({ name: 'Lee' })).headers.get('Location') ?? ''
        const own: [who: string, ask: () => Promise<Response>][] = [
          ['Typed', () => post({ name: 'Typed'.repeat(30) })],
          ['Lee', () => w.ask(waiting)],
          ['"ref"', () => w.ask('/nowhere-at-all')],
          ['"typed":{', () => w.ask('/?unknown=where')],
          ['"visitor":{', () => w.ask('/assembly?guest', { headers: { Cookie: cookie } })],
        ]
        for (const [trace, ask] of own) {
          const before = written()
          const texts = [await (await ask()).text(), await (await ask()).text()]
          expect([trace, texts.map((text) => text.includes(trace))]).toEqual([trace, [true, true]])
          expect([trace, written() - before]).toEqual([trace, 2])
        }
        expect(/Typed|Lee|Ada Osei/.exec(await textOf(w, '/assembly?guest'))).toBeNull()
      })
    })
  })
})
