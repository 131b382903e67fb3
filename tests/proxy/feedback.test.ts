import { expect, test } from 'vitest'
import { noticeVersion } from '../../locales/notice.ts'
import { ada, origins, sam, type World } from '../world.ts'
import { describeOnBoth } from './databases.ts'
import { adaMeets, adasRoom, deviceIn, form, inWorld } from './faults-world.ts'

const day = 24 * 60 * 60_000

const noor = { subject: 'noor', name: 'Noor Haddad', groups: ['/members/riverside'] }

const read = async (w: World) => await (await w.ask('/api/rooms/assembly/feedback', { as: ada })).json()
const give = (json: object) => ({ method: 'POST', json })

/** A device whose guest was given a way into the meeting that is open. */
async function guestIn(w: World) {
  const device = deviceIn(w)
  const joined = await device('/api/join/assembly', give({ name: 'Lee' }))
  expect((await joined.json()).state).toBe('open')
  return device
}

describeOnBoth('after the meeting', (open) => {
  test('one answer for each device and meeting, the last one; hosts and operators read it', async () => {
    await inWorld({ store: await open() }, async (w) => {
      await adasRoom(w)
      await adaMeets(w)
      const [one, other] = [await guestIn(w), await guestIn(w)]
      const path = '/api/join/assembly/feedback'
      expect((await one(path, give({ face: 'bad', sentence: 'No sound' }))).status).toBe(204)
      expect(
        (await one(path, give({ face: 'fair', sentence: ' Better\u202e\r\nnow ', name: '' }))).status,
      ).toBe(204)
      expect((await other(path, give({ face: 'good', name: ' Zoé ' }))).status).toBe(204)
      expect(await read(w)).toMatchObject({
        days: 90,
        counts: { good: 1, fair: 1, bad: 0 },
        sentences: expect.arrayContaining([
          expect.objectContaining({ face: 'fair', sentence: 'Better\nnow', name: null }),
          expect.objectContaining({ face: 'good', sentence: '', name: 'Zoé' }),
        ]),
      })
      const overview = await (await w.ask('/api/operator/feedback', { as: sam })).json()
      expect(overview).toEqual({
        days: 90,
        rows: [
          {
            organisation: { id: 'riverside', name: expect.anything() },
            server: { id: 'de', name: expect.anything() },
            counts: { good: 1, fair: 1, bad: 0 },
          },
        ],
        sentences: expect.arrayContaining([
          {
            id: expect.any(String),
            room: 'assembly',
            server: expect.objectContaining({ en: 'Germany' }),
            face: 'fair',
            sentence: 'Better\nnow',
            name: null,
            at: expect.any(Number),
          },
          expect.objectContaining({ face: 'good', sentence: '', name: 'Zoé' }),
        ]),
      })
      expect(overview.sentences).toHaveLength(2)
    })
  })

  test('without JavaScript: the form of the page, its errors, and thanks', async () => {
    await inWorld({ store: await open() }, async (w) => {
      await adasRoom(w)
      const guest = deviceIn(w)
      const isAsked = async (path: string) =>
        (await (await guest(path)).text()).includes('action="/assembly/feedback"')
      expect(await isAsked('/assembly?left')).toBe(false)
      await adaMeets(w)
      expect(await isAsked('/assembly?left')).toBe(false)
      await guest('/assembly', form({ name: 'Lee' }, origins.foyer))
      expect(await isAsked('/assembly')).toBe(false)
      expect(await isAsked('/assembly?left')).toBe(true)
      const refused = await guest(
        '/assembly/feedback',
        form({ sentence: 'Too <b>loud</b>', name: '' }, origins.foyer),
      )
      expect(refused.status).toBe(400)
      const html = await refused.text()
      expect(html).toContain('Choose one of the three, then send again.')
      expect(html).toContain('value="Too &lt;b&gt;loud&lt;/b&gt;"')
      const sent = await guest(
        '/assembly/feedback',
        form({ face: 'good', sentence: '', name: '' }, origins.foyer),
      )
      expect([sent.status, sent.headers.get('Location')]).toEqual([303, '/assembly?left=sent'])
      expect(await (await guest('/assembly?left=sent')).text()).toContain('Thank you.')
      expect((await read(w)).counts).toEqual({ good: 1, fair: 0, bad: 0 })
      expect((await w.ask('/assembly/feedback', form({ face: 'good' }, 'https://evil.example'))).status).toBe(
        403,
      )
    })
  })

  test('only whoever was given a way in is heard: guest, host, member, and who waited; others read why not', async () => {
    await inWorld({ store: await open() }, async (w) => {
      await adasRoom(w)
      const path = '/api/join/assembly/feedback'
      const good = give({ face: 'good' })
      const waiting = deviceIn(w)
      const asked = await waiting('/api/join/assembly', give({ name: 'Ann' }))
      const { ticket } = await asked.json()

      const host = deviceIn(w)
      const started = await host('/api/rooms/assembly/start', { method: 'POST', as: ada, json: {} })
      await w.openAtBbb((await started.json()).url)
      await expect.poll(async () => (await (await w.ask('/api/join/assembly')).json()).state).toBe('open')
      expect((await host(path, good)).status).toBe(204)

      const stranger = deviceIn(w)
      await stranger('/assembly')
      for (const device of [stranger, waiting]) {
        const refused = await device(path, good)
        expect([refused.status, (await refused.json()).code]).toEqual([409, 'no_meeting_lately'])
      }
      const page = await stranger('/assembly/feedback', form({ face: 'good' }, origins.foyer))
      expect([page.status, await page.text()]).toEqual([
        409,
        expect.stringContaining('only those who were there can say how it was'),
      ])

      const events = await waiting(`/api/join/assembly/events?ticket=${ticket}`)
      expect(await events.text()).toContain('event: open')
      expect((await waiting(path, good)).status).toBe(204)

      const member = deviceIn(w)
      const pass = await member('/api/rooms/assembly/pass', { method: 'POST', as: ada })
      const Cookie = `foyer_member=1; ${pass.headers.getSetCookie()[0]?.split(';')[0]}`
      const json = { name: 'Ada' }
      const joined = await w.ask('/api/join/assembly', { method: 'POST', json, headers: { Cookie } })
      const own = joined.headers.getSetCookie().find((line) => line.startsWith('foyer_device'))
      const headers = { Cookie: own?.split(';')[0] ?? '' }
      expect((await w.ask(path, { ...good, headers })).status).toBe(204)
      expect((await read(w)).counts).toEqual({ good: 3, fair: 0, bad: 0 })
    })
  })

  test('who was in is forgotten when nothing is asked of the meeting any more', async () => {
    const store = await open()
    let now = Date.now()
    const kept = async () => (await store.selectFrom('admissions').selectAll().execute()).length
    await inWorld({ store, now: () => now }, async (w) => {
      await adasRoom(w)
      await adaMeets(w)
      await guestIn(w)
      expect(await kept()).toBe(2)
    })
    await store.updateTable('meetings').set({ state: 'ended', endedAt: now }).execute()
    now += 12 * 3_600_000 + 1
    await inWorld({ store, now: () => now }, async () => {
      await expect.poll(kept).toBe(0)
    })
  })

  test('what is not asked for is refused, and where nobody met there is nothing to say', async () => {
    await inWorld({ store: await open() }, async (w) => {
      await adasRoom(w)
      const path = '/api/join/assembly/feedback'
      expect((await w.ask(path, give({ face: 'good' }))).status).toBe(409)
      await adaMeets(w)
      for (const json of [
        { face: 'great' },
        { face: 'good', sentence: 'x'.repeat(501) },
        { face: 'good', name: 'x'.repeat(61) },
        { face: 'good', name: '<b>Lee</b>' },
        { face: 'good', meeting: 'another' },
      ]) {
        expect([json, (await w.ask(path, give(json))).status]).toEqual([json, 400])
      }
      expect((await w.ask('/api/join/nobody-has-this/feedback', give({ face: 'good' }))).status).toBe(404)
    })
  })

  test('it is gone after 90 days', async () => {
    const store = await open()
    let now = Date.now()
    await inWorld({ store, now: () => now }, async (w) => {
      await adasRoom(w)
      await adaMeets(w)
      const guest = await guestIn(w)
      const kept = await guest('/api/join/assembly/feedback', give({ face: 'bad', sentence: 'Gone one day' }))
      expect(kept.status).toBe(204)
    })
    now += 90 * day + 1
    await inWorld({ store, now: () => now }, async () => {
      await expect.poll(async () => await store.selectFrom('feedback').select('id').execute()).toEqual([])
    })
  })

  test('the recording is told of in words; the way to it only where it is shared', async () => {
    await inWorld({ store: await open() }, async (w) => {
      await adasRoom(w, { recordingAllowed: true })
      await adaMeets(w)
      const meeting = await w.store.selectFrom('meetings').selectAll().executeTakeFirstOrThrow()
      const owner = await w.store.selectFrom('people').select('id').executeTakeFirstOrThrow()
      const ended = { startedAt: Date.now(), endedAt: Date.now(), minutes: 3, formats: '[]', absent: 0 }
      await w.store
        .insertInto('recordings')
        .values({
          id: 'the-recording',
          roomId: meeting.roomId,
          ownerId: owner.id,
          meetingId: meeting.id,
          server: 'de',
          recordId: null,
          name: 'Assembly',
          state: 'expected',
          audience: 'hosts',
          ...ended,
          checkedAt: Date.now(),
          lastSeenAt: null,
        })
        .execute()
      const page = async () => await (await w.ask('/assembly?left')).text()
      expect(await page()).toContain('<p>The recording of this meeting is being prepared')
      const players = (url: string | null) => JSON.stringify([{ type: 'video', minutes: 3, url }])
      await w.store
        .updateTable('recordings')
        .set({ state: 'ready', formats: players(null) })
        .execute()
      expect(await page()).not.toContain('<p>The recording of this meeting')
      const formats = players('https://de.example.coop/playback/video/x')
      await w.store.updateTable('recordings').set({ formats }).execute()
      expect(await page()).toContain('<p>The recording of this meeting is ready')
      expect(await page()).not.toContain('href="/recordings/the-recording"')
      await w.store.updateTable('recordings').set({ audience: 'link' }).execute()
      expect(await page()).toContain('href="/recordings/the-recording"')
    })
  })
})

