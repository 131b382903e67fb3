import { type Context, Hono } from 'hono'
import { oldAddress } from '../../contract/addresses.ts'
import type { Language } from '../../contract/languages.ts'
import type { PublicView } from '../../contract/pages.ts'
import type { ProblemCode } from '../../contract/problems.ts'
import { readJoinErrors } from '../bbb/join-errors.ts'
import type { Feedback } from '../features/feedback/feedback.ts'
import type { Arrivals } from '../features/join/arrivals.ts'
import type { Holders } from '../features/join/holders.ts'
import { askAgain, type Entrance, type JoinService } from '../features/join/join-service.ts'
import type { TakeHostLink } from '../features/join/pass-routes.ts'
import type { Passes } from '../features/join/passes.ts'
import type { Tickets } from '../features/join/tickets.ts'
import { nobody, type Visitors } from '../features/join/visitors.ts'
import type { Rooms } from '../features/rooms/rooms.ts'
import { assertOpenRoom } from '../features/rooms/rules.ts'
import { findRoomById } from '../features/rooms/store.ts'
import type { Environment } from '../platform/environment/environment.ts'
import { readForm } from '../platform/http/body.ts'
import { guestUserId, knownUserId } from '../platform/http/device.ts'
import { chosenLanguage, languageOf } from '../platform/http/language.ts'
import { isMember } from '../platform/http/member-cookie.ts'
import { ProblemError } from '../platform/problem.ts'
import { settingsOf } from '../platform/settings/room.ts'
import type { RoomRow } from '../platform/store/rows.ts'
import { type AfterwardsServices, afterwardsOf } from './afterwards.ts'

export interface JoinServices extends Pick<AfterwardsServices, 'recordings'> {
  rooms: Rooms
  joinService: JoinService
  arrivals: Arrivals
  passes: Passes
  visitors: Visitors
  holders: Holders
  takeHostLink: TakeHostLink
  tickets: Tickets
  feedback: Feedback
}

interface Pages {
  show(c: Context, view: PublicView, status?: number, language?: Language): Response
  memberPage(c: Context): Promise<Response>
}

/** The answer to a guest that leads them on. */
type Led = Exclude<Entrance, { kind: 'wait' }>

