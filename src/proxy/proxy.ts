import { type Context, Hono } from 'hono'
import { createAccess } from './access/access.ts'
import { createEndedSessions } from './access/ended-sessions.ts'
import { logoutRoutes } from './access/logout-routes.ts'
import { accessRoutes } from './access/routes.ts'
import { createTokenVerifier } from './access/tokens.ts'
import { calendarRoutes } from './features/calendars/routes.ts'
import { createCoHosts } from './features/co-hosts/co-hosts.ts'
import { hostRoutes } from './features/co-hosts/routes.ts'
import { createConsents } from './features/consents/consents.ts'
import { createFeedback } from './features/feedback/feedback.ts'
import { feedbackRoutes } from './features/feedback/routes.ts'
import { createWaysIn } from './features/feedback/ways-in.ts'
import { createHostLinks } from './features/host-links/host-links.ts'
import { hostLinkRoutes } from './features/host-links/routes.ts'
import { qrRoutes } from './features/invitations/qr-routes.ts'
import { invitationRoutes } from './features/invitations/routes.ts'
import { createAccessCodes } from './features/join/access-code.ts'
import { createArrivals } from './features/join/arrivals.ts'
import { codeRoutes } from './features/join/code-routes.ts'
import { createDoors } from './features/join/doors.ts'
import { createElsewhere, nothingElsewhere } from './features/join/elsewhere.ts'
import { createHolders } from './features/join/holders.ts'
import { createHostLinkTaker, passRoutes } from './features/join/pass-routes.ts'
import { createPasses } from './features/join/passes.ts'
import { joinRoutes } from './features/join/routes.ts'
import { createRowLimits } from './features/join/row-limits.ts'
import { noteStarters } from './features/join/starters.ts'
import { createTickets } from './features/join/tickets.ts'
import { createVisitors } from './features/join/visitors.ts'
import { createWaitingRoom } from './features/join/waiting.ts'
import { createEndings } from './features/meetings/endings.ts'
import { bbbHookRoutes } from './features/meetings/hook-routes.ts'
import { followMeetings } from './features/meetings/live.ts'
import { textExcess } from './features/meetings/request.ts'
import { meetingRoutes } from './features/meetings/routes.ts'
import { createStarter } from './features/meetings/start.ts'
import { liveMeeting } from './features/meetings/store.ts'
import { createOffers } from './features/offers/offers.ts'
import { operatorRoutes } from './features/operator/routes.ts'
import { createMembers } from './features/organisations/members.ts'
import { organisationRoutes } from './features/organisations/routes.ts'
import { presentationHookRoutes } from './features/presentations/hook-routes.ts'
import { createPresentations } from './features/presentations/presentations.ts'
import { presentationRoutes } from './features/presentations/routes.ts'
import { createStage } from './features/presentations/show.ts'
import { createRecordings } from './features/recordings/recordings.ts'
import { recordingRoutes } from './features/recordings/routes.ts'
import { roomRoutes } from './features/room-page/routes.ts'
import { roomForgetters } from './features/rooms/forget.ts'
import { createRooms } from './features/rooms/rooms.ts'
import { createStandings } from './features/rooms/standing.ts'
import { scheduleRoutes } from './features/schedules/routes.ts'
import { tellCalendars } from './features/schedules/said-of-room.ts'
import { createSchedules } from './features/schedules/schedules.ts'
import { createServers } from './features/servers/servers.ts'
import { createWatch } from './features/servers/watch.ts'
import { healthRoutes } from './features/status/health.ts'
import { createStatus, statusRoutes } from './features/status/routes.ts'
import { configRoutes, publicConfig } from './pages/config.ts'
import { pageRoutes } from './pages/routes.ts'
import { asProblem, logProblem, newRef, problemAnswer } from './platform/http/answers.ts'
import { jsonOnly, noNul, sameOrigin, smallBody } from './platform/http/guards.ts'
import { routesOf } from './platform/http/handlers.ts'
import { safetyHeaders } from './platform/http/headers.ts'
import { createMethods, headsOnly } from './platform/http/methods.ts'
import { describe } from './platform/http/openapi.ts'
import { createTries } from './platform/limits/attempts.ts'
import type { Parts } from './platform/parts/parts.ts'
import { mayBeShared } from './platform/store/database.ts'
import type { RoomRow } from './platform/store/rows.ts'
import { day, hour } from './platform/time/spans.ts'
import { keepUp } from './platform/time/upkeep.ts'

export interface Proxy {
  /** @param peer the network address at the other end of the connection */
  fetch(request: Request, peer?: string): Promise<Response>
  /** Stops polling, closes event streams; the store is its giver's to close. */
  close(): void
  /** Every route as `METHOD /path`, for the tests that hold OpenAPI and the reserved words to them. */
  routes(): string[]
}

