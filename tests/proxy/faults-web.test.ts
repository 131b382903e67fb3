import { afterEach, describe, expect, test } from 'vitest'
import { ada, origins, type World } from '../world.ts'
import { cleanUp, sqlite } from './databases.ts'
import { adaMeets, adasRoom, form, inWorld } from './faults-world.ts'

afterEach(cleanUp)

const options = async () => ({ store: await sqlite().open() })

describe('fault 34: a forged Host', () => {
  const evil = 'evil.example'
  const forged = {
    Host: evil,
    'X-Forwarded-Host': evil,
    'X-Forwarded-Proto': 'ftp',
    'X-Forwarded-For': '6.6.6.6',
    'X-Forwarded-Port': '666',
    'X-Original-URL': `https://${evil}/`,
    Forwarded: `host=${evil};proto=ftp`,
  }
  /** The request as it comes in when somebody else's name stands in it. */
  const ask = (w: World, path: string, init: RequestInit = {}) =>
    w.proxy.fetch(
      new Request(`http://${evil}${path}`, {
        redirect: 'manual',
        ...init,
        headers: { ...forged, ...init.headers },
      }),
    )

  test('is in no page, link, redirect or cookie', async () => {
    await inWorld(await options(), async (w) => {
      await adasRoom(w)
      const bearer = {
        Authorization: `Bearer ${await w.issuer.accessToken({ groups: ['/members/riverside'] })}`,
      }
      const answers = await Promise.all([
        ...[
          '/',
          '/status',
          '/assembly',
          '/nobody-has-this',
          '/abc-def-ghi',
          '/api/config',
          '/robots.txt',
        ].map((path) => ask(w, path)),
        ask(w, '/go', form({ link: 'assembly' }, origins.foyer)),
        ask(w, '/language', form({ language: 'fr', return: '/assembly' }, origins.foyer)),
        ask(w, '/assembly', form({ name: 'Zoé' }, origins.foyer)),
        ask(w, '/api/rooms/assembly/invitation?language=en', { headers: bearer }),
        ask(w, '/api/rooms/assembly/start', {
          method: 'POST',
          body: '{}',
          headers: { ...bearer, 'Content-Type': 'application/json' },
        }),
      ])
      for (const answer of answers) {
        expect(JSON.stringify([...answer.headers])).not.toMatch(/evil|ftp:|:666/)
        expect(await answer.text()).not.toMatch(/evil|ftp:|:666|6\.6\.6\.6/)
      }
      expect(w.logged()).not.toContain(evil)
    })
  })

  test('is not where people come back to from BBB', async () => {
    await inWorld(await options(), async (w) => {
      await adasRoom(w, { recordingAllowed: true })
      await adaMeets(w)
      const json = { name: 'Zoé', consent: true }
      const headers = { 'Content-Type': 'application/json', Origin: origins.foyer }
      const answer = await ask(w, '/api/join/assembly', {
        method: 'POST',
        body: JSON.stringify(json),
        headers,
      })
      const sent = [
        ...w.de.received.map(({ query }) => query),
        new URL((await answer.json()).url).searchParams,
      ]
      const addresses = sent.flatMap((query) => [...query.values()]).filter((value) => value.includes('://'))
      expect(addresses.length).toBeGreaterThan(3)
      for (const address of addresses) expect(new URL(address).origin).toBe(origins.foyer)
    })
  })
})

