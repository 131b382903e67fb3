import type { Readable } from './zip.ts'

const signature = 'd0cf11e0a1b11ae1'
const entrySize = 128
/** The first number that is no sector's: the end of a chain, and free sectors. */
const lastSector = 0xfffffffa
/** 8,000 names: many times what a document has. */
const mostSectors = 2_000

export function isCompound(head: Uint8Array): boolean {
  return Buffer.from(head.subarray(0, 8)).toString('hex') === signature
}

/**
 * The names of the streams and folders of a compound file, which old Office documents are ([MS-CFB] §2.6).
 * @returns null where it cannot be read
 */
export async function compoundNames(file: Readable): Promise<Set<string> | null> {
  const header = Buffer.from(await file.read(0, 512))
  if (header.length < 512) return null
  const shift = header.readUInt16LE(30)
  if (shift !== 9 && shift !== 12) return null
  const sectorSize = 2 ** shift
  const sector = async (number: number) => Buffer.from(await file.read((number + 1) * sectorSize, sectorSize))
  const next = async (number: number) => {
    // The first 109 sectors of the table reach further than a file may be long here, or nearly.
    const perSector = sectorSize / 4
    const index = Math.floor(number / perSector)
    if (index >= 109) return null
    const table = await sector(header.readUInt32LE(76 + index * 4))
    const at = (number % perSector) * 4
    return at + 4 <= table.length ? table.readUInt32LE(at) : null
  }
  const names = new Set<string>()
  let number: number | null = header.readUInt32LE(48)
  for (let seen = 0; number !== null && number < lastSector; seen++) {
    if (seen > mostSectors) return null
    const directory = await sector(number)
    if (directory.length < sectorSize) return null
    for (const name of namesIn(directory)) names.add(name)
    number = await next(number)
  }
  return number === null ? null : names
}

function namesIn(directory: Buffer): string[] {
  const names: string[] = []
  for (let at = 0; at + entrySize <= directory.length; at += entrySize) {
    const length = directory.readUInt16LE(at + 64)
    // 64 bytes of UTF-16 with a NUL at its end; a free entry has none.
    if (length >= 4 && length <= 64) names.push(directory.toString('utf16le', at, at + length - 2))
  }
  return names
}