describeOnBoth('the recording notice', (open) => {
  const join = (json: object) => ({ method: 'POST', json })

  test('who accepted it is counted for the meeting, once for each device, without a name', async () => {
    const store = await open()
    await inWorld({ store }, async (w) => {
      await adasRoom(w, { recordingAllowed: true })
      const [early, late] = [deviceIn(w), deviceIn(w)]
      expect((await early('/api/join/assembly', join({ name: 'Ann', consent: false }))).status).toBe(400)
      expect(await store.selectFrom('consents').selectAll().execute()).toEqual([])
      await early('/api/join/assembly', join({ name: 'Ann', consent: true }))
      // Whoever only waits leaves no row.
      expect(await store.selectFrom('consents').selectAll().execute()).toEqual([])
      await adaMeets(w)
      await early('/api/join/assembly', join({ name: 'Ann', consent: true, language: 'fr-CA' }))
      await late('/assembly', form({ name: 'Bob', consent: 'yes' }, origins.foyer))
      await late('/api/join/assembly', join({ name: 'Bob', consent: true }))
      await early('/api/join/assembly', join({ name: 'Ann', consent: true }))
      const { notices } = await read(w)
      expect(notices).toEqual([{ meetingAt: expect.any(Number), version: noticeVersion, people: 2 }])
      const kept = await store.selectFrom('consents').selectAll().orderBy('at').execute()
      expect(kept[0]).toMatchObject({
        language: 'fr-CA',
        version: noticeVersion,
        device: expect.stringMatching(/^guest-/),
      })
      expect(JSON.stringify(kept)).not.toMatch(/Ann|Bob/)
    })
  })

  test('whoever goes in as a host has read it above the button, and is counted; not the owner, and nobody by name', async () => {
    const store = await open()
    await inWorld({ store }, async (w) => {
      const room = await adasRoom(w, { recordingAllowed: true, membersStart: true })
      expect(room.mayBeRecorded).toBe(true)
      const start = { method: 'POST', json: {} }
      await adaMeets(w)
      expect(await store.selectFrom('consents').selectAll().execute()).toEqual([])

      const noors = deviceIn(w)
      for (const _ of [1, 2])
        expect((await noors('/api/rooms/assembly/start', { ...start, as: noor })).status).toBe(200)
      const link = { method: 'POST', as: ada, json: { label: 'Cam', days: 1 } }
      const made = await (await w.ask('/api/rooms/assembly/hostLinks', link)).json()
      const secret = made.url.split('#')[1]
      const pass = await w.ask('/api/join/assembly/pass', join({ secret }))
      const cookie = pass.headers.getSetCookie()[0]?.split(';')[0] ?? ''
      const asHost = { ...join({ name: 'Cam', asHost: true }), headers: { Cookie: cookie } }
      expect((await (await w.ask('/api/join/assembly', asHost)).json()).state).toBe('open')
      expect((await read(w)).notices).toEqual([
        { meetingAt: expect.any(Number), version: noticeVersion, people: 2 },
      ])
      const kept = await store.selectFrom('consents').selectAll().execute()
      expect(kept.every(({ device: pseudonym }) => /^guest-[\w-]{24}$/.test(pseudonym))).toBe(true)
      const people = await store.selectFrom('people').select('id').execute()
      for (const { id } of people) expect(JSON.stringify(kept)).not.toContain(id)
    })
  })

  test('of a member at the guests’ door no more is kept than of a guest', async () => {
    const store = await open()
    await inWorld({ store }, async (w) => {
      await adasRoom(w, { recordingAllowed: true })
      await adaMeets(w)
      const pass = await w.ask('/api/rooms/assembly/pass', { method: 'POST', as: noor })
      const cookie = pass.headers.getSetCookie()[0]?.split(';')[0] ?? ''
      const headers = { Cookie: `foyer_member=1; ${cookie}` }
      const answer = await w.ask('/api/join/assembly', { ...join({ name: 'Noor', consent: true }), headers })
      expect(answer.status).toBe(200)
      const kept = await store.selectFrom('consents').select('device').execute()
      expect(kept).toEqual([{ device: expect.stringMatching(/^guest-/) }])
    })
  })

  test('is not kept in a room that is not recorded', async () => {
    const store = await open()
    await inWorld({ store }, async (w) => {
      await adasRoom(w)
      await w.ask('/api/join/assembly', join({ name: 'Ann', consent: true }))
      await w.ask('/api/rooms/assembly', {
        method: 'PATCH',
        as: ada,
        json: { settings: { membersStart: true } },
      })
      await w.ask('/api/rooms/assembly/start', { method: 'POST', as: noor, json: {} })
      expect(await store.selectFrom('consents').selectAll().execute()).toEqual([])
    })
  })

  test('is kept as long as the recording; without one, 90 days', async () => {
    const store = await open()
    let now = Date.now()
    await inWorld({ store, now: () => now }, async (w) => {
      await adasRoom(w, { recordingAllowed: true })
      await adaMeets(w)
      await w.ask('/api/join/assembly', join({ name: 'Ann', consent: true }))
      const { id, roomId } = await store.selectFrom('meetings').selectAll().executeTakeFirstOrThrow()
      const ann = await store.selectFrom('consents').selectAll().executeTakeFirstOrThrow()
      expect(ann.meetingId).toBe(id)
      await store
        .insertInto('consents')
        .values({ ...ann, id: 'other', meetingId: null, at: now - day })
        .execute()
      const { id: ownerId } = await store.selectFrom('people').select('id').executeTakeFirstOrThrow()
      const was = { startedAt: now, endedAt: now, minutes: 3, formats: '[]', absent: 0, checkedAt: now }
      const recording = {
        id: 'r',
        roomId,
        ownerId,
        meetingId: id,
        server: 'de',
        recordId: null,
        name: 'A',
      }
      await store
        .insertInto('recordings')
        .values({ ...recording, ...was, state: 'ready', audience: 'hosts', lastSeenAt: now })
        .execute()
    })
    now += 91 * day
    await inWorld({ store, now: () => now }, async () => {
      await expect
        .poll(async () => (await store.selectFrom('consents').select('id').execute()).length)
        .toBe(1)
    })
  })

  test('what was accepted while one waited is kept when one is let in, with the meeting and its language', async () => {
    const store = await open()
    await inWorld({ store }, async (w) => {
      await adasRoom(w, { recordingAllowed: true })
      const ann = deviceIn(w)
      const asked = await ann('/api/join/assembly', join({ name: 'Ann', consent: true, language: 'fr' }))
      const events = await ann(`/api/join/assembly/events?ticket=${(await asked.json()).ticket}`)
      await adaMeets(w)
      expect(await events.text()).toContain('event: open')
      const { id } = await store.selectFrom('meetings').select('id').executeTakeFirstOrThrow()
      const kept = await store.selectFrom('consents').selectAll().execute()
      expect(kept).toEqual([expect.objectContaining({ meetingId: id, language: 'fr' })])
    })
  })

  test('what an earlier version kept of those who waited is kept with the recording, though no host ever looked', async () => {
    const store = await open()
    let now = Date.now()
    await inWorld({ store, now: () => now }, async (w) => {
      await adasRoom(w, { recordingAllowed: true })
      const before = { id: 'of-before', device: 'guest-ann', version: noticeVersion, language: 'en', at: now }
      const room = await store.selectFrom('rooms').select('id').executeTakeFirstOrThrow()
      await store
        .insertInto('consents')
        .values({ ...before, roomId: room.id, meetingId: null })
        .execute()
      await adaMeets(w)
      const { id, roomId, ownerId } = await store.selectFrom('meetings').selectAll().executeTakeFirstOrThrow()
      expect((await read(w)).notices).toEqual([
        { meetingAt: expect.any(Number), version: noticeVersion, people: 1 },
      ])
      const ann = await store.selectFrom('consents').selectAll().executeTakeFirstOrThrow()
      expect(ann.meetingId).toBeNull()
      await store
        .insertInto('consents')
        .values({ ...ann, id: 'long-before', at: now - day })
        .execute()
      await store
        .insertInto('recordings')
        .values({
          id: 'r',
          roomId,
          ownerId: ownerId ?? '',
          meetingId: id,
          server: 'de',
          recordId: null,
          name: 'A',
          state: 'ready',
          audience: 'hosts',
          startedAt: now,
          endedAt: now,
          minutes: 3,
          formats: '[]',
          absent: 0,
          checkedAt: now,
          lastSeenAt: now,
        })
        .execute()
    })
    const kept = async () => await store.selectFrom('consents').select(['id', 'meetingId']).execute()
    const { id } = await store.selectFrom('meetings').select('id').executeTakeFirstOrThrow()
    now += 400 * day
    await inWorld({ store, now: () => now }, async () => {
      await expect.poll(kept).toEqual([{ id: expect.any(String), meetingId: id }])
    })
    await store.updateTable('recordings').set({ state: 'not_produced' }).execute()
    await inWorld({ store, now: () => now }, async () => {
      await expect.poll(kept).toEqual([])
    })
  })
})
