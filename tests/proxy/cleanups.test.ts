import { expect, test } from 'vitest'
import type { Store } from '../../src/proxy/platform/store/database.ts'
import { ada, luc, origins, type TestPerson, type World } from '../world.ts'
import { describeOnBoth } from './databases.ts'
import { adaMeets, adasRoom, deviceIn, inWorld } from './faults-world.ts'
import { createTestIssuer } from './issuer.ts'

/* What rooms leave behind, and when it goes: the clock is turned, and Foyer starts again. */

const day = 24 * 60 * 60_000
const lucWithEmail: TestPerson = { ...luc, email: 'luc@atelier.example' }
const clock = { now: Date.UTC(2026, 10, 25, 14) }

async function send(w: World, method: string, path: string, json: object, as = ada): Promise<Response> {
  const answer = await w.ask(path, { method, as, json })
  expect([path, answer.ok]).toEqual([path, true])
  return answer
}

const secretOf = async (made: Response) => (await made.json()).link.split('#')[1]

/** All that the hosts of a room can put into it. */
async function furnish(w: World, address: string): Promise<void> {
  const room = `/api/rooms/${address}`
  const settings = { welcome: 'Bring the figures', waitingMessage: 'Noor lets you in', language: 'fr' }
  await send(w, 'PATCH', room, { settings })
  await send(w, 'PUT', `${room}/favourite`, { favourite: true })
  await send(w, 'POST', `${room}/hostLinks`, { label: 'Camille', days: null })
  const invited = await send(w, 'POST', `${room}/hosts`, { email: lucWithEmail.email })
  await send(w, 'POST', '/api/offers', { secret: await secretOf(invited), accept: true }, lucWithEmail)
  await send(w, 'POST', `${room}/hosts`, { email: 'noor@riverside.example' })
  const when = { start: '2026-12-01T14:00', timeZone: 'America/Toronto', minutes: 90 }
  const schedule = { title: 'Working group', message: '', ...when, repeat: 'weekly', ends: { kind: 'never' } }
  const { id } = await (await send(w, 'POST', `${room}/schedules`, schedule)).json()
  await send(w, 'PATCH', `${room}/schedules/${id}/dates/2026-12-08`, { state: 'cancelled' })
}

const ofRooms = [
  'schedules',
  'calendars',
  'cohosts',
  'favourites',
  'hostLinks',
  'roomOffers',
  'feedback',
] as const

/** The tables in which something of a room is. */
async function left(store: Store, room: string): Promise<string[]> {
  const found = ofRooms.map(async (table) => {
    const row = await store.selectFrom(table).select('roomId').where('roomId', '=', room).executeTakeFirst()
    return row ? [table] : []
  })
  return (await Promise.all(found)).flat()
}

async function rowOf(store: Store, address: string) {
  return await store.selectFrom('rooms').selectAll().where('address', '=', address).executeTakeFirstOrThrow()
}

describeOnBoth('what rooms leave behind', (open) => {
  test('a room that nobody can restore any more is emptied, and its address stays closed', async () => {
    const store = await open()
    const now = () => clock.now
    const issuer = await createTestIssuer({ issuer: `${origins.issuer}/realms/meet`, now })
    const world = { store, now, issuer }
    await inWorld(world, async (w) => {
      await adasRoom(w)
      await send(w, 'POST', '/api/rooms', { name: 'Garden', address: 'garden' })
      await furnish(w, 'assembly')
      await furnish(w, 'garden')
      await adaMeets(w)
      const guest = deviceIn(w)
      await guest('/api/join/assembly', { method: 'POST', json: { name: 'Ann', consent: true } })
      const said = await guest('/api/join/assembly/feedback', {
        method: 'POST',
        json: { face: 'good', name: 'Ann' },
      })
      expect(said.status).toBe(204)
      await send(w, 'PUT', '/api/rooms/assembly/accessCode', { kind: 'digits' })
      await send(w, 'POST', '/api/rooms/assembly/end', {})
      const remove = async () => {
        clock.now += 10_000
        return (await w.ask('/api/rooms/assembly', { method: 'DELETE', as: ada })).status
      }
      await expect.poll(remove).toBe(204)
    })
    const { id, deletedAt } = await rowOf(store, 'assembly')
    const garden = await rowOf(store, 'garden')
    expect(await left(store, id)).toEqual([...ofRooms])
    const before = await left(store, garden.id)

    clock.now = (deletedAt ?? 0) + 30 * day - 60_000
    await inWorld(world, async (w) => {
      const { deleted } = await (await w.ask('/api/rooms', { as: ada })).json()
      expect(deleted).toMatchObject([{ address: 'assembly' }])
    })
    expect((await rowOf(store, 'assembly')).accessCode).not.toBeNull()

    clock.now += 120_000
    await inWorld(world, async (w) => {
      await expect.poll(async () => (await rowOf(store, 'assembly')).accessCode).toBeNull()
      expect(await left(store, id)).toEqual([])
      expect(JSON.parse((await rowOf(store, 'assembly')).settings)).toEqual({ language: 'fr' })
      expect((await (await w.ask('/api/join/assembly')).json()).code).toBe('room_closed')
      const taken = await w.ask('/api/rooms', {
        method: 'POST',
        as: ada,
        json: { name: 'Again', address: 'assembly' },
      })
      expect((await taken.json()).code).toBe('address_taken')
    })
    expect(await store.selectFrom('meetings').select('roomId').execute()).toEqual([{ roomId: id }])
    expect(await store.selectFrom('scheduleDates').select('date').execute()).toEqual([{ date: '2026-12-08' }])
    expect(await rowOf(store, 'garden')).toEqual(garden)
    expect(await left(store, garden.id)).toEqual(before)
  })

  test('offers and host links go 30 days after nobody can use them any more', async () => {
    const store = await open()
    const world = { store, now: () => clock.now }
    const labels = async () =>
      (await store.selectFrom('hostLinks').select('label').orderBy('label').execute()).map((row) => row.label)
    const emails = async () =>
      (await store.selectFrom('roomOffers').select('email').orderBy('email').execute()).map(
        (row) => row.email,
      )
    await inWorld(world, async (w) => {
      await adasRoom(w)
      const make = async (label: string, days: number | null) =>
        (await (await send(w, 'POST', '/api/rooms/assembly/hostLinks', { label, days })).json()).link.id
      await make('for ever', null)
      await make('for ten days', 10)
      const revoked = await make('revoked', null)
      await w.ask(`/api/rooms/assembly/hostLinks/${revoked}`, { method: 'DELETE', as: ada })
      const invite = async (email: string) =>
        (await (await send(w, 'POST', '/api/rooms/assembly/hosts', { email })).json()).offer.id
      await invite('open@riverside.example')
      const withdrawn = await invite('withdrawn@riverside.example')
      await w.ask(`/api/rooms/assembly/offers/${withdrawn}`, { method: 'DELETE', as: ada })
    })
    const { until } = await store.selectFrom('roomOffers').select('until').executeTakeFirstOrThrow()

    const start = clock.now
    clock.now = start + 30 * day + 1
    await inWorld(world, async () => {
      await expect.poll(labels).toEqual(['for ever', 'for ten days'])
      await expect.poll(emails).toEqual(['open@riverside.example'])
    })
    clock.now = Math.max(until, start + 10 * day) + 30 * day + 1
    await inWorld(world, async () => {
      await expect.poll(labels).toEqual(['for ever'])
      await expect.poll(emails).toEqual([])
    })
  })
})
