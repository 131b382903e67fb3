import { createHash } from 'node:crypto'
import { SignJWT } from 'jose'
import type { KyselyPlugin } from 'kysely'
import { expect, test } from 'vitest'
import type { RecordingList } from '../../src/contract/recordings.ts'
import type { Room } from '../../src/contract/rooms.ts'
import { ada, canaries, luc, openWorld, origins, type World } from '../world.ts'
import { describeOnBoth } from './databases.ts'

/** Ada holds a meeting that allows recording, records or not, and ends it. */
async function meet(w: World, recorded: boolean): Promise<string> {
  const created = await w.ask('/api/rooms', { method: 'POST', as: ada, json: { name: 'Assembly' } })
  const { address }: Room = await created.json()
  await w.ask(`/api/rooms/${address}`, {
    method: 'PATCH',
    as: ada,
    json: { settings: { recordingAllowed: true } },
  })
  const started = await w.ask(`/api/rooms/${address}/start`, { method: 'POST', as: ada, json: {} })
  const page = await w.openAtBbb((await started.json()).url)
  if (recorded) await w.pressAtBbb(page, /record/i)
  await w.pressAtBbb(page, /end/i)
  return address
}

async function recordingsOf(w: World, address: string): Promise<RecordingList> {
  return await (await w.ask(`/api/rooms/${address}/recordings`, { as: ada })).json()
}

/** What a page shows. */
async function pageOf(w: World, path: string): Promise<string> {
  const html = await (await w.ask(path)).text()
  return /<main.*<\/main>/s.exec(html)?.[0] ?? ''
}

/** The server's administrator hides a recording, or shows it again. */
async function publish(w: World, recordId: string, isPublished: boolean): Promise<void> {
  const query = `recordID=${recordId}&publish=${isPublished}`
  const checksum = createHash('sha256').update(`publishRecordings${query}${canaries.de}`).digest('hex')
  const url = `${origins.de}/bigbluebutton/api/publishRecordings?${query}&checksum=${checksum}`
  expect(await (await w.de.fetch(new Request(url))).text()).toContain('SUCCESS')
}

const hour = 60 * 60_000
const quick = { recordings: 60, recordingsFresh: 30 }

const withOldHost = (yaml: string) =>
  yaml.replace('recordingHosts: [de.example.coop]', 'recordingHosts: [old.example.coop]')