/** `/{room}`: the one address of a room, for guests, and without JavaScript too. */
export function joinPageRoutes(env: Environment, services: JoinServices, { show, memberPage }: Pages): Hono {
  const {
    rooms,
    joinService,
    arrivals,
    passes,
    visitors,
    holders,
    takeHostLink,
    tickets,
    feedback,
    recordings,
  } = services
  const routes = new Hono()
  const languageIn = (c: Context, room: RoomRow, asked?: string) =>
    languageOf(c, env.settings, asked, settingsOf(room, env.settings).language)

  /**
   * By a page, and not by a redirect: a browser applies `form-action` to every address that a form is led through, and
   * a balancer leads on to servers that nobody can name beforehand. No cache keeps the address, and no Referer tells it.
   */
  async function lead(c: Context, room: RoomRow, { kind, url }: Led, language: Language): Promise<Response> {
    if (kind === 'ask') return c.redirect(url, 303)
    const { name, organisation } = await joinService.info(room, nobody)
    c.header('Refresh', `0; url=${url}`)
    return show(c, { view: 'entering', room: { name, organisation }, url }, 200, language)
  }

  routes.get('/:room/waiting', async (c) => {
    const sealed = c.req.query('ticket') ?? ''
    const address = c.req.param('room')
    const ticket = await tickets.open(sealed).catch(() => null)
    const room = ticket && (await findRoomById(env.store, ticket.room))
    if (!ticket || !room) return c.redirect(`/${encodeURIComponent(address)}`, 303)
    assertOpenRoom(room)
    const holder = await holders.of(c, room, ticket, await guestUserId(c, env, room.id))
    if (!holder) return c.redirect(askAgain(env.settings, room).url, 303)
    // The language may have been switched since the guest came to wait.
    const guest = { ...holder.ticket, language: chosenLanguage(c) ?? ticket.language }
    // A request for the headers alone takes no place.
    const entrance =
      c.req.method === 'HEAD' ? null : await joinService.enter(room, { ...holder, ticket: guest })
    if (entrance && entrance.kind !== 'wait') return await lead(c, room, entrance, guest.language)
    const join = await joinService.info(room, holder.visitor)
    const view = { view: 'waiting', join, ticket: await tickets.seal(guest), name: guest.name } as const
    return show(c, view, 200, guest.language)
  })

  /** A host link: its secret stands behind `#`, which only a script reads, or its bearer types. */
  routes.get('/:room/host', async (c) => {
    const room = await rooms.byAddress(c.req.param('room'))
    return show(c, { view: 'host_link', join: await joinService.info(room, nobody), error: null })
  })

  routes.post('/:room/host', async (c) => {
    const room = await rooms.byAddress(c.req.param('room'))
    const secret = (await readForm(c)).get('secret')?.slice(0, 2_000) ?? ''
    const typed = secret.slice(secret.lastIndexOf('#') + 1).trim()
    try {
      await takeHostLink(c, room, typed)
      return c.redirect(`/${room.address}?guest`, 303)
    } catch (problem) {
      if (!(problem instanceof ProblemError) || problem.status >= 500) throw problem
      const { code, values = {}, status } = problem
      const join = await joinService.info(room, nobody)
      return show(c, { view: 'host_link', join, error: { code, values } }, status)
    }
  })

  /** "Not you?" */
  routes.post('/:room/forget', async (c) => {
    const room = await rooms.byAddress(c.req.param('room'))
    await readForm(c)
    passes.drop(c, room)
    return c.redirect(`/${room.address}?guest`, 303)
  })

  routes.get('/:room', async (c) => {
    const address = c.req.param('room')
    const errors = readJoinErrors(c.req.query('errors'))
    const asGuest = c.req.query('guest') !== undefined || errors.length > 0
    if (isMember(c) && !asGuest) return await memberPage(c)
    const room = await rooms.byAddress(address).catch((error) => {
      if (oldAddress.test(address)) return null
      throw error
    })
    if (!room) return show(c, { view: 'old_link', shape: `/${address}` }, 404)
    // Not for ever: a room may be given its old address again.
    if (room.address !== address) return c.redirect(`/${room.address}${new URL(c.req.url).search}`, 302)
    const left = c.req.query('left') !== undefined
    const again = c.req.query('guest') === 'again'
    const join = await joinService.info(room, await visitors.of(c, room))
    const view = { view: 'join', join, name: '', error: null, left, again, bbbErrors: errors } as const
    const language = languageIn(c, room)
    if (!left) return show(c, view, 200, language)
    const device = await knownUserId(c, env, room.id)
    const after = await afterwardsOf({ feedback, recordings }, env, room, device, c.req.query('left'))
    return show(c, { ...view, after }, 200, language)
  })

  routes.post('/:room', async (c) => {
    const room = await rooms.byAddress(c.req.param('room'))
    const form = await readForm(c)
    const typed = (field: string) => form.get(field) ?? ''
    const language = languageIn(c, room, typed('language'))
    const name = typed('name')
    const arrival = {
      name,
      language,
      accessCode: typed('accessCode').slice(0, 200),
      consent: form.get('consent') === 'yes',
      asHost: form.get('as') === 'host',
    }
    try {
      const answer = await arrivals.arrive(c, room, arrival)
      if (answer.kind !== 'wait') return await lead(c, room, answer, language)
      return c.redirect(`/${room.address}/waiting?ticket=${answer.ticket}`, 303)
    } catch (problem) {
      const error = formError(problem)
      if (!(problem instanceof ProblemError) || error === null) throw problem
      const join = await joinService.info(room, await visitors.of(c, room))
      if (problem.retryAfter !== undefined) c.header('Retry-After', String(problem.retryAfter))
      const given = { view: 'join', join, name: name.slice(0, 200), left: false } as const
      const values = problem.values ? { values: problem.values } : {}
      return show(c, { ...given, error, ...values, bbbErrors: [] }, problem.status, language)
    }
  })

  return routes
}

/** Problems that are said above the button, where the person may do something about them. */
const formProblems: readonly ProblemCode[] = [
  'too_many_attempts',
  'too_busy',
  'members_only',
  'host_link_invalid',
  'no_server',
  'server_unreachable',
  'server_refused',
  'start_timeout',
]

/** The form's message about a refusal; null: it is none of the form's. */
function formError(problem: unknown): Extract<PublicView, { view: 'join' }>['error'] {
  if (!(problem instanceof ProblemError)) return null
  if (formProblems.includes(problem.code)) return problem.code
  if (problem.fields?.name) return nameError(problem.fields.name)
  if (problem.fields?.accessCode) {
    return problem.fields.accessCode === 'required' ? 'code_required' : 'code_wrong'
  }
  return problem.fields?.consent ? 'consent_required' : null
}

function nameError(problem: string) {
  return problem === 'required'
    ? 'name_required'
    : problem === 'too_long'
      ? 'name_too_long'
      : 'name_characters'
}
