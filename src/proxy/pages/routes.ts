import { type Context, Hono } from 'hono'
import { setCookie } from 'hono/cookie'
import { memberPaths } from '../../contract/addresses.ts'
import type { Config } from '../../contract/config.ts'
import type { PublicPage, PublicView } from '../../contract/pages.ts'
import type { ProblemCode } from '../../contract/problems.ts'
import type { PhoneDependencies } from '../features/phone/phone.ts'
import type { Recordings } from '../features/recordings/recordings.ts'
import { formatsOf } from '../features/recordings/store.ts'
import { createSimilarRooms } from '../features/rooms/similar-rooms.ts'
import { findRoom } from '../features/rooms/store.ts'
import type { ReadStatus } from '../features/status/routes.ts'
import type { Environment } from '../platform/environment/environment.ts'
import { asProblem, logProblem, newRef, problemHeaders } from '../platform/http/answers.ts'
import { readForm } from '../platform/http/body.ts'
import { type Packed, pack, takesGzip } from '../platform/http/compress.ts'
import { sameOrigin, smallBody } from '../platform/http/guards.ts'
import { languageCookie, languageOf, switchedLanguage } from '../platform/http/language.ts'
import { clearing, isMember } from '../platform/http/member-cookie.ts'
import type { Methods } from '../platform/http/methods.ts'
import { brandCss } from './brand.ts'
import { closedRoom } from './closed.ts'
import { memberDocument } from './document.ts'
import { createDocuments } from './documents.ts'
import { guestPages } from './guest-routes.ts'
import { type JoinServices, joinPageRoutes } from './join-page-routes.ts'
import { ownPath, readTypedLink } from './typed-link.ts'

interface PageServices extends JoinServices, Pick<PhoneDependencies, 'servers' | 'watch'> {
  config: Config
  recordings: Recordings
  status: ReadStatus
}

const year = 365 * 24 * 60 * 60
/** Member pages whose address has no public page. */
const { rooms: _, room: __, roomSettings, roomHosts, signedOut, ...forMembersAlone } = memberPaths

/**
 * The pages: documents that anybody opens, and the member's single-page app.
 * @param methods refuses what no page answers
 */
