import type { HostsAnswer } from '../../../contract/hosts.ts'
import type { Access, Person } from '../../access/access.ts'
import type { Environment } from '../../platform/environment/environment.ts'
import { handle } from '../../platform/http/handlers.ts'
import { ProblemError } from '../../platform/problem.ts'
import type { Offers } from '../offers/offers.ts'
import { giveToOrganisation } from '../offers/ownership.ts'
import type { AccessibleRoom } from '../rooms/room-finder.ts'
import type { Rooms } from '../rooms/rooms.ts'
import type { CoHosts } from './co-hosts.ts'

interface HostServices {
  access: Access
  rooms: Rooms
  coHosts: CoHosts
  offers: Offers
}

/** Calls about a room's hosts, and about giving it to somebody else. */
export function hostRoutes(env: Environment, { access, rooms, coHosts, offers }: HostServices) {
  async function answer(
    person: Person,
    room: AccessibleRoom,
    made: { offer: string; secret: string } | null,
  ): Promise<HostsAnswer> {
    const hosts = await coHosts.of(person, room)
    const offer = hosts.offers.find(({ id }) => id === made?.offer) ?? null
    // Behind `#`, so that no log and no `Referer` ever has the secret.
    const link = made && `${env.settings.publicUrl}/offers/accept#${made.secret}`
    return { hosts, offer, link }
  }

  return handle({
    'hosts.get': async ({ c, path }) => {
      const person = await access.person(c.req.raw)
      const room = await rooms.hostedBy(person, path.room)
      return await coHosts.of(person, room)
    },

    'hosts.add': async ({ c, path, body }) => {
      const person = await access.person(c.req.raw)
      const room = await rooms.managedBy(person, path.room)
      const made = await coHosts.add(person, room, body)
      return await answer(person, room, made)
    },

    'hosts.remove': async ({ c, path }) => {
      const person = await access.person(c.req.raw)
      const { room: address, person: id } = path
      await coHosts.remove(person, await rooms.hostedBy(person, address), id)
    },

    'rooms.transfer': async ({ c, path, body }) => {
      const person = await access.person(c.req.raw)
      const room = await rooms.managedBy(person, path.room)
      const to = body
      if ('organisation' in to) {
        await env.store.transaction().execute((db) => giveToOrganisation(db, person, room, env))
        return await answer(person, await rooms.managedBy(person, room.address), null)
      }
      if ('person' in to && !(await coHosts.picks(person, room)).some(({ id }) => id === to.person)) {
        throw new ProblemError('fields_invalid', { fields: { person: 'unknown' } })
      }
      return await answer(person, room, await offers.make(person, room, 'transfer', to))
    },

    'offers.link': async ({ c, path }) => {
      const person = await access.person(c.req.raw)
      const { room: address, offer } = path
      const room = await rooms.managedBy(person, address)
      return await answer(person, room, await offers.renewLink(room, offer))
    },

    'offers.withdraw': async ({ c, path }) => {
      const person = await access.person(c.req.raw)
      const { room, offer } = path
      await offers.withdraw(person, await rooms.managedBy(person, room), offer)
    },

    'offers.open': async ({ c, body }) => {
      const person = await access.person(c.req.raw)
      const { secret, accept } = body
      return await offers.open(person, secret, accept)
    },

    'offers.reply': async ({ c, path, body }) => {
      const person = await access.person(c.req.raw)
      await offers.reply(person, path.offer, body.accept)
    },
  })
}
