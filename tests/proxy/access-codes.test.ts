import { expect, test } from 'vitest'
import { ada, origins, sam, type World } from '../world.ts'
import { describeOnBoth } from './databases.ts'
import { adaMeets, adasRoom, cookiesOf, form, inWorld, ledTo } from './faults-world.ts'
import { createTestIssuer } from './issuer.ts'

async function draw(w: World, kind: 'digits' | 'letters' = 'digits'): Promise<string> {
  const answer = await w.ask('/api/rooms/assembly/accessCode', { method: 'PUT', as: ada, json: { kind } })
  return (await answer.json()).accessCode
}

function knock(w: World, json: object, from = '203.0.113.1', cookie = '') {
  const headers = { Cookie: cookie, Origin: origins.foyer }
  return w.ask('/api/join/assembly', { method: 'POST', json: { name: 'Lee', ...json }, from, headers })
}

/** What the browser keeps for the room's page. */
function passOf(answer: Response): string {
  const line = answer.headers.getSetCookie().find((cookie) => cookie.startsWith('foyer_pass='))
  return line?.split(';')[0] ?? ''
}

/** Somebody's tries to guess the code, many at once, from many addresses. */
async function flood(w: World, attempts: number, addresses: number): Promise<number[]> {
  const answers: number[] = []
  for (let first = 0; first < attempts; first += 100) {
    const burst = Array.from({ length: 100 }, async (_, index) => {
      const from = `198.51.${((first + index) % addresses) >> 8}.${((first + index) % addresses) & 255}`
      return (await knock(w, { accessCode: String(100_000_000 + first + index) }, from)).status
    })
    answers.push(...(await Promise.all(burst)))
  }
  return answers
}

