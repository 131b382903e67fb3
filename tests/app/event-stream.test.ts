import { expect, test } from 'vitest'
import { readEvents } from '../../src/app/event-stream.ts'

async function read(pieces: readonly (string | Uint8Array)[]): Promise<unknown[]> {
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces)
        controller.enqueue(typeof piece === 'string' ? encoder.encode(piece) : piece)
      controller.close()
    },
  })
  const events = []
  for await (const { event, data } of readEvents(body, 60_000)) events.push([event, data])
  return events
}

const é = new TextEncoder().encode('é')

test.each([
  ['one', [': here\n\nevent: open\ndata: {"url":"x"}\n\n'], [['open', '{"url":"x"}']]],
  [
    'in pieces, cut within a letter',
    ['event: op', 'en\ndata: ', é.slice(0, 1), é.slice(1), '\n', '\n'],
    [['open', 'é']],
  ],
  ['with CRLF, cut within it', ['event: open\r', '\ndata: a\r\n\r', '\n'], [['open', 'a']]],
  [
    'with CR alone',
    ['event: open\rdata: a\r\revent: closed\rdata: b\r\r\n'],
    [
      ['open', 'a'],
      ['closed', 'b'],
    ],
  ],
  ['behind a byte-order mark', ['\ufeffevent: open\ndata: a\n\n'], [['open', 'a']]],
  ['of several lines', ['data: a\ndata: b\n\n'], [[undefined, 'a\nb']]],
  ['without data, and one that was cut', ['event: open\n\nevent: open\ndata: a\n'], []],
])('events %s are read', async (_what, pieces, events) => {
  expect(await read(pieces)).toEqual(events)
})
