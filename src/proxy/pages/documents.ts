import type { Context } from 'hono'
import { LRUCache } from 'lru-cache'
import type { PublicPage, PublicView } from '../../contract/pages.ts'
import type { Environment } from '../platform/environment/environment.ts'
import {
  type Packed,
  type Pieces,
  pack,
  packedOnce,
  packPieces,
  takesGzip,
} from '../platform/http/compress.ts'
import { keptDocuments } from '../platform/limits.ts'
import { publicDocument } from './document.ts'

/** Public pages as documents, packed for who asks. */
export type Documents = (c: Context, page: PublicPage) => Packed

interface Kept {
  /** When it was written: `now` of its page. */
  at: number
  packed: ReturnType<typeof packedOnce>
}

/**
 * Writes each page once for all who see the same: a page is a function of its view, its language, its address and the
 * links that a member has. What is one person's own is written for them and kept nowhere.
 */
export function createDocuments({ pages, assets }: Pick<Environment, 'pages' | 'assets'>): Documents {
  const kept = new LRUCache<string, Kept>({ max: keptDocuments.most })

  return (c, page) => {
    const gzip = takesGzip(c)
    if (!isForAll(page)) return packed(publicDocument(page, pages, assets), gzip)
    const { now, config: _, ...seen } = page
    const key = JSON.stringify({ ...seen, view: lasting(seen.view) })
    const known = kept.get(key)
    if (known && isFresh(known.at, now)) return known.packed(gzip)
    const text = publicDocument(page, pages, assets)
    if (lengthOf(text) > keptDocuments.longest) return packed(text, gzip)
    const small = packedOnce(text)
    kept.set(key, { at: now, packed: small })
    return small(gzip)
  }
}

function packed(text: string | Pieces, gzip: boolean): Packed {
  return typeof text === 'string' ? pack(text, gzip) : packPieces(text, gzip)
}

function lengthOf(text: string | Pieces): number {
  return typeof text === 'string' ? text.length : text.before.length + text.middle.length + text.after.length
}

/** A view without the time when it was made: a status would never be the same twice. */
function lasting(view: PublicView): PublicView {
  return view.view === 'status' ? { ...view, status: { ...view.status, asOf: 0 } } : view
}

function isFresh(at: number, now: number): boolean {
  return at <= now && now - at < keptDocuments.milliseconds
}

/** Whether a page holds nothing of one person: nothing that they typed, no name, ticket, way in or reference. */
function isForAll({ view }: PublicPage): boolean {
  switch (view.view) {
    case 'home':
      return view.typed === null
    case 'join':
      return view.name === '' && view.error === null && view.after === undefined && view.join.visitor === null
    case 'host_link':
      return view.error === null && view.join.visitor === null
    case 'check':
    case 'phone':
      return view.join.visitor === null
    case 'numbers':
    case 'status':
    case 'recording':
    case 'closed':
    case 'old_link':
      return true
    default:
      return false
  }
}
