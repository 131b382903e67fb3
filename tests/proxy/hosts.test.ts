import { expect, test } from 'vitest'
import type { HostsAnswer, OfferedRoom, RoomHosts } from '../../src/contract/hosts.ts'
import type { RecordingList } from '../../src/contract/recordings.ts'
import type { Room, RoomList } from '../../src/contract/rooms.ts'
import { ada, luc, sam, type TestPerson, type World } from '../world.ts'
import { describeOnBoth } from './databases.ts'
import { adaMeets, adasRoom, inWorld } from './faults-world.ts'

/* Who is host, and whose a room becomes: by two people, through the front door. */

const noor: TestPerson = { subject: 'noor', name: 'Noor Haddad', groups: ['/members/riverside'] }
const administrator: TestPerson = {
  subject: 'nadia',
  name: 'Nadia Roy',
  groups: ['/members/riverside', '/riverside/admins'],
}
const lucWithEmail: TestPerson = { ...luc, email: 'luc@atelier.example' }

const withAdministrators = (yaml: string) =>
  yaml.replace(
    'members: { groups: [/members/riverside] }',
    'members: { groups: [/members/riverside] }\n    administrators: { groups: [/riverside/admins], issuers: [sso] }',
  )

async function read<Answer>(w: World, path: string, as: TestPerson): Promise<Answer> {
  return await (await w.ask(path, { as })).json()
}

async function post(w: World, path: string, as: TestPerson, json: object): Promise<Response> {
  return await w.ask(path, { method: 'POST', as, json })
}

/** A refusal, or '' where there is none. */
async function refusal(answer: Response | Promise<Response>): Promise<string> {
  const { ok } = await answer
  return ok ? '' : (await (await answer).json()).code
}

async function invite(w: World, email: string): Promise<{ secret: string; offer: string }> {
  const answer = await post(w, '/api/rooms/assembly/hosts', ada, { email })
  expect(answer.status).toBe(201)
  return linkOf(await answer.json())
}

function linkOf({ link, offer }: HostsAnswer): { secret: string; offer: string } {
  const [page, secret = ''] = (link ?? '').split('#')
  expect(page).toBe('http://localhost:3999/offers/accept')
  return { secret, offer: offer?.id ?? '' }
}

async function transferTo(w: World, email: string): Promise<{ secret: string; offer: string }> {
  const answer = await post(w, '/api/rooms/assembly/transfer', ada, { email })
  expect(answer.status).toBe(200)
  return linkOf(await answer.json())
}

const open = (w: World, as: TestPerson, secret: string, accept: boolean) =>
  post(w, '/api/offers', as, { secret, accept })

