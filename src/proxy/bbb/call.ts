import { fromNetwork, readXmlBody } from './body.ts'
import { ConnectionProblem } from './connection.ts'
import { openEnvelope } from './envelope.ts'
import { BbbFailure } from './failure.ts'
import type { Gate } from './gate.ts'
import { UnreadableXml, type XmlElement } from './xml.ts'

/** One call of a BBB server. */
export interface Call {
  /** BBB's name of it, for messages. */
  name: string
  /** Signed, and sent exactly so. */
  url: string
  /** XML that goes with it; a signature does not cover it. */
  body?: string
  /** Milliseconds until it is given up: its place in the queue, headers and body together. */
  timeout: number
  /** Bytes of the answer, unpacked. */
  bodyBytes: number
  /** It does no harm when it comes twice: sent once more where the connection was cut before an answer. */
  repeatable: boolean
  fetch: typeof fetch
  gate: Gate
}

/**
 * Makes one call and reads its answer.
 * @param read makes of BBB's reply, known to be a success, what is wanted
 * @throws BbbFailure, whatever goes wrong
 */
export async function callBbb<T>(call: Call, read: (response: XmlElement) => T): Promise<T> {
  const asked = `${call.name} at ${new URL(call.url).host}`
  const controller = new AbortController()
  const deadline = setTimeout(() => controller.abort(), call.timeout)
  let sent = false
  let httpStatus: number | null = null
  const exchange = async () => {
    sent = true
    const answer = await send(call, controller.signal)
    httpStatus = answer.status
    return read(await readReply(answer, call, asked, controller.signal))
  }
  try {
    return await call.gate(exchange, controller.signal)
  } catch (error) {
    if (controller.signal.aborted) throw late(asked, call.timeout, sent)
    throw explained(error, asked, httpStatus)
  } finally {
    clearTimeout(deadline)
    // The unread rest goes with its connection.
    controller.abort()
  }
}

/** A connection that was kept open may be closed by the server at the very moment of the next call. */
async function send(call: Call, signal: AbortSignal): Promise<Response> {
  try {
    return await sendOnce(call, signal)
  } catch (error) {
    const cut = error instanceof ConnectionProblem && error.delivered === 'unknown'
    if (!cut || !call.repeatable) throw error
    return await sendOnce(call, signal)
  }
}

/**
 * `Accept` must not ask for JSON: BBB would answer its errors in it. Redirects are not followed: from an API call
 * they mean a wrong address, and whoever they lead to would be given the signature.
 */
function sendOnce(call: Call, signal: AbortSignal): Promise<Response> {
  const usual = { redirect: 'manual', credentials: 'omit', signal } as const
  const { body } = call
  // The bare type: BBB refuses it with a charset behind it.
  const xml = { accept: '*/*', 'content-type': 'application/xml' }
  const sent =
    body === undefined
      ? { ...usual, headers: { accept: '*/*' } }
      : { ...usual, method: 'POST', body: new TextEncoder().encode(body), headers: xml }
  return fromNetwork(call.fetch(call.url, sent), signal)
}

/** The body comes before the status: b3scale sends BBB's own errors with 500, others theirs with 200. */
async function readReply(
  answer: Response,
  call: Call,
  asked: string,
  signal: AbortSignal,
): Promise<XmlElement> {
  try {
    if (answer.status >= 300 && answer.status < 400) throw new UnreadableXml('a redirect')
    return openEnvelope(await readXmlBody(answer, call.bodyBytes, signal), asked, answer.status)
  } catch (error) {
    if (!(error instanceof UnreadableXml)) throw error
    throw new UnreadableXml(`${error.message}; HTTP status ${answer.status}`)
  }
}

function late(asked: string, timeout: number, sent: boolean): BbbFailure {
  const delivered = sent ? 'unknown' : 'no'
  const details = { kind: 'unreachable', delivered, late: sent } as const
  return new BbbFailure(`${asked}: no answer within ${timeout} ms`, details)
}

function explained(error: unknown, asked: string, httpStatus: number | null): unknown {
  if (error instanceof ConnectionProblem) {
    const { delivered } = error
    return new BbbFailure(`${asked}: ${error.message}`, {
      kind: 'unreachable',
      delivered,
      httpStatus,
      cause: error,
    })
  }
  if (error instanceof UnreadableXml) {
    const message = `${asked}: not an answer of BigBlueButton: ${error.message}`
    return new BbbFailure(message, { kind: 'not_bbb', delivered: 'unknown', httpStatus, cause: error })
  }
  return error
}
