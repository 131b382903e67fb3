import { expect, test } from 'vitest'
import { createStreams } from '../../src/proxy/features/join/streams.ts'
import { joinLimits, sessionStreams } from '../../src/proxy/platform/limits.ts'
import { ada, luc, origins, type TestPerson, type World } from '../world.ts'
import { describeOnBoth } from './databases.ts'
import { adaMeets, adasRoom, cookiesOf, inWorld } from './faults-world.ts'

/* One party asks for a hundred times its share when it joins, and others notice nothing. */

const noor: TestPerson = { subject: 'noor', name: 'Noor Haddad', groups: ['/members/riverside'] }
const attacker = '203.0.113.66'
/** Of a reverse proxy that the settings do not name: no bound by address holds. */
const unbounded = '10.0.0.1'

interface Press {
  from: string
  room?: string
  cookie?: string
  name?: string
  consent?: boolean
  accessCode?: string
  asHost?: boolean
  ticket?: string
}

const press = (w: World, { from, room = 'assembly', cookie = '', name = 'Lee', ...typed }: Press) =>
  w.ask(`/api/join/${room}`, {
    method: 'POST',
    json: { name, consent: false, ...typed },
    headers: { Origin: origins.foyer, Cookie: cookie },
    from,
  })

/** The share of an address in presses by new devices is used up. */
const useUp = async (w: World, from: string) => {
  const share = { length: joinLimits.newDevices.burst }
  await Promise.all(Array.from(share, () => press(w, { from })))
  expect((await press(w, { from })).status).toBe(429)
}

const statusesOf = async (answers: Promise<Response>[]) =>
  new Set((await Promise.all(answers)).map(({ status }) => status))

/** Somebody who waits: the ticket and the device. */
async function ticketOf(w: World, from: string, cookie = '') {
  const answer = await press(w, { from, cookie })
  const { ticket } = await answer.json()
  return { ticket, cookie: cookie || cookiesOf(answer) }
}

const stream = (w: World, ticket: string, cookie: string, from: string) =>
  w.ask(`/api/join/assembly/events?ticket=${ticket}`, { headers: { Cookie: cookie }, from })

const waiting = async (w: World) => (await (await w.ask('/api/rooms/assembly', { as: ada })).json()).waiting

describeOnBoth('streams', (open) => {
  test('one ticket opens one: three hundred of them take one place, and the older are told why they end', async () => {
    await inWorld({ store: await open(), pace: { letInAtOnce: 2, letInPerSecond: 0.001 } }, async (w) => {
      await adasRoom(w)
      const { ticket, cookie } = await ticketOf(w, attacker)
      const streams: Response[] = []
      // By its owner, by nobody, and by the page that seals it anew.
      for (let index = 0; index < 300; index++)
        streams.push(await stream(w, ticket, index % 2 === 0 ? cookie : '', attacker))
      const guest = await ticketOf(w, '198.51.100.7')
      const guests = await stream(w, guest.ticket, guest.cookie, '198.51.100.7')
      expect(await waiting(w)).toBe(2)
      for (const old of streams.slice(0, -1)) expect(await old.text()).toContain('event: replaced')
      await adaMeets(w)
      // Two are let in at once, and nobody else for a quarter of an hour.
      expect(await guests.text()).toContain('event: open')
      expect(await streams.at(-1)?.text()).toContain('event: open')
    })
  })

  test('one device holds few places, one address as many as a community centre needs', async () => {
    await inWorld({ store: await open() }, async (w) => {
      await adasRoom(w)
      const { cookie } = await ticketOf(w, unbounded)
      for (let index = 0; index < 30; index++) {
        const { ticket } = await ticketOf(w, unbounded, cookie)
        await stream(w, ticket, cookie, unbounded)
      }
      expect(await waiting(w)).toBe(joinLimits.streamsPerDevice)
      const statuses: number[] = []
      for (let index = 0; index < joinLimits.streamsPerAddress + 20; index++) {
        const other = await ticketOf(w, unbounded)
        statuses.push((await stream(w, other.ticket, other.cookie, attacker)).status)
      }
      expect(statuses.filter((status) => status === 200)).toHaveLength(joinLimits.streamsPerAddress)
      expect(new Set(statuses.slice(joinLimits.streamsPerAddress))).toEqual(new Set([429]))
      const guest = await ticketOf(w, '198.51.100.7')
      expect((await stream(w, guest.ticket, guest.cookie, '198.51.100.7')).status).toBe(200)
    })
  })

  test('whoever holds one of a full address opens it again, and whoever holds none does not', async () => {
    await inWorld({ store: await open() }, async (w) => {
      await adasRoom(w)
      const first = await ticketOf(w, unbounded)
      expect((await stream(w, first.ticket, first.cookie, attacker)).status).toBe(200)
      for (let index = 1; index < joinLimits.streamsPerAddress; index++) {
        const { ticket, cookie } = await ticketOf(w, unbounded)
        await stream(w, ticket, cookie, attacker)
      }
      // Before the proxy knows that the connection broke.
      expect((await stream(w, first.ticket, first.cookie, attacker)).status).toBe(200)
      // Elsewhere meanwhile: there it counts, and here its place is somebody else's.
      expect((await stream(w, first.ticket, first.cookie, '198.51.100.7')).status).toBe(200)
      const next = await ticketOf(w, unbounded)
      expect((await stream(w, next.ticket, next.cookie, attacker)).status).toBe(200)
      expect((await stream(w, first.ticket, first.cookie, attacker)).status).toBe(429)
    })
  })
})

