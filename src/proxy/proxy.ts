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
import { createAdmissions } from './features/feedback/admissions.ts'
import { createFeedback } from './features/feedback/feedback.ts'
import { feedbackRoutes } from './features/feedback/routes.ts'
import { createHostLinks } from './features/host-links/host-links.ts'
import { hostLinkRoutes } from './features/host-links/routes.ts'
import { qrRoutes } from './features/invitations/qr-routes.ts'
import { invitationRoutes } from './features/invitations/routes.ts'
import { createAccessCodes } from './features/join/access-code.ts'
import { createArrivals } from './features/join/arrivals.ts'
import { codeRoutes } from './features/join/code-routes.ts'
import { createHolders } from './features/join/holders.ts'
import { createJoinService } from './features/join/join-service.ts'
import { createHostLinkTaker, passRoutes } from './features/join/pass-routes.ts'
import { createPasses } from './features/join/passes.ts'
import { joinRoutes } from './features/join/routes.ts'
import { createRowLimits } from './features/join/row-limits.ts'
import { noteStarters } from './features/join/starters.ts'
import { createTickets } from './features/join/tickets.ts'
import { createVisitors } from './features/join/visitors.ts'
import { createWaitingRoom } from './features/join/waiting.ts'
import { createWaitingPeers, noWaitingPeers } from './features/join/waiting-peers.ts'
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
import { roomCleanups } from './features/rooms/cleanups.ts'
import { createRoomFinder } from './features/rooms/room-finder.ts'
import { createRooms } from './features/rooms/rooms.ts'
import { tellCalendars } from './features/schedules/calendar-changes.ts'
import { scheduleRoutes } from './features/schedules/routes.ts'
import { createSchedules } from './features/schedules/schedules.ts'
import { createServers } from './features/servers/servers.ts'
import { createWatch } from './features/servers/watch.ts'
import { healthRoutes } from './features/status/health.ts'
import { createStatus, statusRoutes } from './features/status/routes.ts'
import { configRoutes, publicConfig } from './pages/config.ts'
import { pageRoutes } from './pages/routes.ts'
import type { Environment } from './platform/environment/environment.ts'
import { asProblem, logProblem, newRef, problemAnswer } from './platform/http/answers.ts'
import { jsonOnly, noNul, sameOrigin, smallBody } from './platform/http/guards.ts'
import { routesOf } from './platform/http/handlers.ts'
import { safetyHeaders } from './platform/http/headers.ts'
import { createMethods, headsOnly } from './platform/http/methods.ts'
import { describe } from './platform/http/openapi.ts'
import { createAttempts } from './platform/limits/attempts.ts'
import { mayBeShared } from './platform/store/database.ts'
import type { RoomRow } from './platform/store/rows.ts'
import { cleanUpEvery } from './platform/time/cleanup.ts'
import { day, hour } from './platform/time/spans.ts'

export interface Proxy {
  /** @param peer the network address at the other end of the connection */
  fetch(request: Request, peer?: string): Promise<Response>
  /** Stops polling, closes event streams; the store is its giver's to close. */
  close(): void
  /** Every route as `METHOD /path`, for the tests that hold OpenAPI and the reserved words to them. */
  routes(): string[]
}

