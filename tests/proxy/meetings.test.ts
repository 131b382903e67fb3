import { afterEach, describe, expect, test } from 'vitest'
import type { Room } from '../../src/contract/rooms.ts'
import { ada, openWorld, origins, type World } from '../world.ts'
import { cleanUp, describeOnBoth, sqlite } from './databases.ts'

const creates = (w: World, server: 'de' | 'ca') => w[server].received.filter(({ call }) => call === 'create')

async function room(w: World, json: object = {}): Promise<string> {
  const created: Room = await (
    await w.ask('/api/rooms', { method: 'POST', as: ada, json: { name: 'Assembly' } })
  ).json()
  if (Object.keys(json).length > 0)
    await w.ask(`/api/rooms/${created.address}`, { method: 'PATCH', as: ada, json })
  return created.address
}

async function see(w: World, address: string): Promise<Room> {
  return await (await w.ask(`/api/rooms/${address}`, { as: ada })).json()
}

function start(w: World, address: string, json: object = {}) {
  return w.ask(`/api/rooms/${address}/start`, { method: 'POST', as: ada, json })
}

/** Waits for something to become true, asking again: polls of the servers run behind. */
async function until<Value>(ask: () => Promise<Value>, is: (value: Value) => boolean): Promise<Value> {
  return await expect.poll(ask, { interval: 25 }).toSatisfy(is).then(ask)
}

