import { SignJWT } from 'jose'
import { describe, expect, test } from 'vitest'
import type { RecordingList } from '../../src/contract/recordings.ts'
import { ada, canaries, type World } from '../world.ts'
import { describeOnBoth } from './databases.ts'
import { adaMeets, adasRoom, form, inWorld } from './faults-world.ts'

/**
 * A meeting of Ada's that was recorded and has ended, and whose server has said by itself that its recording is ready.
 * Nobody asks for recordings by the clock.
 */
async function recordedMeeting(w: World): Promise<string> {
  await adasRoom(w, { recordingAllowed: true })
  const page = await adaMeets(w)
  await w.pressAtBbb(page, /record/i)
  await w.pressAtBbb(page, /end/i)
  await expect.poll(async () => (await listed(w)).recordings.map(({ state }) => state)).toEqual([processed])
  const { id } = await w.store.selectFrom('meetings').select('id').executeTakeFirstOrThrow()
  return id
}

/** Its state afterwards; a player on a foreign host is not linked. */
const processed = expect.stringMatching(/^(ready|unlinked)$/)

async function listed(w: World): Promise<RecordingList> {
  return await (await w.ask('/api/rooms/assembly/recordings', { as: ada })).json()
}

/** How often the servers were asked for recordings. */
const reads = (w: World) =>
  [...w.de.received, ...w.ca.received].filter(({ call }) => call === 'getRecordings').length

async function signed(claims: Record<string, unknown>, secret: string, alg = 'HS256'): Promise<string> {
  return await new SignJWT(claims).setProtectedHeader({ alg }).sign(new TextEncoder().encode(secret))
}

const tell = (w: World, server: string, token: string) =>
  w.ask(`/hooks/bbb/${server}/recording-ready`, form({ signed_parameters: token }, null))

const unhurried = { recordings: 60_000, recordingsFresh: 60_000 }

describeOnBoth('fault 13: a call that says a recording is ready', (open) => {
  test('is refused unless its own server signed it, and BBB hears nothing of it', async () => {
    await inWorld({ store: await open(), pace: unhurried, timeScale: 240 }, async (w) => {
      const claims = { meeting_id: await recordedMeeting(w), record_id: `${'a'.repeat(40)}-1700000000000` }
      const unsigned = `${btoa('{"alg":"none"}')}.${btoa(JSON.stringify(claims))}.`.replaceAll('=', '')
      const before = reads(w)
      const refused: [string, string][] = [
        ['de', unsigned],
        ['de', await signed(claims, canaries.ca)],
        ['de', await signed(claims, canaries.secret)],
        ['de', await signed({ record_id: claims.record_id }, canaries.de)],
        ['de', 'garbage'],
        ['de', ''],
        ['de', 'x'.repeat(7_000)],
        ['nobody', await signed(claims, canaries.de)],
      ]
      for (const [server, token] of refused) {
        const answer = await tell(w, server, token)
        expect([answer.status, (await answer.json()).code]).toEqual([401, 'hook_invalid'])
      }
      expect((await tell(w, 'ca', await signed(claims, canaries.ca))).status).toBe(204)
      expect(
        (await tell(w, 'de', await signed({ ...claims, meeting_id: 'foyer-x' }, canaries.de))).status,
      ).toBe(204)
      expect(reads(w)).toBe(before)
    })
  })

  test('repeated at once by whoever saw it, makes us read once', async () => {
    await inWorld({ store: await open(), pace: unhurried, timeScale: 240 }, async (w) => {
      const token = await signed({ meeting_id: await recordedMeeting(w), record_id: 'r-1' }, canaries.de)
      const before = reads(w)
      const answers = await Promise.all(Array.from({ length: 20 }, () => tell(w, 'de', token)))
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]))
      expect(reads(w)).toBeLessThanOrEqual(before + 1)
      expect((await listed(w)).recordings).toHaveLength(1)
    })
  })
})

describe('fault 17: a player’s address', () => {
  describeOnBoth('that leads elsewhere', (open) => {
    test.each([
      'https://evil.example/playback/presentation/2.3/x',
      'https://de.example.coop.evil.example/playback/x',
      'https://de.example.coop@evil.example/playback/x',
      'javascript:alert(document.domain)//de.example.coop',
      'data:text/html,%3Cscript%3Ealert(1)%3C/script%3E',
      '//evil.example/x',
    ])('%s is neither shown nor linked', async (foreign) => {
      const pace = { recordings: 50, recordingsFresh: 30 }
      await inWorld({ store: await open(), pace, timeScale: 240 }, async (w) => {
        const asBbb = w.de.fetch
        w.de.fetch = async (request) => {
          const answer = await asBbb(request)
          if (!request.url.includes('getRecordings')) return answer
          const xml = (await answer.text()).replace(/<url>[^<]*<\/url>/g, `<url>${foreign}</url>`)
          return new Response(xml, { status: answer.status, headers: answer.headers })
        }
        await recordedMeeting(w)
        const state = async () => (await listed(w)).recordings[0]?.state
        await expect.poll(state).toBe('unlinked')
        const id = (await listed(w)).recordings[0]?.id
        await w.ask(`/api/recordings/${id}`, { method: 'PATCH', as: ada, json: { audience: 'link' } })
        const json = { format: 'presentation' }
        const played = await w.ask(`/api/recordings/${id}/play`, { method: 'POST', as: ada, json })
        expect([played.status, (await played.json()).code]).toEqual([409, 'recording_not_playable'])
        const followed = await w.ask(`/recordings/${id}/presentation`)
        expect([followed.status, followed.headers.get('Location')]).toEqual([409, null])
        expect((await w.ask(`/recordings/${id}`)).status).toBe(200)
        expect(w.answered()).not.toMatch(/evil|javascript:|data:text/)
      })
    })
  })
})
