import { expect, test } from 'vitest'
import type { HostLinkList } from '../../src/contract/host-links.ts'
import { ada, sam, type TestPerson, type World, type WorldOptions } from '../world.ts'
import { describeOnBoth } from './databases.ts'
import { inWorld } from './faults-world.ts'

/* A host link that was made by a member ends with the membership, whenever that is known to have ended. */

const noor: TestPerson = { subject: 'noor', name: 'Noor Haddad', groups: ['/members/riverside'] }
const noorLeft: TestPerson = { ...noor, groups: ['/members/elsewhere'] }
const lee: TestPerson = { subject: 'lee', name: 'Lee Chen', groups: [], email: 'lee@example.org' }
const administrator: TestPerson = {
  subject: 'nadia',
  name: 'Nadia Roy',
  groups: ['/members/riverside', '/riverside/admins'],
}

const withAdministrators = (yaml: string) =>
  yaml.replace(
    'members: { groups: [/members/riverside] }',
    'members: { groups: [/members/riverside] }\n    administrators: { groups: [/riverside/admins], issuers: [sso] }',
  )

async function post(w: World, path: string, as: TestPerson | null, json: object): Promise<Response> {
  return await w.ask(path, { method: 'POST', json, ...(as && { as }) })
}

async function makeRoom(w: World, address: string, as: TestPerson, ownedBy: 'person' | 'organisation') {
  expect((await post(w, '/api/rooms', as, { name: 'Office', address, ownedBy })).status).toBe(201)
}

/** @returns what stands behind # in the link */
async function makeLink(w: World, room: string, as: TestPerson): Promise<string> {
  const made = await post(w, `/api/rooms/${room}/hostLinks`, as, { label: `of ${as.name}`, days: 7 })
  expect(made.status).toBe(201)
  return new URL((await made.json()).url).hash.slice(1)
}

async function opens(w: World, room: string, secret: string): Promise<boolean> {
  const { status } = await post(w, `/api/join/${room}/pass`, null, { secret })
  expect([204, 404]).toContain(status)
  return status === 204
}

/** Their token is read again, and what it says is decided. */
async function comes(w: World, as: TestPerson): Promise<void> {
  expect((await w.ask('/api/me', { as })).status).toBe(200)
}

