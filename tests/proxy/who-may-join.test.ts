import { expect, test } from 'vitest'
import type { JoinInfo } from '../../src/contract/join.ts'
import type { RoomSettings } from '../../src/contract/room-settings.ts'
import type { Room } from '../../src/contract/rooms.ts'
import { ada, luc, origins, type TestPerson, type World } from '../world.ts'
import { describeOnBoth } from './databases.ts'
import { adaMeets, adasRoom, cookiesOf, form, inWorld, ledTo } from './faults-world.ts'

/*
 * Who may join how: each row is a person before the room of Ada's organisation, by the public door, as that
 * person's browser has it open. What BBB is sent is read from the address that they get.
 */
const neighbour: TestPerson = { subject: 'noor', name: 'Noor Haddad', groups: ['/members/riverside'] }
const suspended: TestPerson = { subject: 'lou', name: 'Lou Perrin', groups: ['/members/riverside'] }

type Door =
  | 'open'
  | 'code'
  | 'approval'
  | 'members only'
  | 'code, approval, members only'
  | 'started by members'
  | 'moderated by everyone'
  | 'moderated by everyone, approval'
const joinService: Record<Door, Partial<RoomSettings>> = {
  open: {},
  code: {},
  approval: { approval: true },
  'members only': { membersOnly: true },
  'code, approval, members only': { approval: true, membersOnly: true },
  'started by members': { membersStart: true },
  'moderated by everyone': { everyoneModerates: true },
  'moderated by everyone, approval': { everyoneModerates: true, approval: true },
}
const people = [
  'guest',
  'guest with code',
  'member',
  'other member',
  'suspended member',
  'host link',
  'revoked host link',
] as const
type Somebody = (typeof people)[number]

/** As what BBB lets them in, or why Foyer does not. */
type Result =
  | 'guest'
  | 'moderating guest'
  | 'member'
  /** Or a member who moderates: BBB is told the same. */
  | 'host'
  | 'accessCode'
  | 'members_only'
  | 'waiting'
  | 'host_link_invalid'
  | 'room_archived'

const whenOpen: Record<Door, Record<Somebody, Result>> = {
  open: {
    guest: 'guest',
    'guest with code': 'guest',
    member: 'member',
    'other member': 'guest',
    'suspended member': 'guest',
    'host link': 'host',
    'revoked host link': 'host_link_invalid',
  },
  code: {
    guest: 'accessCode',
    'guest with code': 'guest',
    member: 'member',
    'other member': 'accessCode',
    'suspended member': 'accessCode',
    'host link': 'host',
    'revoked host link': 'host_link_invalid',
  },
  approval: {
    guest: 'guest',
    'guest with code': 'guest',
    member: 'member',
    'other member': 'guest',
    'suspended member': 'guest',
    'host link': 'host',
    'revoked host link': 'host_link_invalid',
  },
  'members only': {
    guest: 'members_only',
    'guest with code': 'members_only',
    member: 'member',
    'other member': 'members_only',
    'suspended member': 'members_only',
    'host link': 'host',
    'revoked host link': 'host_link_invalid',
  },
  'code, approval, members only': {
    guest: 'members_only',
    'guest with code': 'members_only',
    member: 'member',
    'other member': 'members_only',
    'suspended member': 'members_only',
    'host link': 'host',
    'revoked host link': 'host_link_invalid',
  },
  'started by members': {
    guest: 'guest',
    'guest with code': 'guest',
    member: 'member',
    'other member': 'guest',
    'suspended member': 'guest',
    'host link': 'host',
    'revoked host link': 'host_link_invalid',
  },
  'moderated by everyone': {
    guest: 'moderating guest',
    'guest with code': 'moderating guest',
    member: 'host',
    'other member': 'moderating guest',
    'suspended member': 'moderating guest',
    'host link': 'host',
    'revoked host link': 'host_link_invalid',
  },
  'moderated by everyone, approval': {
    guest: 'guest',
    'guest with code': 'guest',
    member: 'host',
    'other member': 'guest',
    'suspended member': 'guest',
    'host link': 'host',
    'revoked host link': 'host_link_invalid',
  },
}

interface Visit {
  cookie: string
  json: { name: string; accessCode?: string; asHost?: boolean }
}

