import type { ServerResponse } from 'node:http'
import { inspect } from 'node:util'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { aMeeting, bbbAt, bbbOnLoopback, failedReply, failureOf, reply, secret } from './loopback.ts'

const meetings = reply('meetings-2.7')
const soon = { read: 150, create: 150, recordings: 150 }

/** Sends white space, piece by piece and without end, until the other side has had enough. */
function endless(response: ServerResponse, piece: string): Promise<number> {
  return new Promise((resolve) => {
    let sent = 0
    const more = () => {
      while (!response.destroyed && response.write(piece)) sent += piece.length
    }
    response.on('drain', more)
    response.on('close', () => resolve(sent))
    response.write('<response>')
    more()
  })
}

test('a server that refuses connections has heard nothing', async () => {
  const { bbb, stop } = await bbbOnLoopback(() => {})
  await stop()
  const failure = await failureOf(bbb.create(aMeeting))
  expect(failure).toMatchObject({ kind: 'unreachable', messageKey: null, delivered: 'no' })
  expect(failure.message).toContain('ECONNREFUSED')
})

test.each([
  [{ code: 'ENOTFOUND', syscall: 'getaddrinfo' }, 'no'],
  [{ code: 'EHOSTUNREACH', syscall: 'connect' }, 'no'],
  [{ code: 'UND_ERR_CONNECT_TIMEOUT' }, 'no'],
  [{ code: 'CERT_HAS_EXPIRED' }, 'no'],
  [{ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, 'no'],
  [{ code: 'ECONNRESET', syscall: 'read' }, 'unknown'],
  [{ code: 'EHOSTUNREACH', syscall: 'read' }, 'unknown'],
  [{ code: 'UND_ERR_SOCKET' }, 'unknown'],
  [{}, 'unknown'],
])('after %j the call was delivered: %s', async (details, delivered) => {
  const cause = Object.assign(new Error('it broke'), details)
  for (const error of [cause, new AggregateError([cause])]) {
    const bbb = bbbAt('https://bbb.example/bigbluebutton/', {
      fetch: () => Promise.reject(new TypeError('fetch failed', { cause: error })),
    })
    expect(await failureOf(bbb.create(aMeeting))).toMatchObject({ kind: 'unreachable', delivered })
  }
})

describe('within its time', () => {
  test('a server that never answers is given up', async () => {
    const { bbb } = await bbbOnLoopback(() => {}, { limits: soon })
    const began = performance.now()
    const failures = await Promise.all([
      failureOf(bbb.meetings()),
      failureOf(bbb.create(aMeeting)),
      failureOf(bbb.recordings({ meetingIds: ['foyer-1'] })),
    ])
    expect(performance.now() - began).toBeLessThan(2_000)
    for (const failure of failures)
      expect(failure).toMatchObject({ kind: 'unreachable', delivered: 'unknown' })
    expect(failures[0]?.message).toContain('no answer within 150 ms')
  })

  test('one that sends a byte now and then is given up as well', async () => {
    const { bbb } = await bbbOnLoopback(
      (_, response) => {
        const dripping = setInterval(() => response.write(' '), 20)
        response.on('close', () => clearInterval(dripping))
        response.write('<response>')
      },
      { limits: soon },
    )
    const began = performance.now()
    expect(await failureOf(bbb.meetings())).toMatchObject({ kind: 'unreachable', delivered: 'unknown' })
    expect(performance.now() - began).toBeLessThan(2_000)
  })

  test('even a fetch that ignores its signal is given up, before and within the body', async () => {
    const silent = bbbAt('https://bbb.example/bigbluebutton/', {
      limits: soon,
      fetch: () => new Promise(() => {}),
    })
    const stuck = bbbAt('https://bbb.example/bigbluebutton/', {
      limits: soon,
      fetch: async () => new Response(new ReadableStream()),
    })
    expect(await failureOf(silent.meetings())).toMatchObject({ kind: 'unreachable' })
    expect(await failureOf(stuck.meetings())).toMatchObject({ kind: 'unreachable' })
  })

  test('what never left the queue was not delivered', async () => {
    const { bbb, received } = await bbbOnLoopback(() => {}, { limits: { ...soon, create: 100 } })
    const busy = Array.from({ length: 8 }, () => failureOf(bbb.meetings()))
    const queued = await failureOf(bbb.create(aMeeting))
    expect(queued).toMatchObject({ kind: 'unreachable', delivered: 'no' })
    await Promise.all(busy)
    expect(received).toHaveLength(8)
  })
})

test('an answer without end is cut at the limit', async () => {
  const sizes: Promise<number>[] = []
  const { bbb } = await bbbOnLoopback(
    (_, response) => {
      sizes.push(endless(response, ' '.repeat(1_000)))
    },
    { limits: { body: 50_000 } },
  )
  const failure = await failureOf(bbb.meetings())
  expect(failure).toMatchObject({ kind: 'not_bbb', delivered: 'unknown' })
  expect(failure.message).toContain('more than 50000 bytes')
  // What the loopback's own buffers took does not count; 200 MB would.
  expect(await sizes[0]).toBeLessThan(20_000_000)
})

test('an answer that was packed small counts by what it unpacks to', async () => {
  const bomb = gzipSync(`<response>${' '.repeat(5_000_000)}`)
  const { bbb } = await bbbOnLoopback(
    (_, response) => {
      response.setHeader('content-encoding', 'gzip')
      response.end(bomb)
    },
    { limits: { body: 1_000_000 } },
  )
  expect((await failureOf(bbb.meetings())).message).toContain('more than 1000000 bytes')
})

test('an answer that is cut in the middle is no answer', async () => {
  const { bbb } = await bbbOnLoopback((_, response) => {
    response.setHeader('content-length', meetings.length * 2)
    response.write(meetings.slice(0, 200), () => response.destroy())
  })
  expect(await failureOf(bbb.meetings())).toMatchObject({ kind: 'unreachable', delivered: 'unknown' })
})

test('a character that is cut between two pieces arrives whole', async () => {
  const bytes = Buffer.from(reply('recordings'))
  const middle = bytes.indexOf(Buffer.from('é')) + 1
  const { bbb } = await bbbOnLoopback((_, response) => {
    response.write(bytes.subarray(0, middle), () => setImmediate(() => response.end(bytes.subarray(middle))))
  })
  const {
    recordings: [recording],
  } = await bbb.recordings({ meetingIds: ['foyer-1'] })
  expect(recording?.name).toBe('Réunion <du> mardi & co')
})

describe('a connection that is cut before the answer', () => {
  test('is tried once more for what does no harm twice', async () => {
    const { bbb, received } = await bbbOnLoopback((request, response) => {
      if (received.length === 1) request.socket.destroy()
      else response.end(meetings)
    })
    expect((await bbb.meetings()).meetings).toHaveLength(2)
    expect(received).toHaveLength(2)
  })

  test('is not tried a third time', async () => {
    const { bbb, received } = await bbbOnLoopback((request) => request.socket.destroy())
    expect(await failureOf(bbb.meetings())).toMatchObject({ kind: 'unreachable', delivered: 'unknown' })
    expect(received).toHaveLength(2)
  })

  test('leaves a create for its caller to repeat', async () => {
    const { bbb, received } = await bbbOnLoopback((request, response) => {
      if (received.length === 1) request.socket.destroy()
      else response.end(reply('created-before'))
    })
    expect(await failureOf(bbb.create(aMeeting))).toMatchObject({ kind: 'unreachable', delivered: 'unknown' })
    expect(received).toHaveLength(1)
    expect(await bbb.create(aMeeting)).toMatchObject({ duplicate: true })
    expect(received[1]).toBe(received[0])
  })
})

test('redirects are not followed: the signature would go along', async () => {
  const elsewhere = await bbbOnLoopback((_, response) => response.end(meetings))
  const { bbb } = await bbbOnLoopback((request, response) => {
    response.writeHead(302, { location: `http://${elsewhere.host}${request.url}` }).end(meetings)
  })
  const failure = await failureOf(bbb.meetings())
  expect(failure.kind).toBe('not_bbb')
  expect(failure.message).toMatch(/a redirect; HTTP status 302$/)
  expect(elsewhere.received).toEqual([])
})

test('BBB is asked by GET, for any type, without cookies', async () => {
  const headers: unknown[] = []
  const { bbb } = await bbbOnLoopback((request, response) => {
    headers.push([
      request.method,
      request.headers.accept,
      request.headers.cookie,
      request.headers['content-type'],
    ])
    response.setHeader('set-cookie', 'JSESSIONID=1; Path=/').end(meetings)
  })
  await bbb.meetings()
  await bbb.meetings()
  expect(headers).toEqual(Array(2).fill(['GET', '*/*', undefined, undefined]))
})

describe('at once', () => {
  /** A server that answers a turn later, and the most calls that it ever had at once. */
  function counting(answer: string) {
    const counts = { now: 0, most: 0 }
    const bbb = bbbAt('https://bbb.example/bigbluebutton/', {
      fetch: async () => {
        counts.most = Math.max(counts.most, ++counts.now)
        await new Promise((resolve) => setImmediate(resolve))
        counts.now -= 1
        return new Response(answer)
      },
    })
    return { bbb, counts }
  }

  test('a server gets eight calls, the others wait', async () => {
    const { bbb, counts } = counting(meetings)
    await Promise.all(Array.from({ length: 50 }, () => bbb.meetings()))
    expect(counts.most).toBe(8)
  })

  test('and two for recordings, which do not stand in the way of others', async () => {
    const { bbb, counts } = counting(reply('recordings'))
    const read = () => bbb.recordings({ meetingIds: ['foyer-1'] })
    await Promise.all(Array.from({ length: 20 }, read))
    expect(counts.most).toBe(2)
    await Promise.all([...Array.from({ length: 20 }, read), bbb.end('foyer-1')])
    expect(counts.most).toBe(3)
  })
})

test.each<[string, typeof fetch]>([
  ['a refusal', async () => new Response(failedReply('notAllowed'))],
  ['a wrong secret', async () => new Response(failedReply('checksumError'))],
  ['HTML that repeats the address', async (url) => new Response(`<html><p>${url}</p></html>`)],
  ['XML that breaks at the address', async (url) => new Response(`<response><${url}`)],
  ['a redirect', async (url) => new Response(null, { status: 302, headers: { location: String(url) } })],
  ['silence', () => new Promise(() => {})],
  ['an error that tells the address', (url) => Promise.reject(new TypeError(`cannot fetch ${url}`))],
  [
    'an error whose cause and code tell the address',
    (url) =>
      Promise.reject(
        new TypeError('failed', { cause: Object.assign(new Error(`${url}`), { code: `${url}` }) }),
      ),
  ],
])('neither secret nor checksum is told by the failure after %s', async (_, answer) => {
  const checksums: string[] = []
  const bbb = bbbAt('https://bbb.example/bigbluebutton/', {
    limits: soon,
    fetch: (url, init) => {
      checksums.push(/checksum=(\w+)/.exec(String(url))?.[1] ?? '')
      return answer(url, init)
    },
  })
  const told = inspect(await failureOf(bbb.create(aMeeting)), { depth: 10, showHidden: true })
  expect(checksums[0]).toHaveLength(64)
  expect(told).not.toContain(checksums[0])
  expect(told).not.toContain(secret)
  expect(told).not.toMatch(/attendeePW=|moderatorPW=/)
  expect(told).toContain('create at bbb.example')
})
