import { type Context, Hono } from 'hono'
import QRCode from 'qrcode'
import type { Rooms } from '../rooms/rooms.ts'

/** Modules of white around the code, which readers need (ISO/IEC 18004 §6.3.8). */
const margin = 4
/** Pixels: sharp on a page of letter or A4 size. */
const width = 800

/** The room's link for a camera, as a picture; whoever has the link can make it. */
export function qrRoutes(publicUrl: string, rooms: Rooms): Hono {
  const routes = new Hono()
  const linkOf = async (c: Context) =>
    `${publicUrl}/${(await rooms.keptAt(c.req.param('room') ?? '')).address}`
  const headers = { 'Cache-Control': 'private, max-age=300', 'X-Robots-Tag': 'noindex' }

  routes.get('/:room/qr.svg', async (c) => {
    const picture = await QRCode.toString(await linkOf(c), { type: 'svg', margin })
    return c.body(picture, 200, { ...headers, 'Content-Type': 'image/svg+xml; charset=utf-8' })
  })
  routes.get('/:room/qr.png', async (c) => {
    const picture = await QRCode.toBuffer(await linkOf(c), { type: 'png', margin, width })
    return c.body(new Uint8Array(picture), 200, { ...headers, 'Content-Type': 'image/png' })
  })

  return routes
}
