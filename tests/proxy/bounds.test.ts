import { expect, test } from 'vitest'
import { decisionLimits, listLimits } from '../../src/proxy/platform/limits.ts'
import { ada, robin, sam, type TestPerson, type World } from '../world.ts'
import { describeOnBoth } from './databases.ts'
import { adasRoom, inWorld } from './faults-world.ts'

/* Whoever asks for many times their share is refused in words, and what is kept stays small. */

const day = 24 * 60 * 60_000

async function send(w: World, path: string, json: object, method = 'POST', as: TestPerson = ada) {
  const answer = await w.ask(path, { method, as, json })
  return { status: answer.status, body: answer.status === 204 ? {} : await answer.json() }
}

/** Asked for a hundred times at once. */
async function hundred(ask: (n: number) => ReturnType<typeof send>) {
  const answers = await Promise.all(Array.from({ length: 100 }, (_, n) => ask(n)))
  const codes = new Set(answers.flatMap(({ body }) => (body.code ? [body.code] : [])))
  return { taken: answers.filter(({ status }) => status < 300).length, codes: [...codes] }
}

async function rowsIn(w: World, table: 'cohosts' | 'roomOffers' | 'hostLinks' | 'members' | 'favourites') {
  return (await w.store.selectFrom(table).selectAll().execute()).length
}

async function adasIds(w: World) {
  const { id, ownerId } = await w.store
    .selectFrom('rooms')
    .select(['id', 'ownerId'])
    .executeTakeFirstOrThrow()
  return { roomId: id, person: ownerId }
}

const times = <Row>(count: number, row: (n: number) => Row) => Array.from({ length: count }, (_, n) => row(n))
const person = (n: number) => ({ id: `p${n}`, name: 'Lee', email: null, createdAt: 1, lastSeenAt: 1 })