/** All that the server does, on one screen: a function from a request to its answer. */
export function createProxy(env: Environment): Proxy {
  const { settings } = env
  const servers = createServers(env)
  const watch = createWatch(env, servers)
  const ended = createEndedSessions(env)
  const verifier = createTokenVerifier({ ...env, issuers: settings.signIn.issuers, ended })
  const access = createAccess({ ...env, verifier })
  const members = createMembers(env)
  const roomFinder = createRoomFinder(env)
  const rooms = createRooms(env, roomFinder, {
    textExcess: (room) => textExcess(room, servers.values(), settings),
    changed: (db, roomId, change) => tellCalendars(db, roomId, change, env.now()),
  })
  const feedback = createFeedback(env, servers)
  const consents = createConsents(env)
  const admissions = createAdmissions(env)
  const offers = createOffers(env, roomFinder)
  const coHosts = createCoHosts(env, offers)
  const recordings = createRecordings(env, servers, watch, roomFinder)
  const presentations = createPresentations(env)
  const endings = createEndings(env)
  const starter = createStarter(env, servers, watch, endings, presentations)
  const schedules = createSchedules(env)
  const rowLimits = createRowLimits(env)
  const entered = noteStarters({ consents, admissions, rowLimits })
  const joinService = createJoinService(env, servers, watch, schedules, admissions, consents, rowLimits)
  const tickets = createTickets(settings.secret)
  const passes = createPasses(settings)
  const codes = createAccessCodes(env)
  const attempts = createAttempts(env)
  const links = createHostLinks(env)
  const takeHostLink = createHostLinkTaker(env, { passes, links, attempts })
  const visitors = createVisitors(env, passes, links)
  const holders = createHolders(env, { passes, visitors })
  const door = {
    rooms,
    joinService,
    tickets,
    passes,
    visitors,
    holders,
    links,
    codes,
    attempts,
    starter,
    takeHostLink,
  }
  const arrivals = createArrivals(env, { ...door, consents, admissions, rowLimits })
  const waiting = createWaitingRoom(env.pace, (here) =>
    mayBeShared(env.store) ? createWaitingPeers(env, here) : noWaitingPeers,
  )
  const status = createStatus(env, servers, watch, recordings, verifier)
  const config = publicConfig(env)

  followMeetings(env, watch, endings, waiting.open)
  watch.onPoll(() => waiting.tellAll(joinService.stateOf))

  const setSafetyHeaders = safetyHeaders(settings)

  const app = new Hono()
  const methods = createMethods(app)
  app.use(headsOnly, noNul)
  app.use('/api/*', smallBody(env.pace.body), sameOrigin(settings.publicUrl), jsonOnly)
  app.use('/hooks/*', smallBody(env.pace.body))

  app.route(
    '/',
    routesOf({
      ...healthRoutes(env),
      ...configRoutes(config),
      ...statusRoutes(status),
      ...accessRoutes(env, access, ended),
      ...operatorRoutes(env, { access, attempts }),
      ...organisationRoutes(env, { access, members, attempts }),
      ...roomRoutes(env, { access, rooms, offers, servers, watch, waiting, schedules, codes }),
      ...hostRoutes(env, { access, rooms, coHosts, offers }),
      ...codeRoutes(env, { access, rooms, codes }),
      ...hostLinkRoutes(env, { access, rooms, links }),
      ...passRoutes(env, { ...door, access }),
      ...meetingRoutes(env, { access, rooms, starter, servers, watch, entered }),
      ...invitationRoutes(env, { access, rooms, servers, watch, codes }),
      ...scheduleRoutes({ access, rooms, schedules }),
      ...presentationRoutes({
        access,
        rooms,
        presentations,
        stage: createStage(env, servers, watch, (room) => liveMeeting(env.store, room)),
      }),
      ...recordingRoutes({ access, rooms, recordings }),
      ...joinRoutes(env, { ...door, arrivals, waiting }),
      ...feedbackRoutes(env, { access, rooms, feedback, consents }),
      ...bbbHookRoutes(env, { servers, recordings, watch }),
      ...presentationHookRoutes(env),
      ...logoutRoutes(verifier, ended),
    }),
  )
  app.get('/api/openapi.json', describe())
  for (const programs of ['/api/*', '/hooks/*', '/healthz', '/readyz']) app.all(programs, methods.otherwise)
  app.route('/', env.assets.routes)
  app.route('/', qrRoutes(settings.publicUrl, rooms))
  const mayRead = async (c: Context, room: RoomRow) => joinService.mayRead(room, await visitors.of(c, room))
  app.route('/', calendarRoutes(env, { rooms, schedules, servers, watch, mayRead }))
  app.route(
    '/',
    pageRoutes(env, methods, { ...door, config, arrivals, recordings, servers, watch, status, feedback }),
  )

  app.onError((error, c) => {
    const problem = asProblem(error)
    const ref = newRef(env.random)
    logProblem(env.log, problem, ref, c.req)
    // A refused device is known again when it comes back, and a code that was right is not asked for again.
    const cookies = c.res.headers.getSetCookie()
    return problemAnswer(problem, ref, cookies)
  })

  void watch.start().catch((error) => env.log.error({ err: error }, 'the watch did not start'))
  recordings.start()
  const daily = [
    feedback.cleanUp,
    consents.cleanUp,
    presentations.sweep,
    members.cleanUp,
    ...roomCleanups(env),
  ]
  const cleanups = [
    cleanUpEvery(env.log, day, daily),
    cleanUpEvery(env.log, hour, [attempts.cleanUp, admissions.cleanUp]),
  ]

  return {
    async fetch(request, peer) {
      const answer = await app.fetch(request, { peer })
      setSafetyHeaders(request, answer)
      return answer
    },
    close() {
      watch.close()
      recordings.close()
      for (const end of cleanups) end()
      waiting.close()
      admissions.close()
      consents.close()
      verifier.close()
      ended.close()
    },
    routes: () => app.routes.map(({ method, path }) => `${method} ${path}`),
  }
}
