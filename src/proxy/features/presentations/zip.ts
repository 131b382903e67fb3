import { inflateRawSync } from 'node:zlib'
import type { FileProblem } from '../../../contract/presentations.ts'

/** Reads from a file that has arrived; fewer bytes than asked for at its end. */
export interface Readable {
  readonly size: number
  read(position: number, length: number): Promise<Uint8Array>
}

export interface ZipEntry {
  name: string
  /** Bytes as the directory says; nothing is unpacked to see whether that is true. */
  packed: number
  unpacked: number
  /** 0: as it is. 8: deflated. */
  method: number
  isEncrypted: boolean
  /** The offset of its own header, in bytes. */
  at: number
}

const endSignature = 0x06054b50
const entrySignature = 0x02014b50
const headerSignature = 0x04034b50
const endSize = 22
const longestComment = 0xffff
const entrySize = 46
const headerSize = 30

/** More files than the largest real presentations have. */
const mostEntries = 20_000
const largestDirectory = 8_000_000
/** Bytes of all files of the archive, unpacked. */
const mostUnpacked = 1_000_000_000
/** Text packs at 10 to 30, whole empty sheets at 100; a bomb at 1,000. */
const steepest = 200
/** Below this many bytes nothing is a bomb. */
const harmless = 50_000_000

/**
 * The directory of a zip archive, which stands at its end (PKWARE APPNOTE §4.3). Archives of more than 4 GB or
 * 65,535 files (zip64) are not read.
 */
export async function readZip(file: Readable): Promise<ZipEntry[] | FileProblem> {
  const end = await findEnd(file)
  if (!end) return 'damaged'
  if (end.count > mostEntries || end.size > largestDirectory) return 'expands'
  if (end.at + end.size > file.size) return 'damaged'
  const entries = entriesOf(asBuffer(await file.read(end.at, end.size)), end.count)
  if (!entries) return 'damaged'
  return isAbsurd(entries, file.size) ? 'expands' : entries
}

async function findEnd(file: Readable) {
  const length = Math.min(file.size, endSize + longestComment)
  const tail = asBuffer(await file.read(file.size - length, length))
  for (let at = tail.length - endSize; at >= 0; at--) {
    if (tail.readUInt32LE(at) !== endSignature) continue
    if (at + endSize + tail.readUInt16LE(at + 20) !== tail.length) continue
    return {
      count: tail.readUInt16LE(at + 10),
      size: tail.readUInt32LE(at + 12),
      at: tail.readUInt32LE(at + 16),
    }
  }
  return null
}

function entriesOf(directory: Buffer, count: number): ZipEntry[] | null {
  const entries: ZipEntry[] = []
  let at = 0
  for (let index = 0; index < count; index++) {
    if (at + entrySize > directory.length || directory.readUInt32LE(at) !== entrySignature) return null
    const nameLength = directory.readUInt16LE(at + 28)
    const rest = directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
    if (at + entrySize + nameLength + rest > directory.length) return null
    entries.push({
      name: directory.toString('utf8', at + entrySize, at + entrySize + nameLength),
      isEncrypted: (directory.readUInt16LE(at + 8) & 1) === 1,
      method: directory.readUInt16LE(at + 10),
      packed: directory.readUInt32LE(at + 20),
      unpacked: directory.readUInt32LE(at + 24),
      at: directory.readUInt32LE(at + 42),
    })
    at += entrySize + nameLength + rest
  }
  return entries
}

/** Too much, too tightly packed, or the same bytes used for several files. */
function isAbsurd(entries: readonly ZipEntry[], size: number): boolean {
  const packed = entries.reduce((sum, entry) => sum + entry.packed + headerSize, 0)
  const unpacked = entries.reduce((sum, entry) => sum + entry.unpacked, 0)
  return packed > size || unpacked > mostUnpacked || (unpacked > harmless && unpacked > size * steepest)
}

/** Bytes of one small file; packed ones fit in this. */
const smallFile = 256_000

/**
 * One small file of the archive as text: the lists of what is in it.
 * @param limit bytes, unpacked; what is larger is not read
 * @returns null where it cannot be read
 */
export async function readSmall(file: Readable, entry: ZipEntry, limit: number): Promise<string | null> {
  if (entry.packed > smallFile || entry.isEncrypted) return null
  const header = asBuffer(await file.read(entry.at, headerSize))
  if (header.length < headerSize || header.readUInt32LE(0) !== headerSignature) return null
  const from = entry.at + headerSize + header.readUInt16LE(26) + header.readUInt16LE(28)
  const packed = await file.read(from, entry.packed)
  if (entry.method === 0) return packed.length > limit ? null : asBuffer(packed).toString('utf8')
  if (entry.method !== 8) return null
  try {
    return inflateRawSync(packed, { maxOutputLength: limit }).toString('utf8')
  } catch {
    return null
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
