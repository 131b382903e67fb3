import { type Context, Hono } from 'hono'
import { LRUCache } from 'lru-cache'
import type { Language } from '../../../contract/languages.ts'
import { InvitationLanguage } from '../../../contract/rooms.ts'
import { type Packed, packedElsewhere, takesGzip } from '../../platform/http/compress.ts'
import { etagOf, isKnown } from '../../platform/http/etag.ts'
import { keptCalendars } from '../../platform/limits.ts'
import { ProblemError } from '../../platform/problem.ts'
import type { RoomRow } from '../../platform/store/rows.ts'
import { describeRoom, type RoomWays, titleIn } from '../invitations/letter.ts'
import { type InvitationDependencies, languagesOf, waysInto } from '../invitations/room.ts'
import type { Rooms } from '../rooms/rooms.ts'
import { findRoomById } from '../rooms/store.ts'
import { schedulesUntil } from '../schedules/closed.ts'
import type { Schedules } from '../schedules/schedules.ts'
import { calendarOf, schedulesOf } from '../schedules/store.ts'
import { writeCalendar } from './calendar.ts'

interface CalendarServices extends Pick<InvitationDependencies, 'servers' | 'watch'> {
  rooms: Rooms
  schedules: Schedules
  /** Whether who asks may read titles and messages of the room's schedules. */
  mayRead(c: Context, room: RoomRow): Promise<boolean>
}

/** Everything beside the schedule that changes a room's file. */
interface Asked {
  isTold: boolean
  ways: RoomWays
  languages: readonly Language[]
}

interface CalendarFile {
  etag: string
  packed: (gzip: boolean) => Packed
}

/**
 * A room's schedules for calendar programs: a file to take along, for whoever has the room's link, and the address that
 * programs follow. Both say what guests may know, and no more; the file only the dates where the room asks for a code,
 * or for a sign-in, and has not got it.
 */
export function calendarRoutes(
  parts: Pick<InvitationDependencies, 'settings' | 'store'>,
  { rooms, schedules, servers, watch, mayRead }: CalendarServices,
): Hono {
  const routes = new Hono()
  const host = new URL(parts.settings.publicUrl).host
  const kept = new LRUCache<string, Promise<CalendarFile>>({ max: keptCalendars })

  async function write(room: RoomRow, { isTold, ways, languages }: Asked): Promise<CalendarFile> {
    const schedules = await schedulesOf(parts.store, [room.id])
    const told = isTold ? schedules : schedules.map((schedule) => ({ ...schedule, title: '', message: '' }))
    const { archivedAt: closed } = room
    const described = describeRoom(ways, languages)
    const text = writeCalendar(closed === null ? told : schedulesUntil(told, closed), host, {
      name: ways.name,
      link: ways.link,
      titleOf: (schedule) => titleIn(ways.name, schedule.title),
      descriptionOf: ({ message }) => (message === '' ? described : `${message}\n\n${described}`),
    })
    return { etag: etagOf(text), packed: await packedElsewhere(text) }
  }

  /**
   * Written once for all who ask for the same, until what is scheduled changes.
   * @param revision that of the room's calendar, read before its schedules: they are at least as new
   */
  function fileOf(room: RoomRow, revision: number, asked: Asked): Promise<CalendarFile> {
    const key = JSON.stringify([room.id, room.archivedAt, revision, asked])
    const file = kept.get(key) ?? write(room, asked)
    kept.set(key, file)
    file.catch(() => kept.delete(key))
    return file
  }

  async function answer(c: Context, room: RoomRow, isTold: boolean): Promise<Response> {
    const languages = languagesOf(askedLanguage(c), room, parts.settings)
    const calendar = await calendarOf(parts.store, room.id)
    const ways = await waysInto(room, { ...parts, servers, watch })
    const file = await fileOf(room, calendar?.revision ?? 0, { isTold, ways, languages })
    return calendarAnswer(c, file, room, Math.max(calendar?.changedAt ?? 0, room.archivedAt ?? 0))
  }

  routes.get('/calendars/:file{.+\\.ics}', async (c) => {
    const followed = await schedules.followed(c.req.param('file').replace(/\.ics$/, ''))
    if (typeof followed === 'string') return gone(followed === 'renewed' ? 410 : 404)
    const room = await findRoomById(parts.store, followed.roomId)
    return room && room.deletedAt === null ? await answer(c, room, true) : gone(410)
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
function calendarAnswer(
  c: Context,
  { etag, packed }: CalendarFile,
  room: RoomRow,
  changedAt: number,
): Response {
  const headers = {
    'Content-Type': 'text/calendar; charset=utf-8; method=PUBLISH',
    'Content-Disposition': `attachment; filename="${room.address}.ics"`,
    'Cache-Control': 'private, no-cache',
    'X-Robots-Tag': 'noindex',
    ETag: etag,
    'Last-Modified': new Date(changedAt).toUTCString(),
  }
  if (isKnown(c, etag)) return new Response(null, { status: 304, headers })
  const { body, headers: packing } = packed(takesGzip(c))
  // The same content in other bytes.
  const tag = 'Content-Encoding' in packing ? { ETag: `W/${etag}` } : {}
  return new Response(body, { headers: { ...headers, ...packing, ...tag } })
}
