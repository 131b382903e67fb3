import { connectionProblem } from './connection.ts'
import { createXmlReader, UnreadableXml, type XmlElement } from './xml.ts'

/**
 * Reads an answer's body as XML while it arrives, and stops at the first byte too many.
 * @param limit bytes, unpacked
 * @param signal gives up between two pieces, however slowly they come
 * @throws UnreadableXml, ConnectionProblem, or the signal's reason
 */
export async function readXmlBody(answer: Response, limit: number, signal: AbortSignal): Promise<XmlElement> {
  if (!answer.body) throw new UnreadableXml('nothing')
  const pieces = answer.body.getReader()
  const xml = createXmlReader()
  const decode = utf8Decoder()
  let bytes = 0
  for (;;) {
    const { done, value } = await fromNetwork(pieces.read(), signal)
    if (done) break
    bytes += value.byteLength
    if (bytes > limit) throw new UnreadableXml(`more than ${limit} bytes`)
    xml.write(decode(value))
  }
  if (bytes === 0) throw new UnreadableXml('nothing')
  xml.write(decode())
  return xml.end()
}

/** Waits for the network until the signal ends it. */
export async function fromNetwork<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted()
  const givenUp = Promise.withResolvers<never>()
  const giveUp = () => givenUp.reject(signal.reason)
  signal.addEventListener('abort', giveUp, { once: true })
  try {
    return await Promise.race([promise, givenUp.promise])
  } catch (error) {
    throw signal.aborted ? signal.reason : connectionProblem(error)
  } finally {
    signal.removeEventListener('abort', giveUp)
  }
}

/** Strict: half a character, or bytes of another encoding, are not guessed at. */
function utf8Decoder(): (piece?: Uint8Array) => string {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  return (piece) => {
    try {
      return piece ? decoder.decode(piece, { stream: true }) : decoder.decode()
    } catch {
      throw new UnreadableXml('bytes that are not UTF-8')
    }
  }
}