describeOnBoth('meetings', (open) => {
  test('a host starts, enters, and the room is open with its people, its server and its PIN', async () => {
    const w = await openWorld({ store: await open() })
    const address = await room(w, { settings: { mutedOnEntry: true } })
    await until(
      () => w.ask('/api/status').then((answer) => answer.json()),
      (s) => s.servers[0].state === 'up',
    )
    const answer = await start(w, address, { language: 'fr-CA' })
    expect(answer.status).toBe(200)
    const { url } = await answer.json()
    expect(new URL(url).origin).toBe(origins.de)

    const pin = (await see(w, address)).dialIn?.pin
    const sent = creates(w, 'de')[0]?.query
    expect(sent?.get('voiceBridge')).toBe(pin)
    expect(sent?.get('meetingID')).toMatch(/^foyer-[0-9a-f-]{36}$/)
    expect(sent?.get('muteOnStart')).toBe('true')
    expect(sent?.get('record')).toBe('false')
    expect(sent?.get('maxParticipants')).toBe('50')
    expect(sent?.get('duration')).toBe('240')
    expect(sent?.get('logoutURL')).toBe(`${origins.foyer}/${address}?left`)

    const entered = await w.openAtBbb(url)
    expect(entered.text).toContain('Ada Osei')
    const join = w.de.received.find(({ call }) => call === 'join')?.query
    expect(join?.get('role')).toBe('MODERATOR')
    expect(join?.get('userdata-bbb_override_default_locale')).toBe('fr-CA')
    expect(join?.has('guest')).toBe(false)
    const shown = await until(
      () => see(w, address),
      ({ meeting }) => meeting.state === 'open',
    )
    expect(shown.meeting).toMatchObject({ participants: 1, server: { id: 'de', country: 'DE' } })
    expect(shown.dialIn?.numbers.map(({ number }) => number)).toEqual(['+49 30 1234567'])
    await w.close()
  })

  test('whoever ends a meeting and starts the next at once is in the next, however slowly the server ends', async () => {
    // On the clock of a real server, which puts people out up to five seconds after it was asked to.
    const patient = { startTimeout: 60_000, bridgeTimeout: 60_000 }
    const w = await openWorld({ store: await open(), timeScale: 1, pace: patient })
    const address = await room(w)
    const first = await w.openAtBbb((await (await start(w, address)).json()).url)
    expect(first.text).toContain('Ada Osei')
    await until(
      () => see(w, address),
      ({ meeting }) => meeting.state === 'open',
    )
    const ended = await w.ask(`/api/rooms/${address}/end`, { method: 'POST', as: ada })
    expect(ended.status).toBe(202)
    const waiting = await w.ask(`/api/join/${address}`, { method: 'POST', json: { name: 'Lee' } })
    expect((await waiting.json()).state).toBe('waiting')

    const { url } = await (await start(w, address)).json()
    const next = await w.openAtBbb(url)
    expect(next.text).toContain('Ada Osei')
    const meetings = creates(w, 'de').map(({ query }) => query.get('meetingID'))
    expect(meetings).toContain(new URL(url).searchParams.get('meetingID'))
    expect(new Set(meetings).size).toBe(2)
    const pins = new Set(creates(w, 'de').map(({ query }) => query.get('voiceBridge')))
    expect(pins.size).toBe(1)
    await w.close()
  }, 90_000)

  test('a host is seen by their account’s name, or by the one that they choose; no other than a clean one', async () => {
    const w = await openWorld({ store: await open() })
    const address = await room(w)
    const nameIn = async (json: object) => {
      const { url } = await (await start(w, address, json)).json()
      return new URL(url).searchParams.get('fullName')
    }
    expect(await nameIn({})).toBe('Ada Osei')
    expect(await nameIn({ name: ' Ada\u202e \n(she) ' })).toBe('Ada (she)')
    const made = creates(w, 'de').length + creates(w, 'ca').length
    for (const [name, problem] of [
      [' \u200b', 'required'],
      ['x'.repeat(61), 'too_long'],
    ] as const) {
      const refused = await start(w, await room(w), { name })
      expect([refused.status, (await refused.json()).fields]).toEqual([400, { name: problem }])
    }
    expect(creates(w, 'de').length + creates(w, 'ca').length).toBe(made)
    await w.close()
  })

  test('fifty starts at once make one meeting, one create and fifty addresses into it', async () => {
    const w = await openWorld({ store: await open() })
    const address = await room(w)
    const answers = await Promise.all(Array.from({ length: 50 }, () => start(w, address)))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    const urls: string[] = await Promise.all(answers.map(async (answer) => (await answer.json()).url))
    const meetings = new Set(urls.map((url) => new URL(url).searchParams.get('meetingID')))
    expect(meetings.size).toBe(1)
    expect(creates(w, 'de').length + creates(w, 'ca').length).toBe(1)
    await w.close()
  })

  test('a server that refuses connections is passed over, and the meeting goes to the next', async () => {
    const w = await openWorld({ store: await open() })
    w.de.fault = 'refuse'
    const address = await room(w)
    const { url } = await (await start(w, address)).json()
    expect(new URL(url).origin).toBe(origins.ca)
    await w.close()
  })

  test('an answer of create that was lost is asked for again, at the same server: one meeting', async () => {
    const w = await openWorld({ store: await open() })
    const address = await room(w)
    await until(
      () => w.ask('/api/status').then((answer) => answer.json()),
      (s) => s.servers[0].state === 'up',
    )
    w.de.fault = 'create_answer_lost'
    const first = await start(w, address)
    w.de.fault = 'none'
    const { url } = await (first.status === 200 ? first : await start(w, address)).json()
    expect(new URL(url).origin).toBe(origins.de)
    const ids = new Set(creates(w, 'de').map(({ query }) => query.get('meetingID')))
    expect([ids.size, creates(w, 'ca').length]).toEqual([1, 0])
    const queries = new Set(creates(w, 'de').map(({ query }) => query.toString()))
    expect(queries.size).toBe(1)
    await w.close()
  })

  test('a start whose answer nobody heard is settled by the next poll: the meeting is there, or is not', async () => {
    const w = await openWorld({ store: await open() })
    const address = await room(w)
    await until(
      () => w.ask('/api/status').then((answer) => answer.json()),
      (s) => s.servers[0].state === 'up',
    )
    w.de.fault = 'create_answer_lost'
    expect((await start(w, address)).status).toBe(503)
    w.de.fault = 'none'
    await until(
      () => see(w, address),
      ({ meeting }) => meeting.state === 'empty',
    )
    await w.close()
  })

  test('every server down: the host is told so with 503, and nothing is left half-started', async () => {
    const w = await openWorld({ store: await open() })
    w.de.fault = 'refuse'
    w.ca.fault = 'refuse'
    const address = await room(w)
    const refused = await start(w, address)
    expect([refused.status, (await refused.json()).code]).toEqual([503, 'no_server'])
    expect(refused.headers.get('Retry-After')).toBe('30')
    expect((await see(w, address)).meeting).toEqual({ state: 'none' })
    w.de.fault = 'none'
    await until(
      () => start(w, address),
      ({ status }) => status === 200,
    )
    await w.close()
  })

  test('a server with a wrong secret is misconfigured, meetings go elsewhere, and no log has the secret', async () => {
    const w = await openWorld({ store: await open() })
    w.de.fault = 'wrong_secret'
    const address = await room(w)
    const { url } = await (await start(w, address)).json()
    expect(new URL(url).origin).toBe(origins.ca)
    const status = await until(
      () => w.ask('/api/status').then((a) => a.json()),
      (s) => s.servers[0].state !== 'unknown',
    )
    expect(status.servers[0].state).toBe('misconfigured')
    expect(w.logged()).not.toContain('canary')
    await w.close()
  })

  test('while its server is silent a meeting is unknown, never over; a host may restart elsewhere', async () => {
    const w = await openWorld({ store: await open() })
    const address = await room(w)
    await until(
      () => w.ask('/api/status').then((answer) => answer.json()),
      (s) => s.servers[0].state === 'up',
    )
    await w.openAtBbb((await (await start(w, address)).json()).url)
    await until(
      () => see(w, address),
      ({ meeting }) => meeting.state === 'open',
    )
    w.de.fault = 'refuse'
    const shown = await until(
      () => see(w, address),
      ({ meeting }) => meeting.state !== 'open',
    )
    expect(shown.meeting).toMatchObject({ state: 'unknown', server: { id: 'de' } })
    const again = await start(w, address)
    expect([again.status, (await again.json()).code]).toEqual([503, 'server_unreachable'])
    const elsewhere = await start(w, address, { elsewhere: true })
    expect(new URL((await elsewhere.json()).url).origin).toBe(origins.ca)
    w.de.fault = 'none'
    await until(async () => w.de.received.some(({ call }) => call === 'end'), Boolean)
    await w.close()
  })

  test('a meeting is over when its server says so, and the next start makes a new one', async () => {
    const w = await openWorld({ store: await open() })
    const address = await room(w)
    await w.openAtBbb((await (await start(w, address)).json()).url)
    await until(
      () => see(w, address),
      ({ meeting }) => meeting.state === 'open',
    )
    const refused = await w.ask(`/api/rooms/${address}`, { method: 'DELETE', as: ada })
    expect((await refused.json()).code).toBe('meeting_running')
    expect((await w.ask(`/api/rooms/${address}/end`, { method: 'POST', as: ada })).status).toBe(202)
    await until(
      () => see(w, address),
      ({ meeting }) => meeting.state === 'none',
    )
    await start(w, address)
    const ids = new Set([...creates(w, 'de'), ...creates(w, 'ca')].map(({ query }) => query.get('meetingID')))
    expect(ids.size).toBe(2)
    await w.close()
  })

  test('a PIN that is still taken is waited for, then the true one is shown and told', async () => {
    const w = await openWorld({ store: await open() })
    const [one, two] = [await room(w), await room(w)]
    const pin = (await see(w, two)).dialIn?.pin ?? ''
    await w.store.deleteFrom('pins').where('pin', '=', pin).execute()
    await w.store.updateTable('pins').set({ pin: '54321' }).where('pin', '!=', pin).execute()
    await w.openAtBbb((await (await start(w, one)).json()).url)
    await w.store.updateTable('pins').set({ pin: '11111' }).where('pin', '=', '54321').execute()
    const twoId = (
      await w.store.selectFrom('rooms').select('id').where('address', '=', two).executeTakeFirstOrThrow()
    ).id
    await w.store.insertInto('pins').values({ pin: '54321', roomId: twoId, restsUntil: null }).execute()
    expect((await start(w, two)).status).toBe(200)
    const shown = await see(w, two)
    expect(shown.dialIn?.replaced).toBe(true)
    expect(shown.dialIn?.pin).not.toBe('54321')
    expect(w.logged()).toContain('replaced the PIN')
    await w.close()
  })
})

