import { type Context, Hono } from 'hono'
import { LRUCache } from 'lru-cache'
import QRCode from 'qrcode'
import { etagOf, isKnown } from '../../platform/http/etag.ts'
import { keptPictures } from '../../platform/limits.ts'
import type { Rooms } from '../rooms/rooms.ts'

/** Modules of white around the code, which readers need (ISO/IEC 18004 §6.3.8). */
const margin = 4
/** Pixels a module: sharp at the size of a palm on paper. */
const scale = 10
/** The PNG of 410 pixels and more: four milliseconds, where the library's own choice takes sixty for twice as many. */
const fast = { deflateLevel: 1, deflateStrategy: 3, filterType: 2 }

interface Picture {
  body: Uint8Array<ArrayBuffer>
  etag: string
}

/** The room's link for a camera, as a picture; whoever has the link can make it. */
export function qrRoutes(publicUrl: string, rooms: Rooms): Hono {
  const routes = new Hono()
  const drawings = keptBy(async (link) => Buffer.from(await QRCode.toString(link, { type: 'svg', margin })))
  const pictures = keptBy((link) => QRCode.toBuffer(link, { type: 'png', margin, scale, rendererOpts: fast }))

  async function answer(c: Context, pictureOf: typeof pictures, type: string): Promise<Response> {
    const { address } = await rooms.keptAt(c.req.param('room') ?? '')
    const { body, etag } = await pictureOf(`${publicUrl}/${address}`)
    const headers = { 'Cache-Control': 'private, max-age=3600', 'X-Robots-Tag': 'noindex', ETag: etag }
    if (isKnown(c, etag)) return c.body(null, 304, headers)
    return c.body(body, 200, { ...headers, 'Content-Type': type })
  }

  routes.get('/:room/qr.svg', (c) => answer(c, drawings, 'image/svg+xml; charset=utf-8'))
  routes.get('/:room/qr.png', (c) => answer(c, pictures, 'image/png'))

  return routes
}

/** Each picture is drawn once, also where many ask at the same moment. */
function keptBy(draw: (link: string) => Promise<Uint8Array>): (link: string) => Promise<Picture> {
  const kept = new LRUCache<string, Promise<Picture>>({ max: keptPictures })
  return (link) => {
    const known = kept.get(link)
    if (known) return known
    const drawn = draw(link).then((bytes) => ({ body: new Uint8Array(bytes), etag: etagOf(bytes) }))
    kept.set(link, drawn)
    drawn.catch(() => kept.delete(link))
    return drawn
  }
}
