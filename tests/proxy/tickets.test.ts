import { expect, test } from 'vitest'
import type { RoomSettings } from '../../src/contract/room-settings.ts'
import { ada, origins, type TestPerson, type World } from '../world.ts'
import { describeOnBoth } from './databases.ts'
import { adaMeets, adasRoom, cookiesOf, inWorld, ledTo } from './faults-world.ts'

/*
 * The ticket of somebody who waits stands in their address bar. Whoever has it is let in by it as they themselves
 * would be: each row is a ticket in somebody's hands, before a room that opened meanwhile, by all three admissions.
 */
const noor: TestPerson = { subject: 'noor', name: 'Noor Haddad', groups: ['/members/riverside'] }
const camille: TestPerson = { subject: 'camille', name: 'Camille Roy', groups: ['/members/riverside'] }

type Door = 'open' | 'code' | 'approval' | 'members only' | 'recording'
const joinService: Record<Door, Partial<RoomSettings>> = {
  open: {},
  code: {},
  approval: { approval: true },
  'members only': { membersOnly: true },
  recording: { recordingAllowed: true },
}

/** asked: led to the join page, or told what is missing. */
type Result = 'member' | 'guest' | 'asked'
const asGuest: Record<Door, Result> = {
  open: 'guest',
  code: 'asked',
  approval: 'guest',
  'members only': 'asked',
  recording: 'asked',
}

interface Arrived {
  result: Result
  userId: string | null
}

async function setUp(w: World, door: Door): Promise<string> {
  await adasRoom(w, joinService[door])
  if (door !== 'code') return ''
  const json = { kind: 'digits' }
  const drawn = await w.ask('/api/rooms/assembly/accessCode', { method: 'PUT', as: ada, json })
  return (await drawn.json()).accessCode
}

/** The cookies of a member whom the member's page led to the door. */
async function passOf(w: World, person: TestPerson): Promise<string> {
  const answer = await w.ask('/api/rooms/assembly/pass', { method: 'POST', as: person })
  return `foyer_member=1; ${cookiesOf(answer)}`
}

async function join(w: World, cookie: string, json: object) {
  const headers = { Cookie: cookie, Origin: origins.foyer }
  const answer = await w.ask('/api/join/assembly', {
    method: 'POST',
    json: { name: 'Zoé', ...json },
    headers,
  })
  // A pass that was given anew takes the place of the one before.
  const kept = cookie.split('; ').filter((each) => each.startsWith('foyer_member'))
  return { answer: await answer.json(), cookie: [...kept, cookie, cookiesOf(answer)].join('; ') }
}

async function waits(w: World, cookie: string, accessCode: string) {
  const { answer, cookie: own } = await join(w, cookie, { accessCode, consent: true })
  expect(answer.state).toBe('waiting')
  return { ticket: answer.ticket as string, cookie: own }
}

/** The guest's own device, as another browser: it has joined here before, and gave no code. */
async function otherDevice(w: World): Promise<string> {
  const answer = await w.ask('/api/join/assembly', {
    method: 'POST',
    json: { name: 'Lee' },
    headers: { Origin: origins.foyer },
  })
  return cookiesOf(answer)
}

function arrived(place: string | null | undefined): Arrived {
  const { origin, searchParams } = new URL(place ?? '', origins.foyer)
  if (origin === origins.foyer) {
    expect(place).toBe(`${origins.foyer}/assembly?guest=again`)
    return { result: 'asked', userId: null }
  }
  const told = `${searchParams.get('role')} ${searchParams.get('guest')}`
  expect(['VIEWER true', 'VIEWER null']).toContain(told)
  return { result: told === 'VIEWER true' ? 'guest' : 'member', userId: searchParams.get('userID') }
}

/** What the stream leads to. */
async function streamed(w: World, ticket: string, Cookie: string): Promise<string> {
  const answer = await w.ask(`/api/join/assembly/events?ticket=${ticket}`, { headers: { Cookie } })
  const text = await answer.text()
  return JSON.parse(/event: open\ndata: (.*)\n/.exec(text)?.[1] ?? '{}').url
}

async function everyWay(w: World, ticket: string, Cookie: string): Promise<Arrived[]> {
  const page = await w.ask(`/assembly/waiting?ticket=${ticket}`, { headers: { Cookie } })
  const called = (await join(w, Cookie, { ticket })).answer
  const asked = called.fields || called.code === 'members_only'
  return [
    arrived(ledTo(page)),
    arrived(await streamed(w, ticket, Cookie)),
    asked ? { result: 'asked', userId: null } : arrived(called.url),
  ]
}