async function setUp(w: World, door: Door): Promise<string> {
  await adasRoom(w, joinService[door])
  if (!door.includes('code')) return '123 456 789'
  const kind = { kind: 'digits' }
  const drawn = await w.ask('/api/rooms/assembly/accessCode', { method: 'PUT', as: ada, json: kind })
  return (await drawn.json()).accessCode
}

async function passOfMember(w: World, person: TestPerson): Promise<string> {
  const answer = await w.ask('/api/rooms/assembly/pass', { method: 'POST', as: person })
  expect(answer.status).toBe(204)
  return `foyer_member=1; ${cookieOf(answer)}`
}

/** Given before; who is suspended already is given none. */
async function passOfSuspended(w: World): Promise<string> {
  await suspend(w, null)
  const cookie = await passOfMember(w, suspended)
  await suspend(w, 1)
  return cookie
}

async function suspend(w: World, suspendedAt: number | null): Promise<void> {
  await w.store.updateTable('people').set({ suspendedAt }).where('name', '=', suspended.name).execute()
}

async function passOfLink(w: World, isRevoked: boolean): Promise<string> {
  const json = { label: 'Camille', days: 7 }
  const made = await w.ask('/api/rooms/assembly/hostLinks', { method: 'POST', as: ada, json })
  const { link, url } = await made.json()
  const secret = { secret: new URL(url).hash.slice(1) }
  const answer = await w.ask('/api/join/assembly/pass', { method: 'POST', json: secret })
  expect(answer.status).toBe(204)
  if (isRevoked) await w.ask(`/api/rooms/assembly/hostLinks/${link.id}`, { method: 'DELETE', as: ada })
  return cookieOf(answer)
}

function cookieOf(answer: Response): string {
  return (
    answer.headers
      .getSetCookie()
      .find((line) => line.startsWith('foyer_pass='))
      ?.split(';')[0] ?? ''
  )
}

async function visitOf(w: World, who: Somebody, code: string): Promise<Visit> {
  switch (who) {
    case 'guest':
      return { cookie: '', json: { name: 'Zoé' } }
    case 'guest with code':
      return { cookie: '', json: { name: 'Zoé', accessCode: code } }
    case 'member':
      return { cookie: await passOfMember(w, neighbour), json: { name: 'N. H.' } }
    case 'other member':
      return { cookie: await passOfMember(w, luc), json: { name: 'Luc' } }
    case 'suspended member':
      return { cookie: await passOfSuspended(w), json: { name: 'Lou' } }
    case 'host link':
      return { cookie: await passOfLink(w, false), json: { name: 'Camille', asHost: true } }
    case 'revoked host link':
      return { cookie: await passOfLink(w, true), json: { name: 'Camille', asHost: true } }
  }
}

async function resultOf(w: World, { cookie, json }: Visit): Promise<Result> {
  const headers = { Cookie: cookie, Origin: origins.foyer }
  const answer = await (await w.ask('/api/join/assembly', { method: 'POST', json, headers })).json()
  if (answer.fields) return Object.keys(answer.fields).join() as Result
  if (answer.code) return answer.code
  return answer.url ? asBbbIsTold(answer.url, json.name) : answer.state
}

function asBbbIsTold(url: string, name: string): Result {
  const { origin, searchParams } = new URL(url)
  expect([origin, searchParams.get('fullName')]).toEqual([origins.de, name])
  const told = `${searchParams.get('role')} ${searchParams.get('guest')}`
  if (told === 'MODERATOR null') return 'host'
  if (told === 'MODERATOR true') return 'moderating guest'
  return told === 'VIEWER true' ? 'guest' : told === 'VIEWER null' ? 'member' : expect.unreachable(told)
}

/** Somebody who waits: the ticket that their address bar shows, and their cookies. */
interface Waits {
  ticket: string
  cookie: string
}

async function waitAs(w: World, { cookie, json }: Visit): Promise<Waits> {
  const headers = { Cookie: cookie, Origin: origins.foyer }
  const answer = await w.ask('/api/join/assembly', { method: 'POST', json, headers })
  const { ticket } = await answer.json()
  return { ticket, cookie: [cookie, cookiesOf(answer)].filter(Boolean).join('; ') }
}

async function info(w: World, cookie = ''): Promise<JoinInfo> {
  return await (await w.ask('/api/join/assembly', { headers: { Cookie: cookie } })).json()
}