describeOnBoth('co-hosts', (store) => {
  test('an invitation is read, taken up by one person for good, and lets them start', async () => {
    await inWorld({ store: await store() }, async (w) => {
      await adasRoom(w)
      const { secret } = await invite(w, 'Luc@Atelier.example ')
      const kept = await w.store.selectFrom('roomOffers').selectAll().executeTakeFirstOrThrow()
      expect(kept.email).toBe('luc@atelier.example')
      expect(JSON.stringify(kept)).not.toContain(secret.split('.')[1])

      const offered: OfferedRoom = await (await open(w, luc, secret, false)).json()
      expect(offered).toMatchObject({
        kind: 'host',
        by: 'Ada Osei',
        state: 'open',
        room: { name: 'Assembly' },
      })
      expect(await refusal(w.ask('/api/rooms/assembly', { as: luc }))).toBe('room_unknown')
      expect(await (await open(w, luc, secret, true)).json()).toMatchObject({ state: 'mine' })
      expect(await (await open(w, luc, secret, true)).json()).toMatchObject({ state: 'mine' })
      expect(await refusal(open(w, noor, secret, true))).toBe('invitation_taken')

      expect((await read<RoomList>(w, '/api/rooms', luc)).rooms).toMatchObject([
        { address: 'assembly', role: 'host', roleReason: 'co_host', owner: { name: 'Ada Osei' } },
      ])
      await expect.poll(async () => (await (await w.ask('/api/status')).json()).servers[0].state).toBe('up')
      expect(await refusal(post(w, '/api/rooms/assembly/start', luc, {}))).toBe('')
      const { hosts, offers } = await read<RoomHosts>(w, '/api/rooms/assembly/hosts', ada)
      expect(hosts).toMatchObject([{ name: 'Luc Tremblay', isMe: false, added: { by: 'Ada Osei' } }])
      expect(offers).toEqual([])
    })
  })

  test('of two who open one link at once, one is co-host', async () => {
    await inWorld({ store: await store() }, async (w) => {
      await adasRoom(w)
      const { secret } = await invite(w, 'somebody@example.org')
      const codes = await Promise.all([luc, noor].map((who) => refusal(open(w, who, secret, true))))
      expect(codes.sort()).toEqual(['', 'invitation_taken'])
      expect((await read<RoomHosts>(w, '/api/rooms/assembly/hosts', ada)).hosts).toHaveLength(1)
    })
  })

  test('it waits on the rooms page of whom the e-mail belongs to, if their issuer vouches for it', async () => {
    await inWorld({ store: await store() }, async (w) => {
      await adasRoom(w)
      const { offer } = await invite(w, 'luc@atelier.example')
      const unproved = { ...lucWithEmail, claims: { email_verified: false } }
      expect((await read<RoomList>(w, '/api/rooms', unproved)).offers).toEqual([])
      expect(await refusal(post(w, `/api/offers/${offer}`, unproved, { accept: true }))).toBe(
        'invitation_invalid',
      )
      expect((await read<RoomList>(w, '/api/rooms', lucWithEmail)).offers).toMatchObject([
        { id: offer, kind: 'host', room: { address: 'assembly' } },
      ])
      expect(await refusal(post(w, `/api/offers/${offer}`, lucWithEmail, { accept: true }))).toBe('')
      const list = await read<RoomList>(w, '/api/rooms', lucWithEmail)
      expect([list.offers, list.rooms.length]).toEqual([[], 1])
    })
  })

  test('it is declined, withdrawn, renewed and replaced; what is over works no longer', async () => {
    await inWorld({ store: await store() }, async (w) => {
      await adasRoom(w)
      const first = await invite(w, 'luc@atelier.example')
      const second = await invite(w, 'luc@atelier.example')
      expect(await refusal(open(w, luc, first.secret, false))).toBe('invitation_invalid')
      const renewed = await post(w, `/api/rooms/assembly/offers/${second.offer}/link`, ada, {})
      const third = linkOf(await renewed.json())
      expect(await refusal(open(w, luc, second.secret, false))).toBe('invitation_invalid')
      expect(await refusal(open(w, luc, third.secret, false))).toBe('')

      await post(w, `/api/offers/${third.offer}`, lucWithEmail, { accept: false })
      expect(await refusal(open(w, luc, third.secret, true))).toBe('invitation_invalid')
      const fourth = await invite(w, 'luc@atelier.example')
      const withdrawn = { method: 'DELETE', as: ada }
      await w.ask(`/api/rooms/assembly/offers/${fourth.offer}`, withdrawn)
      expect(await refusal(open(w, luc, fourth.secret, true))).toBe('invitation_invalid')
      for (const garbage of ['', '.', 'x.y', fourth.offer, `${fourth.offer}.`, `\0.${'x'.repeat(32)}`]) {
        expect(await refusal(open(w, luc, garbage, true))).toBe('invitation_invalid')
      }
      expect((await read<RoomHosts>(w, '/api/rooms/assembly/hosts', ada)).offers).toEqual([])
    })
  })

  test('after 30 days it is over', async () => {
    let at = Date.now()
    await inWorld({ store: await store(), now: () => at }, async (w) => {
      await adasRoom(w)
      const { secret } = await invite(w, 'luc@atelier.example')
      at += 29 * 24 * 3_600_000
      expect(await refusal(open(w, luc, secret, false))).toBe('')
      at += 2 * 24 * 3_600_000
      expect(await refusal(open(w, luc, secret, true))).toBe('invitation_invalid')
      expect((await read<RoomHosts>(w, '/api/rooms/assembly/hosts', ada)).offers).toEqual([])
    })
  })

  test('whoever has it already does not use the link up by looking', async () => {
    await inWorld({ store: await store() }, async (w) => {
      await adasRoom(w)
      const { secret } = await invite(w, 'luc@atelier.example')
      expect(await (await open(w, ada, secret, true)).json()).toMatchObject({ state: 'mine' })
      expect(await (await open(w, luc, secret, true)).json()).toMatchObject({ state: 'mine' })
    })
  })

  test('a member of the room’s organisation is picked by name; nobody else’s names are shown', async () => {
    await inWorld({ store: await store() }, async (w) => {
      await adasRoom(w)
      for (const as of [noor, luc]) await w.ask('/api/rooms', { as })
      const { members } = await read<RoomHosts>(w, '/api/rooms/assembly/hosts', ada)
      expect(members.map(({ name }) => name)).toEqual(['Noor Haddad'])
      const [picked] = members
      const added = await post(w, '/api/rooms/assembly/hosts', ada, { person: picked?.id })
      expect(await added.json()).toMatchObject({ link: null, hosts: { hosts: [{ name: 'Noor Haddad' }] } })
      const lucs = await w.store
        .selectFrom('identities')
        .select('personId')
        .where('subject', '=', 'luc')
        .executeTakeFirstOrThrow()
      const foreign = await post(w, '/api/rooms/assembly/hosts', ada, { person: lucs.personId })
      expect(await foreign.json()).toMatchObject({ code: 'fields_invalid', fields: { person: 'unknown' } })

      // A co-host sees who the others are, and neither offers nor the organisation's names; and may leave.
      const seen = await read<RoomHosts>(w, '/api/rooms/assembly/hosts', noor)
      expect(seen).toMatchObject({ hosts: [{ isMe: true }], offers: [], members: [] })
      const leave = `/api/rooms/assembly/hosts/${picked?.id}`
      expect((await w.ask(leave, { method: 'DELETE', as: noor })).status).toBe(204)
      expect(await refusal(w.ask('/api/rooms/assembly', { as: noor }))).toBe('room_unknown')
      expect(await refusal(w.ask(leave, { method: 'DELETE', as: ada }))).toBe('person_unknown')
    })
  })
})