test('a hundred times as many streams as an address may hold leave nothing behind when they end', () => {
  const streams = createStreams()
  const givenBack: (() => void)[] = []
  let refused = 0
  for (let index = 0; index < 100 * joinLimits.streamsPerAddress; index++) {
    try {
      const holder = { ticket: `ticket ${index}`, device: `device ${index}`, address: attacker }
      streams.expectPlace(holder)
      givenBack.push(streams.hold(holder, () => {}))
    } catch {
      refused += 1
    }
  }
  expect([givenBack.length, refused]).toEqual([
    joinLimits.streamsPerAddress,
    99 * joinLimits.streamsPerAddress,
  ])
  const holder = { ticket: 'another ticket', device: 'another device', address: attacker }
  streams.expectPlace({ ...holder, address: '198.51.100.7' })
  expect(() => streams.expectPlace(holder)).toThrow('too_busy')
  for (const giveBack of givenBack) giveBack()
  streams.expectPlace(holder)
})

describeOnBoth('streams of signed-in pages', (open) => {
  test('one person holds as many as they have browsers, a hundred times as many are refused, and others have theirs', async () => {
    await inWorld({ store: await open() }, async (w) => {
      const streams: Response[] = []
      const come = async () => {
        const answer = await w.ask('/api/me/events', { as: ada })
        if (answer.status === 200) streams.push(answer)
        return answer.status
      }
      for (let index = 0; index < 100 * sessionStreams; index++) await come()
      expect(streams).toHaveLength(sessionStreams)
      expect(await come()).toBe(429)
      expect((await w.ask('/api/me/events', { as: luc })).status).toBe(200)
      await streams[0]?.body?.cancel()
      expect(await come()).toBe(200)
    })
  }, 120_000)
})

