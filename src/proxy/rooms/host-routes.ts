import { createRoute, z } from '@hono/zod-openapi'
import {
  HostsAnswer,
  NewHost,
  OfferedRoom,
  OfferLink,
  OfferReply,
  RoomHosts,
  Transfer,
} from '../../contract/hosts.ts'
import type { Access, Person } from '../access/access.ts'
import { json, newRoutes } from '../http/app.ts'
import type { Parts } from '../parts.ts'
import { ProblemError } from '../problem.ts'
import type { CoHosts } from './co-hosts.ts'
import type { Offers } from './offers.ts'
import { giveToOrganisation } from './ownership.ts'
import type { Rooms } from './rooms.ts'
import type { PlacedRoom } from './standing.ts'

const params = z.object({ room: z.string() })
const offerParams = z.object({ room: z.string(), offer: z.string() })

const listRoute = createRoute({
  method: 'get',
  path: '/api/rooms/{room}/hosts',
  request: { params },
  responses: { 200: json(RoomHosts, 'Who is host besides the owner, and who was asked.') },
})
const addRoute = createRoute({
  method: 'post',
  path: '/api/rooms/{room}/hosts',
  request: { params, body: json(NewHost, 'Who becomes co-host.') },
  responses: { 201: json(HostsAnswer, 'The hosts now; by e-mail also the link, shown this once.') },
})
const removeRoute = createRoute({
  method: 'delete',
  path: '/api/rooms/{room}/hosts/{person}',
  request: { params: z.object({ room: z.string(), person: z.string() }) },
  responses: { 204: { description: 'Removed.' } },
})
const transferRoute = createRoute({
  method: 'post',
  path: '/api/rooms/{room}/transfer',
  request: { params, body: json(Transfer, 'To whom the room goes.') },
  responses: { 200: json(HostsAnswer, 'The hosts now; to a person also the link, shown this once.') },
})
const linkRoute = createRoute({
  method: 'post',
  path: '/api/rooms/{room}/offers/{offer}/link',
  request: { params: offerParams },
  responses: { 200: json(HostsAnswer, 'A new link; the one before works no longer.') },
})
const withdrawRoute = createRoute({
  method: 'delete',
  path: '/api/rooms/{room}/offers/{offer}',
  request: { params: offerParams },
  responses: { 204: { description: 'Withdrawn: its link works no longer.' } },
})
const openRoute = createRoute({
  method: 'post',
  path: '/api/offers',
  request: { body: json(OfferLink, 'The secret of the link.') },
  responses: { 200: json(OfferedRoom, 'What the link offers, taken up if so wished.') },
})
const replyRoute = createRoute({
  method: 'post',
  path: '/api/offers/{offer}',
  request: { params: z.object({ offer: z.string() }), body: json(OfferReply, 'Yes or no.') },
  responses: { 204: { description: 'Taken up, or declined.' } },
})

interface HostServices {
  access: Access
  rooms: Rooms
  coHosts: CoHosts
  offers: Offers
}

/** Who is host in a room, and whose it becomes. */
export function hostRoutes(parts: Parts, { access, rooms, coHosts, offers }: HostServices) {
  const routes = newRoutes()

  async function answer(
    person: Person,
    room: PlacedRoom,
    made: { offer: string; secret: string } | null,
  ): Promise<HostsAnswer> {
    const hosts = await coHosts.of(person, room)
    const offer = hosts.offers.find(({ id }) => id === made?.offer) ?? null
    // Behind `#`, so that no log and no `Referer` ever has the secret.
    const link = made && `${parts.settings.publicUrl}/offers/accept#${made.secret}`
    return { hosts, offer, link }
  }

  routes.openapi(listRoute, async (c) => {
    const person = await access.person(c.req.raw)
    const room = await rooms.hostedBy(person, c.req.valid('param').room)
    return c.json(await coHosts.of(person, room), 200)
  })

  routes.openapi(addRoute, async (c) => {
    const person = await access.person(c.req.raw)
    const room = await rooms.managedBy(person, c.req.valid('param').room)
    const made = await coHosts.add(person, room, c.req.valid('json'))
    return c.json(await answer(person, room, made), 201)
  })

  routes.openapi(removeRoute, async (c) => {
    const person = await access.person(c.req.raw)
    const { room: address, person: id } = c.req.valid('param')
    await coHosts.remove(person, await rooms.hostedBy(person, address), id)
    return c.body(null, 204)
  })

  routes.openapi(transferRoute, async (c) => {
    const person = await access.person(c.req.raw)
    const room = await rooms.managedBy(person, c.req.valid('param').room)
    const to = c.req.valid('json')
    if ('organisation' in to) {
      await parts.store.transaction().execute((db) => giveToOrganisation(db, person, room, parts))
      return c.json(await answer(person, await rooms.managedBy(person, room.address), null), 200)
    }
    if ('person' in to && !(await coHosts.picks(person, room)).some(({ id }) => id === to.person)) {
      throw new ProblemError('fields_invalid', { fields: { person: 'unknown' } })
    }
    return c.json(await answer(person, room, await offers.make(person, room, 'transfer', to)), 200)
  })

  routes.openapi(linkRoute, async (c) => {
    const person = await access.person(c.req.raw)
    const { room: address, offer } = c.req.valid('param')
    const room = await rooms.managedBy(person, address)
    return c.json(await answer(person, room, await offers.renewLink(room, offer)), 200)
  })

  routes.openapi(withdrawRoute, async (c) => {
    const person = await access.person(c.req.raw)
    const { room, offer } = c.req.valid('param')
    await offers.withdraw(person, await rooms.managedBy(person, room), offer)
    return c.body(null, 204)
  })

  routes.openapi(openRoute, async (c) => {
    const person = await access.person(c.req.raw)
    const { secret, accept } = c.req.valid('json')
    return c.json(await offers.open(person, secret, accept), 200)
  })

  routes.openapi(replyRoute, async (c) => {
    const person = await access.person(c.req.raw)
    await offers.reply(person, c.req.valid('param').offer, c.req.valid('json').accept)
    return c.body(null, 204)
  })

  return routes
}
