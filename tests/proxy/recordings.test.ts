import { SignJWT } from 'jose'
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

const quick = { recordings: 60, recordingsFresh: 30 }

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

  test('a meeting in which nobody pressed record leaves no recording behind', async () => {
    const w = await openWorld({ store: await open(), pace: quick, timeScale: 240 })
    const address = await meet(w, false)
    const live = async () => (await (await w.ask(`/api/rooms/${address}`, { as: ada })).json()).meeting.state
    await expect.poll(live).toBe('none')
    await expect.poll(async () => (await recordingsOf(w, address)).recordings).toEqual([])
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

  test('a player on a foreign host, or with a script for an address, is not linked', async () => {
    const w = await openWorld({
      store: await open(),
      pace: quick,
      timeScale: 240,
      settings: (yaml) =>
        yaml.replace('recordingHosts: [de.example.coop]', 'recordingHosts: [old.example.coop]'),
    })
    const address = await meet(w, true)
    await expect.poll(async () => (await recordingsOf(w, address)).recordings[0]?.state).toBe('ready')
    const [recording] = (await recordingsOf(w, address)).recordings
    expect(recording?.formats).toEqual([])
    const json = { format: 'presentation' }
    const refused = await w.ask(`/api/recordings/${recording?.id}/play`, { method: 'POST', as: ada, json })
    expect((await refused.json()).code).toBe('recording_not_playable')
    await w.close()
  })
})
