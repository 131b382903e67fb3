import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { Room } from '../../src/contract/rooms.ts'
import { roomLimits } from '../../src/proxy/platform/limits.ts'
import type { Store } from '../../src/proxy/platform/store/database.ts'
import { ada, luc, origins, type TestPerson, type World } from '../world.ts'
import { describeOnBoth } from './databases.ts'
import { adaMeets, adasRoom, inWorld } from './faults-world.ts'
import { createTestIssuer } from './issuer.ts'

const day = 24 * 60 * 60_000
const noor: TestPerson = { ...ada, subject: 'noor', name: 'Noor Haddad' }

async function create(w: World, json: object, as = luc): Promise<Response> {
  return await w.ask('/api/rooms', { method: 'POST', as, json })
}

async function remove(w: World, { address }: Room, as = luc): Promise<void> {
  await w.ask(`/api/rooms/${address}`, { method: 'DELETE', as })
}

async function renew(w: World, as = ada): Promise<Response> {
  return await w.ask('/api/rooms/assembly/pin', { method: 'POST', as })
}

async function see(w: World, as = ada): Promise<Room> {
  return await (await w.ask('/api/rooms/assembly', { as })).json()
}

const pinOf = (room: Room) => room.dialIn?.pin ?? ''
const grouped = (pin: string) => `${pin.slice(0, 2)} ${pin.slice(2)}`
const spaced = (pin: string) => `${pin.slice(0, 2)}\u00a0${pin.slice(2)}`

/** Every PIN of five digits that a room may have, each of one room. */
async function takeAllPins(store: Store, restsUntil: number | null): Promise<void> {
  // A room has one that does not rest: the others are as if of rooms of their own.
  await sql`drop index pins_current`.execute(store)
  await sql`
    insert into pins (pin, room_id, rests_until)
    with recursive numbers(n) as (select 10000 union all select n + 1 from numbers where n < 99999)
    select cast(n as text), (select id from rooms limit 1), cast(${restsUntil} as bigint) from numbers
    where cast(n as text) not in (select pin from pins)`.execute(store)
}