export function pageRoutes(env: Environment, methods: Methods, services: PageServices): Hono {
  const { config, recordings } = services
  const { settings } = env
  const documents = createDocuments(env)
  const routes = new Hono()

  function show(c: Context, view: PublicView, status = 200, language = languageOf(c, settings)): Response {
    const page: PublicPage = {
      language,
      config,
      path: pathOf(c, settings.publicUrl),
      member: isMember(c),
      now: env.now(),
      view,
    }
    const kept = view.view === 'entering' ? 'no-store' : 'private, no-cache'
    return html(c, documents(c, page), status, kept)
  }

  async function memberPage(c: Context): Promise<Response> {
    const language = languageOf(c, settings)
    const name = config.brand.name[language] ?? config.brand.name[language === 'en' ? 'en' : 'fr']
    const built = await env.assets.memberDocument(language)
    const text = memberDocument(built, language, name, { config, language })
    return html(c, pack(text, takesGzip(c)), 200)
  }

  routes.use(smallBody(env.pace.body), sameOrigin(settings.publicUrl), methods.literal)

  routes.get('/', (c) => {
    const typed = typedBefore(c)
    if (isMember(c) && !typed) return memberPage(c)
    return show(c, { view: 'home', signIn: services.status().signIn, typed })
  })
  for (const path of Object.values(forMembersAlone)) routes.get(path, memberPage)
  routes.get(signedOut, async (c) => await memberPage(clearing(c)))
  routes.get('/status', (c) => show(c, { view: 'status', status: services.status() }))

  routes.get('/brand.css', (c) =>
    c.body(brandCss(settings.brand.colour), 200, {
      'Content-Type': 'text/css; charset=utf-8',
      'Cache-Control': 'public, max-age=3600',
    }),
  )
  routes.get('/robots.txt', (c) =>
    c.text('User-agent: *\nAllow: /$\nAllow: /status\nAllow: /phone\nDisallow: /\n'),
  )

  routes.post('/language', async (c) => {
    const form = await readForm(c)
    const language = switchedLanguage(c, settings, form.get('language') ?? '')
    setCookie(c, languageCookie, language, {
      path: '/',
      sameSite: 'Lax',
      secure: settings.publicUrl.startsWith('https:'),
      maxAge: year,
    })
    return c.redirect(ownPath(form.get('return') ?? '/', settings.publicUrl), 303)
  })

  routes.post('/go', async (c) => {
    const read = readTypedLink((await readForm(c)).get('link') ?? '', settings)
    if ('unknown' in read) return c.redirect(`/?unknown=${encodeURIComponent(read.unknown)}`, 303)
    const isAlone = 'number' in read && !(await findRoom(env.store, read.path.slice(1)))
    return c.redirect(isAlone ? `/?number=${encodeURIComponent(read.number)}` : read.path, 303)
  })

  routes.get('/recordings/:id', async (c) => {
    const row = await recordings.linked(c.req.param('id'))
    return show(c, {
      view: 'recording',
      recording: {
        id: row.id,
        name: row.name,
        roomName: row.roomName,
        startedAt: row.startedAt,
        minutes: row.minutes,
        formats: formatsOf(row).flatMap(({ type, url }) => (url === null ? [] : [type])),
      },
      state: recordings.stateOf(row),
    })
  })
  routes.get('/recordings/:id/:format', async (c) => {
    const row = await recordings.linked(c.req.param('id'))
    return c.redirect(recordings.player(row, c.req.param('format')), 303)
  })

  routes.get('/b/:old', (c) => show(c, { view: 'old_link', shape: `/b/${c.req.param('old')}` }, 404))
  for (const end of ['', '/join']) {
    routes.get(`/rooms/:old${end}`, (c) =>
      show(c, { view: 'old_link', shape: `/rooms/${c.req.param('old')}${end}` }, 404),
    )
  }

  routes.route('/', guestPages(env, services, show))

  for (const path of [roomSettings, roomHosts]) {
    routes.get(path, async (c) =>
      isMember(c) ? await memberPage(c) : c.redirect(`/${encodeURIComponent(c.req.param('room'))}`, 302),
    )
  }

  routes.route('/', joinPageRoutes(env, services, { show, memberPage }))

  routes.all('*', methods.otherwise)

  const near = createSimilarRooms(env)

  async function meantBy(c: Context, code: ProblemCode): Promise<string[]> {
    if (code !== 'room_unknown') return []
    return await near(roomIn(c)).catch(() => [])
  }

  routes.onError(async (error, c) => {
    const problem = asProblem(error)
    const ref = newRef(env.random)
    logProblem(env.log, problem, ref, c.req)
    for (const [name, value] of Object.entries(problemHeaders(problem))) c.header(name, value)
    const closed = await closedRoom({ ...env, ...services }, problem.code, roomIn(c)).catch(() => null)
    if (closed) {
      return show(c, closed.view, problem.status, languageOf(c, settings, undefined, closed.language))
    }
    const meant = await meantBy(c, problem.code)
    return show(c, { view: 'problem', code: problem.code, ref, meant }, problem.status)
  })

  return routes
}

/** The first piece of the path, which is a room's address wherever a room is concerned. */
function roomIn(c: Context): string {
  const [, first = ''] = new URL(c.req.url).pathname.split('/')
  return decoded(first)
}

/** The link that was typed on the home page and led nowhere. */
function typedBefore(c: Context): Extract<PublicView, { view: 'home' }>['typed'] {
  const { number, unknown } = c.req.query()
  if (number !== undefined) return { text: number, why: 'number' }
  return unknown === undefined ? null : { text: unknown, why: unknown === '' ? 'empty' : 'unknown' }
}

/** A piece of a path as somebody typed it; what cannot be read is left as it is. */
function decoded(piece: string): string {
  try {
    return decodeURIComponent(piece)
  } catch {
    return piece
  }
}

/**
 * The page's own address, which its links lead to: a path of ours, whatever was asked for. What BBB appended is left
 * behind: it was said once, and anybody can write it.
 */
function pathOf(c: Context, publicUrl: string): string {
  const { pathname, searchParams } = new URL(c.req.url)
  searchParams.delete('errors')
  const query = c.req.method === 'POST' ? '' : searchParams.toString()
  return ownPath(query === '' ? pathname : `${pathname}?${query}`, publicUrl)
}

/** Documents hold live state and depend on cookies: they are asked for again, but the back button may keep them. */
function html(c: Context, { body, headers }: Packed, status: number, kept = 'private, no-cache'): Response {
  return c.body(body, status as 200, {
    ...headers,
    'Content-Type': 'text/html; charset=utf-8',
    'Cache-Control': kept,
    Vary: ['Cookie, Accept-Language', headers.Vary].filter(Boolean).join(', '),
  })
}
