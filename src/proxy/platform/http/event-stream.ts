const encoder = new TextEncoder()

/** Milliseconds: keeps reverse proxies from closing a quiet stream. */
const heartbeat = 20_000

const headers = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-store',
  // nginx buffers answers unless told otherwise.
  'X-Accel-Buffering': 'no',
}

/** An event stream while its page is there. */
export interface EventStream {
  /** After the stream was closed nothing is sent any more. */
  send(event: string, data: object): void
  close(): void
}

/**
 * An answer of server-sent events (WHATWG HTML §9.2), with a comment now and then.
 * @param begin called at once, and never for HEAD; @returns what is to be done when the stream ends, by whichever side
 * @param request its signal is aborted when the page goes away
 */
export function eventStreamAnswer(
  begin: (stream: EventStream) => () => void,
  { method, signal }: Pick<Request, 'method' | 'signal'>,
): Response {
  if (method === 'HEAD') return new Response(null, { headers })
  let finish = () => {}
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      let over = false
      let ended = () => {}
      const write = (text: string) => {
        if (!over) controller.enqueue(encoder.encode(text))
      }
      const close = () => {
        if (over) return
        finish()
        controller.close()
      }
      const beat = setInterval(() => write(': still here\n\n'), heartbeat)
      finish = () => {
        over = true
        clearInterval(beat)
        signal.removeEventListener('abort', close)
        ended()
      }
      signal.addEventListener('abort', close)
      // The headers go out with the first byte.
      write(': here\n\n')
      const stop = begin({
        send: (event, data) => write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
        close,
      })
      if (over) stop()
      else ended = stop
    },
    cancel: () => finish(),
  })
  return new Response(body, { headers })
}