describeOnBoth('access codes', (open) => {
  test('a host draws one, sees it, draws another, does without; the database does not tell it', async () => {
    await inWorld({ store: await open() }, async (w) => {
      expect((await adasRoom(w)).accessCode).toBeNull()
      const first = await draw(w)
      expect(first).toMatch(/^\d{3} \d{3} \d{3}$/)
      const seen = async () => (await (await w.ask('/api/rooms/assembly', { as: ada })).json()).accessCode
      expect(await seen()).toBe(first)
      const row = await w.store.selectFrom('rooms').selectAll().executeTakeFirstOrThrow()
      expect(JSON.stringify(row)).not.toContain(first.replaceAll(' ', ''))
      expect(await draw(w, 'letters')).toMatch(/^[a-z]{4} [a-z]{4}$/)
      await w.ask('/api/rooms/assembly/accessCode', { method: 'DELETE', as: ada })
      expect(await seen()).toBeNull()
      expect(w.logged()).not.toContain(first)
    })
  })

  test('one that was drawn under another secret opens nothing, and hosts are told that it is asked for', async () => {
    const store = await open()
    const shown = async (w: World) => await (await w.ask('/api/rooms/assembly', { as: ada })).json()
    const issuer = await createTestIssuer({ issuer: `${origins.issuer}/realms/meet`, now: Date.now })
    let code = ''
    await inWorld({ store, issuer }, async (w) => {
      await adasRoom(w)
      code = await draw(w)
      expect(await shown(w)).toMatchObject({ accessCode: code, isCodeLost: false })
    })
    const settings = (yaml: string) =>
      yaml.replace(/^secret: .*$/m, 'secret: another-canary-secret-0123456789abcdef')
    await inWorld({ store, issuer, settings }, async (w) => {
      expect(await shown(w)).toMatchObject({ accessCode: null, isCodeLost: true })
      expect((await knock(w, { accessCode: code })).status).toBe(400)
      const next = await draw(w)
      expect(await shown(w)).toMatchObject({ accessCode: next, isCodeLost: false })
      expect((await knock(w, { accessCode: next })).status).toBe(200)
    })
  })

  test('a guest gives it once: not again on this device, until there is another', async () => {
    await inWorld({ store: await open() }, async (w) => {
      await adasRoom(w)
      const code = await draw(w)
      await adaMeets(w)
      const info = async (Cookie = '') =>
        (await w.ask('/api/join/assembly', { headers: { Cookie } })).json() as Promise<{
          accessCodeNeeded: boolean
        }>
      expect((await info()).accessCodeNeeded).toBe(true)
      expect((await (await knock(w, {})).json()).fields).toEqual({ accessCode: 'required' })
      expect((await (await knock(w, { accessCode: '1' })).json()).fields).toEqual({ accessCode: 'invalid' })
      const entered = await knock(w, { accessCode: code.replaceAll(' ', '-') })
      expect((await entered.json()).state).toBe('open')
      const cookies = entered.headers.getSetCookie().filter((cookie) => cookie.startsWith('foyer_pass='))
      expect(cookies).toHaveLength(2)
      expect(cookies.join()).toMatch(/Path=\/assembly;.*Path=\/api\/join\/assembly;/)
      for (const cookie of cookies) expect(cookie).toMatch(/HttpOnly.*SameSite=Lax/)
      expect(cookies.join()).not.toContain(code.replaceAll(' ', ''))
      const pass = passOf(entered)
      expect((await info(pass)).accessCodeNeeded).toBe(false)
      expect((await (await knock(w, {}, '203.0.113.1', pass)).json()).state).toBe('open')
      await draw(w)
      expect((await info(pass)).accessCodeNeeded).toBe(true)
      expect((await (await knock(w, {}, '203.0.113.1', pass)).json()).fields).toEqual({
        accessCode: 'required',
      })
    })
  })

  test('a pass of one room opens no other, and garbage none', async () => {
    await inWorld({ store: await open() }, async (w) => {
      await adasRoom(w)
      const pass = passOf(await knock(w, { accessCode: await draw(w) }))
      const json = { name: 'Other', address: 'another' }
      await w.ask('/api/rooms', { method: 'POST', as: ada, json })
      const kind = { kind: 'digits' }
      await w.ask('/api/rooms/another/accessCode', { method: 'PUT', as: ada, json: kind })
      for (const Cookie of [pass, 'foyer_pass=garbage', 'foyer_pass=']) {
        const headers = { Cookie, Origin: origins.foyer }
        const answer = await w.ask('/api/join/another', { method: 'POST', json: { name: 'Lee' }, headers })
        expect((await answer.json()).fields).toEqual({ accessCode: 'required' })
      }
    })
  })

  test('who waits is let in without being asked again; a new code asks them before they get in', async () => {
    await inWorld({ store: await open() }, async (w) => {
      await adasRoom(w)
      const code = await draw(w)
      const waits = await knock(w, { accessCode: code })
      const { ticket } = await waits.json()
      const headers = { Cookie: cookiesOf(waits), Origin: origins.foyer }
      await adaMeets(w)
      const json = { name: 'Lee', ticket }
      const again = await w.ask('/api/join/assembly', { method: 'POST', json, headers })
      expect((await again.json()).state).toBe('open')
      const look = async () => ledTo(await w.ask(`/assembly/waiting?ticket=${ticket}`, { headers })) ?? ''
      expect(new URL(await look()).origin).toBe(origins.de)
      await draw(w)
      expect(await look()).toBe(`${origins.foyer}/assembly?guest=again`)
      expect((await (await knock(w, { ticket })).json()).fields).toEqual({ accessCode: 'required' })
    })
  })

  test('without JavaScript the form has the field, says what is wrong at it, and leads in', async () => {
    await inWorld({ store: await open() }, async (w) => {
      await adasRoom(w)
      const code = await draw(w, 'letters')
      await adaMeets(w)
      expect(await (await w.ask('/assembly')).text()).toContain('name="accessCode"')
      const missing = await w.ask('/assembly', form({ name: 'Noor' }, origins.foyer))
      expect([missing.status, await missing.text()]).toEqual([
        400,
        expect.stringContaining('Type the access code of this room.'),
      ])
      const wrong = await w.ask('/assembly', form({ name: 'Noor', accessCode: 'bbbb' }, origins.foyer))
      expect(await wrong.text()).toMatch(/value="Noor".*This is not the code of this room\./s)
      const right = await w.ask(
        '/assembly',
        form({ name: 'Noor', accessCode: code.toUpperCase() }, origins.foyer),
      )
      expect([right.status, new URL(ledTo(right) ?? '').origin]).toEqual([200, origins.de])
    })
  })

  test('a host who knows the secret no longer is told that there is no code, and guests are still asked', async () => {
    await inWorld({ store: await open() }, async (w) => {
      await adasRoom(w)
      await draw(w)
      await w.store.updateTable('rooms').set({ accessCode: 'of-another-secret' }).execute()
      expect((await (await w.ask('/api/rooms/assembly', { as: ada })).json()).accessCode).toBeNull()
      expect((await (await knock(w, { accessCode: '123456789' })).json()).fields).toEqual({
        accessCode: 'invalid',
      })
      expect(await draw(w)).toMatch(/^\d{3} /)
    })
  })
})

