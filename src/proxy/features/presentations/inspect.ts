import { FileProblem, type PresentationKind } from '../../../contract/presentations.ts'
import { compoundNames, isCompound } from './compound.ts'
import { type Readable, readSmall, readZip, type ZipEntry } from './zip.ts'

/*
 * What a file is by its content: BBB converts only what its content says, and so do we. The kinds are those of
 * BBB's SupportedFileTypes that its servers since 2.4 all take; it shows neither GIF nor, before 3.0, WebP.
 */

const isProblem = (found: unknown): found is FileProblem => FileProblem.safeParse(found).success

/** @returns its kind, or why no meeting may have it */
export async function inspect(file: Readable): Promise<PresentationKind | FileProblem> {
  if (file.size === 0) return 'empty'
  const head = await file.read(0, 1024)
  const bytes = Buffer.from(head)
  if (isPdf(bytes)) return 'pdf'
  if (bytes.subarray(0, 8).toString('hex') === '89504e470d0a1a0a') return inspectPng(bytes)
  if (bytes.subarray(0, 3).toString('hex') === 'ffd8ff') return 'jpg'
  if (isCompound(head)) return await inspectCompound(file)
  if (bytes.subarray(0, 4).toString('latin1') === 'PK\x03\x04') return await inspectZip(file)
  return isMarkup(bytes) ? 'active' : 'type'
}

/** A byte-order mark or white space may come first: BBB, which goes by Apache Tika, takes it for a PDF all the same. */
function isPdf(head: Buffer): boolean {
  return /^(\xEF\xBB\xBF)?[\t\n\f\r ]*%PDF-/.test(head.toString('latin1'))
}

/** 16,384 × 16,384: a page of four metres at 100 dots per inch. */
const mostPixels = 2 ** 28

function inspectPng(head: Buffer): PresentationKind | FileProblem {
  if (head.length < 24 || head.toString('latin1', 12, 16) !== 'IHDR') return 'damaged'
  return head.readUInt32BE(16) * head.readUInt32BE(20) > mostPixels ? 'expands' : 'png'
}

/** SVG, HTML and their relatives, in whatever encoding keeps ASCII. */
function isMarkup(head: Buffer): boolean {
  const text = head.toString('latin1').replaceAll('\0', '').toLowerCase()
  return /^\s*(?:\S{1,3}\s*)?</.test(text) || /<(svg|html|script|!doctype|\?xml)/.test(text)
}

async function inspectCompound(file: Readable): Promise<PresentationKind | FileProblem> {
  const names = await compoundNames(file)
  if (!names) return 'damaged'
  // A new Office document with a password is an old one's container with this in it.
  if (names.has('EncryptedPackage')) return 'locked'
  if (['VBA', '_VBA_PROJECT', '_VBA_PROJECT_CUR', 'Macros'].some((name) => names.has(name))) return 'macros'
  if (names.has('PowerPoint Document')) return 'ppt'
  if (names.has('WordDocument')) return 'doc'
  if (names.has('Workbook') || names.has('Book')) return 'xls'
  return 'type'
}

async function inspectZip(file: Readable): Promise<PresentationKind | FileProblem> {
  const entries = await readZip(file)
  if (isProblem(entries)) return entries
  if (entries.some(({ isEncrypted }) => isEncrypted)) return 'locked'
  const types = entries.find(({ name }) => name === '[Content_Types].xml')
  if (types) return await inspectOffice(file, types, entries)
  const mimetype = entries.find(({ name }) => name === 'mimetype')
  return mimetype ? await inspectOpenDocument(file, mimetype, entries) : 'type'
}

const office: [kind: PresentationKind, main: string][] = [
  ['pptx', 'presentationml.presentation.main+xml'],
  ['docx', 'wordprocessingml.document.main+xml'],
  ['xlsx', 'spreadsheetml.sheet.main+xml'],
]

/** The archive lists the type of each of its parts (ECMA-376 part 2, §10.1.2): macros have one, too. */
async function inspectOffice(
  file: Readable,
  types: ZipEntry,
  entries: readonly ZipEntry[],
): Promise<PresentationKind | FileProblem> {
  const list = await readSmall(file, types, 4_000_000)
  if (list === null) return 'damaged'
  const parts = entries.map(({ name }) => name.toLowerCase())
  if (/macroEnabled|vbaProject/i.test(list) || parts.some((name) => name.endsWith('vbaproject.bin')))
    return 'macros'
  if (/activeX/i.test(list) || parts.some((name) => name.includes('/activex/'))) return 'active'
  return office.find(([, main]) => list.includes(main))?.[0] ?? 'type'
}

const openDocument: Record<string, PresentationKind> = {
  'application/vnd.oasis.opendocument.presentation': 'odp',
  'application/vnd.oasis.opendocument.text': 'odt',
  'application/vnd.oasis.opendocument.spreadsheet': 'ods',
}

/** Its type is its first file (OpenDocument 1.3 part 2, §3.3); macros lie in folders of their own. */
async function inspectOpenDocument(
  file: Readable,
  mimetype: ZipEntry,
  entries: readonly ZipEntry[],
): Promise<PresentationKind | FileProblem> {
  const type = await readSmall(file, mimetype, 200)
  if (entries.some(({ name }) => /^(Basic|Scripts)\/.*[^/]$/.test(name))) return 'macros'
  const manifest = entries.find(({ name }) => name === 'META-INF/manifest.xml')
  const list = manifest && (await readSmall(file, manifest, 4_000_000))
  if (list?.includes('encryption-data')) return 'locked'
  return openDocument[type?.trim() ?? ''] ?? 'type'
}