describeOnBoth('host links of members who leave', (open) => {
  /** Each decision has a time of its own. */
  async function story(tell: (w: World) => Promise<void>): Promise<void> {
    const start = Date.now()
    let asked = 0
    const options: WorldOptions = {
      store: await open(),
      settings: withAdministrators,
      now: () => start + asked++,
    }
    await inWorld(options, tell)
  }

  test('end in the organisation’s rooms when their next sign-in says so, and stay ended', async () => {
    await story(async (w) => {
      await makeRoom(w, 'office-hours', ada, 'organisation')
      await makeRoom(w, 'noors-room', noor, 'person')
      const [theirs, own, adas] = [
        await makeLink(w, 'office-hours', noor),
        await makeLink(w, 'noors-room', noor),
        await makeLink(w, 'office-hours', ada),
      ]
      await comes(w, noorLeft)
      expect(await opens(w, 'office-hours', theirs)).toBe(false)
      expect(await opens(w, 'office-hours', adas)).toBe(true)
      expect(await opens(w, 'noors-room', own)).toBe(true)
      const list: HostLinkList = await (await w.ask('/api/rooms/office-hours/hostLinks', { as: ada })).json()
      expect(list.links.map(({ label }) => label)).toEqual(['of Ada Osei'])
      await comes(w, noor)
      expect(await opens(w, 'office-hours', theirs)).toBe(false)
    })
  })

  test('stay where the person is a co-host by name', async () => {
    await story(async (w) => {
      await makeRoom(w, 'office-hours', ada, 'organisation')
      const secret = await makeLink(w, 'office-hours', noor)
      const { members } = await (await w.ask('/api/rooms/office-hours/hosts', { as: ada })).json()
      const [{ id: person }] = members.filter(({ name }: { name: string }) => name === noor.name)
      expect((await post(w, '/api/rooms/office-hours/hosts', ada, { person })).status).toBe(201)
      await comes(w, noorLeft)
      expect(await opens(w, 'office-hours', secret)).toBe(true)
    })
  })

  test('stay while another identity of the same person is a member, or an operator keeps the person out', async () => {
    await story(async (w) => {
      await makeRoom(w, 'office-hours', ada, 'organisation')
      const secret = await makeLink(w, 'office-hours', noor)
      const { personId } = await w.store
        .selectFrom('identities')
        .select('personId')
        .where('subject', '=', noor.subject)
        .executeTakeFirstOrThrow()
      const second = { issuer: 'sso', subject: 'noor-2', personId, linkedAt: Date.now() }
      await w.store.insertInto('identities').values(second).execute()
      await comes(w, { ...noorLeft, subject: 'noor-2' })
      expect(await opens(w, 'office-hours', secret)).toBe(true)

      const suspend = (suspended: boolean) =>
        w.store
          .updateTable('people')
          .set({ suspendedAt: suspended ? 1 : null, suspendedBy: suspended ? sam.name : null })
          .where('id', '=', personId)
          .execute()
      await suspend(true)
      await comes(w, noor)
      expect(await opens(w, 'office-hours', secret)).toBe(false)
      await suspend(false)
      expect(await opens(w, 'office-hours', secret)).toBe(true)
    })
  })

  test('end at once when the person is taken off the list, but not of who is a member all the same', async () => {
    await story(async (w) => {
      await makeRoom(w, 'office-hours', ada, 'organisation')
      const members = '/api/organisations/riverside/members'
      const list = async (email: string) => {
        expect((await post(w, members, administrator, { email })).status).toBe(201)
        const rows = await w.store.selectFrom('members').select(['id', 'email']).execute()
        return rows.find((row) => row.email === email)?.id
      }
      const listed = await list('lee@example.org')
      const both = await list('noor@example.org')
      const noorListed = { ...noor, email: 'noor@example.org' }
      await comes(w, { ...noorListed, groups: [] })
      await comes(w, noorListed)
      const [ofLee, ofNoor] = [
        await makeLink(w, 'office-hours', lee),
        await makeLink(w, 'office-hours', noorListed),
      ]
      for (const id of [listed, both]) {
        const removed = await w.ask(`${members}/${id}`, { method: 'DELETE', as: administrator })
        expect(removed.status).toBe(204)
      }
      expect(await opens(w, 'office-hours', ofLee)).toBe(false)
      expect(await opens(w, 'office-hours', ofNoor)).toBe(true)
    })
  })

  test('… and so do the offers that they made as the one who looks after such a room', async () => {
    await story(async (w) => {
      await comes(w, lee)
      await makeRoom(w, 'office-hours', noor, 'organisation')
      await makeRoom(w, 'noors-room', noor, 'person')
      const offer = async (room: string) => {
        const made = await post(w, `/api/rooms/${room}/hosts`, noor, { email: 'lee@example.org' })
        const { link } = await made.json()
        return new URL(link).hash.slice(1)
      }
      const [theirs, own] = [await offer('office-hours'), await offer('noors-room')]
      await comes(w, noorLeft)
      const accepted = async (secret: string) =>
        (await post(w, '/api/offers', { ...ada, subject: 'eve', name: 'Eve' }, { secret, accept: true }))
          .status
      expect(await accepted(theirs)).toBe(404)
      expect(await accepted(own)).toBe(200)
    })
  })

  test('… and those of an administrator who is one no longer; what they make as the creator stays', async () => {
    await story(async (w) => {
      await comes(w, lee)
      await makeRoom(w, 'office-hours', noor, 'organisation')
      await makeRoom(w, 'nadias-room', administrator, 'organisation')
      const offer = async (room: string) => {
        const made = await post(w, `/api/rooms/${room}/hosts`, administrator, { email: lee.email })
        return new URL((await made.json()).link).hash.slice(1)
      }
      const [byPower, asCreator] = [await offer('office-hours'), await offer('nadias-room')]
      const hostLink = await makeLink(w, 'office-hours', administrator)
      await comes(w, administrator)
      const open = async (secret: string) =>
        (await post(w, '/api/offers', { ...ada, subject: 'eve', name: 'Eve' }, { secret, accept: false }))
          .status
      expect([await open(byPower), await open(asCreator)]).toEqual([200, 200])
      await comes(w, { ...administrator, groups: ['/members/riverside'] })
      expect([await open(byPower), await open(asCreator)]).toEqual([404, 200])
      expect(await opens(w, 'office-hours', hostLink)).toBe(true)
    })
  })

  test('an invitation to the organisation by somebody who was suspended counts no more, by link and by e-mail', async () => {
    await story(async (w) => {
      const invited = await post(w, '/api/organisations/riverside/members', administrator, {
        email: lee.email,
      })
      const { link } = await invited.json()
      const suspend = (at: number | null) =>
        w.store
          .updateTable('people')
          .set({ suspendedAt: at })
          .where('name', '=', administrator.name)
          .execute()
      const isMember = async () => (await (await w.ask('/api/me', { as: lee })).json()).decision.allowed
      const accept = () =>
        post(w, '/api/organisations/riverside/accept', lee, {
          secret: new URL(link).hash.slice(1),
          accept: true,
        })
      await suspend(1)
      expect(await isMember()).toBe(false)
      expect((await accept()).status).toBe(404)
      await suspend(null)
      expect((await accept()).status).toBe(200)
      await suspend(1)
      expect(await isMember()).toBe(true)
    })
  })
})