describeOnBoth('a ticket in other hands', (open) => {
  test.each(Object.keys(joinService) as Door[])('of a member, before a room that is: %s', async (door) => {
    await inWorld({ store: await open() }, async (w) => {
      await setUp(w, door)
      const { ticket, cookie } = await waits(w, await passOf(w, noor), '')
      await adaMeets(w)
      const person = await w.store
        .selectFrom('people')
        .select('id')
        .where('name', '=', noor.name)
        .executeTakeFirstOrThrow()
      const own = { result: 'member', userId: person.id }
      expect(await everyWay(w, ticket, cookie)).toEqual([own, own, own])
      for (const hands of ['', await otherDevice(w), cookie.replace('foyer_member=1', 'foyer_member=')]) {
        const ways = await everyWay(w, ticket, hands)
        expect(ways.map(({ result }) => result)).toEqual(Array(3).fill(asGuest[door]))
        expect(ways.map(({ userId }) => userId)).not.toContain(person.id)
      }
      // A colleague comes in as herself.
      const colleague = await everyWay(w, ticket, await passOf(w, camille))
      const result = door === 'recording' ? 'asked' : 'member'
      expect(colleague.map((way) => way.result)).toEqual(Array(3).fill(result))
      expect(colleague.map(({ userId }) => userId)).not.toContain(person.id)
    })
  })

  test.each(['open', 'code', 'approval', 'recording'] as const)(
    'of a guest, before a room that is: %s',
    async (door) => {
      await inWorld({ store: await open() }, async (w) => {
        const code = await setUp(w, door)
        const { ticket, cookie } = await waits(w, '', code)
        await adaMeets(w)
        const own = await everyWay(w, ticket, cookie)
        expect(own.map(({ result }) => result)).toEqual(['guest', 'guest', 'guest'])
        expect(new Set(own.map(({ userId }) => userId)).size).toBe(1)
        for (const hands of ['', await otherDevice(w)]) {
          const ways = await everyWay(w, ticket, hands)
          expect(ways.map(({ result }) => result)).toEqual(Array(3).fill(asGuest[door]))
          expect(ways.map(({ userId }) => userId)).not.toContain(own[0]?.userId)
        }
      })
    },
  )

  test('whoever takes it over waits with a ticket of their own', async () => {
    await inWorld({ store: await open() }, async (w) => {
      const code = await setUp(w, 'code')
      const { ticket } = await waits(w, '', code)
      const page = await w.ask(`/assembly/waiting?ticket=${ticket}`)
      const taken = /"ticket":"([^"]+)"/.exec(await page.text())?.[1] ?? ''
      await adaMeets(w)
      const hands = cookiesOf(page)
      expect((await everyWay(w, taken, hands)).map(({ result }) => result)).toEqual(Array(3).fill('asked'))
      const given = await join(w, hands, { ticket: taken, accessCode: code })
      expect(arrived(given.answer.url).result).toBe('guest')
    })
  })

  test('a member waits for longer than a pass is believed, and is still let in as one', async () => {
    let now = Date.now()
    await inWorld({ store: await open(), now: () => now }, async (w) => {
      await setUp(w, 'members only')
      const { ticket, cookie } = await waits(w, await passOf(w, noor), '')
      now += 3 * 60 * 60_000
      await adaMeets(w)
      expect((await everyWay(w, ticket, cookie)).map(({ result }) => result)).toEqual(Array(3).fill('member'))
    })
  })

  test('of a room that was archived meanwhile leads to its closed door, which does not ask for ever', async () => {
    await inWorld({ store: await open() }, async (w) => {
      await setUp(w, 'open')
      const { ticket, cookie } = await waits(w, '', '')
      const Cookie = cookie
      const look = async () => {
        const page = await w.ask(`/assembly/waiting?ticket=${ticket}`, { headers: { Cookie } })
        const html = await page.text()
        return [page.status, html.includes('http-equiv="refresh"'), /<h1[^>]*>This room is closed/.test(html)]
      }
      expect(await look()).toEqual([200, true, false])
      await w.ask('/api/rooms/assembly', { method: 'PATCH', as: ada, json: { archived: true } })
      expect(await look()).toEqual([409, false, true])
      const events = await w.ask(`/api/join/assembly/events?ticket=${ticket}`, { headers: { Cookie } })
      expect(await events.text()).toContain('event: closed')
      await w.ask('/api/rooms/assembly', { method: 'DELETE', as: ada })
      expect(await look()).toEqual([410, false, true])
    })
  })

  test('of somebody who was suspended while waiting it counts for nobody, whatever the room asks', async () => {
    await inWorld({ store: await open() }, async (w) => {
      const code = await setUp(w, 'code')
      const { ticket, cookie } = await waits(w, await passOf(w, noor), code)
      const opened = streamed(w, ticket, cookie)
      await w.store.updateTable('people').set({ suspendedAt: 1 }).where('name', '=', noor.name).execute()
      await adaMeets(w)
      expect(arrived(await opened).result).toBe('asked')
      await w.ask('/api/rooms/assembly/accessCode', { method: 'DELETE', as: ada })
      for (const hands of [cookie, '']) {
        const Cookie = hands
        const page = await w.ask(`/assembly/waiting?ticket=${ticket}`, { headers: { Cookie } })
        expect(arrived(ledTo(page)).result).toBe('asked')
        expect(arrived(await streamed(w, ticket, Cookie)).result).toBe('asked')
        expect((await join(w, Cookie, { ticket })).answer.code).toBe('ticket_invalid')
      }
    })
  })

  test('a host link that is revoked while its bearer waits as a guest opens nothing any more', async () => {
    await inWorld({ store: await open() }, async (w) => {
      await setUp(w, 'code')
      const json = { label: 'Camille', days: 7 }
      const made = await w.ask('/api/rooms/assembly/hostLinks', { method: 'POST', as: ada, json })
      const { link, url } = await made.json()
      const secret = { secret: new URL(url).hash.slice(1) }
      const pass = await w.ask('/api/join/assembly/pass', { method: 'POST', json: secret })
      const { ticket, cookie } = await waits(w, cookiesOf(pass), '')
      await adaMeets(w)
      expect((await everyWay(w, ticket, cookie)).map(({ result }) => result)).toEqual(Array(3).fill('member'))
      expect((await everyWay(w, ticket, '')).map(({ result }) => result)).toEqual(Array(3).fill('asked'))
      await w.ask(`/api/rooms/assembly/hostLinks/${link.id}`, { method: 'DELETE', as: ada })
      expect((await everyWay(w, ticket, cookie)).map(({ result }) => result)).toEqual(Array(3).fill('asked'))
    })
  })
})
