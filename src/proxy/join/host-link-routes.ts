import { createRoute, z } from '@hono/zod-openapi'
import { type HostLink, HostLinkList, MadeHostLink, NewHostLink } from '../../contract/host-links.ts'
import type { Access } from '../access/access.ts'
import { json, newRoutes } from '../http/app.ts'
import type { Parts } from '../parts.ts'
import type { Rooms } from '../rooms/rooms.ts'
import type { HostLinkRow, HostLinks } from './host-links.ts'

const params = z.object({ room: z.string() })

const listRoute = createRoute({
  method: 'get',
  path: '/api/rooms/{room}/hostLinks',
  request: { params },
  responses: { 200: json(HostLinkList, 'Those that were not revoked.') },
})
const makeRoute = createRoute({
  method: 'post',
  path: '/api/rooms/{room}/hostLinks',
  request: { params, body: json(NewHostLink, 'For whom, and how long.') },
  responses: { 201: json(MadeHostLink, 'The link, shown this once.') },
})
const revokeRoute = createRoute({
  method: 'delete',
  path: '/api/rooms/{room}/hostLinks/{link}',
  request: { params: z.object({ room: z.string(), link: z.string() }) },
  responses: { 204: { description: 'It works no longer, wherever it is open.' } },
})

interface HostLinkServices {
  access: Access
  rooms: Rooms
  links: HostLinks
}

/** The host links of a room, for its hosts. */
export function hostLinkRoutes({ settings }: Pick<Parts, 'settings'>, services: HostLinkServices) {
  const { access, rooms, links } = services
  const routes = newRoutes()

  routes.openapi(listRoute, async (c) => {
    const person = await access.person(c.req.raw)
    const room = await rooms.hostedBy(person, c.req.valid('param').room)
    return c.json({ links: (await links.of(room.id)).map(shown) }, 200)
  })

  routes.openapi(makeRoute, async (c) => {
    const person = await access.person(c.req.raw)
    const room = await rooms.hostedBy(person, c.req.valid('param').room)
    const { label, days } = c.req.valid('json')
    const { row, secret } = await links.make(room.id, label, days, person.id)
    // The secret stands behind `#`, so that no log and no `Referer` ever has it.
    const url = `${settings.publicUrl}/${room.address}/host#${secret}`
    return c.json({ link: shown(row), url }, 201)
  })

  routes.openapi(revokeRoute, async (c) => {
    const person = await access.person(c.req.raw)
    const { room: address, link } = c.req.valid('param')
    const room = await rooms.hostedBy(person, address)
    await links.revoke(room.id, link)
    return c.body(null, 204)
  })

  return routes
}

function shown(row: HostLinkRow): HostLink {
  return {
    id: row.id,
    label: row.label,
    createdBy: row.created_name,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
  }
}
