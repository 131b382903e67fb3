import { expect, test } from 'vitest'
import type { RoomList } from '../../src/contract/rooms.ts'
import { ada, origins, sam, type World } from '../world.ts'
import { describeOnBoth } from './databases.ts'
import { adaMeets, adasRoom, form, inWorld } from './faults-world.ts'

const asJson = { 'Content-Type': 'application/json' }

function join(w: World, json: unknown): Promise<Response> {
  return w.ask('/api/join/assembly', { method: 'POST', json, headers: { Origin: origins.foyer } })
}

describeOnBoth('fault 30: names', (open) => {
  test.each([
    ['only spaces', ' \t\u3000 '],
    ['nothing visible', '\u200b\u202e\0'],
    ['ten thousand emoji', '😀'.repeat(10_000)],
    ['markup', '</script><script>alert(1)</script>'],
  ])('%s: the field says what is wrong, by call and by form', async (_what, name) => {
    await inWorld({ store: await open() }, async (w) => {
      await adasRoom(w)
      const called = await join(w, { name })
      expect([called.status, Object.keys((await called.json()).fields)]).toEqual([400, ['name']])
      const posted = await w.ask('/assembly', form({ name }, origins.foyer))
      expect([400, 413]).toContain(posted.status)
      expect(posted.headers.get('Content-Type')).toContain('text/html')
      const room = await w.ask('/api/rooms', { method: 'POST', as: ada, json: { name } })
      expect([400, 413]).toContain(room.status)
    })
  })

  test.each([
    ['NUL and CRLF', 'Zo\0é\r\nSet-Cookie: a=b', 'Zoé Set-Cookie: a=b'],
    ['bidi overrides', '\u202eZoé\u2066', 'Zoé'],
    ['lone surrogates', 'Zoé \ud800', 'Zoé'],
    ['an attribute', '" autofocus onfocus="alert(1)', '" autofocus onfocus="alert(1)'],
    ['a parameter', 'Zoé&role=MODERATOR&guest=false#', 'Zoé&role=MODERATOR&guest=false#'],
    ['a formula', '=1+1', '=1+1'],
  ])('%s: safe in the page, at BBB, in the invitation and in the log', async (_what, raw, name) => {
    await inWorld({ store: await open() }, async (w) => {
      await adasRoom(w)
      const renamed = await w.ask('/api/rooms/assembly', { method: 'PATCH', as: ada, json: { name: raw } })
      expect((await renamed.json()).name).toBe(name)
      await adaMeets(w)

      const { url } = await (await join(w, { name: raw })).json()
      const query = new URL(url).searchParams
      expect(query.get('fullName')).toBe(name)
      expect([query.getAll('role'), query.getAll('guest')]).toEqual([['VIEWER'], ['true']])
      const entered = await w.openAtBbb(url)
      expect(entered.status).toBe(200)

      const page = await w.ask('/assembly')
      const html = await page.text()
      expect(page.headers.get('Set-Cookie') ?? '').not.toContain('a=b')
      expect(html).not.toMatch(/<script>alert|"\s*onfocus="/)
      const told = /<script type="application\/json" id="page">(.*?)<\/script>/s.exec(html)?.[1] ?? ''
      expect(JSON.parse(told)).toMatchObject({ view: { join: { name } } })

      const refused = await w.ask('/assembly', form({ name: `${raw}${'x'.repeat(100)}` }, origins.foyer))
      expect(refused.status).toBe(400)
      expect(await refused.text()).not.toMatch(/<script>alert|"\s*onfocus="/)

      const letter = await w.ask('/api/rooms/assembly/invitation?language=both', { as: ada })
      const { subject } = await letter.json()
      expect(subject).toContain(name)
      expect(subject).not.toMatch(/[\r\n\0]/)
      for (const line of w.logged().trimEnd().split('\n')) expect(() => JSON.parse(line)).not.toThrow()
      expect(w.logged()).not.toContain('Zoé')
    })
  })
})

