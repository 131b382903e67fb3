import { type Context, Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { oldAddress } from '../../contract/addresses.ts'
import type { Config } from '../../contract/config.ts'
import type { PublicPage, PublicView } from '../../contract/pages.ts'
import { readJoinErrors } from '../bbb/join-errors.ts'
import { asProblem, logProblem, newRef } from '../http/answers.ts'
import { sameOrigin, smallBody } from '../http/guards.ts'
import { guestUserId } from '../join/device.ts'
import type { Doors } from '../join/doors.ts'
import type { Tickets } from '../join/tickets.ts'
import type { Parts } from '../parts.ts'
import { ProblemError } from '../problem.ts'
import type { Recordings } from '../recordings/recordings.ts'
import { formatsOf } from '../recordings/store.ts'
import type { Rooms } from '../rooms/rooms.ts'
import { findRoomById } from '../rooms/store.ts'
import type { ReadStatus } from '../status/routes.ts'
import { brandCss } from './brand.ts'
import { memberDocument, publicDocument } from './document.ts'
import { chosenLanguage, languageCookie, languageOf, switchedLanguage } from './language.ts'

interface PageServices {
  config: Config
  rooms: Rooms
  doors: Doors
  tickets: Tickets
  recordings: Recordings
  status: ReadStatus
}

/** Set by the client while a session is stored. It is no secret and gives no right: it opens the member's door. */
const memberCookie = 'foyer_member'
const year = 365 * 24 * 60 * 60
const memberPaths = [
  '/me',
  '/operator/access',
  '/organisations/:id',
  '/organisations/:id/accept',
  '/recordings',
  '/sign-in',
  '/sign-in/:issuer/callback',
  '/signed-out',
]

/** The pages: documents that anybody opens, and the member's single-page app. */
export function pageRoutes(parts: Parts, services: PageServices): Hono {
  const { config, rooms, doors, tickets, recordings } = services
  const { settings } = parts
  const routes = new Hono()

  function show(c: Context, view: PublicView, status = 200, language = languageOf(c, settings)): Response {
    const page: PublicPage = {
      language,
      config,
      path: pathOf(c),
      member: isMember(c),
      now: parts.now(),
      view,
    }
    return html(c, publicDocument(page, parts.pages, parts.assets), status)
  }

  async function memberPage(c: Context): Promise<Response> {
    const language = languageOf(c, settings)
    const name = config.brand.name[language] ?? config.brand.name[language === 'en' ? 'en' : 'fr']
    return html(
      c,
      memberDocument(await parts.assets.memberDocument(language), language, name, { config, language }),
      200,
    )
  }

  routes.use(smallBody, sameOrigin(settings.publicUrl))

  routes.get('/', (c) =>
    isMember(c) ? memberPage(c) : show(c, { view: 'home', signIn: services.status().signIn }),
  )
  for (const path of memberPaths) routes.get(path, memberPage)
  routes.get('/status', (c) => show(c, { view: 'status', status: services.status() }))

  routes.get('/brand.css', (c) =>
    c.body(brandCss(settings.brand.colour), 200, {
      'Content-Type': 'text/css; charset=utf-8',
      'Cache-Control': 'public, max-age=3600',
    }),
  )
  routes.get('/robots.txt', (c) => c.text('User-agent: *\nAllow: /$\nAllow: /status\nDisallow: /\n'))

  routes.post('/language', async (c) => {
    const form = await c.req.parseBody()
    const language = switchedLanguage(c, settings, String(form.language ?? ''))
    setCookie(c, languageCookie, language, {
      path: '/',
      sameSite: 'Lax',
      secure: settings.publicUrl.startsWith('https:'),
      maxAge: year,
    })
    return c.redirect(ownPath(String(form.return ?? '/'), settings.publicUrl), 303)
  })

  routes.get('/go', (c) => c.redirect(pastedLink(c.req.query('link') ?? '', settings.publicUrl), 303))

  routes.get('/recordings/:id', async (c) => {
    const row = await recordings.linked(c.req.param('id'))
    const shown = recordings.show(row)
    return show(c, {
      view: 'recording',
      recording: {
        id: row.id,
        name: row.name,
        roomName: row.room_name,
        startedAt: row.started_at,
        minutes: row.minutes,
        formats: formatsOf(row).flatMap(({ type, url }) => (url === null ? [] : [type])),
      },
      state: shown.state === 'ready' ? 'ready' : 'not_playable',
    })
  })
  routes.get('/recordings/:id/:format', async (c) => {
    const row = await recordings.linked(c.req.param('id'))
    return c.redirect(recordings.player(row, c.req.param('format')), 303)
  })

  routes.get('/b/:old', (c) => show(c, { view: 'old_link', shape: `/b/${c.req.param('old')}` }, 404))
  routes.get('/rooms/:old/join', (c) =>
    show(c, { view: 'old_link', shape: `/rooms/${c.req.param('old')}/join` }, 404),
  )

  routes.get('/:room/settings', async (c) =>
    isMember(c) ? await memberPage(c) : c.redirect(`/${encodeURIComponent(c.req.param('room'))}`, 302),
  )

  routes.get('/:room/waiting', async (c) => {
    const sealed = c.req.query('ticket') ?? ''
    const address = c.req.param('room')
    const ticket = await tickets.open(sealed).catch(() => null)
    const room = ticket && (await findRoomById(parts.store, ticket.room))
    if (!ticket || !room) return c.redirect(`/${encodeURIComponent(address)}`, 303)
    // The language may have been switched since the guest came to wait.
    const guest = { ...ticket, language: chosenLanguage(c) ?? ticket.language }
    const url = await doors.enter(guest, room)
    if (url) return c.redirect(url, 303)
    if (room.deleted_at !== null) throw new ProblemError('room_closed')
    const join = await doors.info(room)
    const view = { view: 'waiting', join, ticket: await tickets.seal(guest), name: guest.name } as const
    return show(c, view, 200, guest.language)
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
    return show(c, {
      view: 'join',
      join: await doors.info(room),
      name: '',
      error: null,
      left,
      bbbErrors: errors,
    })
  })

  routes.post('/:room', async (c) => {
    const room = await rooms.byAddress(c.req.param('room'))
    const form = await c.req.parseBody()
    const language = languageOf(c, settings, String(form.language ?? ''))
    const typed = typeof form.name === 'string' ? form.name : ''
    const join = await doors.info(room)
    const judged = doors.judge(join, { name: typed, consent: form.consent === 'yes' })
    if ('field' in judged) {
      const error = judged.field === 'consent' ? 'consent_required' : nameError(judged.problem)
      const view = {
        view: 'join',
        join,
        name: typed.slice(0, 200),
        error,
        left: false,
      } as const
      return show(c, { ...view, bbbErrors: [] }, 400, language)
    }
    const ticket = {
      room: room.id,
      name: judged.name,
      language,
      userId: await guestUserId(c, parts, room.id),
      consent: form.consent === 'yes',
    }
    const url = await doors.enter(ticket, room)
    const waiting = `/${room.address}/waiting?ticket=${await tickets.seal(ticket)}`
    return c.redirect(url ?? waiting, 303)
  })

  routes.all('*', () => {
    throw new ProblemError('not_found')
  })

  routes.onError((error, c) => {
    const problem = asProblem(error)
    const ref = newRef(parts.random)
    logProblem(parts.log, problem, ref, c.req)
    if (problem.retryAfter !== undefined) c.header('Retry-After', String(problem.retryAfter))
    const answer = show(c, { view: 'problem', code: problem.code, ref })
    return new Response(answer.body, { status: problem.status, headers: answer.headers })
  })

  return routes
}

function nameError(problem: string) {
  return problem === 'required'
    ? 'name_required'
    : problem === 'too_long'
      ? 'name_too_long'
      : 'name_characters'
}

function isMember(c: Context): boolean {
  return getCookie(c, memberCookie) === '1'
}

/** The page's own address. What BBB appended is left behind: it was said once, and anybody can write it. */
function pathOf(c: Context): string {
  const { pathname, searchParams } = new URL(c.req.url)
  searchParams.delete('errors')
  const query = c.req.method === 'GET' ? searchParams.toString() : ''
  return query === '' ? pathname : `${pathname}?${query}`
}

/** Documents hold live state and depend on cookies: they are asked for again, but the back button may keep them. */
function html(c: Context, body: string, status: number): Response {
  return c.body(body, status as 200, {
    'Content-Type': 'text/html; charset=utf-8',
    'Cache-Control': 'private, no-cache',
    Vary: 'Cookie, Accept-Language',
  })
}

/**
 * A path of ours, or the home page: `//evil`, `/\evil`, `/%5cevil`, `/a/..//evil` and `javascript:` lead nowhere
 * else, also where a reverse proxy or a browser reads them again.
 */
export function ownPath(wanted: string, publicUrl: string): string {
  const base = new URL(publicUrl)
  const url = wanted.startsWith('/') ? URL.parse(wanted, base) : null
  const isOurs = url?.origin === base.origin && !/^\/(\/|\\|%2f|%5c)/i.test(url.pathname)
  return isOurs ? url.pathname + url.search : '/'
}

/** Where a link or a code that somebody typed or pasted leads: to a room of ours, or back home. */
function pastedLink(typed: string, publicUrl: string): string {
  const text = typed.trim()
  if (!/[/:]/.test(text)) return `/${encodeURIComponent(text.toLowerCase().replace(/\s+/g, '-'))}`
  const base = new URL(publicUrl)
  const withoutScheme = `${base.protocol}//${text.replace(/^\/+/, '')}`
  const fromRoot = text.startsWith('/') ? URL.parse(text, base) : null
  const links = [URL.parse(text), URL.parse(withoutScheme), fromRoot]
  const link = links.find((url) => url?.host === base.host)
  return link ? ownPath(link.pathname, publicUrl) : '/?unknown'
}
