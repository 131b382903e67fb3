import { describe, expect, test } from 'vitest'
import type { JoinInfo } from '../../src/contract/join.ts'
import type { MeetingState, Room } from '../../src/contract/rooms.ts'
import type { ServerState, Status } from '../../src/contract/status.ts'
import {
  b3scale,
  bbb30,
  bbblb,
  type Persona,
  scalelite,
  scaleliteWithoutList,
} from '../../src/demo/bbb/persona.ts'
import { ada, origins, type World } from '../world.ts'
import { describeOnBoth } from './databases.ts'
import { adaMeets, adasRoom, inWorld } from './faults-world.ts'
import { pdf } from './files.ts'

/* Load balancers as real ones behave (docs/bbb.md): what they do not say is unknown, and a host always has a way on. */

const start = (w: World, json: object = {}) =>
  w.ask('/api/rooms/assembly/start', { method: 'POST', as: ada, json })

async function room(w: World): Promise<Room> {
  return await (await w.ask('/api/rooms/assembly', { as: ada })).json()
}

async function meeting(w: World): Promise<MeetingState> {
  return (await room(w)).meeting
}

async function door(w: World): Promise<JoinInfo['state']> {
  const info: JoinInfo = await (await w.ask('/api/join/assembly')).json()
  return info.state
}

async function stateOfDe(w: World): Promise<ServerState | undefined> {
  const status: Status = await (await w.ask('/api/status')).json()
  return status.servers.find(({ id }) => id === 'de')?.state
}

/** What is said of something from now on until it says `last`. */
async function saidUntil<T>(ask: () => Promise<T>, last: T): Promise<T[]> {
  const said: T[] = []
  await expect
    .poll(
      async () => {
        const now = await ask()
        if (said.at(-1) !== now) said.push(now)
        return now
      },
      { interval: 10 },
    )
    .toBe(last)
  return said
}

const calls = (w: World, server: 'de' | 'ca', call: string) =>
  w[server].received.filter((one) => one.call === call)

/** The meetings that were created, by their ids. */
function created(w: World): Set<string | null> {
  const creates = [...calls(w, 'de', 'create'), ...calls(w, 'ca', 'create')]
  return new Set(creates.map(({ query }) => query.get('meetingID')))
}

async function polls(w: World, count: number): Promise<void> {
  const before = calls(w, 'de', 'getMeetings').length
  await expect.poll(() => calls(w, 'de', 'getMeetings').length).toBeGreaterThan(before + count)
}

async function meetingOf(started: Response): Promise<string | null> {
  expect(started.status).toBe(200)
  const { url }: { url: string } = await started.json()
  return new URL(url).searchParams.get('meetingID')
}

/** Ada is in a meeting at a balancer, which answers. */
async function meetsBehind(w: World, persona: Persona): Promise<string | null> {
  w.de.persona = persona
  await expect.poll(() => stateOfDe(w)).toBe('up')
  await adasRoom(w)
  const page = await adaMeets(w)
  expect(page.text).toContain('Ada Osei')
  return [...created(w)][0] ?? null
}

/** Answers of one call are replaced once the server has done it. */
function answerInstead(w: World, call: string, answer: () => Response): () => void {
  const asBalancer = w.de.fetch
  w.de.fetch = async (request) => {
    const real = await asBalancer(request)
    return request.url.includes(`/${call}?`) ? answer() : real
  }
  return () => {
    w.de.fetch = asBalancer
  }
}

/** Calls of one kind are answered in its place, and never reach it. */
function answerBefore(w: World, call: string, answer: () => Response): () => void {
  const asBalancer = w.de.fetch
  w.de.fetch = async (request) => (request.url.includes(`/${call}?`) ? answer() : await asBalancer(request))
  return () => {
    w.de.fetch = asBalancer
  }
}

const agreedToEnd = () =>
  new Response(
    '<response><returncode>SUCCESS</returncode><messageKey>sentEndMeetingRequest</messageKey></response>',
  )