describeOnBoth('a list is bounded', (open) => {
  test('host links of a room: those that work, and those of a day', async () => {
    const clock = { now: Date.now() }
    await inWorld({ store: await open(), now: () => clock.now }, async (w) => {
      await adasRoom(w)
      const make = () => send(w, '/api/rooms/assembly/hostLinks', { label: 'Camille', days: null })
      const { hostLinksPerRoom, hostLinksPerDay } = listLimits
      expect(await hundred(make)).toEqual({ taken: hostLinksPerRoom, codes: ['list_full'] })
      expect((await make()).body).toMatchObject({ values: { limit: hostLinksPerRoom } })
      const revokeAll = () => w.store.updateTable('hostLinks').set({ revokedAt: clock.now }).execute()
      await revokeAll()
      expect((await hundred(make)).taken).toBe(hostLinksPerRoom)
      await revokeAll()
      // The first of this day were made some hours ago: when one of them is a day old another may be made.
      const [first] = await w.store.selectFrom('hostLinks').select('id').limit(1).execute()
      const hours = { createdAt: clock.now - 6 * 60 * 60_000 }
      await w.store
        .updateTable('hostLinks')
        .set(hours)
        .where('id', '=', first?.id ?? '')
        .execute()
      expect(await hundred(make)).toEqual({ taken: 0, codes: ['daily_limit_reached'] })
      const refused = await w.ask('/api/rooms/assembly/hostLinks', {
        method: 'POST',
        as: ada,
        json: { label: 'Camille', days: null },
      })
      expect(refused.headers.get('Retry-After')).toBe(String(18 * 60 * 60))
      expect(await rowsIn(w, 'hostLinks')).toBe(hostLinksPerDay)
      clock.now += day
      expect((await make()).status).toBe(201)
    })
  })

  test('offers of a room: those that are open, and those of a day', async () => {
    const clock = { now: Date.now() }
    await inWorld({ store: await open(), now: () => clock.now }, async (w) => {
      await adasRoom(w)
      const { openOffersPerRoom, offersPerDay } = listLimits
      const invite = (n: number) => send(w, '/api/rooms/assembly/hosts', { email: `lee${n}@example.org` })
      expect(await hundred(invite)).toEqual({ taken: openOffersPerRoom, codes: ['list_full'] })
      // A transfer takes the place of the one before, and is kept for a while all the same.
      await w.store.updateTable('roomOffers').set({ outcome: 'withdrawn', endedAt: clock.now }).execute()
      const give = () => send(w, '/api/rooms/assembly/transfer', { email: 'lee@example.org' })
      expect(await hundred(give)).toEqual({
        taken: offersPerDay - openOffersPerRoom,
        codes: ['daily_limit_reached'],
      })
      expect(await rowsIn(w, 'roomOffers')).toBe(offersPerDay)
    })
  })

  test('co-hosts of a room, whoever is picked or takes up an offer', async () => {
    await inWorld({ store: await open() }, async (w) => {
      await adasRoom(w)
      const { roomId, person: owner } = await adasIds(w)
      const { coHostsPerRoom } = listLimits
      await w.store.insertInto('people').values(times(coHostsPerRoom, person)).execute()
      const hosts = times(coHostsPerRoom, (n) => ({
        roomId,
        personId: `p${n}`,
        addedBy: owner,
        addedAt: 1,
      }))
      await w.store.insertInto('cohosts').values(hosts).execute()
      const noor: TestPerson = { ...ada, subject: 'noor', name: 'Noor' }
      await w.ask('/api/rooms', { as: noor })
      const { members } = await (await w.ask('/api/rooms/assembly/hosts', { as: ada })).json()
      expect(members).toMatchObject([{ name: 'Noor' }])
      const pick = () => send(w, '/api/rooms/assembly/hosts', { person: members[0].id })
      expect(await hundred(pick)).toEqual({ taken: 0, codes: ['list_full'] })
      const { body } = await send(w, '/api/rooms/assembly/hosts', { email: 'noor@riverside.example' })
      const [, secret] = body.link.split('#')
      expect((await send(w, '/api/offers', { secret, accept: true }, 'POST', noor)).body.code).toBe(
        'list_full',
      )
      expect(await rowsIn(w, 'cohosts')).toBe(coHostsPerRoom)
    })
  })

  test('entries of an organisation: those that are there, and those of a day; removed ones go after a year', async () => {
    const store = await open()
    const clock = { now: Date.now() }
    await inWorld({ store, now: () => clock.now }, async (w) => {
      const { membersPerOrganisation, membersPerDay } = listLimits
      const path = '/api/organisations/riverside/members'
      const add = (n: number) => send(w, path, { email: `lee${n}@example.org` }, 'POST', sam)
      expect((await add(-1)).status).toBe(201)
      const entry = (addedAt: number, removedAt: number | null) => (n: number) => ({
        id: `${addedAt}-${n}`,
        organisation: 'riverside',
        email: `x${n}@example.org`,
        addedBy: null,
        addedAt,
        removedAt,
      })
      const more = (count: number, made: number, gone: number | null) =>
        w.store
          .insertInto('members')
          .values(times(count, entry(made, gone)))
          .execute()
      await more(membersPerDay - 51, clock.now, clock.now)
      expect(await hundred(add)).toEqual({ taken: 50, codes: ['daily_limit_reached'] })
      clock.now += day
      for (let part = 1; part <= 4; part++) {
        const rows = times(membersPerOrganisation / 4, (n) => entry(part, null)(n + part * 1_000))
        await w.store.insertInto('members').values(rows).execute()
      }
      expect(await hundred((n) => add(n + 100))).toEqual({ taken: 0, codes: ['list_full'] })
      // Somebody who is on it already is no reason to take another off.
      expect((await add(-1)).body.code).toBe('member_listed')
    })
    clock.now += 366 * day
    await inWorld({ store, now: () => clock.now }, async (w) => {
      const removed = () =>
        w.store.selectFrom('members').select('id').where('removedAt', 'is not', null).execute()
      await expect.poll(async () => (await removed()).length).toBe(0)
    })
  })

  test('favourites of a person', async () => {
    await inWorld({ store: await open() }, async (w) => {
      await adasRoom(w)
      const { roomId, person: owner } = await adasIds(w)
      const { favouritesPerPerson } = listLimits
      const room = await w.store.selectFrom('rooms').selectAll().executeTakeFirstOrThrow()
      const rooms = times(favouritesPerPerson, (n) => ({ ...room, id: `r${n}`, address: `room-${n}` }))
      for (const part of [rooms.slice(0, 250), rooms.slice(250)])
        await w.store.insertInto('rooms').values(part).execute()
      const rows = rooms.map(({ id }) => ({ roomId: id, personId: owner, at: 1 }))
      await w.store.insertInto('favourites').values(rows).execute()
      const favour = () => send(w, '/api/rooms/assembly/favourite', { favourite: true }, 'PUT')
      expect(await hundred(favour)).toEqual({ taken: 0, codes: ['list_full'] })
      expect(
        await w.store.selectFrom('favourites').select('roomId').where('roomId', '=', roomId).execute(),
      ).toEqual([])
      await w.store.deleteFrom('favourites').where('roomId', '=', 'r0').execute()
      expect((await favour()).status).toBe(204)
      expect((await favour()).status).toBe(204)
    })
  })
})