/** All that the server does, on one screen: a function from a request to its answer. */
export function createProxy(parts: Parts): Proxy {
  const { settings } = parts
  const servers = createServers(parts)
  const watch = createWatch(parts, servers)
  const ended = createEndedSessions(parts)
  const verifier = createTokenVerifier({ ...parts, issuers: settings.signIn.issuers, ended })
  const access = createAccess({ ...parts, verifier })
  const members = createMembers(parts)
  const standings = createStandings(parts)
  const rooms = createRooms(parts, standings, {
    textExcess: (room) => textExcess(room, servers.values(), settings),
    changed: (db, roomId, change) => tellCalendars(db, roomId, change, parts.now()),
  })
  const feedback = createFeedback(parts, servers)
  const consents = createConsents(parts)
  const waysIn = createWaysIn(parts)
  const offers = createOffers(parts, standings)
  const coHosts = createCoHosts(parts, offers)
  const recordings = createRecordings(parts, servers, watch, standings)
  const presentations = createPresentations(parts)
  const endings = createEndings(parts)
  const starter = createStarter(parts, servers, watch, endings, presentations)
  const schedules = createSchedules(parts)
  const rowLimits = createRowLimits(parts)
  const entered = noteStarters({ consents, waysIn, rowLimits })
  const doors = createDoors(parts, servers, watch, schedules, waysIn, consents, rowLimits)
  const tickets = createTickets(settings.secret)
  const passes = createPasses(settings)
  const codes = createAccessCodes(parts)
  const tries = createTries(parts)
  const links = createHostLinks(parts)
  const takeHostLink = createHostLinkTaker(parts, { passes, links, tries })
  const visitors = createVisitors(parts, passes, links)
  const holders = createHolders(parts, { passes, visitors })
  const door = {
    rooms,
    doors,
    tickets,
    passes,
    visitors,
    holders,
    links,
    codes,
    tries,
    starter,
    takeHostLink,
  }
  const arrivals = createArrivals(parts, { ...door, consents, waysIn, rowLimits })
  const waiting = createWaitingRoom(parts.pace, (here) =>
    mayBeShared(parts.store) ? createElsewhere(parts, here) : nothingElsewhere,
  )
  const status = createStatus(parts, servers, watch, recordings, verifier)
  const config = publicConfig(parts)

  followMeetings(parts, watch, endings, waiting.open)
  watch.onPoll(() => waiting.tellAll(doors.outlook))

  const setSafetyHeaders = safetyHeaders(settings)

  const app = new Hono()
  const methods = createMethods(app)
  app.use(headsOnly, noNul)
  app.use('/api/*', smallBody(parts.pace.body), sameOrigin(settings.publicUrl), jsonOnly)
  app.use('/hooks/*', smallBody(parts.pace.body))

  app.route(
    '/',
    routesOf({
      ...healthRoutes(parts),
      ...configRoutes(config),
      ...statusRoutes(status),
      ...accessRoutes(parts, access, ended),
      ...operatorRoutes(parts, { access, tries }),
      ...organisationRoutes(parts, { access, members, tries }),
      ...roomRoutes(parts, { access, rooms, offers, servers, watch, waiting, schedules, codes }),
      ...hostRoutes(parts, { access, rooms, coHosts, offers }),
      ...codeRoutes(parts, { access, rooms, codes }),
      ...hostLinkRoutes(parts, { access, rooms, links }),
      ...passRoutes(parts, { ...door, access }),
      ...meetingRoutes(parts, { access, rooms, starter, servers, watch, entered }),
      ...invitationRoutes(parts, { access, rooms, servers, watch, codes }),
      ...scheduleRoutes({ access, rooms, schedules }),
      ...presentationRoutes({
        access,
        rooms,
        presentations,
        stage: createStage(parts, servers, watch, (room) => liveMeeting(parts.store, room)),
      }),
      ...recordingRoutes({ access, rooms, recordings }),
      ...joinRoutes(parts, { ...door, arrivals, waiting }),
      ...feedbackRoutes(parts, { access, rooms, feedback, consents }),
      ...bbbHookRoutes(parts, { servers, recordings, watch }),
      ...presentationHookRoutes(parts),
      ...logoutRoutes(verifier, ended),
    }),
  )
  app.get('/api/openapi.json', describe())
  for (const programs of ['/api/*', '/hooks/*', '/healthz', '/readyz']) app.all(programs, methods.otherwise)
  app.route('/', parts.assets.routes)
  app.route('/', qrRoutes(settings.publicUrl, rooms))
  const mayRead = async (c: Context, room: RoomRow) => doors.mayRead(room, await visitors.of(c, room))
  app.route('/', calendarRoutes(parts, { rooms, schedules, servers, watch, mayRead }))
  app.route(
    '/',
    pageRoutes(parts, methods, { ...door, config, arrivals, recordings, servers, watch, status, feedback }),
  )

  app.onError((error, c) => {
    const problem = asProblem(error)
    const ref = newRef(parts.random)
    logProblem(parts.log, problem, ref, c.req)
    // A refused device is known again when it comes back, and a code that was right is not asked for again.
    const cookies = c.res.headers.getSetCookie()
    return problemAnswer(problem, ref, cookies)
  })

  void watch.start().catch((error) => parts.log.error({ err: error }, 'the watch did not start'))
  recordings.start()
  const daily = [
    feedback.forget,
    consents.forget,
    presentations.sweep,
    members.forget,
    ...roomForgetters(parts),
  ]
  const upkeep = [keepUp(parts.log, day, daily), keepUp(parts.log, hour, [tries.forget, waysIn.forget])]

  return {
    async fetch(request, peer) {
      const answer = await app.fetch(request, { peer })
      setSafetyHeaders(request, answer)
      return answer
    },
    close() {
      watch.close()
      recordings.close()
      for (const end of upkeep) end()
      waiting.close()
      waysIn.close()
      consents.close()
      verifier.close()
      ended.close()
    },
    routes: () => app.routes.map(({ method, path }) => `${method} ${path}`),
  }
}
