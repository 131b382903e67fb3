import type { Language } from '../../../contract/languages.ts'
import type { Access, Person } from '../../access/access.ts'
import { BbbFailure } from '../../bbb/failure.ts'
import type { Environment } from '../../platform/environment/environment.ts'
import { guestUserId } from '../../platform/http/device.ts'
import { handle } from '../../platform/http/handlers.ts'
import { asLanguage } from '../../platform/http/language.ts'
import { ProblemError } from '../../platform/problem.ts'
import { givenName } from '../../platform/text/given-name.ts'
import type { AccessibleRoom } from '../rooms/room-finder.ts'
import type { Rooms } from '../rooms/rooms.ts'
import type { Servers } from '../servers/servers.ts'
import type { Watch } from '../servers/snapshot.ts'
import { joinUrlFor } from './join-url.ts'
import type { Starter } from './start.ts'
import { changeMeeting, liveMeeting } from './store.ts'

interface MeetingServices {
  access: Access
  rooms: Rooms
  starter: Starter
  servers: Servers
  watch: Watch
  entered: Entered
}

/** Told of each starter whom BBB will let in, after the start. */
export type Entered = (room: AccessibleRoom, came: Came) => Promise<void>

interface Came {
  meeting: string
  /** Their userID at BBB as a guest of this device. */
  device: string
  starter: Person
  language: Language
}

/** Start, join as a host, and end: hosts, and whoever else may start. */
export function meetingRoutes(env: Environment, services: MeetingServices) {
  const { access, rooms, starter, servers, watch, entered } = services

  return handle({
    'meetings.start': async ({ c, path, body }) => {
      const person = await access.person(c.req.raw)
      const room = await rooms.startableBy(person, path.room)
      const { elsewhere, ...wanted } = body
      const language = asLanguage(wanted.language) ?? env.settings.defaultLanguage
      const name = wanted.name === undefined ? person.name : givenName(wanted.name)
      const meeting = await starter.start(room, elsewhere ?? false)
      const device = await guestUserId(c, env, room.id)
      await entered(room, { meeting: meeting.id, device, starter: person, language })
      const userId = person.id
      const url = joinUrlFor(env.settings, meeting, room, { name, role: 'host', userId, language })
      return { url }
    },

    'meetings.end': async ({ c, path }) => {
      const person = await access.person(c.req.raw)
      const room = await rooms.startableBy(person, path.room)
      const live = await liveMeeting(env.store, room.id)
      const server = live && servers.get(live.server)
      if (live && server) {
        const isFound = await server.bbb.end(live.id).catch((error) => {
          throw error instanceof BbbFailure
            ? new ProblemError('server_unreachable', { cause: error, values: { server: server.id } })
            : error
        })
        // Not found may be a balancer that lags behind: the next polls say whether it is over.
        if (isFound && live.state === 'running')
          await changeMeeting(env.store, live.id, { endAskedAt: env.now() })
        watch.hurry(server.id)
      }
    },
  })
}