describeOnBoth('the PIN of a room', (open) => {
  test('a host renews it: pages, invitations and calendars have the new one, and hosts are told who did', async () => {
    await inWorld({ store: await open() }, async (w) => {
      const before = await adasRoom(w)
      expect(before.pinRenewed).toBeNull()
      const schedule = {
        title: '',
        message: '',
        start: '2099-12-01T14:00',
        timeZone: 'America/Toronto',
        minutes: 90,
      }
      const json = { ...schedule, repeat: 'weekly', ends: { kind: 'never' } }
      await w.ask('/api/rooms/assembly/schedules', { method: 'POST', as: ada, json })
      const calendar = async () => {
        const answer = await w.ask('/assembly/calendar.ics')
        return { etag: answer.headers.get('ETag'), text: (await answer.text()).replaceAll('\r\n ', '') }
      }
      const { etag, text } = await calendar()
      const sequence = Number(/SEQUENCE:(\d+)/.exec(text)?.[1])

      const answer = await renew(w)
      expect(answer.status).toBe(200)
      const after: Room = await answer.json()
      expect(pinOf(after)).toMatch(/^[1-9]\d{4}$/)
      expect(pinOf(after)).not.toBe(pinOf(before))
      expect(after).toEqual(await see(w))
      expect(after.pinRenewed).toEqual({ by: 'Ada Osei', at: expect.any(Number) })

      for (const path of ['/assembly', '/assembly/phone']) {
        const html = await (await w.ask(path)).text()
        expect([html.includes(spaced(pinOf(after))), html.includes(spaced(pinOf(before)))]).toEqual([
          true,
          false,
        ])
      }
      const invitation = await (await w.ask('/api/rooms/assembly/invitation?language=en', { as: ada })).json()
      expect(invitation.text).toContain(`PIN: ${grouped(pinOf(after))}`)
      const now = await calendar()
      expect(now.etag).not.toBe(etag)
      expect(now.text).toContain(`PIN: ${grouped(pinOf(after))}`)
      expect(now.text).not.toContain(grouped(pinOf(before)))
      // Programs that compare versions take it too.
      expect(Number(/SEQUENCE:(\d+)/.exec(now.text)?.[1])).toBeGreaterThan(sequence)
    })
  })

  test('a meeting that runs keeps its own, and the pages say so, until it ends', async () => {
    await inWorld({ store: await open() }, async (w) => {
      const before = await adasRoom(w)
      await adaMeets(w)
      await renew(w)
      const during = await see(w)
      expect(during.dialIn).toMatchObject({ pin: pinOf(before), renewed: true, replaced: false })
      const html = await (await w.ask('/assembly/phone')).text()
      expect(html).toContain(spaced(pinOf(before)))
      expect(html).toContain('The PIN was changed after this meeting began')

      await w.ask('/api/rooms/assembly/end', { method: 'POST', as: ada })
      await expect.poll(async () => (await see(w)).dialIn).toMatchObject({ renewed: false, replaced: false })
      const after = await see(w)
      expect(pinOf(after)).not.toBe(pinOf(before))
      await adaMeets(w)
      expect((await see(w)).dialIn).toMatchObject({ pin: pinOf(after), renewed: false, replaced: false })
    })
  })

  test('is renewed by hosts alone', async () => {
    await inWorld({ store: await open() }, async (w) => {
      const { dialIn } = await adasRoom(w, { membersStart: true })
      expect((await w.ask('/api/rooms/assembly/pin', { method: 'POST' })).status).toBe(401)
      expect((await (await renew(w, luc)).json()).code).toBe('room_unknown')
      expect((await (await renew(w, noor)).json()).code).toBe('room_right_missing')
      expect((await see(w)).dialIn).toEqual(dialIn)
    })
  })

  test('the one before rests a year, and then another room may have it', async () => {
    const clock = { now: Date.now() }
    await inWorld({ store: await open(), now: () => clock.now }, async (w) => {
      const first = pinOf(await adasRoom(w))
      await renew(w)
      const second = pinOf(await see(w))
      const kept = () => w.store.selectFrom('pins').select(['pin', 'restsUntil']).orderBy('takenAt').execute()
      expect(await kept()).toEqual([
        { pin: first, restsUntil: clock.now + 365 * day },
        { pin: second, restsUntil: null },
      ])
      await takeAllPins(w.store, null)
      clock.now += 364 * day
      const resting: Room = await (await create(w, { name: 'Too early' })).json()
      expect(pinOf(resting)).toMatch(/^\d{6}$/)
    })
  })

  test('of those that have rested a room gets one', async () => {
    const clock = { now: Date.now() }
    await inWorld({ store: await open(), now: () => clock.now }, async (w) => {
      await adasRoom(w)
      await takeAllPins(w.store, clock.now + 1_000)
      clock.now += 1_001
      const room: Room = await (await create(w, { name: 'Rested' })).json()
      expect(pinOf(room)).toMatch(/^\d{5}$/)
      expect(w.logged()).not.toContain('hardly any PIN')
    })
  })

  test('rooms that are gone for good give theirs back after a year, and their addresses stay theirs', async () => {
    const clock = { now: Date.now() }
    const now = () => clock.now
    const store = await open()
    const issuer = await createTestIssuer({ issuer: `${origins.issuer}/realms/meet`, now })
    await inWorld({ store, now, issuer }, async (w) => {
      await remove(w, await (await create(w, { name: 'Old', address: 'old-room' })).json())
    })
    for (const [days, pins] of [
      [29, [{ restsUntil: null }]],
      [2, [{ restsUntil: expect.any(Number) }]],
      [364, [{ restsUntil: expect.any(Number) }]],
      [2, []],
    ] as const) {
      clock.now += days * day
      await inWorld({ store, now, issuer }, async (w) => {
        await expect.poll(() => store.selectFrom('pins').select('restsUntil').execute()).toEqual(pins)
        expect((await w.ask('/api/join/old-room')).status).toBe(410)
        const other = await create(w, { name: 'Mine', address: 'old-room' })
        expect((await other.json()).code).toBe('address_taken')
      })
    }
  })

  test('where all are taken a room gets a longer one, and operators read so', async () => {
    await inWorld({ store: await open() }, async (w) => {
      await adasRoom(w)
      await takeAllPins(w.store, null)
      const answer = await create(w, { name: 'One more' })
      expect(answer.status).toBe(201)
      expect(pinOf(await answer.json())).toMatch(/^[1-9]\d{5}$/)
      expect(w.logged()).toContain('raise phone.pinDigits')
    })
  })

  test('one member cannot use them up by making and deleting rooms, nor by renewing', async () => {
    const clock = { now: Date.now() }
    await inWorld({ store: await open(), now: () => clock.now }, async (w) => {
      const statuses: number[] = []
      for (let times = 0; times < 160; times++) {
        const answer = await create(w, { name: 'Again' })
        statuses.push(answer.status)
        if (answer.ok) await remove(w, await answer.json())
      }
      expect(statuses.filter((status) => status === 201)).toHaveLength(roomLimits.pinsPerDay)
      const refused = await create(w, { name: 'Again' })
      expect(await refused.json()).toMatchObject({ code: 'daily_limit_reached', values: { limit: 50 } })
      expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(80_000)
      expect(await w.store.selectFrom('pins').selectAll().execute()).toHaveLength(roomLimits.pinsPerDay)

      // Others notice nothing, and tomorrow there are more.
      await adasRoom(w)
      expect((await renew(w)).status).toBe(200)
      clock.now += day
      const tomorrow: Room = await (await create(w, { name: 'Tomorrow' })).json()
      for (let times = 0; times < roomLimits.pinsPerDay; times++) {
        await w.ask(`/api/rooms/${tomorrow.address}/pin`, { method: 'POST', as: luc })
      }
      const pin = await w.ask(`/api/rooms/${tomorrow.address}/pin`, { method: 'POST', as: luc })
      expect((await pin.json()).code).toBe('daily_limit_reached')
    })
  })

  test('nor in many days', async () => {
    const clock = { now: Date.now() }
    await inWorld({ store: await open(), now: () => clock.now }, async (w) => {
      await create(w, { name: 'First' })
      const { id } = await w.store.selectFrom('people').select('id').executeTakeFirstOrThrow()
      const { id: roomId } = await w.store.selectFrom('rooms').select('id').executeTakeFirstOrThrow()
      const resting = Array.from({ length: roomLimits.pinsPerPerson }, (_, n) => {
        return {
          pin: `x${n}`,
          roomId,
          takenBy: id,
          takenAt: clock.now - 2 * day,
          restsUntil: clock.now + day,
        }
      })
      await w.store.insertInto('pins').values(resting).execute()
      expect((await (await create(w, { name: 'One more' })).json()).code).toBe('pins_used_up')
    })
  })
})

