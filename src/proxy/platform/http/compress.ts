import { constants, crc32, deflateRawSync, gunzipSync, gzipSync } from 'node:zlib'
import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { LRUCache } from 'lru-cache'
import { packedLimits } from '../limits.ts'

/** Bytes that travel in one packet anyway: compressing them saves nothing. */
const leastBytes = 1_400
/** Up to so many bytes compressing takes less time than handing them to another thread. */
const mostAtOnce = 64 * 1024
/** zlib's level: a tenth larger than the smallest, for half of the time. */
const level = 3

/** A text as an answer's body, with the headers that say how it is packed. */
export interface Packed {
  body: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>
  headers: Record<string, string>
}

/** A text of which the middle comes again and again: that is compressed once. */
export interface Pieces {
  before: string
  middle: string
  /** Short: it is not compressed. */
  after: string
}

/**
 * Packs a text: with gzip where it is longer than a packet. Texts are packed where they are made, so that no answer
 * has to be read again to see how long it is.
 * @param gzip whether the client takes it
 */
export function pack(text: string, gzip: boolean): Packed {
  const bytes = Buffer.byteLength(text)
  if (bytes < leastBytes) return { body: text, headers: {} }
  if (!gzip) return { body: text, headers: varying }
  return { body: bytes > mostAtOnce ? zippedElsewhere(text) : zippedLately(text, bytes), headers: asGzip }
}

/** Packs a text in pieces, which is longer than a packet. */
export function packPieces(pieces: Pieces, gzip: boolean): Packed {
  return gzip
    ? { body: zippedPieces(pieces), headers: asGzip }
    : { body: pieces.before + pieces.middle + pieces.after, headers: varying }
}

/** A text that is answered with more than once: it is kept compressed, which is how nearly everybody takes it. */
export function packedOnce(text: string | Pieces): (gzip: boolean) => Packed {
  if (typeof text !== 'string') return keptSmall(zippedPieces(text))
  const bytes = Buffer.byteLength(text)
  if (bytes < leastBytes) return () => ({ body: text, headers: {} })
  return keptSmall(zipped(text, bytes))
}

function keptSmall(zip: Uint8Array<ArrayBuffer>): (gzip: boolean) => Packed {
  // A copy: what zlib gives lies in a larger piece of memory.
  const small = { body: new Uint8Array(zip), headers: asGzip }
  return (gzip) => (gzip ? small : { body: gunzipSync(small.body), headers: varying })
}

/** … a long one in threads of zlib's own. */
export async function packedElsewhere(text: string): Promise<(gzip: boolean) => Packed> {
  if (Buffer.byteLength(text) <= mostAtOnce) return packedOnce(text)
  const small = await new Response(zippedElsewhere(text)).bytes()
  const plain = () => new Blob([small]).stream().pipeThrough(new DecompressionStream('gzip'))
  return (gzip) => (gzip ? { body: small, headers: asGzip } : { body: plain(), headers: varying })
}

const varying = { Vary: 'Accept-Encoding' }
const asGzip = { ...varying, 'Content-Encoding': 'gzip' }

/** By `Accept-Encoding` (RFC 9110 §12.5.3). */
export function takesGzip(c: Context): boolean {
  const accepted = c.req.header('Accept-Encoding')
  if (accepted === undefined) return false
  const found = /(?:^|,)\s*(?:gzip|\*)\s*(?:;\s*q=([\d.]*))?/i.exec(accepted)
  return found !== null && (found[1] === undefined || Number(found[1]) > 0)
}

/** Answers that were packed lately: who asks again mostly gets the same text. Sizes in bytes. */
const packedLately = new LRUCache<string, Uint8Array<ArrayBuffer>>({
  maxSize: packedLimits.bytes,
  maxEntrySize: packedLimits.bytesEach,
  sizeCalculation: (bytes, text) => bytes.length + 2 * text.length,
})

function zippedLately(text: string, bytes: number): Uint8Array<ArrayBuffer> {
  // A copy: what zlib gives lies in a larger piece of memory.
  const small = packedLately.get(text) ?? new Uint8Array(zipped(text, bytes))
  packedLately.set(text, small)
  return small
}

/** Memory in which texts are encoded for zlib, instead of a new piece for each. */
const scratch = Buffer.alloc(mostAtOnce)

/** zlib clears a window and tables for each text: no larger ones than the text fills. */
function zipped(text: string, bytes: number): Uint8Array<ArrayBuffer> {
  const sizes = bytes > 32 * 1024 ? {} : { memLevel: 6, windowBits: bytes > 8 * 1024 ? 15 : 13 }
  const plain = bytes > scratch.length ? text : scratch.subarray(0, scratch.write(text))
  return gzipSync(plain, { level, ...sizes })
}

/** Middles of pieces, as they are and compressed: one for each kind of page and language. */
const middles = new LRUCache<string, { bytes: Buffer; deflated: Buffer }>({ max: 50 })

function middleOf(text: string): { bytes: Buffer; deflated: Buffer } {
  const known = middles.get(text)
  if (known) return known
  const bytes = Buffer.from(text)
  const made = { bytes, deflated: deflateRawSync(bytes, { level: 9, finishFlush: constants.Z_FULL_FLUSH }) }
  middles.set(text, made)
  return made
}

/** Deflate, no name, no time, any system (RFC 1952 §2.3). */
const gzipHeader = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff])

/**
 * One gzip member out of parts that were compressed each by itself: the first two end at a byte (RFC 1951 §3.2.4), and
 * the last is a stored block.
 */
function zippedPieces({ before, middle, after }: Pieces): Uint8Array<ArrayBuffer> {
  const first = Buffer.from(before)
  const { bytes, deflated } = middleOf(middle)
  const last = Buffer.from(after)
  const stored = Buffer.alloc(5)
  stored.writeUInt8(1, 0)
  stored.writeUInt16LE(last.length, 1)
  stored.writeUInt16LE(~last.length & 0xffff, 3)
  const trailer = Buffer.alloc(8)
  trailer.writeUInt32LE(crc32(last, crc32(bytes, crc32(first))), 0)
  trailer.writeUInt32LE(first.length + bytes.length + last.length, 4)
  const begun = deflateRawSync(first, { level, memLevel: 6, finishFlush: constants.Z_SYNC_FLUSH })
  return Buffer.concat([gzipHeader, begun, deflated, stored, last, trailer])
}

/** In a thread of zlib's own. */
function zippedElsewhere(text: string): ReadableStream<Uint8Array> {
  return new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))
}

/** A JSON answer that is the same for as long as the process lives: it is written and compressed once. */
export class LastingAnswer<T> {
  readonly #packed: (gzip: boolean) => Packed

  constructor(value: T) {
    this.#packed = packedOnce(JSON.stringify(value))
  }

  respond(c: Context): Response {
    const { body, headers } = this.#packed(takesGzip(c))
    return c.body(body, 200, { 'Content-Type': 'application/json', ...headers })
  }
}

/** An answer in JSON, packed. */
export function packedJson(c: Context, value: unknown, status: ContentfulStatusCode): Response {
  const { body, headers } = pack(JSON.stringify(value), takesGzip(c))
  return c.body(body, status, { 'Content-Type': 'application/json', ...headers })
}