const failed = (key: string) =>
  `<response><returncode>FAILED</returncode><messageKey>${key}</messageKey></response>`

const kinds: [name: string, persona: Persona][] = [
  ['Scalelite', scalelite],
  ['b3scale', b3scale],
  ['bbblb', bbblb],
]

describeOnBoth('fault 43: behind a balancer', (open) => {
  describe('the machine that holds the meeting dies', () => {
    test.each(kinds)(
      '%s: the meeting is unknown, never empty or over, and guests wait',
      async (_, persona) => {
        await inWorld({ store: await open(), timeScale: 1 }, async (w) => {
          await meetsBehind(w, persona)
          w.de.fault = 'dead_node'
          const said = await saidUntil(async () => (await meeting(w)).state, 'unknown')
          expect(said.filter((state) => state !== 'open')).toEqual(['unknown'])
          expect(await meeting(w)).toMatchObject({ why: 'unconfirmed', server: { id: 'de' } })
          expect(await door(w)).toBe('unavailable')
          const guest = await w.ask('/api/join/assembly', { method: 'POST', json: { name: 'Kim' } })
          expect((await guest.json()).state).toBe('waiting')
          w.de.fault = 'none'
          await expect.poll(() => door(w)).toBe('open')
          expect(created(w).size).toBe(1)
        })
      },
    )

    test.each(kinds)('%s: a host restarts on the same balancer, with the room’s PIN', async (_, persona) => {
      await inWorld({ store: await open(), timeScale: 1 }, async (w) => {
        const first = await meetsBehind(w, persona)
        w.ca.fault = 'refuse'
        w.de.fault = 'dead_node'
        await expect.poll(async () => (await meeting(w)).state).toBe('unknown')
        const again = await start(w)
        expect([502, 503]).toContain(again.status)
        const second = await meetingOf(await start(w, { elsewhere: true }))
        expect(second).not.toBe(first)
        expect(calls(w, 'ca', 'create')).toEqual([])
        const shown = await room(w)
        expect([shown.meeting.state, shown.dialIn?.replaced]).toEqual(['empty', false])
        w.de.fault = 'none'
        await expect
          .poll(() => calls(w, 'de', 'end').map(({ query }) => query.get('meetingID')))
          .toContain(first)
      })
    })

    test('where another server works, restarting goes there', async () => {
      await inWorld({ store: await open(), timeScale: 1 }, async (w) => {
        await meetsBehind(w, scalelite)
        w.de.fault = 'dead_node'
        await expect.poll(async () => (await meeting(w)).state).toBe('unknown')
        const { url } = await (await start(w, { elsewhere: true })).json()
        expect(new URL(url).origin).toBe(origins.ca)
      })
    })

    test('once Scalelite has forgotten the meeting, it is over', async () => {
      await inWorld({ store: await open(), timeScale: 240 }, async (w) => {
        await meetsBehind(w, scalelite)
        w.de.fault = 'dead_node'
        await expect.poll(async () => (await meeting(w)).state, { timeout: 10_000 }).toBe('none')
      })
    })

    test('a meeting that its server confirms is not left, whoever asks for another', async () => {
      await inWorld({ store: await open(), timeScale: 1 }, async (w) => {
        const first = await meetsBehind(w, b3scale)
        expect(await meetingOf(await start(w, { elsewhere: true }))).toBe(first)
        expect(created(w).size).toBe(1)
      })
    })
  })

  describe('a meeting is started', () => {
    test.each(kinds)(
      '%s: soon after the last one was ended, with the same PIN',
      async (_, persona) => {
        const pace = { startTimeout: 60_000, bridgeTimeout: 60_000 }
        await inWorld({ store: await open(), timeScale: 4, pace }, async (w) => {
          const first = await meetsBehind(w, persona)
          expect((await w.ask('/api/rooms/assembly/end', { method: 'POST', as: ada })).status).toBe(202)
          const started = await start(w)
          const { url } = await started.json()
          expect(new URL(url).searchParams.get('meetingID')).not.toBe(first)
          expect((await w.openAtBbb(url)).text).toContain('Ada Osei')
          const pins = new Set(calls(w, 'de', 'create').map(({ query }) => query.get('voiceBridge')))
          expect([created(w).size, pins.size, calls(w, 'ca', 'create').length]).toEqual([2, 1, 0])
        })
      },
      60_000,
    )

    test.each(kinds)(
      '%s: with a PIN that stays taken, at last without it, as one meeting',
      async (_, persona) => {
        await inWorld({ store: await open(), timeScale: 1 }, async (w) => {
          w.de.persona = persona
          await adasRoom(w)
          const pin = (await room(w)).dialIn?.pin ?? ''
          await expect.poll(() => stateOfDe(w)).toBe('up')
          const { id } = await w.store.selectFrom('rooms').select('id').executeTakeFirstOrThrow()
          const other = { method: 'POST', as: ada, json: { name: 'Other', address: 'other-room' } }
          await w.ask('/api/rooms', other)
          await w.store.updateTable('pins').set({ pin: '54321' }).where('pin', '=', pin).execute()
          await w.store.updateTable('pins').set({ pin }).where('roomId', '<>', id).execute()
          await w.ask('/api/rooms/other-room/start', { method: 'POST', as: ada, json: {} })
          await w.store.updateTable('pins').set({ pin: '54322' }).where('pin', '=', pin).execute()
          await w.store.updateTable('pins').set({ pin }).where('pin', '=', '54321').execute()

          expect((await start(w)).status).toBe(200)
          const shown = await room(w)
          expect([shown.meeting.state, shown.dialIn?.replaced]).toEqual(['empty', true])
          expect(created(w).size).toBe(2)
        })
      },
    )

    test.each(kinds)(
      '%s: its machine created, and it says that it failed: one meeting',
      async (_, persona) => {
        await inWorld({ store: await open(), timeScale: 1 }, async (w) => {
          w.de.persona = persona
          await adasRoom(w)
          await expect.poll(() => stateOfDe(w)).toBe('up')
          w.de.fault = 'create_lost_behind'
          const lost = await start(w)
          expect([lost.status, (await lost.json()).code]).toEqual([502, 'server_refused'])
          expect((await meeting(w)).state).not.toBe('none')
          w.de.fault = 'none'
          await start(w)
          expect([created(w).size, calls(w, 'ca', 'create').length]).toEqual([1, 0])
          expect((await room(w)).dialIn?.replaced).toBe(false)
        })
      },
    )

    test.each([
      ['a key that is new to us', () => new Response(failed('somethingNew'))],
      ['BBB’s own words with an HTTP error', () => new Response(failed('validationError'), { status: 500 })],
      ['an HTTP error without words', () => new Response('Internal Server Error', { status: 500 })],
    ])('%s proves nothing: the server is asked for the meeting, and has it', async (_, answer) => {
      await inWorld({ store: await open() }, async (w) => {
        await adasRoom(w)
        await expect.poll(() => stateOfDe(w)).toBe('up')
        answerInstead(w, 'create', answer)
        const { url } = await (await start(w)).json()
        expect(new URL(url).origin).toBe(origins.de)
        expect([created(w).size, calls(w, 'ca', 'create').length]).toEqual([1, 0])
      })
    })

    test('BBB’s own refusal proves it: the meeting goes to the next server', async () => {
      await inWorld({ store: await open() }, async (w) => {
        await adasRoom(w)
        await expect.poll(() => stateOfDe(w)).toBe('up')
        answerInstead(w, 'create', () => new Response(failed('validationError')))
        const { url } = await (await start(w)).json()
        expect(new URL(url).origin).toBe(origins.ca)
      })
    })

    describe('a try was lost, and the next is refused', () => {
      const pace = { poll: 600_000, hurriedPoll: 600_000 }

      test('for the secret, which was changed: that proves nothing, and it stays one meeting', async () => {
        await inWorld({ store: await open(), pace }, async (w) => {
          await adasRoom(w)
          await expect.poll(() => stateOfDe(w)).toBe('up')
          w.de.fault = 'create_answer_lost'
          expect((await start(w)).status).toBe(503)
          w.de.fault = 'wrong_secret'
          const refused = await start(w)
          expect([refused.status, (await refused.json()).code]).toEqual([503, 'server_unreachable'])
          w.de.fault = 'none'
          const { url } = await (await start(w)).json()
          expect(new URL(url).origin).toBe(origins.de)
          expect([created(w).size, calls(w, 'ca', 'create').length]).toEqual([1, 0])
        })
      })

      test.each(['checksumError', 'validationError'])(
        'within one start, by %s: it stays one meeting',
        async (key) => {
          await inWorld({ store: await open(), pace }, async (w) => {
            await adasRoom(w)
            await expect.poll(() => stateOfDe(w)).toBe('up')
            const answers = [new Response('Bad Gateway', { status: 502 })]
            const mend = answerInstead(w, 'create', () => answers.shift() ?? new Response(failed(key)))
            expect([502, 503]).toContain((await start(w)).status)
            mend()
            const { url } = await (await start(w)).json()
            expect(new URL(url).origin).toBe(origins.de)
            expect([created(w).size, calls(w, 'ca', 'create').length]).toEqual([1, 0])
          })
        },
      )

      test('for its PIN: BBB looks for the meeting first, so it does not exist, and goes elsewhere', async () => {
        await inWorld({ store: await open(), pace }, async (w) => {
          await adasRoom(w)
          await expect.poll(() => stateOfDe(w)).toBe('up')
          const answers = [new Response('Bad Gateway', { status: 502 })]
          const refusal = () => new Response(failed('nonUniqueVoiceBridge'))
          answerBefore(w, 'create', () => answers.shift() ?? refusal())
          const { url } = await (await start(w)).json()
          expect(new URL(url).origin).toBe(origins.ca)
        })
      })
    })

    test('bbblb: a long welcome beside presentations is cut, its host is told, and the server is remembered', async () => {
      let ahead = 0
      const now = () => Date.now() + ahead
      await inWorld({ store: await open(), timeScale: 1, now }, async (w) => {
        w.de.persona = bbblb
        const welcome = 'Bienvenue à l’assemblée générale de la coopérative. '.repeat(18).trim()
        await adasRoom(w, { welcome })
        const place = '/api/rooms/assembly/presentations?name=agenda.pdf'
        const headers = { 'Content-Type': 'application/octet-stream' }
        await w.ask(place, { method: 'POST', as: ada, headers, body: new Uint8Array(pdf()) })
        await expect.poll(() => stateOfDe(w)).toBe('up')
        w.ca.fault = 'refuse'

        const page = await w.openAtBbb((await (await start(w)).json()).url)
        expect(page.text).toContain('Bienvenue à l’assemblée générale')
        expect(page.text).toMatch(/[\p{L}.]…<\/p>/u)
        expect(page.text).not.toContain(welcome)
        expect(page.text).toContain('agenda.pdf')
        await expect.poll(() => meeting(w)).toMatchObject({ state: 'open', welcomeCut: true })
        expect(w.logged()).toContain('the welcome of a room was cut')

        /** Whether each try of the next start has a welcome that was cut. */
        const cutsOfNext = async () => {
          await w.ask('/api/rooms/assembly/end', { method: 'POST', as: ada })
          await expect.poll(async () => (await meeting(w)).state, { timeout: 10_000 }).toBe('none')
          const before = calls(w, 'de', 'create').length
          expect((await start(w)).status).toBe(200)
          const later = calls(w, 'de', 'create').slice(before)
          return later.map(({ query }) => query.get('welcome')?.endsWith('…'))
        }
        expect(new Set(await cutsOfNext())).toEqual(new Set([true]))
        // Another server may stand there by now, or it was for something else: an hour later the whole is tried.
        ahead += 61 * 60_000
        expect((await cutsOfNext()).slice(0, 2)).toEqual([false, true])
      })
    }, 30_000)

    test('b3scale: guests wait until somebody is in, though it says that the meeting runs', async () => {
      await inWorld({ store: await open(), timeScale: 1 }, async (w) => {
        w.de.persona = b3scale
        await adasRoom(w)
        await expect.poll(() => stateOfDe(w)).toBe('up')
        const { url } = await (await start(w)).json()
        await polls(w, 4)
        expect([await door(w), (await meeting(w)).state]).toEqual(['waiting', 'empty'])
        await w.openAtBbb(url)
        await expect.poll(() => door(w)).toBe('open')
      })
    })
  })

  describe('its list of meetings', () => {
    test.each([
      ['FAILED (Scalelite)', scalelite],
      ['HTTP 500 (bbblb)', bbblb],
    ])('%s: it is impaired, its rooms stay open, and meetings start there', async (_, persona) => {
      await inWorld({ store: await open(), timeScale: 1 }, async (w) => {
        const first = await meetsBehind(w, persona)
        w.ca.fault = 'refuse'
        w.de.fault = 'bad_node'
        const said: string[] = []
        await expect
          .poll(async () => {
            said.push(await door(w))
            return await stateOfDe(w)
          })
          .toBe('impaired')
        await polls(w, 4)
        expect([...new Set(said), await door(w)]).toEqual(['open', 'open'])
        expect(await meeting(w)).toMatchObject({ state: 'open', participants: 1 })
        const guest = await w.ask('/api/join/assembly', { method: 'POST', json: { name: 'Kim' } })
        expect((await guest.json()).state).toBe('open')
        expect(await meetingOf(await start(w))).toBe(first)

        const json = { name: 'Choir', address: 'choir-room' }
        await w.ask('/api/rooms', { method: 'POST', as: ada, json })
        const other = await w.ask('/api/rooms/choir-room/start', { method: 'POST', as: ada, json: {} })
        expect(new URL((await other.json()).url).origin).toBe(origins.de)

        const line = w
          .logged()
          .split('\n')
          .find((text) => text.includes('"to":"impaired"'))
        expect(JSON.parse(line ?? '')).toMatchObject({ server: 'de', from: 'up', kind: expect.any(String) })
        expect(line).toMatch(/internalError|HTTP status 500/)
        w.de.fault = 'none'
        await expect.poll(() => stateOfDe(w)).toBe('up')
      })
    })

    test('a meeting whose end was asked for is over once it is not found, list or not', async () => {
      await inWorld({ store: await open() }, async (w) => {
        await meetsBehind(w, scalelite)
        w.de.persona = {
          ...scalelite,
          balancer: scalelite.balancer && { ...scalelite.balancer, forgetsAfter: null },
        }
        w.de.fault = 'bad_node'
        await expect.poll(() => stateOfDe(w)).toBe('impaired')
        await w.ask('/api/rooms/assembly/end', { method: 'POST', as: ada })
        await expect.poll(async () => (await meeting(w)).state).toBe('none')
      })
    })

    test('without a list: over once it was not found for a minute, and failures before do not count', async () => {
      let now = Date.now()
      await inWorld({ store: await open(), timeScale: 1, now: () => now }, async (w) => {
        await meetsBehind(w, scalelite)
        w.de.persona = {
          ...scalelite,
          balancer: scalelite.balancer && { ...scalelite.balancer, forgetsAfter: null },
        }
        w.de.fault = 'bad_node'
        await expect.poll(() => stateOfDe(w)).toBe('impaired')
        let mend = answerBefore(w, 'getMeetingInfo', () => new Response(failed('internalError')))
        await expect.poll(async () => (await meeting(w)).state).toBe('unknown')
        now += 90_000
        await polls(w, 2)
        mend()

        const notFound = () => answerBefore(w, 'getMeetingInfo', () => new Response(failed('notFound')))
        mend = notFound()
        await polls(w, 3)
        expect((await meeting(w)).state).toBe('unknown')
        mend()
        await expect.poll(() => door(w)).toBe('open')

        now += 90_000
        mend = notFound()
        await polls(w, 3)
        expect((await meeting(w)).state).toBe('unknown')
        now += 61_000
        await expect.poll(async () => (await meeting(w)).state).toBe('none')
        mend()
      })
    })

    test('always empty: that the meeting is there is not written down at every poll', async () => {
      let now = Date.now()
      const tick = () => {
        now += 1
        return now
      }
      await inWorld({ store: await open(), timeScale: 1, now: tick }, async (w) => {
        await meetsBehind(w, scaleliteWithoutList)
        const confirmedAt = async () =>
          (await w.store.selectFrom('meetings').select('confirmedAt').executeTakeFirstOrThrow()).confirmedAt
        const before = await confirmedAt()
        await polls(w, 3)
        expect(await confirmedAt()).toBe(before)
        now += 10_000
        await expect.poll(confirmedAt).toBeGreaterThan(before + 10_000)
      })
    })

    test('no XML, for somebody else’s meeting: it cannot be read, and ours are asked for one by one', async () => {
      await inWorld({ store: await open() }, async (w) => {
        const first = await meetsBehind(w, bbb30)
        w.de.oddities = { meetings: ['broken_userdata'], recordings: [], own: [] }
        const said: string[] = []
        await expect
          .poll(async () => {
            said.push(await door(w))
            return await stateOfDe(w)
          })
          .toBe('unreadable')
        await polls(w, 4)
        expect([...new Set(said), await door(w)]).toEqual(['open', 'open'])
        expect(await meetingOf(await start(w))).toBe(first)
        const line = w
          .logged()
          .split('\n')
          .find((text) => text.includes('"to":"unreadable"'))
        expect(JSON.parse(line ?? '')).toMatchObject({ server: 'de', kind: 'not_bbb', key: null })
        expect(line).toContain('not well-formed XML')
        w.de.oddities = { meetings: [], recordings: [], own: [] }
        await expect.poll(() => stateOfDe(w)).toBe('up')
      })
    })

    test('HTML for every call: it is down', async () => {
      await inWorld({ store: await open() }, async (w) => {
        await meetsBehind(w, bbb30)
        w.de.fault = 'html_502'
        const said = await saidUntil(() => stateOfDe(w), 'down')
        expect(said).toEqual(['up', 'down'])
        expect(await meeting(w)).toMatchObject({ state: 'unknown', why: 'silent' })
      })
    })

    test('always empty (Scalelite with its list switched off): guests come in, and the count is right', async () => {
      await inWorld({ store: await open() }, async (w) => {
        w.de.persona = scaleliteWithoutList
        await adasRoom(w)
        await expect.poll(() => stateOfDe(w)).toBe('up')
        const page = await w.openAtBbb((await (await start(w)).json()).url)
        await expect.poll(() => door(w)).toBe('open')
        const guest = await w.ask('/api/join/assembly', { method: 'POST', json: { name: 'Kim' } })
        await w.openAtBbb((await guest.json()).url)
        await expect.poll(() => meeting(w)).toMatchObject({ state: 'open', participants: 2 })
        const before = calls(w, 'de', 'getMeetings').length
        const said: string[] = []
        await expect
          .poll(async () => {
            said.push(await door(w))
            return calls(w, 'de', 'getMeetings').length
          })
          .toBeGreaterThan(before + 4)
        expect(new Set(said)).toEqual(new Set(['open']))
        await w.pressAtBbb(page, /end/i)
        await expect.poll(async () => (await meeting(w)).state).toBe('none')
      })
    })
  })

  describe('its poller lags: not found, while it is listed', () => {
    test('the running meeting is joined, and stays one', async () => {
      await inWorld({ store: await open(), timeScale: 1 }, async (w) => {
        const first = await meetsBehind(w, scalelite)
        w.de.fault = 'lagging_poller'
        await polls(w, 4)
        expect(await meetingOf(await start(w))).toBe(first)
        await w.store.updateTable('meetings').set({ confirmedAt: 0 }).execute()
        await polls(w, 4)
        expect(await meetingOf(await start(w))).toBe(first)
        expect([created(w).size, await door(w)]).toEqual([1, 'open'])
      })
    })

    test('it is not left for another, whoever asks for that', async () => {
      await inWorld({ store: await open(), timeScale: 1 }, async (w) => {
        const first = await meetsBehind(w, scalelite)
        const mend = answerBefore(w, 'getMeetingInfo', () => new Response(failed('internalError')))
        await expect.poll(async () => (await meeting(w)).state).toBe('unknown')
        w.de.fault = 'lagging_poller'
        mend()
        expect(await meetingOf(await start(w, { elsewhere: true }))).toBe(first)
        await polls(w, 4)
        expect(await meetingOf(await start(w, { elsewhere: true }))).toBe(first)
        expect([created(w).size, calls(w, 'de', 'end').length, await door(w)]).toEqual([1, 0, 'open'])
      })
    })

    test.each([
      ['one failure', () => new Response(failed('internalError'))],
      ['not found, without a list', () => new Response(failed('notFound'))],
    ])('%s: nobody was told of a doubt yet, and it is not left', async (_, answer) => {
      const pace = { poll: 600_000, hurriedPoll: 600_000 }
      await inWorld({ store: await open(), timeScale: 1, pace }, async (w) => {
        await adasRoom(w)
        await expect.poll(() => stateOfDe(w)).toBe('up')
        const first = await meetingOf(await start(w))
        answerBefore(w, 'getMeetings', () => new Response(failed('internalError')))
        answerBefore(w, 'getMeetingInfo', answer)
        expect((await start(w, { elsewhere: true })).status).not.toBe(200)
        expect((await meeting(w)).state).toBe('unknown')
        expect(created(w).size).toBe(1)
        expect(await meetingOf(await start(w, { elsewhere: true }))).not.toBe(first)
      })
    })

    test.each([
      ['which was found since', true],
      ['long ago', false],
    ])('its end was asked for and did not come about, %s: it goes on', async (_, isFound) => {
      let now = Date.now()
      await inWorld({ store: await open(), timeScale: 1, now: () => now }, async (w) => {
        const first = await meetsBehind(w, scalelite)
        answerBefore(w, 'end', agreedToEnd)
        expect((await w.ask('/api/rooms/assembly/end', { method: 'POST', as: ada })).status).toBe(202)
        now += isFound ? 11_000 : 40_000
        if (isFound) await polls(w, 3)
        w.de.fault = 'lagging_poller'
        await polls(w, 4)
        expect(await meeting(w)).toMatchObject({ state: 'open', participants: 1 })
        expect(await meetingOf(await start(w))).toBe(first)
        expect(created(w).size).toBe(1)
      })
    })

    test('with polls far apart, too: a list is asked for before anything is given up', async () => {
      const pace = { poll: 600_000, hurriedPoll: 600_000 }
      let now = Date.now()
      await inWorld({ store: await open(), timeScale: 1, now: () => now, pace }, async (w) => {
        w.de.persona = scalelite
        await adasRoom(w)
        await expect.poll(() => stateOfDe(w)).toBe('up')
        const first = await meetingOf(await start(w))
        w.de.fault = 'lagging_poller'
        now += 30_000
        expect(await meetingOf(await start(w))).toBe(first)
        expect(created(w).size).toBe(1)
      })
    })

    test('a start whose outcome nobody heard is settled by the list', async () => {
      await inWorld({ store: await open(), timeScale: 1 }, async (w) => {
        w.de.persona = scalelite
        await adasRoom(w)
        await expect.poll(() => stateOfDe(w)).toBe('up')
        w.de.fault = 'create_lost_behind'
        expect((await start(w)).status).toBe(502)
        await expect.poll(async () => (await meeting(w)).state).toBe('empty')
        expect(created(w).size).toBe(1)
      })
    })
  })

  test('b3scale takes no files into a meeting that runs: hosts are told before they try', async () => {
    await inWorld({ store: await open(), timeScale: 1 }, async (w) => {
      const onlyAtStart = async (): Promise<boolean> =>
        (await (await w.ask('/api/rooms/assembly/presentations', { as: ada })).json()).onlyAtStart
      await meetsBehind(w, b3scale)
      await expect.poll(onlyAtStart).toBe(true)
      expect(calls(w, 'de', 'insertDocument').map(({ body }) => body)).toEqual([
        '<modules><module name="presentation"></module></modules>',
      ])
    })
  })

  describe('a page instead of an answer, where a file is shown in a meeting that runs', () => {
    const place = '/api/rooms/assembly/presentations'
    const onlyAtStart = async (w: World): Promise<boolean> =>
      (await (await w.ask(place, { as: ada })).json()).onlyAtStart
    const page = () => new Response('<html>Not Found</html>', { status: 404 })

    test('hosts are told before they try', async () => {
      await inWorld({ store: await open(), timeScale: 1 }, async (w) => {
        answerBefore(w, 'insertDocument', page)
        await meetsBehind(w, bbb30)
        await expect.poll(() => onlyAtStart(w)).toBe(true)
      })
    })

    test('once one was refused so, it is remembered', async () => {
      await inWorld({ store: await open(), timeScale: 1 }, async (w) => {
        await meetsBehind(w, bbb30)
        const headers = { 'Content-Type': 'application/octet-stream' }
        const sent = { method: 'POST', as: ada, headers, body: new Uint8Array(pdf()) }
        const { id } = await (await w.ask(`${place}?name=agenda.pdf`, sent)).json()
        expect(await onlyAtStart(w)).toBe(false)
        answerBefore(w, 'insertDocument', page)
        const shown = await w.ask(`${place}/${id}/show`, { method: 'POST', as: ada })
        expect((await shown.json()).code).toBe('presentation_not_taken')
        expect(await onlyAtStart(w)).toBe(true)
      })
    })

    test('from a server that answers nothing at all: it says nothing about files', async () => {
      await inWorld({ store: await open(), timeScale: 1 }, async (w) => {
        await meetsBehind(w, bbb30)
        const headers = { 'Content-Type': 'application/octet-stream' }
        const sent = { method: 'POST', as: ada, headers, body: new Uint8Array(pdf()) }
        const { id } = await (await w.ask(`${place}?name=agenda.pdf`, sent)).json()
        w.de.fault = 'html_404'
        const shown = await w.ask(`${place}/${id}/show`, { method: 'POST', as: ada })
        expect(shown.status).toBe(502)
        w.de.fault = 'none'
        expect(await onlyAtStart(w)).toBe(false)
      })
    })
  })

  test('Scalelite takes them', async () => {
    await inWorld({ store: await open(), timeScale: 1 }, async (w) => {
      await meetsBehind(w, scalelite)
      const place = '/api/rooms/assembly/presentations'
      const headers = { 'Content-Type': 'application/octet-stream' }
      const sent = { method: 'POST', as: ada, headers, body: new Uint8Array(pdf()) }
      const { id } = await (await w.ask(`${place}?name=agenda.pdf`, sent)).json()
      expect((await w.ask(`${place}/${id}/show`, { method: 'POST', as: ada })).status).toBe(202)
      expect((await (await w.ask(place, { as: ada })).json()).onlyAtStart).toBe(false)
    })
  })
})
