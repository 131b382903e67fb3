import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createClient } from '../../src/app/client.ts'
import { type WaitingNews, waitInLine } from '../../src/app/public/waiting-line.ts'
import { fits } from '../../src/contract/answers.ts'

const origin = 'https://meet.example.coop'
const guest = { room: 'assembly', name: 'Zoé', language: 'fr-CA', ticket: 'first' } as const

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('a guest who waits is let in when the meeting opens', async () => {
  const { news, asked } = await wait([events('waiting {"state":"waiting"}', 'open {"url":"https://bbb/in"}')])
  expect(news).toEqual([{ news: 'waiting' }, { news: 'open', url: 'https://bbb/in' }])
  expect(asked).toEqual(['GET /api/join/assembly/events?ticket=first'])
})

test('a connection that is cut is opened again, with the same place in the queue', async () => {
  const { news, asked } = await wait([
    events('waiting {"state":"waiting"}'),
    events('waiting {"state":"unavailable"}', 'open {"url":"https://bbb/in"}'),
  ])
  expect(news.map(({ news }) => news)).toEqual(['waiting', 'cut', 'unavailable', 'open'])
  expect(asked).toHaveLength(2)
})

test('where the stream cannot be opened, the guest asks, and waits on with a new place', async () => {
  const { news, asked } = await wait([
    () => new Response('<html>', { status: 502 }),
    () => Response.json({ state: 'waiting', ticket: 'second' }),
    events('open {"url":"https://bbb/in"}'),
  ])
  expect(asked).toEqual([
    'GET /api/join/assembly/events?ticket=first',
    'POST /api/join/assembly',
    'GET /api/join/assembly/events?ticket=second',
  ])
  expect(news.at(-1)).toEqual({ news: 'open', url: 'https://bbb/in' })
})

test('a meeting that opened meanwhile is entered by asking alone', async () => {
  const { news } = await wait([
    () => Promise.reject(new TypeError('network')),
    () => Response.json({ state: 'open', url: 'https://bbb/in' }),
  ])
  expect(news).toEqual([{ news: 'cut' }, { news: 'open', url: 'https://bbb/in' }])
})

test('a room that was closed meanwhile ends the waiting', async () => {
  const closed = () => Response.json({ code: 'room_closed', ref: 'k3x97mqa', status: 410 }, { status: 410 })
  const archived = { kind: 'archived', since: 1_700_000_000_000 }
  expect((await wait([events(`closed ${JSON.stringify(archived)}`)])).news).toEqual([
    { news: 'closed', closed: archived },
  ])
  expect((await wait([() => new Response(null, { status: 502 }), closed])).news.at(-1)).toEqual({
    news: 'closed',
    closed: { kind: 'deleted', since: null },
  })
})

test('a place that another page of the guest has taken ends the waiting, and is not fought for', async () => {
  const { news, asked } = await wait([events('waiting {"state":"waiting"}', 'replaced {}')])
  expect(news).toEqual([{ news: 'waiting' }, { news: 'replaced' }])
  expect(asked).toHaveLength(1)
})

test('a place that is lost, where the room asks more than a name, ends the waiting', async () => {
  const lost = () => Response.json({ code: 'ticket_invalid', ref: 'k3x97mqa', status: 400 }, { status: 400 })
  for (const [code, status] of [
    ['fields_invalid', 400],
    ['members_only', 403],
    ['ticket_invalid', 400],
  ] as const) {
    const asked = () => Response.json({ code, ref: 'k3x97mqa', status }, { status })
    expect((await wait([lost, asked])).news).toEqual([{ news: 'cut' }, { news: 'asked' }])
  }
  const busy = () =>
    Response.json({ code: 'too_many_attempts', ref: 'k3x97mqa', status: 429 }, { status: 429 })
  const { news } = await wait([lost, busy, events('open {"url":"https://bbb/in"}')])
  expect(news.map((each) => each.news)).toEqual(['cut', 'open'])
})

test('a stream that gives no sign of life counts as cut', async () => {
  const silent = () => new Response(new ReadableStream())
  const { news } = await wait([silent, () => Response.json({ state: 'open', url: 'https://bbb/in' })])
  expect(news).toEqual([{ news: 'cut' }, { news: 'open', url: 'https://bbb/in' }])
})

test('events are read whole, however the wire cuts them', async () => {
  const bytes = new TextEncoder().encode(
    ': hello\r\n\r\nevent: open\r\ndata: {"url":"https://bbb/é"}\r\n\r\n',
  )
  const inBytes = () =>
    new Response(
      new ReadableStream({
        start(controller) {
          for (const byte of bytes) controller.enqueue(Uint8Array.of(byte))
          controller.close()
        },
      }),
    )
  expect((await wait([inBytes])).news).toEqual([{ news: 'open', url: 'https://bbb/é' }])
})

type Answer = () => Response | Promise<Response>

/** A stream that says these events, `name data`, and breaks off. */
function events(...said: string[]): Answer {
  const blocks = said.map((event) => event.replace(/^(\w+) (.*)$/, 'event: $1\ndata: $2\n\n'))
  return () => new Response(blocks.join(''))
}

/** Waits on a wire that gives these answers, one after the other, while time flies. */
async function wait(answers: Answer[]): Promise<{ news: WaitingNews[]; asked: string[] }> {
  const news: WaitingNews[] = []
  const asked: string[] = []
  const left = [...answers]
  const wire: typeof fetch = async (input, init) => {
    const request = new Request(input, init)
    asked.push(`${request.method} ${request.url.replace(origin, '')}`)
    const answer = left.shift()
    if (!answer) throw new TypeError('the wire has no answer left')
    return answer()
  }
  const nobody = {
    authorize: async (request: Request) => request,
    reauthorize: async (request: Request) => request,
  }
  const client = createClient({ fetch: wire, origin, session: nobody, check: fits })
  const leaving = new AbortController()
  const waiting = waitInLine(
    { client, fetch: wire, origin, random: () => 0.5 },
    guest,
    (each) => news.push(each),
    leaving.signal,
  )
  await vi.advanceTimersByTimeAsync(120_000)
  leaving.abort()
  await waiting
  return { news, asked }
}
