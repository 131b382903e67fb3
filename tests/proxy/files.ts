import { crc32, deflateRawSync } from 'node:zlib'

/*
 * Small files of every kind that a room takes, and of kinds that it refuses, made here byte by byte.
 */

interface Part {
  name: string
  content?: string | Uint8Array
  /** What the directory says of it, where that is not the truth. */
  says?: Partial<Record<'packed' | 'unpacked' | 'flags' | 'at', number>>
  stored?: boolean
}

/** A PDF of so many pages, with nothing on them. */
export function pdf(pages = 1): Buffer {
  const kids = Array.from({ length: pages }, (_, index) => `${index + 3} 0 R`)
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids.join(' ')}] /Count ${pages} >>`,
    ...kids.map(() => '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 640 360] >>'),
  ]
  let text = '%PDF-1.7\n'
  const places = objects.map((object, index) => {
    const at = text.length
    text += `${index + 1} 0 obj\n${object}\nendobj\n`
    return at
  })
  const table = places.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')
  const count = objects.length + 1
  const trailer = `trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`
  return Buffer.from(`${text}xref\n0 ${count}\n0000000000 65535 f \n${table}${trailer}`, 'latin1')
}

export function png(width = 1, height = 1): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 0, 0, 0, 0], 8)
  const parts = [
    chunk('IHDR', header),
    chunk('IDAT', deflateRawSync(Buffer.alloc(2))),
    chunk('IEND', Buffer.alloc(0)),
  ]
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...parts])
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data])
  return Buffer.concat([uint32be(data.length), named, uint32be(crc32(named))])
}

function uint32be(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

export const jpg = Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex')

export function zip(parts: Part[]): Buffer {
  const files: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const { name, content = '', says = {}, stored = false } of parts) {
    const raw = Buffer.from(content)
    const packed = stored ? raw : deflateRawSync(raw)
    const nameBytes = Buffer.from(name)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(says.flags ?? 0, 2)
    common.writeUInt16LE(stored ? 0 : 8, 4)
    common.writeUInt32LE(crc32(raw), 10)
    common.writeUInt32LE(says.packed ?? packed.length, 14)
    common.writeUInt32LE(says.unpacked ?? raw.length, 18)
    common.writeUInt16LE(nameBytes.length, 22)
    files.push(Buffer.from('PK\x03\x04', 'latin1'), common, nameBytes, packed)
    const entry = Buffer.alloc(46)
    entry.write('PK\x01\x02', 'latin1')
    entry.writeUInt16LE(20, 4)
    common.copy(entry, 6)
    entry.writeUInt32LE(says.at ?? at, 42)
    directory.push(entry, nameBytes)
    at += 30 + nameBytes.length + packed.length
  }
  const listed = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(listed.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...files, listed, end])
}

const main = {
  pptx: ['ppt/presentation.xml', 'presentationml.presentation'],
  docx: ['word/document.xml', 'wordprocessingml.document'],
  xlsx: ['xl/workbook.xml', 'spreadsheetml.sheet'],
} as const

/** @param types more of the archive's list of types */
export function office(kind: keyof typeof main, more: Part[] = [], types = ''): Buffer {
  const [path, type] = main[kind]
  const whole = `application/vnd.openxmlformats-officedocument.${type}.main+xml`
  return zip([
    {
      name: '[Content_Types].xml',
      content: `<Types><Override PartName="/${path}" ContentType="${whole}"/>${types}</Types>`,
    },
    { name: '_rels/.rels', content: '<Relationships/>' },
    { name: path, content: '<document/>' },
    ...more,
  ])
}

export function openDocument(kind: 'presentation' | 'text' | 'spreadsheet', more: Part[] = []): Buffer {
  return zip([
    { name: 'mimetype', content: `application/vnd.oasis.opendocument.${kind}`, stored: true },
    { name: 'META-INF/manifest.xml', content: '<manifest/>' },
    { name: 'content.xml', content: '<office/>' },
    ...more,
  ])
}

/** An old Office document's container with streams of these names ([MS-CFB]). */
export function compound(names: string[]): Buffer {
  const sector = 512
  const perSector = 4
  const all = ['Root Entry', ...names]
  const count = Math.ceil(all.length / perSector)
  const header = Buffer.alloc(sector, 0xff)
  header.fill(0, 0, 76)
  header.write('d0cf11e0a1b11ae1', 'hex')
  header.writeUInt16LE(0x3e, 24)
  header.writeUInt16LE(3, 26)
  header.writeUInt16LE(0xfffe, 28)
  header.writeUInt16LE(9, 30)
  header.writeUInt16LE(6, 32)
  header.writeUInt32LE(1, 44)
  header.writeUInt32LE(1, 48)
  header.writeUInt32LE(4096, 56)
  header.writeUInt32LE(0xfffffffe, 60)
  header.writeUInt32LE(0xfffffffe, 68)
  header.writeUInt32LE(0, 76)
  const table = Buffer.alloc(sector, 0xff)
  table.writeUInt32LE(0xfffffffd, 0)
  for (let index = 0; index < count; index++)
    table.writeUInt32LE(index === count - 1 ? 0xfffffffe : index + 2, (index + 1) * 4)
  const directory = Buffer.alloc(count * sector)
  for (const [index, name] of all.entries()) {
    const at = index * 128
    directory.write(name, at, 'utf16le')
    directory.writeUInt16LE((name.length + 1) * 2, at + 64)
    directory.writeUInt8(index === 0 ? 5 : 2, at + 66)
  }
  return Buffer.concat([header, table, directory])
}