describe('a balancer whose node hangs', () => {
  afterEach(cleanUp)

  test('is polled on: a few of its meetings are asked about at a time, and each has its turn', async () => {
    const w = await openWorld({ store: await sqlite().open() })
    const ids = new Set<string>()
    for (const as of [ada, { ...ada, subject: 'bea' }])
      for (const name of ['One', 'Two', 'Three']) {
        const created = await w.ask('/api/rooms', { method: 'POST', as, json: { name } })
        const { address } = await created.json()
        await w.ask(`/api/rooms/${address}/start`, { method: 'POST', as, json: {} })
      }
    for (const { query } of creates(w, 'de')) ids.add(query.get('meetingID') ?? '')
    expect(ids.size).toBe(6)
    const before = w.de.received.length
    w.de.fault = 'hanging_node'
    const calls = () => w.de.received.slice(before).filter(({ call }) => /^getMeeting/.test(call))
    const asked = () => new Set(calls().flatMap(({ query }) => query.get('meetingID') ?? []))
    await expect.poll(asked, { timeout: 60_000 }).toEqual(ids)
    // Every poll is one mark, each question after it a letter.
    const written = calls().map(({ call }) => (call === 'getMeetings' ? '|' : 'i'))
    const afterPolls = written.join('').split('|')
    expect(Math.max(...afterPolls.map(({ length }) => length))).toBe(4)
    expect((await w.ask('/api/status').then((answer) => answer.json())).servers[0].state).toBe('up')
    await w.close()
  }, 120_000)
})
