/** How the server misbehaves, until it is told to stop. */
export type Fault =
  | 'none'
  | 'refuse'
  | 'hang'
  | 'html_502'
  | 'html_404'
  | 'json'
  | 'empty'
  | 'truncated'
  | 'doubled_returncode'
  | 'no_returncode'
  | 'slow_bytes'
  | 'huge'
  | 'wrong_secret'
  | 'internal_error'
  /** A balancer leaves out the meetings of a machine that hangs, and waits for it when asked about one. */
  | 'hanging_node'
  /** The machine behind a balancer that holds the meetings made so far is gone; new ones go to another. */
  | 'dead_node'
  /** Another machine is gone, which holds none of the meetings. */
  | 'bad_node'
  /** The machine behind a balancer creates, and the balancer takes its answer for a failure. */
  | 'create_lost_behind'
  /** A balancer's own list of meetings lags behind: asked about one that getMeetings lists, it does not know it. */
  | 'lagging_poller'
  | 'create_answer_lost'
  | 'slow_documents'

/** Nobody reaches the server at all: its pages and its API alike. */
export function isOutage(fault: Fault): fault is 'refuse' | 'hang' {
  return fault === 'refuse' || fault === 'hang'
}

/** @throws TypeError as `fetch` does, at once or when the request is given up */
export async function suffer(outage: 'refuse' | 'hang', request: Request): Promise<never> {
  if (outage === 'refuse') throw networkError('ECONNREFUSED')
  request.signal.throwIfAborted()
  return await new Promise((_, reject) => {
    request.signal.addEventListener('abort', () => reject(request.signal.reason), { once: true })
  })
}

/**
 * The effect of a fault on an API call.
 * @param answer what a healthy server does; not asked where the call never reaches it
 */
export async function answerUnder(fault: Fault, call: string, answer: () => Response): Promise<Response> {
  switch (fault) {
    case 'html_502':
      return nginxPage(502, 'Bad Gateway')
    case 'html_404':
      return nginxPage(404, 'Not Found')
    case 'json':
      return Response.json({ response: { returncode: 'SUCCESS' } })
    case 'empty':
      return new Response(null, { headers: { 'Content-Type': 'text/xml' } })
    case 'internal_error':
      return xmlAnswer(internalError)
    case 'hanging_node':
      return call === 'getMeetings' ? xmlAnswer(noMeetings) : answer()
    case 'huge':
      return streamed(hugeBody())
    case 'create_answer_lost':
      return lostIf(call === 'create', answer())
    case 'truncated':
      return await rewritten(answer(), (xml) => xml.slice(0, xml.length / 2))
    case 'doubled_returncode':
      return await rewritten(answer(), (xml) =>
        xml.replace('</returncode>', '</returncode>\n<returncode>SUCCESS</returncode>'),
      )
    case 'no_returncode':
      return await rewritten(answer(), (xml) => xml.replace(/<returncode>\w+<\/returncode>/, ''))
    case 'slow_bytes':
      return streamed(byteASecond(new TextEncoder().encode(await answer().text())))
    default:
      return answer()
  }
}

/** A balancer's answer when the machine behind it is gone. */
const internalError = `<response>
<returncode>FAILED</returncode>
<messageKey>internalError</messageKey>
<message>Unable to find available server.</message>
</response>`

const noMeetings = `<response>
<returncode>SUCCESS</returncode>
<meetings/>
<messageKey>noMeetings</messageKey>
<message>no meetings were found on this server</message>
</response>`

function xmlAnswer(xml: string): Response {
  return new Response(xml, { headers: { 'Content-Type': 'text/xml;charset=utf-8' } })
}

/** BBB's own errors never look like this: they come from the web server in front of it. */
export function nginxPage(status: number, reason: string): Response {
  const html = `<html>
<head><title>${status} ${reason}</title></head>
<body>
<center><h1>${status} ${reason}</h1></center>
<hr><center>nginx</center>
</body>
</html>
`
  return new Response(html, { status, headers: { 'Content-Type': 'text/html' } })
}

/** The call was done; only nobody hears of it. */
function lostIf(lost: boolean, answer: Response): Response {
  if (lost) throw networkError('ECONNRESET')
  return answer
}

async function rewritten(answer: Response, rewrite: (xml: string) => string): Promise<Response> {
  const { status, headers } = answer
  return answer.body ? new Response(rewrite(await answer.text()), { status, headers }) : answer
}

function networkError(code: string): TypeError {
  const cause = Object.assign(new Error(`connect ${code}`), { code })
  return new TypeError('fetch failed', { cause })
}

function streamed(body: ReadableStream<Uint8Array>): Response {
  return new Response(body, { headers: { 'Content-Type': 'text/xml;charset=utf-8' } })
}

function byteASecond(bytes: Uint8Array): ReadableStream<Uint8Array> {
  let sent = 0
  let timer: NodeJS.Timeout | undefined
  return new ReadableStream({
    async pull(controller) {
      await new Promise((resolve) => {
        timer = setTimeout(resolve, 1_000)
        timer.unref()
      })
      controller.enqueue(bytes.subarray(sent, ++sent))
      if (sent >= bytes.length) controller.close()
    },
    cancel: () => clearTimeout(timer),
  })
}

const hugeBytes = 200_000_000

/** Well-formed as far as it goes, and with nothing in it that a reader would have to keep: only its size is wrong. */
function hugeBody(): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const filling = encoder.encode(`<!--${' '.repeat(65_000)}-->\n`)
  let sent = 0
  return new ReadableStream({
    start: (controller) =>
      controller.enqueue(encoder.encode('<response>\n<returncode>SUCCESS</returncode>\n')),
    pull(controller) {
      controller.enqueue(filling)
      sent += filling.length
      if (sent >= hugeBytes) controller.close()
    },
  })
}