describeOnBoth('host links of co-hosts', (store) => {
  async function linkOfNoor(w: World): Promise<{ person: string; take(): Promise<string> }> {
    await adasRoom(w)
    await w.ask('/api/rooms', { as: noor })
    const { members } = await read<RoomHosts>(w, '/api/rooms/assembly/hosts', ada)
    const person = members[0]?.id ?? ''
    await post(w, '/api/rooms/assembly/hosts', ada, { person })
    const made = await post(w, '/api/rooms/assembly/hostLinks', noor, { label: 'Mine', days: null })
    const secret = new URL((await made.json()).url).hash.slice(1)
    return {
      person,
      take: () => refusal(w.ask('/api/join/assembly/pass', { method: 'POST', json: { secret } })),
    }
  }

  test('whoever is co-host no longer comes back by a link that they made', async () => {
    await inWorld({ store: await store() }, async (w) => {
      const { person, take } = await linkOfNoor(w)
      expect(await take()).toBe('')
      await w.ask(`/api/rooms/assembly/hosts/${person}`, { method: 'DELETE', as: ada })
      expect(await take()).toBe('host_link_invalid')
      expect(await read(w, '/api/rooms/assembly/hostLinks', ada)).toMatchObject({ links: [] })
    })
  })

  test('nor does anybody by the link of somebody who is suspended', async () => {
    await inWorld({ store: await store() }, async (w) => {
      const { person, take } = await linkOfNoor(w)
      const suspend = (suspended: boolean) =>
        w.ask(`/api/operator/people/${person}`, { method: 'PATCH', as: sam, json: { suspended } })
      expect((await suspend(true)).status).toBe(204)
      expect(await take()).toBe('host_link_invalid')
      expect((await suspend(false)).status).toBe(204)
      expect(await take()).toBe('')
    })
  })
})