describeOnBoth('who may join', (open) => {
  test.each(Object.keys(joinService) as Door[])(
    'while the meeting is open, a room that is %s',
    async (door) => {
      await inWorld({ store: await open() }, async (w) => {
        const code = await setUp(w, door)
        await adaMeets(w)
        const results: Record<string, Result> = {}
        for (const who of people) results[who] = await resultOf(w, await visitOf(w, who, code))
        expect(results).toEqual(whenOpen[door])
        const policy = w.de.received.findLast(({ call }) => call === 'create')?.query.get('guestPolicy')
        expect(policy).toBe(joinService[door].approval ? 'ALWAYS_ACCEPT_AUTH' : 'ALWAYS_ACCEPT')
      })
    },
  )

  test.each(Object.keys(joinService) as Door[])('before the meeting, a room that is %s', async (door) => {
    await inWorld({ store: await open() }, async (w) => {
      const code = await setUp(w, door)
      const comeIn: Result[] = ['guest', 'moderating guest', 'member', 'host']
      const waits = (result: Result) => (comeIn.includes(result) ? 'waiting' : result)
      for (const who of people.filter((each) => each !== 'host link')) {
        const result = await resultOf(w, await visitOf(w, who, code))
        expect([who, result]).toEqual([who, waits(whenOpen[door][who])])
      }
      // Whoever waits is no host, and starts nothing; the bearer of a host link does.
      expect(w.de.received.map(({ call }) => call)).not.toContain('create')
      expect(await resultOf(w, await visitOf(w, 'host link', code))).toBe('host')
      expect(w.de.received.map(({ call }) => call)).toContain('create')
    })
  })

  test('an archived room lets nobody in, whatever they have', async () => {
    await inWorld({ store: await open() }, async (w) => {
      const code = await setUp(w, 'code')
      const visits: [Somebody, Visit][] = []
      for (const who of people) visits.push([who, await visitOf(w, who, code)])
      await w.ask('/api/rooms/assembly', { method: 'PATCH', as: ada, json: { archived: true } })
      for (const [who, visit] of visits) {
        // Whether a host link works is not told before whether the room is open.
        expect([who, await resultOf(w, visit)]).toEqual([who, 'room_archived'])
      }
      expect(w.de.received.map(({ call }) => call)).not.toContain('create')
    })
  })

  test('the page says how each one comes in, what is asked, and whether they will wait in BBB', async () => {
    await inWorld({ store: await open() }, async (w) => {
      const code = await setUp(w, 'code')
      const json = { settings: { approval: true, waitingMessage: 'At ten, after coffee.' } }
      await w.ask('/api/rooms/assembly', { method: 'PATCH', as: ada, json })
      const told = async (who: Somebody) => {
        const { entry, visitor, approval, accessCodeNeeded } = await info(
          w,
          (await visitOf(w, who, code)).cookie,
        )
        return { entry, visitor, approval, accessCodeNeeded }
      }
      const guest = { entry: 'guest', visitor: null, approval: true, accessCodeNeeded: true }
      expect(await told('guest')).toEqual(guest)
      expect(await told('other member')).toEqual({
        ...guest,
        visitor: { kind: 'member', name: 'Luc Tremblay' },
      })
      const asked = { approval: false, accessCodeNeeded: false }
      const noor = { kind: 'member', name: 'Noor Haddad' }
      expect(await told('member')).toEqual({ entry: 'member', visitor: noor, ...asked })
      const camille = { kind: 'hostLink', name: 'Camille' }
      expect(await told('host link')).toEqual({ entry: 'host', visitor: camille, ...asked })
      expect(await told('revoked host link')).toEqual(guest)
      expect((await info(w)).waitingMessage).toBe('')
      const { cookie } = await visitOf(w, 'member', code)
      expect((await info(w, cookie)).waitingMessage).toBe('At ten, after coffee.')
      await w.ask('/api/rooms/assembly', {
        method: 'PATCH',
        as: ada,
        json: { settings: { membersOnly: true } },
      })
      expect(await told('guest')).toEqual({ entry: null, visitor: null, ...asked })
    })
  })

  test('a full meeting: guests and members wait, and come in as places become free; host links pass', async () => {
    await inWorld({ store: await open() }, async (w) => {
      await adasRoom(w, { participants: 2 })
      const host = await adaMeets(w)
      const guest = await visitOf(w, 'guest', '')
      const headers = { Origin: origins.foyer }
      const asked = await w.ask('/api/join/assembly', { method: 'POST', json: { name: 'Zoé' }, headers })
      const entered = await w.openAtBbb((await asked.json()).url)
      await expect.poll(async () => (await info(w)).state).toBe('full')
      expect(await resultOf(w, guest)).toBe('waiting')
      expect(await resultOf(w, await visitOf(w, 'member', ''))).toBe('waiting')
      expect(await resultOf(w, await visitOf(w, 'host link', ''))).toBe('host')
      const page = await (await w.ask('/assembly')).text()
      expect(page).toContain('The meeting is full.')
      await w.pressAtBbb(entered, /Leave/)
      await expect.poll(() => resultOf(w, guest)).toBe('guest')
      await w.pressAtBbb(host, /Leave/)
    })
  })

  test('a full meeting: whoever is in comes in again, also at another process or after a restart; others wait', async () => {
    const store = await open()
    await inWorld({ store }, async (w) => {
      await adasRoom(w, { participants: 4 })
      const link = await passOfLink(w, false)
      await adaMeets(w)
      const enter = async (cookie: string, json: Visit['json']) => {
        const headers = { Cookie: cookie, Origin: origins.foyer }
        const answer = await w.ask('/api/join/assembly', { method: 'POST', json, headers })
        await w.openAtBbb((await answer.json()).url)
        return { cookie: [cookie, cookiesOf(answer)].filter(Boolean).join('; '), json }
      }
      const guest = await enter('', { name: 'Zoé' })
      const member = await enter(await passOfMember(w, neighbour), { name: 'Noor' })
      const bearer = await enter(link, { name: 'Camille', asHost: true })
      await expect.poll(async () => (await info(w)).state).toBe('full')
      const again = async (at: World) => {
        const asGuest = { ...bearer, json: { name: 'Camille' } }
        // The member also on another device.
        const elsewhere = { cookie: await passOfMember(w, neighbour), json: { name: 'Noor' } }
        const results: Result[] = []
        for (const visit of [guest, member, bearer, asGuest, elsewhere])
          results.push(await resultOf(at, visit))
        expect(results).toEqual(['guest', 'member', 'host', 'member', 'member'])
        const posted = form({ name: 'Zoé' }, origins.foyer)
        const page = await at.ask('/assembly', {
          ...posted,
          headers: { ...posted.headers, Cookie: guest.cookie },
        })
        expect(asBbbIsTold(ledTo(page) ?? '', 'Zoé')).toBe('guest')
        expect(await resultOf(at, { cookie: '', json: { name: 'Lee' } })).toBe('waiting')
      }
      await again(w)
      await inWorld({ store, beside: w }, async (other) => {
        await expect.poll(async () => (await info(other)).state).toBe('full')
        await again(other)
      })
    })
  })

  test('a guest who presses again takes no second place', async () => {
    // Seldom polled, so that one poll speaks for all that follows.
    await inWorld({ store: await open(), pace: { poll: 1_500, hurriedPoll: 1_500 } }, async (w) => {
      await adasRoom(w, { participants: 4 })
      await adaMeets(w)
      const first = await w.ask('/api/join/assembly', { method: 'POST', json: { name: 'Zoé' } })
      const zoe = { cookie: cookiesOf(first), json: { name: 'Zoé' } }
      for (let press = 2; press <= 5; press++)
        expect([press, await resultOf(w, zoe)]).toEqual([press, 'guest'])
      expect(await resultOf(w, { cookie: '', json: { name: 'Lee' } })).toBe('guest')
    })
  })

  test('while the server is silent everybody waits, and the bearer of a host link is told why it does not start', async () => {
    await inWorld({ store: await open() }, async (w) => {
      const code = await setUp(w, 'open')
      await adaMeets(w)
      w.de.fault = 'refuse'
      await expect.poll(async () => (await info(w)).state).toBe('unavailable')
      for (const who of ['guest', 'member', 'other member'] as const) {
        expect([who, await resultOf(w, await visitOf(w, who, code))]).toEqual([who, 'waiting'])
      }
      const { cookie, json } = await visitOf(w, 'host link', code)
      const headers = { Cookie: cookie, Origin: origins.foyer }
      const answer = await w.ask('/api/join/assembly', { method: 'POST', json, headers })
      expect((await answer.json()).code).toBe('server_unreachable')
      const posted = form({ name: 'Camille', as: 'host' }, origins.foyer)
      const page = await w.ask('/assembly', { ...posted, headers: { ...posted.headers, Cookie: cookie } })
      expect([page.status, await page.text()]).toEqual([
        503,
        expect.stringContaining('The meeting server does not answer.'),
      ])
    })
  })

  test('by phone: whatever guards the room hides the PIN from guests, until a host wants it seen', async () => {
    await inWorld({ store: await open() }, async (w) => {
      for (const door of Object.keys(joinService) as Door[]) {
        const isGuarded = /code|approval|members only/.test(door)
        const address = `room-${door.replace(/\W+/g, '-')}`
        const room = { name: door, address }
        await w.store.updateTable('rooms').set({ deletedAt: 1 }).execute()
        await w.ask('/api/rooms', { method: 'POST', as: ada, json: room })
        await w.ask(`/api/rooms/${address}`, {
          method: 'PATCH',
          as: ada,
          json: { settings: joinService[door] },
        })
        if (door.includes('code')) {
          const json = { kind: 'digits' }
          await w.ask(`/api/rooms/${address}/accessCode`, { method: 'PUT', as: ada, json })
        }
        const seen = async () => (await (await w.ask(`/api/join/${address}`)).json()).dialIn !== null
        expect([door, await seen()]).toEqual([door, !isGuarded])
        const settings = { phoneForGuests: true }
        await w.ask(`/api/rooms/${address}`, { method: 'PATCH', as: ada, json: { settings } })
        expect([door, await seen()]).toEqual([door, true])
        const host: Room = await (await w.ask(`/api/rooms/${address}`, { as: ada })).json()
        expect(host.dialIn).not.toBeNull()
      }
    })
  })

  test('without JavaScript: the same door, by the form', async () => {
    await inWorld({ store: await open() }, async (w) => {
      const code = await setUp(w, 'code')
      await adaMeets(w)
      const post = async (fields: Record<string, string>, Cookie = '') => {
        const posted = form(fields, origins.foyer)
        const answer = await w.ask('/assembly', { ...posted, headers: { ...posted.headers, Cookie } })
        const place = ledTo(answer)
        return place ? asBbbIsTold(place, fields.name ?? '') : [answer.status, await answer.text()]
      }
      expect(await post({ name: 'Zoé', accessCode: code })).toBe('guest')
      expect(await post({ name: 'Noor' }, (await visitOf(w, 'member', code)).cookie)).toBe('member')
      const bearer = (await visitOf(w, 'host link', code)).cookie
      expect(await post({ name: 'Camille', as: 'host' }, bearer)).toBe('host')
      const revoked = (await visitOf(w, 'revoked host link', code)).cookie
      expect(await post({ name: 'Camille', as: 'host' }, revoked)).toEqual([
        404,
        expect.stringContaining('This host link no longer works'),
      ])
      await w.ask('/api/rooms/assembly', {
        method: 'PATCH',
        as: ada,
        json: { settings: { membersOnly: true } },
      })
      expect(await post({ name: 'Zoé', accessCode: code })).toEqual([
        403,
        expect.stringContaining('Only members of Riverside Housing can come in here.'),
      ])
      expect(await (await w.ask('/assembly')).text()).toContain('href="/sign-in?return=%2Fassembly"')
    })
  })

  test('a member who waits is let in as one; once the room is for members only, a waiting guest is not', async () => {
    await inWorld({ store: await open() }, async (w) => {
      await setUp(w, 'open')
      const guest = await waitAs(w, await visitOf(w, 'guest', ''))
      const member = await waitAs(w, await visitOf(w, 'member', ''))
      await w.ask('/api/rooms/assembly', {
        method: 'PATCH',
        as: ada,
        json: { settings: { membersOnly: true } },
      })
      await adaMeets(w)
      const led = async ({ ticket, cookie }: Waits) =>
        ledTo(await w.ask(`/assembly/waiting?ticket=${ticket}`, { headers: { Cookie: cookie } })) ?? ''
      expect(await led(guest)).toBe(`${origins.foyer}/assembly?guest=again`)
      expect(asBbbIsTold(await led(member), 'N. H.')).toBe('member')
      await w.store.updateTable('people').set({ suspendedAt: 1 }).where('name', '=', neighbour.name).execute()
      expect(await led(member)).toBe(`${origins.foyer}/assembly?guest=again`)
    })
  })

  test('on a computer that people share the passes of one are void for the next, and after signing out', async () => {
    await inWorld({ store: await open() }, async (w) => {
      await setUp(w, 'members only')
      const adasTurn = 'foyer_member=1.adasturn'
      const headers = { Cookie: adasTurn }
      const given = await w.ask('/api/rooms/assembly/pass', { method: 'POST', as: neighbour, headers })
      const pass = cookieOf(given)
      const entryOf = async (turn: string) => (await info(w, `${turn}; ${pass}`)).entry
      expect(await entryOf(adasTurn)).toBe('member')
      // Somebody else signed in, and was refused; she signed out; her session ended by itself.
      for (const turn of ['foyer_member=1.lucsturn', 'foyer_member=0.later', 'foyer_member=0.adasturn', ''])
        expect(await entryOf(turn)).toBeNull()

      const Cookie = `foyer_member=1.lucsturn; ${pass}`
      const refused = await w.ask('/api/rooms/assembly/pass', {
        method: 'POST',
        as: luc,
        headers: { Cookie },
      })
      expect((await info(w, `foyer_member=1.lucsturn; ${cookieOf(refused)}`)).entry).toBeNull()

      const link = await passOfLink(w, false)
      expect((await info(w, link)).entry).toBe('host')
      expect((await info(w, `foyer_member=1; ${link}`)).entry).toBe('host')
      expect((await info(w, `foyer_member=0.later; ${link}`)).entry).toBeNull()
    })
  })

  test('a pass counts while its person is signed in and not suspended, and can be signed away', async () => {
    await inWorld({ store: await open() }, async (w) => {
      await setUp(w, 'members only')
      const cookie = await passOfMember(w, neighbour)
      expect((await info(w, cookie)).entry).toBe('member')
      expect((await info(w, cookie.replace('foyer_member=1; ', ''))).entry).toBeNull()
      const forgotten = await w.ask('/assembly/forget', form({}, origins.foyer))
      expect([forgotten.status, forgotten.headers.get('Location')]).toEqual([303, '/assembly?guest'])
      expect(forgotten.headers.getSetCookie().join()).toMatch(/foyer_pass=;.*Path=\/assembly/)
      await w.store.updateTable('people').set({ suspendedAt: 1 }).where('name', '=', neighbour.name).execute()
      expect((await info(w, cookie)).entry).toBeNull()
    })
  })

  test('a pass is believed for an hour: who has left the organisation is a guest then', async () => {
    let now = Date.now()
    await inWorld({ store: await open(), now: () => now }, async (w) => {
      await adasRoom(w, { membersOnly: true })
      const cookie = await passOfMember(w, neighbour)
      now += 59 * 60_000
      expect((await info(w, cookie)).entry).toBe('member')
      now += 2 * 60_000
      expect((await info(w, cookie)).entry).toBeNull()
    })
  })
})

