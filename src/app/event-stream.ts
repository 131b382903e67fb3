import { createParser, type EventSourceMessage } from 'eventsource-parser'
import { within } from './timers.ts'

/**
 * Reads server-sent events (WHATWG HTML §9.2) of a response that `fetch` gave. Comments are passed over.
 * @param quiet milliseconds without a byte after which the stream counts as cut
 * @throws what the reading throws, and an error when it has been quiet for too long
 */
export async function* readEvents(
  body: ReadableStream<Uint8Array>,
  quiet: number,
): AsyncGenerator<EventSourceMessage> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  const events: EventSourceMessage[] = []
  const parser = createParser({ onEvent: (event) => events.push(event) })
  try {
    while (true) {
      const { done, value } = await within(quiet, reader.read())
      if (done) return
      parser.feed(decoder.decode(value, { stream: true }))
      yield* events.splice(0)
    }
  } finally {
    reader.cancel().catch(() => {})
  }
}
