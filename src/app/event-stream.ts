/** One server-sent event. */
export interface StreamEvent {
  event: string
  data: string
}

/**
 * Reads server-sent events (WHATWG HTML §9.2) of a response that `fetch` gave. Comments are passed over.
 * @param quiet after so many milliseconds without a byte the stream counts as cut
 * @throws what the reading throws, and an error when it has been quiet for too long
 */
export async function* readEvents(
  body: ReadableStream<Uint8Array>,
  quiet: number,
): AsyncGenerator<StreamEvent> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let buffer = ''
  try {
    while (true) {
      const { done, value } = await within(quiet, reader.read())
      if (done) return
      buffer = (buffer + decoder.decode(value, { stream: true })).replaceAll('\r\n', '\n')
      const blocks = buffer.split('\n\n')
      buffer = blocks.pop() ?? ''
      for (const block of blocks) {
        const event = parseBlock(block)
        if (event) yield event
      }
    }
  } finally {
    reader.cancel().catch(() => {})
  }
}

function parseBlock(block: string): StreamEvent | null {
  const fields = block.split('\n').map((line) => /^(event|data): ?(.*)$/.exec(line))
  const valuesOf = (name: string) => fields.flatMap((field) => (field?.[1] === name ? [field[2] ?? ''] : []))
  const data = valuesOf('data')
  return data.length === 0 ? null : { event: valuesOf('event').at(-1) ?? 'message', data: data.join('\n') }
}

function within<Result>(milliseconds: number, work: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the stream has been quiet for too long')), milliseconds)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