describeOnBoth('host links', (open) => {
  const make = async (w: World, json: object = { label: 'Camille', days: null }) =>
    await w.ask('/api/rooms/assembly/hostLinks', { method: 'POST', as: ada, json })
  const list = async (w: World) =>
    (await (await w.ask('/api/rooms/assembly/hostLinks', { as: ada })).json()).links
  const take = (w: World, secret: string, from = '203.0.113.1') =>
    w.ask('/api/join/assembly/pass', { method: 'POST', json: { secret }, from })

  test('a host makes one, which is shown once and kept hashed; it says when it was used last', async () => {
    await inWorld({ store: await open() }, async (w) => {
      await adasRoom(w)
      const { link, url } = await (await make(w)).json()
      expect(url).toMatch(new RegExp(`^${origins.foyer}/assembly/host#${link.id}\\.[\\w-]{32}$`))
      expect(link).toMatchObject({
        label: 'Camille',
        createdBy: 'Ada Osei',
        expiresAt: null,
        lastUsedAt: null,
      })
      const [, secret = ''] = url.split('#')
      const row = await w.store.selectFrom('hostLinks').selectAll().executeTakeFirstOrThrow()
      expect(JSON.stringify(row)).not.toContain(secret.split('.')[1])
      const cookie = cookieOf(await take(w, secret))
      const headers = { Cookie: cookie, Origin: origins.foyer }
      const json = { name: 'Camille', asHost: true, language: 'fr' }
      const started = await w.ask('/api/join/assembly', { method: 'POST', json, headers })
      expect((await w.openAtBbb((await started.json()).url)).text).toContain('Camille')
      expect((await list(w))[0].lastUsedAt).toBeGreaterThan(0)
      expect(w.logged()).not.toContain(secret)
      const empty = await make(w, { label: '  ', days: null })
      expect((await empty.json()).fields).toEqual({ label: 'required' })
    })
  })

  test('one that expired or was revoked opens nothing, and one of another room neither', async () => {
    let now = Date.now()
    await inWorld({ store: await open(), now: () => now }, async (w) => {
      await adasRoom(w)
      const secretOf = async (made: Response) => (await made.json()).url.split('#')[1]
      const day = await secretOf(await make(w, { label: 'For a day', days: 1 }))
      const forever = await secretOf(await make(w))
      await w.ask('/api/rooms', { method: 'POST', as: ada, json: { name: 'Other', address: 'another' } })
      const elsewhere = await w.ask('/api/join/another/pass', { method: 'POST', json: { secret: day } })
      expect((await elsewhere.json()).code).toBe('host_link_invalid')
      expect((await take(w, day)).status).toBe(204)
      now += 25 * 60 * 60_000
      expect((await (await take(w, day)).json()).code).toBe('host_link_invalid')
      expect((await take(w, forever)).status).toBe(204)
      const kept = (await list(w)).map(({ label }: { label: string }) => label)
      expect(kept.sort()).toEqual(['Camille', 'For a day'])
      const id = forever.split('.')[0]
      const revoke = () => w.ask(`/api/rooms/assembly/hostLinks/${id}`, { method: 'DELETE', as: ada })
      expect((await revoke()).status).toBe(204)
      expect((await (await revoke()).json()).code).toBe('host_link_unknown')
      expect((await take(w, forever)).status).toBe(404)
      expect(await list(w)).toHaveLength(1)
    })
  })

  test('whoever has one and an account besides stays host when the member’s page leads here', async () => {
    await inWorld({ store: await open() }, async (w) => {
      await adasRoom(w, { membersOnly: true })
      const Cookie = `foyer_member=1; ${await passOfLink(w, false)}`
      const again = await w.ask('/api/rooms/assembly/pass', { method: 'POST', as: luc, headers: { Cookie } })
      expect([again.status, cookieOf(again)]).toEqual([204, ''])
      const visit = { cookie: Cookie, json: { name: 'Luc', asHost: true } }
      expect(await resultOf(w, visit)).toBe('host')
    })
  })

  test('works while nobody can sign in', async () => {
    await inWorld({ store: await open() }, async (w) => {
      await adasRoom(w)
      const [, secret = ''] = (await (await make(w)).json()).url.split('#')
      w.issuer.down = true
      const headers = { Cookie: cookieOf(await take(w, secret)), Origin: origins.foyer }
      const json = { name: 'Camille', asHost: true }
      const started = await w.ask('/api/join/assembly', { method: 'POST', json, headers })
      expect(asBbbIsTold((await started.json()).url, 'Camille')).toBe('host')
    })
  })

  test('by hand, without JavaScript, the whole link may be pasted; guesses are throttled', async () => {
    await inWorld({ store: await open(), pace: { tryPause: 60_000 } }, async (w) => {
      await adasRoom(w)
      const { url } = await (await make(w)).json()
      expect(await (await w.ask('/assembly/host')).text()).toMatch(/<form[^>]+action="\/assembly\/host"/)
      const posted = await w.ask('/assembly/host', form({ secret: ` ${url}\n` }, origins.foyer))
      expect([posted.status, posted.headers.get('Location')]).toEqual([303, '/assembly?guest'])
      const headers = { Cookie: cookieOf(posted) }
      expect(await (await w.ask('/assembly?guest', { headers })).text()).toContain('Start the meeting')
      const wrong = await w.ask('/assembly/host', form({ secret: 'guess' }, origins.foyer))
      expect([wrong.status, await wrong.text()]).toEqual([
        404,
        expect.stringContaining('This host link no longer works'),
      ])
      const statuses: number[] = []
      for (let guess = 0; guess < 12; guess++) statuses.push((await take(w, `guess.${guess}`)).status)
      expect(statuses.slice(9)).toEqual([404, 429, 429])
    })
  })
})
