import type { Insertable } from 'kysely'
import { expect } from 'vitest'
import type { JoinInfo } from '../../src/contract/join.ts'
import type { Room } from '../../src/contract/rooms.ts'
import type { RecordingsTable } from '../../src/proxy/platform/store/schema.ts'
import { origins, type TestPerson, type World } from '../world.ts'

/* What other people do meanwhile, with other browsers. */

const hour = 60 * 60_000

type Changes = Partial<Pick<Room, 'name' | 'address'> & { settings: Partial<Room['settings']> }>

/** A person has a room, at `/assembly` unless told otherwise. */
export async function roomOf(world: World, person: TestPerson, changes: Changes = {}): Promise<Room> {
  const { name = 'Assembly', address = 'assembly', settings = {} } = changes
  const created = await world.ask('/api/rooms', { method: 'POST', as: person, json: { name, address } })
  expect(created.status).toBe(201)
  return await changeRoom(world, person, address, { settings })
}

export async function changeRoom(world: World, person: TestPerson, address: string, changes: Changes) {
  const changed = await world.ask(`/api/rooms/${address}`, { method: 'PATCH', as: person, json: changes })
  expect(changed.status).toBe(200)
  const room: Room = await changed.json()
  return room
}

/** A host starts the meeting of a room and is in it. @returns the page of the meeting, in the host's browser */
export async function meet(world: World, person: TestPerson, address = 'assembly') {
  const started = await world.ask(`/api/rooms/${address}/start`, { method: 'POST', as: person, json: {} })
  const page = await world.openAtBbb((await started.json()).url)
  await until(world, address, 'open')
  return page
}

/** Foyer has heard of it, as it tells guests. */
export async function until(world: World, address: string, state: JoinInfo['state']): Promise<void> {
  const heard = async () => (await (await world.ask(`/api/join/${address}`)).json()).state
  await expect.poll(heard).toBe(state)
}

/** Foyer has heard that the meeting is over. */
export async function untilOver(world: World, person: TestPerson, address = 'assembly'): Promise<void> {
  const heard = async () =>
    (await (await world.ask(`/api/rooms/${address}`, { as: person })).json()).meeting.state
  await expect.poll(heard).toBe('none')
}

/** A guest waits at the door. @returns goes away again */
export async function guestWaits(world: World, address: string, name: string): Promise<() => Promise<void>> {
  const asked = await world.ask(`/api/join/${address}`, {
    method: 'POST',
    json: { name },
    headers: { Origin: origins.foyer },
  })
  const { ticket } = await asked.json()
  const events = await world.ask(`/api/join/${address}/events?ticket=${ticket}`)
  return async () => await events.body?.cancel()
}

/**
 * A recording of a room that its server spoke of just now; by default a ready one, in Germany, for the hosts.
 * @returns its id
 */
export async function keepRecording(
  world: World,
  more: Partial<Insertable<RecordingsTable>> = {},
  address = 'assembly',
): Promise<string> {
  const room = await world.store
    .selectFrom('rooms')
    .select(['id', 'ownerId', 'name'])
    .where('address', '=', address)
    .executeTakeFirstOrThrow()
  const id = crypto.randomUUID()
  const url = `${origins.de}/playback/presentation/2.3/${id}`
  const now = Date.now()
  const recording: Insertable<RecordingsTable> = {
    id,
    roomId: room.id,
    ownerId: room.ownerId,
    meetingId: `foyer-${id}`,
    server: 'de',
    recordId: `${id}-1700000000000`,
    name: room.name,
    state: 'ready',
    audience: 'hosts',
    startedAt: now - 3 * hour,
    endedAt: now - 2 * hour,
    minutes: 72,
    formats: JSON.stringify([{ type: 'presentation', url, minutes: 72 }]),
    absent: 0,
    checkedAt: now,
    lastSeenAt: now,
    ...more,
  }
  await world.store.insertInto('recordings').values(recording).execute()
  return id
}

/** Who is in a meeting under which name, as the BBB server was told. */
export function joinedAt(url: string): { server: string; name: string | null; role: string | null } {
  const { origin, searchParams } = new URL(url)
  return { server: origin, name: searchParams.get('fullName'), role: searchParams.get('role') }
}
