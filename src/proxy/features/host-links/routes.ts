import type { HostLink } from '../../../contract/host-links.ts'
import type { Access } from '../../access/access.ts'
import type { Environment } from '../../platform/environment/environment.ts'
import { handle } from '../../platform/http/handlers.ts'
import type { Rooms } from '../rooms/rooms.ts'
import type { HostLinkRow, HostLinks } from './host-links.ts'

interface HostLinkServices {
  access: Access
  rooms: Rooms
  links: HostLinks
}

/** The host links of a room, for its hosts. */
export function hostLinkRoutes({ settings }: Pick<Environment, 'settings'>, services: HostLinkServices) {
  const { access, rooms, links } = services

  return handle({
    'hostLinks.list': async ({ c, path }) => {
      const person = await access.person(c.req.raw)
      const room = await rooms.hostedBy(person, path.room)
      return { links: (await links.of(room.id)).map(shown) }
    },

    'hostLinks.make': async ({ c, path, body }) => {
      const person = await access.person(c.req.raw)
      const room = await rooms.hostedBy(person, path.room)
      const { label, days } = body
      const { row, secret } = await links.make(room.id, label, days, person.id)
      // The secret stands behind `#`, so that no log and no `Referer` ever has it.
      const url = `${settings.publicUrl}/${room.address}/host#${secret}`
      return { link: shown(row), url }
    },

    'hostLinks.revoke': async ({ c, path }) => {
      const person = await access.person(c.req.raw)
      const { room: address, link } = path
      const room = await rooms.hostedBy(person, address)
      await links.revoke(room.id, link)
    },
  })
}

function shown(row: HostLinkRow): HostLink {
  return {
    id: row.id,
    label: row.label,
    createdBy: row.createdName,
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
    lastUsedAt: row.lastUsedAt,
  }
}
