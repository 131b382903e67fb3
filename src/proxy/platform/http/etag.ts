import { createHash } from 'node:crypto'
import type { Context } from 'hono'

/** The entity tag of a content (RFC 9110 §8.8.3). */
export function etagOf(content: string | Uint8Array): string {
  return `"${createHash('sha256').update(content).digest('base64url')}"`
}

/** Whether the client has this content already (RFC 9110 §13.1.2): it is answered 304, without a body. */
export function isKnown(c: Context, etag: string): boolean {
  const known = (c.req.header('If-None-Match') ?? '').split(',').map((one) => one.trim().replace(/^W\//, ''))
  return known.includes(etag) || known.includes('*')
}