describeOnBoth('transfer', (store) => {
  test('a room goes to another person once they accept; the former owner stays as co-host', async () => {
    await inWorld({ store: await store() }, async (w) => {
      await adasRoom(w)
      const { secret } = await transferTo(w, 'luc@atelier.example')
      const offered: OfferedRoom = await (await open(w, luc, secret, false)).json()
      expect(offered).toMatchObject({ kind: 'transfer', organisation: { en: 'Atelier Mile-End' } })
      expect((await read<Room>(w, '/api/rooms/assembly', ada)).role).toBe('manager')
      expect(await refusal(open(w, luc, secret, true))).toBe('')
      expect(await read<Room>(w, '/api/rooms/assembly', luc)).toMatchObject({
        role: 'manager',
        roleReason: 'owner',
        owner: { kind: 'person', isMe: true },
        organisation: { id: 'atelier' },
        locked: { recordingAllowed: expect.anything() },
      })
      expect(await read<Room>(w, '/api/rooms/assembly', ada)).toMatchObject({
        role: 'host',
        roleReason: 'co_host',
      })
      expect((await w.ask('/assembly')).status).toBe(200)
    })
  })

  test('recordings of before stay with the former owner, those of later are the new owner’s', async () => {
    await inWorld({ store: await store() }, async (w) => {
      await adasRoom(w)
      await addRecording(w, 'before', Date.now() - 1000)
      const { secret } = await transferTo(w, 'noor@riverside.example')
      await open(w, noor, secret, true)
      await addRecording(w, 'after', Date.now() + 1000)
      const ids = async (path: string, as: TestPerson) =>
        (await (await w.ask(path, { as })).json()).recordings.map(({ id }: { id: string }) => id)
      expect(await ids('/api/recordings', ada)).toEqual(['before'])
      expect(await ids('/api/recordings', noor)).toEqual(['after'])
      expect(await ids('/api/rooms/assembly/recordings', noor)).toEqual(['after'])
      // Ada is co-host now: she plays what the room's hosts play, and her own.
      expect(await ids('/api/rooms/assembly/recordings', ada)).toEqual(['after', 'before'])
      const mine = await read<RecordingList>(w, '/api/rooms/assembly/recordings', ada)
      expect(mine.recordings.map(({ mayChange }) => mayChange)).toEqual([false, true])
      const change = { method: 'PATCH', json: { audience: 'link' } }
      expect(await refusal(w.ask('/api/recordings/before', { ...change, as: noor }))).toBe(
        'recording_unknown',
      )
      expect(await refusal(w.ask('/api/recordings/after', { ...change, as: ada }))).toBe('room_right_missing')
      expect(await refusal(w.ask('/api/recordings/before', { ...change, as: ada }))).toBe('')
    })
  })

  test('recordings of an organisation’s room that was deleted are its administrators’ to find', async () => {
    await inWorld({ store: await store(), settings: withAdministrators }, async (w) => {
      await post(w, '/api/rooms', ada, { name: 'Assembly', address: 'assembly', ownedBy: 'organisation' })
      await addRecording(w, 'minutes', Date.now())
      await w.store
        .updateTable('recordings')
        .set({ ownedBy: 'organisation', organisation: 'riverside', state: 'ready' })
        .execute()
      const listed = async (as: TestPerson) =>
        (await read<RecordingList>(w, '/api/recordings', as)).recordings.map(({ id, mayChange, room }) => [
          id,
          mayChange,
          room.address,
        ])
      const inRoom = async (as: TestPerson) =>
        (await read<RecordingList>(w, '/api/rooms/assembly/recordings', as)).recordings.map(
          ({ mayChange }) => mayChange,
        )
      expect([await inRoom(ada), await inRoom(administrator), await inRoom(noor)]).toEqual([
        [true],
        [true],
        [false],
      ])
      expect(await listed(administrator)).toEqual([])
      expect((await w.ask('/api/rooms/assembly', { method: 'DELETE', as: ada })).status).toBe(204)
      expect(await listed(administrator)).toEqual([['minutes', true, null]])
      expect(await listed(ada)).toEqual([['minutes', true, null]])
      for (const other of [noor, luc]) expect(await listed(other)).toEqual([])
      const share = { method: 'PATCH', as: administrator, json: { audience: 'link' } }
      expect((await w.ask('/api/recordings/minutes', share)).status).toBe(200)
    })
  })

  test('recordings of an organisation stay with it when its room goes to a member', async () => {
    const pace = { recordings: 60, recordingsFresh: 30 }
    await inWorld({ store: await store(), settings: withAdministrators, pace, timeScale: 240 }, async (w) => {
      await post(w, '/api/rooms', ada, { name: 'Assembly', address: 'assembly', ownedBy: 'organisation' })
      const recorded = { method: 'PATCH', as: ada, json: { settings: { recordingAllowed: true } } }
      expect((await w.ask('/api/rooms/assembly', recorded)).status).toBe(200)
      const page = await adaMeets(w)
      await w.pressAtBbb(page, /record/i)
      await w.pressAtBbb(page, /end/i)
      const ids = async (path: string, as: TestPerson) =>
        (await read<RecordingList>(w, path, as)).recordings.map(({ id }) => id)
      const inRoom = '/api/rooms/assembly/recordings'
      await expect.poll(async () => (await ids(inRoom, ada)).length).toBe(1)
      const [id = ''] = await ids(inRoom, ada)
      expect(await ids('/api/recordings', ada)).toEqual([id])
      expect(await ids('/api/recordings', administrator)).toEqual([])

      const adaWhoLeft = { ...ada, groups: ['/members/atelier'] }
      const to = { email: 'noor@riverside.example' }
      const offered = await post(w, '/api/rooms/assembly/transfer', administrator, to)
      expect(await refusal(open(w, noor, linkOf(await offered.json()).secret, true))).toBe('')
      expect((await read<Room>(w, '/api/rooms/assembly', noor)).roleReason).toBe('owner')

      const change = (as: TestPerson) =>
        refusal(w.ask(`/api/recordings/${id}`, { method: 'PATCH', as, json: { audience: 'hosts' } }))
      expect(await ids('/api/recordings', adaWhoLeft)).toEqual([])
      expect(await change(adaWhoLeft)).toBe('recording_unknown')
      expect(await change(luc)).toBe('recording_unknown')
      // The administrators have no place in the room any more: their list is where they find it.
      expect(await ids('/api/recordings', administrator)).toEqual([id])
      expect(await change(administrator)).toBe('')
      expect(await ids('/api/recordings', noor)).toEqual([])
      expect(await ids(inRoom, noor)).toEqual([id])
      expect(await change(noor)).toBe('room_right_missing')
      expect(await change({ ...noor, subject: 'priya', name: 'Priya Nair' })).toBe('room_right_missing')
      expect(await ids('/api/recordings', ada)).toEqual([id])
      expect(await change(ada)).toBe('')
    })
  })

  test('of two transfers the later counts; it is taken back, and it may not pass the limit of rooms', async () => {
    await inWorld({ store: await store() }, async (w) => {
      await adasRoom(w)
      const first = await transferTo(w, 'luc@atelier.example')
      const second = await transferTo(w, 'noor@riverside.example')
      expect(await refusal(open(w, luc, first.secret, true))).toBe('invitation_invalid')
      for (const name of ['One', 'Two', 'Three']) await post(w, '/api/rooms', noor, { name })
      expect(await refusal(open(w, noor, second.secret, true))).toBe('room_limit_reached')
      await w.ask(`/api/rooms/assembly/offers/${second.offer}`, { method: 'DELETE', as: ada })
      expect(await refusal(open(w, noor, second.secret, true))).toBe('invitation_invalid')
      expect((await read<Room>(w, '/api/rooms/assembly', ada)).roleReason).toBe('owner')
    })
  })

  test('it is accepted on the rooms page by the member who was picked, by nobody else', async () => {
    await inWorld({ store: await store() }, async (w) => {
      await adasRoom(w)
      await w.ask('/api/rooms', { as: noor })
      const { members } = await read<RoomHosts>(w, '/api/rooms/assembly/hosts', ada)
      await post(w, '/api/rooms/assembly/transfer', ada, { person: members[0]?.id })
      const { offers } = await read<RoomList>(w, '/api/rooms', noor)
      expect(offers).toMatchObject([{ kind: 'transfer', by: 'Ada Osei' }])
      const reply = `/api/offers/${offers[0]?.id}`
      expect(await refusal(post(w, reply, luc, { accept: true }))).toBe('invitation_invalid')
      const twice = await Promise.all([1, 2].map(() => refusal(post(w, reply, noor, { accept: true }))))
      expect(twice.sort()).toEqual(['', 'invitation_invalid'])
      expect((await read<Room>(w, '/api/rooms/assembly', noor)).roleReason).toBe('owner')
    })
  })

  test('what somebody offered who is suspended counts no more, until they are let in again', async () => {
    await inWorld({ store: await store() }, async (w) => {
      await adasRoom(w)
      await w.ask('/api/rooms', { as: noor })
      const { members } = await read<RoomHosts>(w, '/api/rooms/assembly/hosts', ada)
      const { secret } = await transferTo(w, 'luc@atelier.example')
      await post(w, '/api/rooms/assembly/hosts', ada, { email: 'luc@atelier.example' })
      expect(await refusal(open(w, luc, secret, false))).toBe('')
      const [{ person }] = (
        await read<{ decisions: [{ person: { id: string } }] }>(w, '/api/operator/decisions?search=ada', sam)
      ).decisions
      const suspend = (suspended: boolean) =>
        w.ask(`/api/operator/people/${person.id}`, { method: 'PATCH', as: sam, json: { suspended } })

      expect((await suspend(true)).status).toBe(204)
      for (const accept of [false, true])
        expect(await refusal(open(w, luc, secret, accept))).toBe('invitation_invalid')
      expect((await read<Room & { code: string }>(w, '/api/rooms/assembly', luc)).code).toBe('room_unknown')

      expect((await suspend(false)).status).toBe(204)
      // The same for whoever is offered it by name, in their list of rooms.
      await post(w, '/api/rooms/assembly/transfer', ada, { person: members[0]?.id })
      const offersOfNoor = async () => (await read<RoomList>(w, '/api/rooms', noor)).offers
      const [offer] = await offersOfNoor()
      const reply = () => refusal(post(w, `/api/offers/${offer?.id}`, noor, { accept: true }))
      expect((await suspend(true)).status).toBe(204)
      expect(await offersOfNoor()).toEqual([])
      expect(await reply()).toBe('invitation_invalid')
      expect((await suspend(false)).status).toBe(204)
      expect(await reply()).toBe('')
      expect((await read<Room>(w, '/api/rooms/assembly', noor)).roleReason).toBe('owner')
    })
  })

  test('when an organisation’s room goes to a person, links of its members end; co-hosts and theirs stay', async () => {
    await inWorld({ store: await store(), settings: withAdministrators }, async (w) => {
      await post(w, '/api/rooms', ada, { name: 'Assembly', address: 'assembly', ownedBy: 'organisation' })
      const kim: TestPerson = { ...noor, subject: 'kim', name: 'Kim Park', email: 'kim@riverside.example' }
      await open(w, lucWithEmail, (await invite(w, 'luc@atelier.example')).secret, true)
      const linkBy = async (as: TestPerson) => {
        const made = await post(w, '/api/rooms/assembly/hostLinks', as, { label: as.name, days: null })
        return String((await made.json()).url).split('#')[1] ?? ''
      }
      const secrets = [await linkBy(ada), await linkBy(noor), await linkBy(kim), await linkBy(luc)]
      const opens = async () => {
        const found: string[] = []
        for (const secret of secrets) {
          found.push(await refusal(w.ask('/api/join/assembly/pass', { method: 'POST', json: { secret } })))
        }
        return found
      }
      expect(await opens()).toEqual(['', '', '', ''])
      await open(w, kim, (await transferTo(w, 'kim@riverside.example')).secret, true)
      expect((await read<Room>(w, '/api/rooms/assembly', kim)).roleReason).toBe('owner')
      expect(await opens()).toEqual(['host_link_invalid', 'host_link_invalid', '', ''])
    })
  })

  test('the organisation has it at once: its members are hosts, the giver manages on', async () => {
    await inWorld({ store: await store() }, async (w) => {
      await adasRoom(w)
      await addRecording(w, 'before', Date.now() - 1000)
      const { secret } = await transferTo(w, 'luc@atelier.example')
      expect((await post(w, '/api/rooms/assembly/transfer', ada, { organisation: true })).status).toBe(200)
      expect(await read<Room>(w, '/api/rooms/assembly', ada)).toMatchObject({
        owner: { kind: 'organisation', creator: { isMe: true } },
        role: 'manager',
        roleReason: 'creator',
      })
      expect(await read<Room>(w, '/api/rooms/assembly', noor)).toMatchObject({
        role: 'host',
        roleReason: 'member',
      })
      // What Ada offered as the owner counts no longer, and her recordings are hers.
      expect(await refusal(open(w, luc, secret, true))).toBe('invitation_invalid')
      expect(await (await w.ask('/api/rooms/assembly/recordings', { as: noor })).json()).toMatchObject({
        recordings: [],
      })
      // From the organisation it goes to its members only.
      const { secret: away } = await transferTo(w, 'luc@atelier.example')
      expect(await refusal(open(w, luc, away, false))).toBe('transfer_outside')
      expect(await refusal(open(w, luc, away, true))).toBe('transfer_outside')
      expect((await read<RoomList>(w, '/api/rooms', ada)).organisations[0]?.left).toBe(3)
    })
  })
})