describeOnBoth('the address of a calendar', (open) => {
  const schedule = {
    title: 'Budget',
    message: '',
    start: '2099-01-07T18:30',
    timeZone: 'America/Toronto',
    minutes: 60,
    repeat: 'none',
    ends: { kind: 'never' },
  }

  test('ends with a co-host of a guarded room, and with its members when the room becomes a person’s', async () => {
    await inWorld({ store: await open() }, async (w) => {
      await w.ask('/api/rooms', { as: noor })
      const made = async (address: string, ownedBy: 'person' | 'organisation', settings: object) => {
        await makeRoom(w, address, ada, ownedBy)
        await w.ask(`/api/rooms/${address}`, { method: 'PATCH', as: ada, json: { settings } })
        expect((await post(w, `/api/rooms/${address}/schedules`, ada, schedule)).status).toBe(201)
        const { feed } = await (await w.ask(`/api/rooms/${address}/schedules`, { as: ada })).json()
        return async () => (await w.ask(new URL(feed).pathname)).status
      }
      const addAndRemove = async (address: string) => {
        const { members } = await (await w.ask(`/api/rooms/${address}/hosts`, { as: ada })).json()
        const [{ id }] = members
        await post(w, `/api/rooms/${address}/hosts`, ada, { person: id })
        const removed = await w.ask(`/api/rooms/${address}/hosts/${id}`, { method: 'DELETE', as: ada })
        expect(removed.status).toBe(204)
      }
      const guarded = await made('members-room', 'person', { membersOnly: true })
      const plain = await made('plain-room', 'person', {})
      const coded = await made('coded-room', 'person', {})
      await w.ask('/api/rooms/coded-room/accessCode', { method: 'PUT', as: ada, json: { kind: 'digits' } })
      expect([await guarded(), await plain(), await coded()]).toEqual([200, 200, 200])
      for (const room of ['members-room', 'plain-room', 'coded-room']) await addAndRemove(room)
      expect([await guarded(), await plain(), await coded()]).toEqual([410, 200, 410])

      const shared = await made('shared-room', 'organisation', { membersOnly: true })
      const { link } = await (
        await post(w, '/api/rooms/shared-room/transfer', ada, { email: 'noor@riverside.example' })
      ).json()
      const secret = new URL(link).hash.slice(1)
      expect(await shared()).toBe(200)
      expect((await post(w, '/api/offers', noor, { secret, accept: true })).status).toBe(200)
      expect(await shared()).toBe(410)
    })
  })
})
