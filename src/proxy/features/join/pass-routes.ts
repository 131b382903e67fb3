import type { Context } from 'hono'
import type { Access } from '../../access/access.ts'
import type { Environment } from '../../platform/environment/environment.ts'
import { addressReader } from '../../platform/http/address.ts'
import { handle } from '../../platform/http/handlers.ts'
import type { Attempts } from '../../platform/limits/attempts.ts'
import { ProblemError } from '../../platform/problem.ts'
import type { RoomRow } from '../../platform/store/rows.ts'
import { hour } from '../../platform/time/spans.ts'
import type { HostLinks } from '../host-links/host-links.ts'
import type { Rooms } from '../rooms/rooms.ts'
import type { Passes } from './passes.ts'

/** The member's page asks for a new pass each time that it leads here. */
const memberFor = hour

interface PassServices {
  access: Access
  rooms: Rooms
  passes: Passes
  links: HostLinks
  attempts: Attempts
}

/** Takes a host link's secret, by a call or by a form. */
export type TakeHostLink = (c: Context, room: RoomRow, secret: string) => Promise<void>

/** @returns a function that gives a host's pass for a secret. @throws ProblemError host_link_invalid, too_many_tries */
export function createHostLinkTaker(
  { settings }: Pick<Environment, 'settings'>,
  { passes, links, attempts }: Pick<PassServices, 'passes' | 'links' | 'attempts'>,
): TakeHostLink {
  const addressOf = addressReader(settings)
  return async (c, room, secret) => {
    const what = { place: `host_link:${room.id}` as const, address: addressOf(c) }
    const link = await attempts.judge(what, () => links.opened(room.id, secret))
    if (link === null) throw new ProblemError('host_link_invalid')
    await passes.give(c, room, { who: { kind: 'hostLink', link: link.id } })
  }
}

/** Calls by which somebody becomes more than a guest on a room's public page. */
export function passRoutes(
  { now }: Pick<Environment, 'now'>,
  services: PassServices & { takeHostLink: TakeHostLink },
) {
  const { access, rooms, passes, links, takeHostLink } = services

  return handle({
    'rooms.pass': async ({ c, path }) => {
      const person = await access.person(c.req.raw)
      const room = await rooms.byAddress(path.room)
      const { who: held } = await passes.read(c, room)
      // A person with a host link and an account stays host here.
      if (held?.kind === 'hostLink' && (await links.find(room.id, held.link))) return
      const until = now() + memberFor
      const { id, name } = person
      await passes.give(c, room, { who: { kind: 'member', person: id, name, until } })
    },

    'join.pass': async ({ c, path, body }) => {
      const room = await rooms.byAddress(path.room)
      await takeHostLink(c, room, body.secret)
    },
  })
}