describeOnBoth('fault 28: wrong access codes', (open) => {
  test('10,000 of them from many addresses are throttled, the operator is warned, rightful guests get in', async () => {
    await inWorld({ store: await open(), pace: { tryPause: 1_000 } }, async (w) => {
      await adasRoom(w)
      const code = await draw(w)
      const before = passOf(await knock(w, { accessCode: code }, '198.51.0.7'))
      await adaMeets(w)

      const answers = await flood(w, 10_000, 500)
      const judged = answers.filter((status) => status === 400).length
      const refused = answers.filter((status) => status === 429).length
      expect(judged + refused).toBe(10_000)
      // Each address was heard a few times, and not again before it rested.
      expect(judged).toBeLessThanOrEqual(500 * 10)
      const warned = w.logged().match(/many wrong secrets are tried/g) ?? []
      expect(warned.length).toBeGreaterThanOrEqual(1)
      expect(w.logged()).toMatch(/"level":40.*"place":"code:/)
      const { attacks } = await (await w.ask('/api/operator/access', { as: sam })).json()
      expect(attacks).toEqual([
        {
          kind: 'code',
          room: { address: 'assembly', name: 'Assembly' },
          organisation: { id: 'riverside', name: { en: 'Riverside Housing', fr: 'Habitations Riverside' } },
          wrong: judged,
          lastAt: expect.any(Number),
        },
      ])

      // From an address that tried nothing: a hundred guests at once, and one who mistyped first.
      const rightful = Array.from({ length: 100 }, () => knock(w, { accessCode: code }, '203.0.113.50'))
      for (const answer of await Promise.all(rightful)) expect(answer.status).toBe(200)
      expect((await knock(w, { accessCode: 'oops' }, '203.0.113.60')).status).toBe(400)
      expect((await knock(w, { accessCode: code }, '203.0.113.60')).status).toBe(200)
      // Who was let in before is not asked, whatever their neighbours do; hosts need no code at all.
      expect((await knock(w, {}, '198.51.0.7', before)).status).toBe(200)
      const started = { method: 'POST', as: ada, json: {}, from: '198.51.0.7' }
      expect((await w.ask('/api/rooms/assembly/start', started)).status).toBe(200)
    })
  }, 240_000)

  test('an address that tried too often is told when it is heard again, and then a guest there gets in', async () => {
    await inWorld({ store: await open(), pace: { tryPause: 4_000 } }, async (w) => {
      await adasRoom(w)
      const code = await draw(w)
      for (let wrong = 0; wrong < 10; wrong++) {
        expect((await knock(w, { accessCode: `wrong ${wrong}` })).status).toBe(400)
      }
      const refused = await knock(w, { accessCode: code })
      const seconds = Number(refused.headers.get('Retry-After'))
      expect([2, 3, 4]).toContain(seconds)
      expect([refused.status, await refused.json()]).toMatchObject([
        429,
        { code: 'too_many_attempts', values: { seconds } },
      ])
      const page = await w.ask('/assembly', {
        ...form({ name: 'Noor', accessCode: code }, origins.foyer),
        from: '203.0.113.1',
      })
      expect([page.status, await page.text()]).toEqual([429, expect.stringContaining('Too many wrong codes')])
      const heard = async () => (await knock(w, { accessCode: code })).status
      await expect.poll(heard, { interval: 200 }).toBe(200)
    })
  })

  test('tries at many rooms from one address count together', async () => {
    await inWorld({ store: await open(), pace: { tryPause: 60_000 } }, async (w) => {
      const kind = { kind: 'digits' }
      const rooms = ['room-one', 'room-two', 'room-three']
      for (const address of rooms) {
        await w.ask('/api/rooms', { method: 'POST', as: ada, json: { name: address, address } })
        await w.ask(`/api/rooms/${address}/accessCode`, { method: 'PUT', as: ada, json: kind })
      }
      const statuses: number[] = []
      for (let wrong = 0; wrong < 33; wrong++) {
        const json = { name: 'Lee', accessCode: 'wrong' }
        const path = `/api/join/${rooms[wrong % 3]}`
        statuses.push((await w.ask(path, { method: 'POST', json, from: '203.0.113.9' })).status)
      }
      expect(statuses.slice(0, 27)).not.toContain(429)
      expect(statuses.slice(30)).toEqual([429, 429, 429])
    })
  })

  test('the links of an organisation’s invitations are guarded alike', async () => {
    await inWorld({ store: await open(), pace: { tryPause: 60_000 } }, async (w) => {
      const statuses: number[] = []
      for (let guess = 0; guess < 12; guess++) {
        const json = { secret: `guess.${guess}`, accept: true }
        const path = '/api/organisations/riverside/accept'
        statuses.push((await w.ask(path, { method: 'POST', as: ada, json, from: '203.0.113.9' })).status)
      }
      expect(statuses.slice(9)).toEqual([404, 429, 429])
    })
  })

  test('forged headers do not make another address', async () => {
    await inWorld({ store: await open(), pace: { tryPause: 60_000 } }, async (w) => {
      await adasRoom(w)
      await draw(w)
      const statuses: number[] = []
      for (let wrong = 0; wrong < 12; wrong++) {
        const headers = { 'X-Forwarded-For': `10.0.0.${wrong}`, Origin: origins.foyer }
        const json = { name: 'Lee', accessCode: 'wrong' }
        const answer = await w.ask('/api/join/assembly', {
          method: 'POST',
          json,
          headers,
          from: '203.0.113.9',
        })
        statuses.push(answer.status)
      }
      expect(statuses.slice(9)).toEqual([400, 429, 429])
    })
  })
})