describeOnBoth('deleted files', (open) => {
  test('the latest of a room can be restored, and only those take up place', async () => {
    await inWorld({ store: await open() }, async (w) => {
      await adasRoom(w)
      const files = '/api/rooms/assembly/presentations'
      const ids: string[] = []
      const { deletedFilesPerRoom } = listLimits
      for (let n = 0; n < deletedFilesPerRoom + 10; n++) {
        const headers = { 'Content-Type': 'application/octet-stream' }
        const added = await w.ask(`${files}?name=a.pdf`, {
          method: 'POST',
          as: ada,
          body: '%PDF-1.7',
          headers,
        })
        const { id } = await added.json()
        expect((await w.ask(`${files}/${id}`, { method: 'DELETE', as: ada })).status).toBe(204)
        // The clock may stand still between two of them.
        await w.store
          .updateTable('presentations')
          .set({ deletedAt: Date.now() - 60_000 + n })
          .where('id', '=', id)
          .execute()
        ids.push(id)
      }
      const kept = await w.store.selectFrom('presentations').select('id').execute()
      expect(kept.map(({ id }) => id).sort()).toEqual(ids.slice(10).sort())
      const restore = (id = '') => w.ask(`${files}/${id}/restore`, { method: 'POST', as: ada })
      expect([(await restore(ids[9])).status, (await restore(ids[10])).status]).toEqual([404, 200])
    })
  })
})

describeOnBoth('the log of decisions', (open) => {
  /** Without groups in the access token: the names of the ID token's claims say more. */
  const without: TestPerson = { subject: 'robin', name: 'Robin Hale' }
  const told = (w: World, idTokenClaims: string[]) =>
    send(w, '/api/me/explanation', { idTokenClaims }, 'POST', without)

  test('keeps of claim names what a decision looks at, so that made-up ones fold into one row', async () => {
    await inWorld({ store: await open() }, async (w) => {
      const names = (n: number) => times(100, (m) => `${n}-${m}-${'x'.repeat(90)}`)
      const refs = new Set<string>()
      for (let n = 0; n < 100; n++) refs.add((await told(w, names(n))).body.decision.ref)
      expect(refs.size).toBe(1)
      const { body } = await told(w, ['name', 'groups', ...names(1).slice(0, 98)])
      expect(body.decision.steps[1].fixes).toEqual(['issuer_groups_in_access_token'])
      const rows = await w.store.selectFrom('decisions').selectAll().execute()
      expect(rows.map(({ idTokenClaims }) => idTokenClaims).sort()).toEqual(['["groups"]', '[]'])
      expect(Math.max(...rows.map((row) => JSON.stringify(row).length))).toBeLessThan(4_096)
    })
  })

  test('has so many rows of one identity, whatever changes, and the latest says what holds', async () => {
    const clock = { now: Date.now() }
    await inWorld({ store: await open(), now: () => clock.now }, async (w) => {
      const { perDay, perIdentity } = decisionLimits
      const rows = () =>
        w.store.selectFrom('decisions').select('ref').where('subject', '=', 'robin').execute()
      const change = async (n: number) => {
        clock.now += 1
        const as = { ...robin, groups: [`/made-up/${n}`] }
        return (await (await w.ask('/api/me', { as })).json()).decision
      }
      const refs = []
      for (let n = 0; n < 100; n++) refs.push((await change(n)).ref)
      expect(new Set(refs).size).toBe(perDay)
      expect(await rows()).toHaveLength(perDay)
      // What the page shows is found by operators, and is what it shows.
      const search = await w.ask(`/api/operator/decisions?search=${refs.at(-1)}`, { as: sam })
      const [found] = (await search.json()).decisions
      expect(found).toMatchObject({ ref: refs.at(-1), latest: true, code: 'group_no_match' })
      expect(JSON.stringify(found.steps)).toContain('/made-up/99')
      const admitted = await w.ask('/api/me', { as: { ...robin, groups: ['/members/riverside'] } })
      expect((await admitted.json()).decision).toMatchObject({ allowed: true, ref: refs.at(-1) })

      for (let days = 0; days < 8; days++) {
        clock.now += day
        for (let n = 0; n < perDay; n++) await change(1_000 * days + n)
      }
      expect(await rows()).toHaveLength(perIdentity)
    })
  })
})
