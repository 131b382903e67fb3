import type { Environment } from '../../platform/environment/environment.ts'
import { knownUserId } from '../../platform/http/device.ts'
import { handle } from '../../platform/http/handlers.ts'
import { languageOf } from '../../platform/http/language.ts'
import { settingsOf } from '../../platform/settings/room.ts'
import type { Rooms } from '../rooms/rooms.ts'
import { findRoomById } from '../rooms/store.ts'
import type { Arrivals } from './arrivals.ts'
import { eventStream } from './events.ts'
import type { Holders } from './holders.ts'
import { askAgain, type Entrance, type JoinService } from './join-service.ts'
import { createStreams } from './streams.ts'
import { nameOf, type Tickets } from './tickets.ts'
import type { Visitors } from './visitors.ts'
import type { WaitingRoom } from './waiting.ts'

interface JoinServices {
  rooms: Rooms
  joinService: JoinService
  arrivals: Arrivals
  visitors: Visitors
  holders: Holders
  tickets: Tickets
  waiting: WaitingRoom
}

/** A guest's way in, for pages that have come alive. Forms without JavaScript post to the page itself. */
export function joinRoutes(
  env: Environment,
  { rooms, joinService, arrivals, visitors, holders, tickets, waiting }: JoinServices,
) {
  const streams = createStreams()

  return handle({
    'join.get': async ({ c, path }) => {
      const room = await rooms.byAddress(path.room)
      return await joinService.info(room, await visitors.of(c, room))
    },

    'join.post': async ({ c, path, body }) => {
      const room = await rooms.byAddress(path.room)
      const { language, ...asked } = body
      const { language: ofRoom } = settingsOf(room, env.settings)
      const arrival = { ...asked, language: languageOf(c, env.settings, language, ofRoom) }
      const arrived = await arrivals.arrive(c, room, arrival)
      return arrived.kind === 'wait'
        ? { state: 'waiting', ticket: arrived.ticket }
        : { state: 'open', url: arrived.url }
    },

    'join.events': async ({ c, query }) => {
      const ticket = await tickets.open(query.ticket)
      const device = await knownUserId(c, env, ticket.room)
      async function enter(): Promise<Entrance> {
        const room = await findRoomById(env.store, ticket.room)
        if (!room) return { kind: 'wait' }
        const holder = await holders.of(c, room, ticket, device)
        return holder ? await joinService.enter(room, holder) : askAgain(env.settings, room)
      }
      const { address } = await holders.from(c)
      const holder = { ticket: nameOf(ticket), device, address }
      streams.expectPlace(holder)
      const { log, now } = env
      return eventStream({
        ticket,
        holder,
        joinService,
        enter,
        waiting,
        streams,
        log,
        now,
        request: c.req.raw,
      })
    },
  })
}