describeOnBoth('recordings', (open) => {
  test('a recorded meeting becomes a recording: expected first, then ready, and it plays', async () => {
    const w = await openWorld({ store: await open(), pace: quick, timeScale: 240 })
    const address = await meet(w, true)
    await expect.poll(async () => (await recordingsOf(w, address)).recordings.length).toBe(1)
    await expect.poll(async () => (await recordingsOf(w, address)).recordings[0]?.state).toBe('ready')
    const [recording] = (await recordingsOf(w, address)).recordings
    expect(recording).toMatchObject({ name: 'Assembly', audience: 'hosts', server: { id: 'de' } })
    const played = await w.ask(`/api/recordings/${recording?.id}/play`, {
      method: 'POST',
      as: ada,
      json: { format: 'presentation' },
    })
    expect(new URL((await played.json()).url).origin).toBe(origins.de)
    await w.close()
  })

  test('nobody pressed record: expected, and not produced once nothing comes any more', async () => {
    const clock = { ahead: 0 }
    const now = () => Date.now() + clock.ahead
    const w = await openWorld({ store: await open(), pace: quick, timeScale: 240, now })
    const address = await meet(w, false)
    await expect.poll(async () => (await recordingsOf(w, address)).recordings[0]?.state).toBe('expected')
    clock.ahead = 2.1 * 24 * hour
    await expect.poll(async () => (await recordingsOf(w, address)).recordings[0]?.state).toBe('not_produced')
    await w.close()
  })

  test('whoever is in the meeting can say that nothing was recorded: the recording appears all the same', async () => {
    const w = await openWorld({ store: await open(), pace: quick, timeScale: 240 })
    const address = await meet(w, true)
    const created = w.de.received.find(({ call }) => call === 'create')
    const callback = new URL(created?.query.get('meta_endCallbackUrl') ?? '')
    const lie = () => w.ask(`${callback.pathname}${callback.search}&recordingmarks=false`)
    const polls = () => w.de.received.filter(({ call }) => call === 'getMeetings').length
    const before = polls()
    await expect
      .poll(
        async () => {
          expect((await lie()).status).toBe(204)
          return polls()
        },
        { interval: 5 },
      )
      .toBeGreaterThan(before + 3)
    await expect.poll(async () => (await recordingsOf(w, address)).recordings.length).toBe(1)
    expect((await lie()).status).toBe(204)
    expect((await recordingsOf(w, address)).recordings).toHaveLength(1)
    await expect.poll(async () => (await recordingsOf(w, address)).recordings[0]?.state).toBe('ready')
    await w.close()
  })

  test('a recording that nobody expected appears when its server lists it, with its room and its owner', async () => {
    const w = await openWorld({ store: await open(), pace: quick, timeScale: 240 })
    const address = await meet(w, true)
    await expect.poll(async () => (await recordingsOf(w, address)).recordings[0]?.state).toBe('ready')
    const row = await w.store.selectFrom('recordings').selectAll().executeTakeFirstOrThrow()
    await w.store.deleteFrom('recordings').execute()
    const claims = { meeting_id: row.meetingId, record_id: row.recordId }
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode(canaries.de))
    const say = () =>
      w.ask('/hooks/bbb/de/recording-ready', {
        method: 'POST',
        body: new URLSearchParams({ signed_parameters: token }).toString(),
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      })
    await expect
      .poll(async () => {
        await say()
        return (await recordingsOf(w, address)).recordings[0]?.state
      })
      .toBe('ready')
    const found = await w.store.selectFrom('recordings').selectAll().execute()
    const { id: _, checkedAt: __, lastSeenAt: ___, formats: ____, ...known } = row
    expect(found).toMatchObject([known])
    await w.close()
  })

  test('hidden on its server: said so, and not played; shown again, it is ready', async () => {
    const w = await openWorld({ store: await open(), pace: quick, timeScale: 240 })
    const address = await meet(w, true)
    const state = async () => (await recordingsOf(w, address)).recordings[0]?.state
    await expect.poll(state).toBe('ready')
    const row = await w.store.selectFrom('recordings').selectAll().executeTakeFirstOrThrow()
    await w.ask(`/api/recordings/${row.id}`, { method: 'PATCH', as: ada, json: { audience: 'link' } })
    await publish(w, row.recordId ?? '', false)
    await expect.poll(state).toBe('unpublished')
    const json = { format: 'presentation' }
    const refused = await w.ask(`/api/recordings/${row.id}/play`, { method: 'POST', as: ada, json })
    expect((await refused.json()).code).toBe('recording_not_playable')
    expect((await w.ask(`/recordings/${row.id}/presentation`)).status).toBe(409)
    expect(await pageOf(w, `/recordings/${row.id}`)).toContain('It’s hidden on the server')
    await publish(w, row.recordId ?? '', true)
    await expect.poll(state).toBe('ready')
    await w.close()
  })

  test('odd recordings of others hide none of ours; an odd one of ours stays as it was, and the log names each once', async () => {
    const w = await openWorld({ store: await open(), pace: quick, timeScale: 240 })
    w.de.oddities = { meetings: [], recordings: ['no_start_time', 'no_id', 'doubled_name'], own: [] }
    const address = await meet(w, true)
    const state = async () => (await recordingsOf(w, address)).recordings[0]?.state
    await expect.poll(state).toBe('ready')
    const { meetingId } = await w.store.selectFrom('recordings').selectAll().executeTakeFirstOrThrow()
    w.de.oddities = { meetings: [], recordings: ['doubled_name'], own: [meetingId] }
    const reads = () => w.de.received.filter(({ call }) => call === 'getRecordings').length
    const before = reads()
    await expect
      .poll(async () => {
        await state()
        return reads()
      })
      .toBeGreaterThan(before + 5)
    expect(await state()).toBe('ready')
    const lines = w.logged().split('\n')
    const skipped = lines.filter((line) => line.includes('"list":"recordings"'))
    expect(skipped.map((line) => JSON.parse(line).count)).toEqual([2, 1])
    await w.close()
  })

  test('a stable link plays for everybody only once a host shares it', async () => {
    const w = await openWorld({ store: await open(), pace: quick, timeScale: 240 })
    const address = await meet(w, true)
    await expect.poll(async () => (await recordingsOf(w, address)).recordings[0]?.state).toBe('ready')
    const id = (await recordingsOf(w, address)).recordings[0]?.id
    expect((await w.ask(`/recordings/${id}`)).status).toBe(404)
    expect((await w.ask(`/recordings/${id}/presentation`)).status).toBe(404)
    const shared = { method: 'PATCH', json: { audience: 'link' } }
    expect((await w.ask(`/api/recordings/${id}`, { ...shared, as: luc })).status).toBe(404)
    expect((await w.ask(`/api/recordings/${id}`, { ...shared, as: ada })).status).toBe(200)
    expect(await (await w.ask(`/recordings/${id}`)).text()).toContain('Assembly')
    const player = await w.ask(`/recordings/${id}/presentation`)
    expect([player.status, new URL(player.headers.get('Location') ?? '').origin]).toEqual([303, origins.de])
    await w.close()
  })

  test('a server that does not answer is said, and its rows stay', async () => {
    const w = await openWorld({ store: await open(), pace: quick, timeScale: 240 })
    const address = await meet(w, true)
    await expect.poll(async () => (await recordingsOf(w, address)).recordings[0]?.state).toBe('ready')
    w.de.fault = 'refuse'
    await expect.poll(async () => (await recordingsOf(w, address)).silent.length).toBe(1)
    const list = await recordingsOf(w, address)
    expect(list.recordings[0]).toMatchObject({ state: 'unreachable', server: { id: 'de' } })
    expect(list.recordings[0]?.unreachableSince).toBeTypeOf('number')
    const refused = await w.ask(`/api/recordings/${list.recordings[0]?.id}/play`, {
      method: 'POST',
      as: ada,
      json: { format: 'presentation' },
    })
    expect((await refused.json()).code).toBe('recording_not_playable')
    w.de.fault = 'none'
    await expect.poll(async () => (await recordingsOf(w, address)).recordings[0]?.state).toBe('ready')
    await w.close()
  })

  test('recording-ready is believed only from the server of the meeting; anything else changes nothing', async () => {
    const w = await openWorld({
      store: await open(),
      pace: { recordings: 60_000, recordingsFresh: 60_000 },
      timeScale: 240,
    })
    await meet(w, true)
    const [meeting] = await w.store.selectFrom('meetings').select(['id']).execute()
    const reads = () => w.de.received.filter(({ call }) => call === 'getRecordings').length
    const claims = { meeting_id: meeting?.id, record_id: `${'a'.repeat(40)}-1700000000000` }
    const signed = (secret: string) =>
      new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(secret))
    const none = `${btoa('{"alg":"none"}')}.${btoa(JSON.stringify(claims))}.`
    const post = (token: string) =>
      w.ask('/hooks/bbb/de/recording-ready', {
        method: 'POST',
        body: new URLSearchParams({ signed_parameters: token }).toString(),
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      })
    const before = reads()
    for (const token of [none, await signed(canaries.ca), 'garbage', '']) {
      expect((await post(token)).status).toBe(401)
    }
    expect(reads()).toBe(before)
    expect((await post(await signed(canaries.de))).status).toBe(204)
    expect(reads()).toBeLessThanOrEqual(before + 1)
    await w.close()
  })

  test('the end-of-meeting call is refused without its mark', async () => {
    const w = await openWorld({ store: await open() })
    const answer = await w.ask('/hooks/bbb/de/meetings/foyer-x/ended?mark=forged&recordingmarks=false')
    expect([answer.status, (await answer.json()).code]).toEqual([401, 'hook_invalid'])
    await w.close()
  })

  test('that are not linked are read once, and from then on only what their servers were asked about', async () => {
    const clock = { ahead: 0 }
    const store = await open()
    const taken: number[] = []
    const counting: KyselyPlugin = {
      transformQuery: ({ node }) => node,
      async transformResult({ result }) {
        // Rows of the watch alone have nothing but these.
        const ours = result.rows.filter((row) => 'formats' in row && !('roomId' in row))
        taken.push(ours.length)
        return result
      },
    }
    const options = { pace: { ...quick, recordingsFresh: 600_000 }, settings: withOldHost, timeScale: 240 }
    const now = () => Date.now() + clock.ahead
    const w = await openWorld({ ...options, store: store.withPlugin(counting), now })
    const address = await meet(w, true)
    await expect.poll(async () => (await recordingsOf(w, address)).recordings[0]?.state).toBe('unlinked')
    const row = await store.selectFrom('recordings').selectAll().executeTakeFirstOrThrow()
    const old = { ...row, checkedAt: row.startedAt - 86_400_000 }
    const many = Array.from({ length: 200 }, (_, n) => {
      const id = `old-${n}`
      return { ...old, id, recordId: id, meetingId: id }
    })
    await store.insertInto('recordings').values(many).execute()
    const germany = async () => (await (await w.ask('/api/status')).json()).servers[0]
    await expect.poll(async () => (await germany()).unlinkedRecordings).toBe(1)
    // An hour later all are read; what was not asked about since is not read again.
    clock.ahead += 61 * 60_000
    await expect.poll(async () => (await germany()).unlinkedRecordings).toBe(201)
    taken.length = 0
    await expect.poll(() => taken.length).toBeGreaterThan(20)
    expect(taken.reduce((sum, count) => sum + count, 0)).toBeLessThan(200)
    await w.close()
  })

  test('a player on a foreign host, or with a script for an address, is not linked', async () => {
    const w = await openWorld({
      store: await open(),
      pace: quick,
      timeScale: 240,
      settings: withOldHost,
    })
    const address = await meet(w, true)
    await expect.poll(async () => (await recordingsOf(w, address)).recordings[0]?.state).toBe('unlinked')
    const [recording] = (await recordingsOf(w, address)).recordings
    expect(recording?.formats).toEqual([])
    const json = { format: 'presentation' }
    const refused = await w.ask(`/api/recordings/${recording?.id}/play`, { method: 'POST', as: ada, json })
    expect((await refused.json()).code).toBe('recording_not_playable')
    await w.ask(`/api/recordings/${recording?.id}`, { method: 'PATCH', as: ada, json: { audience: 'link' } })
    const page = await pageOf(w, `/recordings/${recording?.id}`)
    expect(page).toContain('doesn’t allow the site where it plays')
    expect(page).not.toContain('answer')

    const germany = async () => (await (await w.ask('/api/status')).json()).servers[0]
    await expect.poll(async () => (await germany()).unlinkedRecordings).toBe(1)
    expect(await pageOf(w, '/status')).toContain('recordingHosts')
    const told = () =>
      w
        .logged()
        .split('\n')
        .filter((line) => line.includes('recordingHosts'))
    expect(told().map((line) => JSON.parse(line).hosts)).toEqual([['de.example.coop']])
    await w.close()

    const mended = await openWorld({ store: w.store, pace: quick, timeScale: 240, beside: w })
    const row = async () => await mended.store.selectFrom('recordings').selectAll().executeTakeFirstOrThrow()
    await expect.poll(async () => (await row()).formats).toContain('https://de.example.coop/playback/')
    expect((await mended.ask(`/recordings/${recording?.id}/presentation`)).status).toBe(303)
    await mended.close()
  })
})
