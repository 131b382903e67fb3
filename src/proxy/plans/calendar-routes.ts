import { type Context, Hono } from 'hono'
import { LRUCache } from 'lru-cache'
import type { Language } from '../../contract/languages.ts'
import { InvitationLanguage } from '../../contract/rooms.ts'
import { pack, takesGzip } from '../http/compress.ts'
import { etagOf, isKnown } from '../http/etag.ts'
import { describeRoom, type InvitedTo, titleIn } from '../invitations/letter.ts'
import { type InvitationParts, invitedTo, languagesOf } from '../invitations/room.ts'
import { keptCalendars } from '../limits.ts'
import { ProblemError } from '../problem.ts'
import type { Rooms } from '../rooms/rooms.ts'
import { findRoomById, type RoomRow } from '../rooms/store.ts'
import { writeCalendar } from './calendar.ts'
import { plansUntil } from './closed.ts'
import type { Plans } from './plans.ts'

interface CalendarServices extends Pick<InvitationParts, 'servers' | 'watch'> {
  rooms: Rooms
  plans: Plans
  /** Whether who asks may read titles and messages of the room's plans. */
  mayRead(c: Context, room: RoomRow): Promise<boolean>
}

/**
 * A room's plans for calendar programs: a file to take along, for whoever has the room's link, and the address that
 * programs follow. Both say what guests may know, and no more; the file only the dates where the room asks for a code,
 * or for a sign-in, and has not got it.
 */
export function calendarRoutes(
  parts: Pick<InvitationParts, 'settings' | 'store' | 'now'>,
  { rooms, plans, servers, watch, mayRead }: CalendarServices,
): Hono {
  const routes = new Hono()
  const host = new URL(parts.settings.publicUrl).host
  const kept = new LRUCache<string, string>({ max: keptCalendars })

  /** Written once for all who ask for the same. */
  function fileOf(to: InvitedTo, closed: number | null, languages: readonly Language[]): string {
    const key = JSON.stringify([{ ...to, now: null }, closed, languages])
    const known = kept.get(key)
    if (known !== undefined) return known
    const ways = describeRoom(to, languages)
    const file = writeCalendar(closed === null ? to.plans : plansUntil(to.plans, closed), host, {
      name: to.name,
      link: to.link,
      titleOf: (plan) => titleIn(to.name, plan.title),
      descriptionOf: ({ message }) => (message === '' ? ways : `${message}\n\n${ways}`),
    })
    kept.set(key, file)
    return file
  }

  async function answer(c: Context, room: RoomRow, isTold: boolean): Promise<Response> {
    const to = await invitedTo(room, { ...parts, servers, watch })
    const languages = languagesOf(askedLanguage(c), room, parts.settings)
    const { archived_at: closed } = room
    const told = isTold ? to.plans : to.plans.map((plan) => ({ ...plan, title: '', message: '' }))
    const file = fileOf({ ...to, plans: told }, closed, languages)
    return calendarAnswer(c, file, room, Math.max(await plans.changedAt(room.id), closed ?? 0))
  }

  routes.get('/calendars/:file{.+\\.ics}', async (c) => {
    const followed = await plans.followed(c.req.param('file').replace(/\.ics$/, ''))
    if (typeof followed === 'string') return gone(followed === 'renewed' ? 410 : 404)
    const room = await findRoomById(parts.store, followed.room_id)
    return room && room.deleted_at === null ? await answer(c, room, true) : gone(410)
  })
  routes.get('/:room/calendar.ics', async (c) => {
    const room = await rooms.keptAt(c.req.param('room'))
    return await answer(c, room, await mayRead(c, room))
  })

  return routes
}

function askedLanguage(c: Context): InvitationLanguage | null {
  const asked = c.req.query('language')
  if (asked === undefined) return null
  const language = InvitationLanguage.safeParse(asked)
  if (!language.success) throw new ProblemError('fields_invalid', { fields: { language: 'unknown' } })
  return language.data
}

/** A program that follows an address understands the status alone; the address is a secret, and stands in no log. */
function gone(status: 404 | 410): Response {
  return new Response(null, { status, headers: { 'Cache-Control': 'no-store' } })
}

/** Programs ask again and again: unchanged, they get no body (RFC 9110 §13). */
function calendarAnswer(c: Context, file: string, room: RoomRow, changedAt: number): Response {
  const etag = etagOf(file)
  const headers = {
    'Content-Type': 'text/calendar; charset=utf-8; method=PUBLISH',
    'Content-Disposition': `attachment; filename="${room.address}.ics"`,
    'Cache-Control': 'private, no-cache',
    'X-Robots-Tag': 'noindex',
    ETag: etag,
    'Last-Modified': new Date(changedAt).toUTCString(),
  }
  if (isKnown(c, etag)) return new Response(null, { status: 304, headers })
  const packed = pack(file, takesGzip(c))
  // The same content in other bytes.
  const tag = 'Content-Encoding' in packed.headers ? { ETag: `W/${etag}` } : {}
  return new Response(packed.body, { headers: { ...headers, ...packed.headers, ...tag } })
}
