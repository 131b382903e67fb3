import { expect, test } from 'vitest'
import type { Room, RoomList } from '../../src/contract/rooms.ts'
import { ada, luc, openWorld, type World } from '../world.ts'
import { describeOnBoth } from './databases.ts'

describeOnBoth('rooms', (open) => {
  async function world(): Promise<World> {
    return await openWorld({ store: await open() })
  }
  async function create(w: World, json: unknown): Promise<Room> {
    const answer = await w.ask('/api/rooms', { method: 'POST', as: ada, json })
    expect(answer.status).toBe(201)
    return await answer.json()
  }

  test('a member creates a room, and finds it with an address, a PIN and the numbers of its servers', async () => {
    const w = await world()
    const room = await create(w, { name: '  Working   group ' })
    expect(room.name).toBe('Working group')
    expect(room.address).toMatch(/^[a-z]{4}-[a-z]{4}-[a-z]{4}$/)
    expect(room.dialIn?.pin).toMatch(/^[1-9]\d{4}$/)
    expect(room.dialIn?.numbers.map(({ number }) => number)).toEqual(['+49 30 1234567', '+1 514 555-0123'])
    expect(room.settings).toMatchObject({ recordingAllowed: false, mutedOnEntry: false, phone: true })
    expect(room.meeting).toEqual({ state: 'none' })
    const list: RoomList = await (await w.ask('/api/rooms', { as: ada })).json()
    expect(list.rooms.map(({ address }) => address)).toEqual([room.address])
    expect(list.organisations[0]).toMatchObject({ id: 'riverside', roomsPerPerson: 3, left: 2 })
    await w.close()
  })

  test('a chosen address is kept for ever: the old one still leads to the room, nobody else gets it', async () => {
    const w = await world()
    await create(w, { name: 'Housing', address: 'Housing-Group' })
    const renamed = await w.ask('/api/rooms/housing-group', {
      method: 'PATCH',
      as: ada,
      json: { address: 'housing-2027' },
    })
    expect(await renamed.json()).toMatchObject({ address: 'housing-2027' })
    const old = await w.ask('/housing-group?left&lang=fr')
    expect([old.status, old.headers.get('Location')]).toEqual([302, '/housing-2027?left&lang=fr'])
    const taken = await w.ask('/api/rooms', {
      method: 'POST',
      as: luc,
      json: { name: 'Mine', address: 'housing-group' },
    })
    expect([taken.status, (await taken.json()).code]).toEqual([409, 'address_taken'])
    await w.close()
  })

  test.each([
    ['shrt', 'fields_invalid'],
    ['été-prochain', 'fields_invalid'],
    ['a--b--c--d', 'fields_invalid'],
    ['recordings', 'address_reserved'],
    ['abc-def-ghi', 'address_reserved'],
    ['abc-def-ghi-jkl', 'address_reserved'],
  ])('the address %s is refused: %s', async (address, code) => {
    const w = await world()
    const answer = await w.ask('/api/rooms', { method: 'POST', as: ada, json: { name: 'Room', address } })
    expect([answer.status, (await answer.json()).code]).toEqual([400, code])
    await w.close()
  })

  test('the limit of the organisation is said with its figure; a deleted room does not count', async () => {
    const w = await world()
    const first = await create(w, { name: 'One' })
    await create(w, { name: 'Two' })
    await create(w, { name: 'Three' })
    const fourth = await w.ask('/api/rooms', { method: 'POST', as: ada, json: { name: 'Four' } })
    expect(await fourth.json()).toMatchObject({ code: 'room_limit_reached', values: { limit: 3 } })
    await w.ask(`/api/rooms/${first.address}`, { method: 'DELETE', as: ada })
    await create(w, { name: 'Four' })
    const restored = await w.ask(`/api/rooms/${first.address}/restore`, { method: 'POST', as: ada })
    expect((await restored.json()).code).toBe('room_limit_reached')
    await w.close()
  })

  test.each([
    ['of the organisation', { ownedBy: 'organisation' as const }],
    ['that were deleted long ago', { deletedAt: Date.now() - 31 * 24 * 60 * 60_000 }],
  ])('no number of rooms %s pushes one’s own out of the list', async (_, change) => {
    const w = await world()
    const own = await create(w, { name: 'My own' })
    await w.ask('/api/rooms', { as: luc })
    const row = await w.store.selectFrom('rooms').selectAll().executeTakeFirstOrThrow()
    const other = await w.store.selectFrom('people').select('id').where('id', '!=', row.ownerId).execute()
    const ownerId = 'ownedBy' in change ? (other[0]?.id ?? '') : row.ownerId
    const many = Array.from({ length: 1_001 }, (_, index) => ({
      ...row,
      ...change,
      id: `many-${index}`,
      address: `many-rooms-${index}`,
      ownerId,
      createdAt: row.createdAt + 1 + index,
    }))
    for (let from = 0; from < many.length; from += 100) {
      const some = many.slice(from, from + 100)
      await w.store.insertInto('rooms').values(some).execute()
      const pins = some.map(({ id }) => ({ pin: `x-${id}`, roomId: id, restsUntil: null }))
      await w.store.insertInto('pins').values(pins).execute()
    }
    const list: RoomList = await (await w.ask('/api/rooms', { as: ada })).json()
    expect(list.rooms.map(({ address }) => address)).toContain(own.address)
    await w.close()
  })

  test('a room where members start is in their list for as long as it is set so, and a copy is alike', async () => {
    const w = await world()
    const neighbour = { ...ada, subject: 'noor', name: 'Noor' }
    const listed = async () => {
      const list: RoomList = await (await w.ask('/api/rooms', { as: neighbour })).json()
      return list.rooms.map(({ name }) => name).sort()
    }
    const room = await create(w, { name: 'Assembly' })
    const set = async (membersStart: boolean) => {
      const json = { settings: { membersStart } }
      await w.ask(`/api/rooms/${room.address}`, { method: 'PATCH', as: ada, json })
    }
    expect(await listed()).toEqual([])
    await set(true)
    expect(await listed()).toEqual(['Assembly'])
    const copy = { method: 'POST', as: ada, json: { name: 'Copy' } }
    await w.ask(`/api/rooms/${room.address}/duplicate`, copy)
    expect(await listed()).toEqual(['Assembly', 'Copy'])
    await set(false)
    expect(await listed()).toEqual(['Copy'])
    await w.close()
  })

  test('ten creations at once do not pass the limit', async () => {
    const w = await world()
    const json = { name: 'At once' }
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => w.ask('/api/rooms', { method: 'POST', as: ada, json })),
    )
    expect(answers.filter(({ status }) => status === 201).length).toBe(3)
    await w.close()
  })

  test('a deleted room says so to guests, and comes back when it is restored', async () => {
    const w = await world()
    const room = await create(w, { name: 'Short-lived' })
    await w.ask(`/api/rooms/${room.address}`, { method: 'DELETE', as: ada })
    expect((await w.ask(`/${room.address}`)).status).toBe(410)
    const list: RoomList = await (await w.ask('/api/rooms', { as: ada })).json()
    expect(list.rooms).toEqual([])
    expect(list.deleted.map(({ address }) => address)).toEqual([room.address])
    await w.ask(`/api/rooms/${room.address}/restore`, { method: 'POST', as: ada })
    expect((await w.ask(`/${room.address}`)).status).toBe(200)
    await w.close()
  })

  test("somebody else's room and an unknown room get the same answer on every route", async () => {
    const w = await world()
    const room = await create(w, { name: 'Private' })
    const routes = [
      ['GET', ''],
      ['PATCH', ''],
      ['DELETE', ''],
      ['POST', '/restore'],
      ['POST', '/start'],
      ['POST', '/end'],
      ['GET', '/invitation?language=en'],
      ['GET', '/recordings'],
    ]
    for (const [method = '', rest] of routes) {
      const withBody = method === 'PATCH' || rest === '/start' ? { json: {} } : {}
      const foreign = await w.ask(`/api/rooms/${room.address}${rest}`, { method, as: luc, ...withBody })
      const unknown = await w.ask(`/api/rooms/nobody-has-this${rest}`, { method, as: luc, ...withBody })
      const codes = [(await foreign.json()).code, (await unknown.json()).code]
      expect([method, rest, foreign.status, ...codes]).toEqual([
        method,
        rest,
        404,
        'room_unknown',
        'room_unknown',
      ])
    }
    await w.close()
  })

  test('unknown fields are refused and nothing is stored', async () => {
    const w = await world()
    const room = await create(w, { name: 'Strict' })
    for (const json of [
      { ownerId: 'luc' },
      { role: 'x' },
      { meta_x: '1' },
      { settings: { serverId: 'ca' } },
    ]) {
      const answer = await w.ask(`/api/rooms/${room.address}`, {
        method: 'PATCH',
        as: ada,
        json: { name: 'New', ...json },
      })
      expect([answer.status, (await answer.json()).code]).toEqual([400, 'fields_invalid'])
    }
    const after: Room = await (await w.ask(`/api/rooms/${room.address}`, { as: ada })).json()
    expect(after.name).toBe('Strict')
    await w.close()
  })

  test('recording stays locked where the organisation does not record', async () => {
    const w = await world()
    const answer = await w.ask('/api/rooms', { method: 'POST', as: luc, json: { name: 'Atelier' } })
    const room: Room = await answer.json()
    expect(room.locked).toMatchObject({ recordingAllowed: 'recording' })
    const change = { settings: { recordingAllowed: true } }
    const refused = await w.ask(`/api/rooms/${room.address}`, { method: 'PATCH', as: luc, json: change })
    expect(await refused.json()).toMatchObject({
      code: 'fields_invalid',
      fields: { recordingAllowed: 'invalid' },
    })
    await w.close()
  })

  test('PINs are unique over all rooms', async () => {
    const w = await openWorld({
      store: await open(),
      settings: (yaml) => yaml.replace('roomsPerPerson: 3', 'roomsPerPerson: 200'),
    })
    const pins = new Set<string>()
    for (let count = 0; count < 40; count++) pins.add((await create(w, { name: 'Room' })).dialIn?.pin ?? '')
    expect(pins.size).toBe(40)
    await w.close()
  })
})