describeOnBoth('fault 30: markup in a name', (open) => {
  const typed = 'Kim <img src=x onerror=alert(1)>'
  const characters = { status: 400, problem: { code: 'fields_invalid', fields: { name: 'characters' } } }

  async function refusal(answer: Response) {
    return { status: answer.status, problem: await answer.json() }
  }

  test('is refused at the field, in both languages, wherever a name goes to BBB', async () => {
    await inWorld({ store: await open() }, async (w) => {
      await adasRoom(w)
      expect(await refusal(await join(w, { name: typed }))).toMatchObject(characters)
      const room = { method: 'POST', as: ada, json: { name: typed } }
      expect(await refusal(await w.ask('/api/rooms', room))).toMatchObject(characters)
      expect(await refusal(await w.ask('/api/rooms/assembly', { ...room, method: 'PATCH' }))).toMatchObject(
        characters,
      )
      expect(await refusal(await w.ask('/api/rooms/assembly/start', room))).toMatchObject(characters)
      const link = { method: 'POST', as: ada, json: { label: typed, days: null } }
      expect(await refusal(await w.ask('/api/rooms/assembly/hostLinks', link))).toMatchObject({
        status: 400,
        problem: { fields: { label: 'characters' } },
      })
      for (const [language, sentence] of [
        ['en', 'Use characters that can be shown, without &lt; or &gt;.'],
        ['fr', 'Utilisez des caractères visibles, sans &lt; ni &gt;.'],
      ] as const) {
        const { headers, ...posted } = form({ name: typed }, origins.foyer)
        const page = await w.ask('/assembly', {
          ...posted,
          headers: { ...headers, 'Accept-Language': language },
        })
        expect(page.status).toBe(400)
        expect(await page.text()).toContain(sentence)
      }
    })
  })

  test('is taken out of the name that a token brings, and of a room’s from before', async () => {
    await inWorld({ store: await open() }, async (w) => {
      await adasRoom(w)
      await w.store.updateTable('rooms').set({ name: 'Assembly <b>' }).execute()
      const named = { ...ada, name: 'Ada <img src=x> Osei' }
      const me = await (await w.ask('/api/me', { as: named })).json()
      expect(me.name).toBe('Ada img src=x Osei')
      const started = await w.ask('/api/rooms/assembly/start', { method: 'POST', as: named, json: {} })
      const { url } = await started.json()
      expect(new URL(url).searchParams.get('fullName')).toBe('Ada img src=x Osei')
      const created = w.de.received.find(({ call }) => call === 'create')
      expect(created?.query.get('name')).toBe('Assembly b')
    })
  })
})

describeOnBoth('fault 30: a NUL in an address', (open) => {
  test('leads nowhere, on either database', async () => {
    await inWorld({ store: await open() }, async (w) => {
      const addresses = [
        '/%00',
        '/a%00b/waiting?ticket=x',
        '/recordings/%00',
        '/api/rooms/%00',
        '/api/organisations/riverside/members/%00/link',
        '/api/operator/people/%00',
      ]
      const method = (path: string) =>
        path.endsWith('/link') ? 'POST' : path.includes('people') ? 'PATCH' : 'GET'
      for (const path of addresses) {
        const json = path.includes('people') ? { suspended: true } : undefined
        expect([path, (await w.ask(path, { method: method(path), as: sam, json })).status]).toEqual([
          path,
          404,
        ])
      }
      const secret = { secret: '\0.\0', accept: true }
      const accept = await w.ask('/api/organisations/riverside/accept', {
        method: 'POST',
        as: sam,
        json: secret,
      })
      expect(accept.status).toBe(404)
      const search = await w.ask('/api/operator/decisions?search=%00', { as: sam })
      expect(search.status).toBe(200)
    })
  })
})

describeOnBoth('fault 31: bodies', (open) => {
  const deep = `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`

  test.each<[string, string, Record<string, string>, number]>([
    ['a prototype', '{"name":"Room","__proto__":{"operator":true}}', asJson, 400],
    ['a constructor', '{"name":"Room","constructor":{"prototype":{"operator":true}}}', asJson, 400],
    ['ten thousand levels', deep, asJson, 400],
    ['lists of lists', `${'['.repeat(30_000)}${']'.repeat(30_000)}`, asJson, 400],
    ['a number beyond all', '{"name":1e400}', asJson, 400],
    ['half of it', '{"name":"Roo', asJson, 400],
    ['nothing', '', asJson, 400],
    ['null', 'null', asJson, 400],
    ['too much', `{"name":"${'x'.repeat(70_000)}"}`, asJson, 413],
    ['no label', '{"name":"Room"}', { 'Content-Type': '' }, 415],
    ['another label', '<name>Room</name>', { 'Content-Type': 'application/xml' }, 415],
    ['a label that only looks right', '{"name":"Room"}', { 'Content-Type': 'application/jsonp' }, 415],
  ])('%s: refused with a problem, and nothing is stored or changed', async (_what, body, headers, status) => {
    await inWorld({ store: await open() }, async (w) => {
      const answer = await w.ask('/api/rooms', { method: 'POST', as: ada, body, headers })
      expect([answer.status, answer.headers.get('Content-Type')]).toEqual([
        status,
        'application/problem+json',
      ])
      const list: RoomList = await (await w.ask('/api/rooms', { as: ada })).json()
      expect(list.rooms).toEqual([])
      expect(Reflect.get({}, 'operator')).toBeUndefined()
      expect((await (await w.ask('/api/me', { as: ada })).json()).operator).toBe(false)
    })
  })
})