describe('fault 35: return targets', () => {
  const elsewhere = [
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/%5cevil.example',
    '/%2fevil.example',
    '/a/..//evil.example',
    '/.//evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    'javascript:alert(1)',
    'https://evil.example/',
    '@evil.example',
    'evil.example',
    '',
  ]

  test.each(elsewhere)('%j leads home after a change of language', async (target) => {
    await inWorld(await options(), async (w) => {
      const answer = await w.ask('/language', form({ language: 'fr', return: target }, origins.foyer))
      expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/'])
    })
  })

  test.each(['/assembly', '/assembly?left', '/recordings/a-b?lang=fr', '/'])(
    '%s leads back',
    async (target) => {
      await inWorld(await options(), async (w) => {
        const answer = await w.ask('/language', form({ language: 'fr', return: target }, origins.foyer))
        expect(answer.headers.get('Location')).toBe(target)
      })
    },
  )

  test.each(elsewhere.filter((path) => path.startsWith('/')))(
    'the page that refuses a form at %j leads to pages of ours alone',
    async (path) => {
      await inWorld(await options(), async (w) => {
        for (const origin of ['https://evil.example', origins.foyer]) {
          const asked = new Request(new URL(origins.foyer).origin + path, { ...form({ name: 'x' }, origin) })
          const html = await (await w.proxy.fetch(asked)).text()
          const links = [...html.matchAll(/(?:href|action|value)="([^"]*)"/g)].map(([, link = '']) => link)
          expect(links.length).toBeGreaterThan(3)
          expect(
            links.filter((link) => /^(?:https?:)?[/\\]+[^"]*evil/.test(link) && link !== '/evil.example'),
          ).toEqual([])
        }
      })
    },
  )

  test('a pasted link leads to a room of ours, or is told to be unknown', async () => {
    await inWorld(await options(), async (w) => {
      const leads = async (link: string) =>
        (await w.ask('/go', form({ link }, origins.foyer))).headers.get('Location')
      for (const ours of [
        'assembly',
        ' Assembly ',
        '/assembly',
        'localhost:3999/assembly',
        `${origins.foyer}/assembly`,
      ]) {
        expect([ours, await leads(ours)]).toEqual([ours, '/assembly'])
      }
      const strange = [
        ...elsewhere,
        'localhost:3999:99',
        '//[',
        'http://[::',
        '%',
        '/%',
        'https://localhost:3999@evil.example/a',
      ]
      for (const link of strange)
        expect([link, await leads(link)]).toEqual([link, expect.stringMatching(/^\/($|[^/\\])/)])
      expect(await leads('https://evil.example/assembly')).toBe(
        `/?unknown=${encodeURIComponent('https://evil.example/assembly')}`,
      )
    })
  })
})

describe('fault 36: requests that another site makes a browser send', () => {
  const foreign = [
    'https://evil.example',
    'http://localhost:3998',
    'https://localhost:3999',
    'null',
    `${origins.foyer}.evil.example`,
  ]
  const changes: [string, string, object][] = [
    ['POST', '/api/rooms', { name: 'Another' }],
    ['PATCH', '/api/rooms/assembly', { name: 'Changed' }],
    ['POST', '/api/rooms/assembly/start', {}],
    ['POST', '/api/rooms/assembly/end', {}],
    ['POST', '/api/rooms/assembly/restore', {}],
    ['DELETE', '/api/rooms/assembly', {}],
    ['POST', '/api/join/assembly', { name: 'Zoé' }],
    ['PATCH', '/api/recordings/any', {}],
    ['POST', '/api/recordings/any/play', { format: 'video' }],
  ]

  test.each(changes)(
    '%s %s from another origin, or as a form: refused, and nothing changes',
    async (method, path, json) => {
      await inWorld(await options(), async (w) => {
        const before = await adasRoom(w)
        for (const Origin of foreign) {
          const answer = await w.ask(path, { method, as: ada, json, headers: { Origin } })
          expect([answer.status, (await answer.json()).code]).toEqual([403, 'origin_refused'])
        }
        for (const [origin, status] of [
          [null, 403],
          ['https://evil.example', 403],
          [origins.foyer, 415],
        ] as const) {
          const answer = await w.ask(path, { ...form({ name: 'x' }, origin), method, as: ada })
          expect([origin, answer.status]).toEqual([origin, status])
        }
        expect(await (await w.ask('/api/rooms/assembly', { as: ada })).json()).toEqual(before)
        expect(w.de.received.map(({ call }) => call)).not.toContain('create')
      })
    },
  )

  test.each(['/assembly', '/language', '/go'])(
    'the form of %s is taken from our own pages alone',
    async (path) => {
      await inWorld(await options(), async (w) => {
        await adasRoom(w)
        const fields = { name: 'Zoé', language: 'fr', return: '/' }
        expect((await w.ask(path, form(fields, origins.foyer))).status).toBe(303)
        for (const origin of [null, ...foreign]) {
          const answer = await w.ask(path, form(fields, origin))
          expect([answer.status, answer.headers.get('Location'), answer.headers.get('Set-Cookie')]).toEqual([
            403,
            null,
            null,
          ])
          expect(answer.headers.get('Content-Type')).toContain('text/html')
        }
      })
    },
  )

  test.each([
    '/api/rooms/assembly/start',
    '/api/rooms/assembly/end',
    '/api/rooms/assembly/restore',
    '/api/recordings/any/play',
    '/language',
  ])('a link to %s does nothing', async (path) => {
    await inWorld(await options(), async (w) => {
      await adasRoom(w)
      const answer = await w.ask(`${path}?language=fr`, { as: ada })
      expect([answer.status, answer.headers.get('Set-Cookie')]).toEqual([405, null])
      expect(answer.headers.get('Allow')).toBe('POST, OPTIONS')
      expect(w.de.received.map(({ call }) => call)).not.toContain('create')
    })
  })

  test('no answer may be read by another site, or shown in a frame', async () => {
    await inWorld(await options(), async (w) => {
      await adasRoom(w)
      for (const path of [
        '/assembly',
        '/api/join/assembly',
        '/api/rooms',
        '/nobody-has-this',
        '/api/nothing',
      ]) {
        const { headers } = await w.ask(path, { headers: { Origin: 'https://evil.example' } })
        expect(headers.get('Access-Control-Allow-Origin')).toBeNull()
        expect(headers.get('Content-Security-Policy')).toContain("frame-ancestors 'none'")
        expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
      }
    })
  })
})