describeOnBoth('presses of Join', (open) => {
  test('without a cookie, twenty times as many as an address has are refused; everybody else is heard', async () => {
    const now = Date.now()
    await inWorld({ store: await open(), now: () => now }, async (w) => {
      await adasRoom(w)
      const counts = new Map<number, number>()
      const share = joinLimits.newDevices.burst
      const known = await ticketOf(w, attacker)
      for (let round = 0; round < 20; round++) {
        const answers = await Promise.all(Array.from({ length: share }, () => press(w, { from: attacker })))
        for (const { status } of answers) counts.set(status, (counts.get(status) ?? 0) + 1)
      }
      expect(Object.fromEntries(counts)).toEqual({ 200: share - 1, 429: 19 * share + 1 })
      const refused = await press(w, { from: attacker })
      expect([(await refused.json()).code, Number(refused.headers.get('Retry-After'))]).toEqual([
        'too_busy',
        15,
      ])
      // Who comes back after a refusal is known by then: a neighbour keeps no first-time guest out for ever.
      expect((await press(w, { from: attacker, cookie: cookiesOf(refused) })).status).toBe(200)
      // Who was here before is heard from that address too, and a community centre from its own.
      expect((await press(w, { from: attacker, cookie: known.cookie })).status).toBe(200)
      const centre = await Promise.all(Array.from({ length: 60 }, () => press(w, { from: '198.51.100.7' })))
      expect(new Set(centre.map(({ status }) => status))).toEqual(new Set([200]))
    })
  }, 120_000)

  test('by a neighbour without cookies keep out nobody who shows who they are', async () => {
    const now = Date.now()
    await inWorld({ store: await open(), now: () => now }, async (w) => {
      await adasRoom(w)
      const link = { method: 'POST', as: ada, json: { label: 'Camille', days: 7 } }
      const made = await (await w.ask('/api/rooms/assembly/hostLinks', link)).json()
      await w.ask('/api/rooms', { method: 'POST', as: ada, json: { name: 'Choir', address: 'choir-room' } })
      const draw = { method: 'PUT', as: ada, json: { kind: 'digits' } }
      const { accessCode } = await (await w.ask('/api/rooms/choir-room/accessCode', draw)).json()
      const member = await w.ask('/api/rooms/assembly/pass', { method: 'POST', as: ada })
      await useUp(w, attacker)
      // On devices that were never here: by the code, a pass of a member, and a host link, which starts.
      expect((await press(w, { from: attacker, room: 'choir-room', accessCode })).status).toBe(200)
      const cookie = `foyer_member=1; ${cookiesOf(member)}`
      expect((await press(w, { from: attacker, cookie })).status).toBe(200)
      expect((await press(w, { from: attacker })).status).toBe(429)
      const secret = { secret: made.url.split('#')[1] }
      const pass = await w.ask('/api/join/assembly/pass', { method: 'POST', json: secret, from: attacker })
      const host = await press(w, { from: attacker, cookie: cookiesOf(pass), name: 'Camille', asHost: true })
      expect([host.status, (await host.json()).state]).toEqual([200, 'open'])
    })
  }, 60_000)

  test('that are refused for what was typed take nothing from the share of their address', async () => {
    const now = Date.now()
    await inWorld({ store: await open(), now: () => now }, async (w) => {
      await adasRoom(w, { recordingAllowed: true })
      const each = { length: joinLimits.newDevices.burst }
      expect(await statusesOf(Array.from(each, () => press(w, { from: attacker, name: ' ' })))).toEqual(
        new Set([400]),
      )
      expect(await statusesOf(Array.from(each, () => press(w, { from: attacker })))).toEqual(new Set([400]))
      const people = Array.from({ length: 60 }, () => press(w, { from: attacker, consent: true }))
      expect(await statusesOf(people)).toEqual(new Set([200]))
    })
  }, 60_000)

  test('let in a lecture of 300 and its host, who come at once from one address, and keep what they accepted', async () => {
    const now = Date.now()
    const store = await open()
    await inWorld({ store, now: () => now, pace: { letInAtOnce: 400 } }, async (w) => {
      await adasRoom(w, { recordingAllowed: true })
      const people = await Promise.all(
        Array.from({ length: 300 }, async () => {
          const answer = await press(w, { from: attacker, consent: true })
          const { state, ticket } = await answer.json()
          const cookie = cookiesOf(answer)
          const events = await stream(w, ticket, cookie, attacker)
          return { state, ticket, cookie, events }
        }),
      )
      expect(new Set(people.map(({ state }) => state))).toEqual(new Set(['waiting']))
      await adaMeets(w)
      const ways = await Promise.all(
        people.map(async ({ ticket, cookie, events }) => {
          if (events.status === 200) return (await events.text()).includes('event: open')
          // The page without a stream of its own asks with its ticket.
          const asked = await press(w, { from: attacker, ticket, cookie, consent: true })
          return (await asked.json()).state === 'open'
        }),
      )
      expect(ways.filter((isIn) => isIn)).toHaveLength(300)
      expect(await store.selectFrom('consents').select('id').execute()).toHaveLength(300)
    })
  }, 60_000)

  test('again and again by one device cost no proof of what others accept, and a drop is told once', async () => {
    const now = Date.now()
    const store = await open()
    await inWorld({ store, now: () => now }, async (w) => {
      await adasRoom(w, { recordingAllowed: true })
      await adaMeets(w)
      const proofs = async () => await store.selectFrom('consents').select('id').execute()
      const { burst } = joinLimits.rowsPerAddress
      const cookie = cookiesOf(await press(w, { from: attacker, consent: true }))
      for (let index = 0; index < burst + 20; index++)
        await press(w, { from: attacker, cookie, consent: true })
      await press(w, { from: attacker, consent: true })
      expect(await proofs()).toHaveLength(2)
      await w.ask('/api/rooms', { method: 'POST', as: ada, json: { name: 'Lobby', address: 'lobby-room' } })
      for (let index = 2; index < burst + 20; index++) {
        const device = cookiesOf(await press(w, { from: unbounded, room: 'lobby-room' }))
        await press(w, { from: attacker, cookie: device, consent: true })
      }
      expect(await proofs()).toHaveLength(burst)
      expect(w.logged().split('consents are not kept')).toHaveLength(2)
    })
  }, 120_000)

  test('fill no room that takes few: with cookies or without, from one address', async () => {
    // Seldom polled, so that one poll speaks for all that follows.
    await inWorld({ store: await open(), pace: { poll: 3_000, hurriedPoll: 3_000 } }, async (w) => {
      await adasRoom(w, { participants: 4 })
      await w.ask('/api/rooms', { method: 'POST', as: ada, json: { name: 'Lobby', address: 'lobby-room' } })
      const devices: string[] = []
      for (let index = 0; index < 40; index++)
        devices.push(cookiesOf(await press(w, { from: unbounded, room: 'lobby-room' })))
      await adaMeets(w)
      for (let index = 0; index < 100; index++) await press(w, { from: attacker })
      for (const cookie of devices) await press(w, { from: attacker, cookie })
      const guest = await press(w, { from: '198.51.100.7' })
      expect((await guest.json()).state).toBe('open')
    })
  })

  test('leave a bounded number of rows; who comes beyond gets in all the same', async () => {
    const now = Date.now()
    const store = await open()
    await inWorld({ store, now: () => now }, async (w) => {
      await adasRoom(w, { recordingAllowed: true })
      await w.ask('/api/rooms', { method: 'POST', as: ada, json: { name: 'Lobby', address: 'lobby-room' } })
      const { burst } = joinLimits.rowsPerAddress
      const devices: string[] = []
      for (let index = 0; index < burst + 40; index++)
        devices.push(cookiesOf(await press(w, { from: unbounded, room: 'lobby-room', consent: true })))
      expect(await store.selectFrom('consents').select('id').execute()).toEqual([])
      await w.ask('/api/rooms/assembly', {
        method: 'PATCH',
        as: ada,
        json: { settings: { participants: 50 } },
      })
      await adaMeets(w)
      const states = new Set<string>()
      for (const cookie of devices)
        states.add((await (await press(w, { from: attacker, cookie, consent: true })).json()).state)
      expect([...states]).toEqual(['open'])
      expect(await store.selectFrom('consents').select('id').execute()).toHaveLength(burst)
      // Ada's own way in is one more.
      expect(await store.selectFrom('admissions').select('device').execute()).toHaveLength(burst + 1)
      await press(w, { from: '198.51.100.7', consent: true })
      expect(await store.selectFrom('consents').select('id').execute()).toHaveLength(burst + 1)
    })
  }, 120_000)

  test.each(['a member', 'whoever has a host link'])(
    'by %s, who starts again and again without a cookie, leave a bounded number of rows',
    async (who) => {
      const now = Date.now()
      const store = await open()
      await inWorld({ store, now: () => now }, async (w) => {
        await adasRoom(w, { recordingAllowed: true, membersStart: true })
        const json = { label: 'Lee', days: 7 }
        const made = await w.ask('/api/rooms/assembly/hostLinks', { method: 'POST', as: ada, json })
        const secret = new URL((await made.json()).url).hash.slice(1)
        const pass = await w.ask('/api/join/assembly/pass', { method: 'POST', json: { secret } })
        await adaMeets(w)
        const count = async () => {
          const rows = await Promise.all([
            store.selectFrom('consents').select('id').execute(),
            store.selectFrom('admissions').select('device').execute(),
          ])
          return rows.map(({ length }) => length)
        }
        const [consents = 0, admissions = 0] = await count()
        const start = async () => {
          const answer =
            who === 'a member'
              ? await w.ask('/api/rooms/assembly/start', { method: 'POST', as: noor, json: {} })
              : await w.ask('/api/join/assembly', {
                  method: 'POST',
                  json: { name: 'Lee', asHost: true },
                  headers: { Origin: origins.foyer, Cookie: hostPass },
                  from: unbounded,
                })
          return (await answer.json()).url
        }
        // Nothing by which the device is known again.
        const hostPass = cookiesOf(pass).replace(/foyer_device=[^;]*/, '')
        const { burst } = joinLimits.rowsPerStarter
        for (let index = 0; index < burst + 40; index++) expect(await start()).toContain('/join?')
        expect(await count()).toEqual([consents + burst, admissions + burst])
        // Others leave theirs.
        await press(w, { from: attacker, consent: true })
        expect(await count()).toEqual([consents + burst + 1, admissions + burst + 1])
      })
    },
    120_000,
  )
})