describeOnBoth('rooms without end', (open) => {
  test('an organisation has its bound too, by its settings or by ours', async () => {
    const settings = (yaml: string) =>
      yaml.replace('limits: { record: false }', 'limits: { record: false, rooms: 2 }')
    await inWorld({ store: await open(), settings }, async (w) => {
      const ours = { ownedBy: 'organisation' }
      const [one, two] = [
        await create(w, { name: 'One', ...ours }),
        await create(w, { name: 'Two', ...ours }),
      ]
      expect([one.status, two.status]).toEqual([201, 201])
      const full = await create(w, { name: 'Three', ...ours })
      expect(await full.json()).toMatchObject({
        status: 409,
        code: 'organisation_rooms_full',
        values: { limit: 2 },
      })
      // Neither by a copy, nor by a room that is given or brought back.
      const { address }: Room = await one.json()
      const copy = await w.ask(`/api/rooms/${address}/duplicate`, {
        method: 'POST',
        as: luc,
        json: { name: 'Copy' },
      })
      expect((await copy.json()).code).toBe('organisation_rooms_full')
      const own: Room = await (await create(w, { name: 'Own' })).json()
      const give = { method: 'POST', as: luc, json: { organisation: true } }
      expect((await (await w.ask(`/api/rooms/${own.address}/transfer`, give)).json()).code).toBe(
        'organisation_rooms_full',
      )
      await w.ask(`/api/rooms/${address}`, { method: 'DELETE', as: luc })
      expect((await w.ask(`/api/rooms/${own.address}/transfer`, give)).status).toBe(200)
      const restored = await w.ask(`/api/rooms/${address}/restore`, { method: 'POST', as: luc })
      expect((await restored.json()).code).toBe('organisation_rooms_full')
    })
  })

  test('a room keeps its former addresses, so that it has only some, and not many in a day', async () => {
    const clock = { now: Date.now() }
    await inWorld({ store: await open(), now: () => clock.now }, async (w) => {
      await adasRoom(w)
      let current = 'assembly'
      const rename = async (address: string) => {
        const answer = await w.ask(`/api/rooms/${current}`, { method: 'PATCH', as: ada, json: { address } })
        if (answer.ok) current = address
        return answer.ok ? 'ok' : (await answer.json()).code
      }
      const addresses = () => w.store.selectFrom('roomAddresses').select('address').execute()
      for (let n = 1; n <= 100 * roomLimits.addressesPerDay; n++) {
        expect([n, await rename(`assembly-${n}`)]).toEqual([
          n,
          n <= roomLimits.addressesPerDay ? 'ok' : 'daily_limit_reached',
        ])
      }
      expect(await addresses()).toHaveLength(roomLimits.addressesPerDay + 1)
      // Its own it may have again, any day.
      expect([await rename('assembly'), await rename('assembly-3')]).toEqual(['ok', 'ok'])

      for (let n = 6; n < roomLimits.addressesPerRoom; n++) {
        clock.now += day
        expect(await rename(`assembly-${n}`)).toBe('ok')
      }
      clock.now += day
      expect(await rename('assembly-more')).toBe('addresses_full')
      expect(await addresses()).toHaveLength(roomLimits.addressesPerRoom)
      expect(await rename('assembly')).toBe('ok')
    })
  })
})