describeOnBoth('fault 32: fields that nobody asked for', (open) => {
  const hostile = [
    { ownerId: 'luc' },
    { role: 'MODERATOR' },
    { meta_x: '1' },
    { serverId: 'ca' },
    { id: 'mine' },
  ]
  const routes: [string, string, object][] = [
    ['POST', '/api/rooms', { name: 'Another' }],
    ['PATCH', '/api/rooms/assembly', { name: 'Changed' }],
    ['PATCH', '/api/rooms/assembly', { settings: { mutedOnEntry: true, welcome: 'x' } }],
    ['POST', '/api/rooms/assembly/start', { language: 'fr' }],
    ['POST', '/api/join/assembly', { name: 'Zoé' }],
    ['PATCH', '/api/recordings/any', { audience: 'link' }],
    ['POST', '/api/recordings/any/play', { format: 'video' }],
  ]

  test.each(routes)('%s %s with %j and more: refused, and nothing is stored', async (method, path, json) => {
    await inWorld({ store: await open() }, async (w) => {
      const before = await adasRoom(w)
      for (const more of hostile) {
        const answer = await w.ask(path, { method, as: ada, json: { ...json, ...more } })
        const { code, fields } = await answer.json()
        expect([answer.status, code]).toEqual([400, 'fields_invalid'])
        expect(Object.values(fields)).toContain('unknown')
      }
      const { rooms }: RoomList = await (await w.ask('/api/rooms', { as: ada })).json()
      expect(rooms.map(({ address }) => address)).toEqual([before.address])
      expect(await (await w.ask(`/api/rooms/${before.address}`, { as: ada })).json()).toEqual(before)
      expect([...w.de.received, ...w.ca.received].map(({ call }) => call)).not.toContain('create')
    })
  })
})

describeOnBoth('fault 37: languages', (open) => {
  const garbage = [
    'xx',
    '',
    '*',
    ';;;q=,',
    'fr;q=banana, en;q=-1',
    'français',
    '../../etc',
    'x'.repeat(9_000),
    '__proto__',
    'constructor',
  ]

  test('whatever a browser or a link asks for, the page is in one of ours, and never shows a key', async () => {
    await inWorld({ store: await open() }, async (w) => {
      await adasRoom(w)
      for (const wanted of garbage) {
        const headers = new Headers()
        if (/^[\x20-\x7e]*$/.test(wanted)) headers.set('Accept-Language', wanted)
        await expectReadable(await w.ask(`/assembly?lang=${encodeURIComponent(wanted)}`, { headers }))
        const called = await w.ask('/api/join/assembly', {
          method: 'POST',
          json: { name: 'Zoé', language: wanted },
        })
        expect([200, 400]).toContain(called.status)
        const chosen = await w.ask(
          '/language',
          form({ language: wanted, return: '/assembly' }, origins.foyer),
        )
        const cookie = chosen.headers.get('Set-Cookie') ?? ''
        expect(cookie).toMatch(/^foyer_language=(en|fr|fr-CA);/)
        await expectReadable(
          await w.ask('/assembly', { headers: { Cookie: `foyer_language=${encodeURIComponent(wanted)}` } }),
        )
      }
    })
  })

  test.each(['en', 'fr', 'fr-CA'])('no page shows a key in %s', async (language) => {
    await inWorld({ store: await open() }, async (w) => {
      await adasRoom(w, { recordingAllowed: true })
      const pages = [
        '/',
        '/status',
        '/assembly',
        '/assembly?left',
        '/abc-def-ghi',
        '/b/abc-def-ghi',
        '/nobody-has-this',
        '/recordings/unknown',
      ]
      for (const page of pages) {
        const answer = await w.ask(page, { headers: { 'Accept-Language': language } })
        expect(await expectReadable(answer)).toBe(language)
      }
      const errors = encodeURIComponent('[{"key":"maxParticipantsReached"},{"key":"made_up_key"}]')
      await expectReadable(
        await w.ask(`/assembly?errors=${errors}`, { headers: { 'Accept-Language': language } }),
      )
    })
  })
})

/** @returns the page's language, once nothing that a reader sees looks like a key of ours */
async function expectReadable(page: Response): Promise<string> {
  const html = await page.text()
  const language = /<html lang="([^"]*)"/.exec(html)?.[1] ?? ''
  expect(['en', 'fr', 'fr-CA']).toContain(language)
  const shown = html.replace(/<script[\s\S]*?<\/script>|<style[\s\S]*?<\/style>|<[^>]+>/g, ' ')
  expect(shown.match(/\b(common|public|problems):\w+|\b[a-z]+_[a-z_]+\b|\{\{|undefined/g)).toBeNull()
  return language
}
