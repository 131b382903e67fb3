import { SaxesParser } from 'saxes'

/** A document as `create` or `insertDocument` named it, and what became of it. */
export interface Document {
  filename: string
  /** It is the one on the screen. */
  isCurrent: boolean
  /** arriving: it is being fetched and converted. failed: it could not be, and nobody in the meeting sees it. */
  state: 'arriving' | 'ready' | 'failed'
  /** null: that takes an office program to find out. */
  pages: number | null
}

export interface NamedDocument {
  url: string
  filename: string
  isCurrent: boolean
}

/** The server's own presentation. */
export const ownPages: Document = { filename: 'default.pdf', isCurrent: true, state: 'ready', pages: 7 }

/**
 * The documents of a body.
 * @throws Error where it is not well-formed: BBB's own parser fails, too
 */
export function documentsIn(body: string): NamedDocument[] {
  const found: NamedDocument[] = []
  const path: string[] = []
  const parser = new SaxesParser()
  parser.on('opentag', ({ name, attributes }) => {
    const isOfPresentations = path.join('/') === 'modules/presentation'
    path.push(name === 'module' ? String(attributes.name) : name)
    if (name !== 'document' || !isOfPresentations) return
    const url = String(attributes.url ?? '')
    const filename = String(attributes.filename ?? '') || (url.split('/').at(-1) ?? '')
    if (url !== '') found.push({ url, filename, isCurrent: attributes.current === 'true' })
  })
  parser.on('closetag', () => path.pop())
  parser.on('error', (error) => {
    throw error
  })
  parser.write(body).close()
  return found
}

const largest = 30_000_000
const timeout = 10_000

/** BBB compares what `file` says of the content with the end of the name; others it does not convert. */
const signatures: [ends: string[], head: string][] = [
  [['pdf'], '25504446'],
  [['png'], '89504e47'],
  [['jpg', 'jpeg'], 'ffd8ff'],
  [['pptx', 'docx', 'xlsx', 'odp', 'odt', 'ods'], '504b0304'],
  [['ppt', 'doc', 'xls'], 'd0cf11e0'],
]

/** Fetches a document as BBB does, and counts its pages. @returns null where BBB would not show it */
export async function fetchDocument(
  fetch: typeof globalThis.fetch,
  { url, filename }: NamedDocument,
): Promise<{ pages: number | null } | null> {
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? '')) return null
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(timeout) })
    if (answer.status !== 200) return null
    const content = Buffer.from(await answer.arrayBuffer())
    const end = filename.split('.').at(-1)?.toLowerCase() ?? ''
    const fitting = signatures.find(([ends]) => ends.includes(end))
    if (content.length > largest || !fitting || !content.toString('hex', 0, 8).startsWith(fitting[1]))
      return null
    return { pages: pagesOf(content, end) }
  } catch {
    return null
  }
}

function pagesOf(content: Buffer, end: string): number | null {
  if (end === 'pdf') return Math.max(1, content.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0)
  return ['png', 'jpg', 'jpeg'].includes(end) ? 1 : null
}

/** A meeting, as far as documents concern it. */
interface Place {
  documents: Document[]
}

export interface Documents<P extends Place> {
  /**
   * Begins to fetch what a body names.
   * @param call that named it
   * @throws Error where the body is not well-formed
   */
  take(place: P, body: string, call: Request): void
  /** When all that a call named is there, or failed: BBB answers it only then, and other calls at once. */
  settled(call: Request): Promise<void>
}

/** @param onChange told when somebody in the meeting would see a difference */
export function createDocuments<P extends Place>(
  fetch: typeof globalThis.fetch,
  onChange: (place: P) => void,
): Documents<P> {
  const arriving = new WeakMap<Request, Promise<void>[]>()

  async function arrive(place: P, named: NamedDocument, isCurrent: boolean): Promise<void> {
    const document: Document = { filename: named.filename, isCurrent: false, state: 'arriving', pages: null }
    place.documents.push(document)
    const fetched = await fetchDocument(fetch, named)
    if (fetched) {
      if (isCurrent) for (const other of place.documents) other.isCurrent = false
      Object.assign(document, { state: 'ready', isCurrent, pages: fetched.pages })
    } else document.state = 'failed'
    onChange(place)
  }

  return {
    take(place, body, call) {
      const named = documentsIn(body)
      const hasCurrent = named.some(({ isCurrent }) => isCurrent)
      const arrivals = named.map((one, index) => arrive(place, one, hasCurrent ? one.isCurrent : index === 0))
      arriving.set(call, arrivals)
    },
    async settled(call) {
      await Promise.all(arriving.get(call) ?? [])
    },
  }
}