describeOnBoth('favourites and the archive', (store) => {
  test('a favourite is each person’s own', async () => {
    await inWorld({ store: await store() }, async (w) => {
      await post(w, '/api/rooms', ada, { name: 'Office', address: 'office-hours', ownedBy: 'organisation' })
      const put = (favourite: boolean) =>
        w.ask('/api/rooms/office-hours/favourite', { method: 'PUT', as: noor, json: { favourite } })
      for (const favourite of [true, true, false, false, true])
        expect((await put(favourite)).status).toBe(204)
      const [hers] = (await read<RoomList>(w, '/api/rooms', noor)).rooms
      const [adas] = (await read<RoomList>(w, '/api/rooms', ada)).rooms
      expect([hers?.favourite, adas?.favourite]).toEqual([true, false])
      expect((await read<Room>(w, '/api/rooms/office-hours', noor)).favourite).toBe(true)
    })
  })

  test('no meeting starts in an archived room, until it is taken out again', async () => {
    await inWorld({ store: await store() }, async (w) => {
      await adasRoom(w)
      await expect.poll(async () => (await (await w.ask('/api/status')).json()).servers[0].state).toBe('up')
      const archive = (archived: boolean) =>
        w.ask('/api/rooms/assembly', { method: 'PATCH', as: ada, json: { archived } })
      expect(await (await archive(true)).json()).toMatchObject({ archivedAt: expect.any(Number) })
      expect(await refusal(post(w, '/api/rooms/assembly/start', ada, {}))).toBe('room_archived')
      expect(await (await archive(false)).json()).toMatchObject({ archivedAt: null })
      expect(await refusal(post(w, '/api/rooms/assembly/start', ada, {}))).toBe('')
      expect(await refusal(archive(true))).toBe('meeting_running')
    })
  })
})

/** A recording of a meeting that began then, in `/assembly`, with its owner of now. */
async function addRecording(w: World, id: string, at: number): Promise<void> {
  const room = await w.store.selectFrom('rooms').select(['id', 'ownerId']).executeTakeFirstOrThrow()
  const unknown = { recordId: null, minutes: null, checkedAt: Date.now(), lastSeenAt: null }
  await w.store
    .insertInto('recordings')
    .values({
      id,
      roomId: room.id,
      ownerId: room.ownerId,
      meetingId: `foyer-${id}`,
      server: 'de',
      name: 'Assembly',
      state: 'expected',
      audience: 'hosts',
      startedAt: at,
      endedAt: at,
      formats: '[]',
      absent: 0,
      ...unknown,
    })
    .execute()
}
