import type { ExpressionBuilder, Selectable } from 'kysely'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import { initialSettings, MeetingSettings } from '../../../contract/room-settings.ts'
import type { NewMeeting } from '../../bbb/meeting.ts'
import { compiledForSome, compiledOnce } from '../../platform/store/compiled.ts'
import type { Db, Store } from '../../platform/store/database.ts'
import type { MeetingsTable, Tables } from '../../platform/store/schema.ts'
import type { Handout } from '../presentations/address.ts'

/** One session of a room, on one server. Live until `ended_at` is set: one per room, by a unique index. */
export type Meeting = Selectable<MeetingsTable>

export async function liveMeeting(store: Store, roomId: string): Promise<Meeting | undefined> {
  return (await liveIn(store, { room: roomId }))[0]
}

const liveIn = compiledOnce(['room'], (db, of) =>
  db.selectFrom('meetings').selectAll().where('roomId', '=', of('room')).where('endedAt', 'is', null),
)

export async function liveMeetings(store: Store, roomIds: string[]): Promise<Map<string, Meeting>> {
  const rows = await liveInSome(store, roomIds)
  return new Map(rows.map((row) => [row.roomId, row]))
}

const liveInSome = compiledForSome((db, rooms) =>
  db.selectFrom('meetings').selectAll().where('roomId', 'in', rooms).where('endedAt', 'is', null),
)

/** @returns the row, or null where another starter was first */
export async function insertMeeting(db: Db, meeting: Meeting): Promise<Meeting | null> {
  const inserted = await db
    .insertInto('meetings')
    .values(meeting)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n ? meeting : null
}

/**
 * Takes over the creation of a meeting whose creator is gone, or goes on holding it.
 * @param meeting as it was read; afterwards it is what is stored
 * @returns false where another was first
 */
export async function takeLease(
  store: Store,
  meeting: Meeting,
  until: number,
  change: Pick<Partial<Meeting>, 'request'> = {},
): Promise<boolean> {
  const changed = { ...change, leaseUntil: until }
  const updated = await store
    .updateTable('meetings')
    .set(changed)
    .where((held) => isHeld(held, meeting))
    .where('endedAt', 'is', null)
    .executeTakeFirst()
  if (updated.numUpdatedRows !== 1n) return false
  Object.assign(meeting, changed)
  return true
}

/** Its creator does not know whether it took effect; a lease that another took over meanwhile stays. */
export async function letLeaseGo(store: Store, meeting: Meeting, now: number): Promise<void> {
  await store
    .updateTable('meetings')
    .set({ leaseUntil: 0, unconfirmedSince: now })
    .where((held) => isHeld(held, meeting))
    .execute()
}

function isHeld({ and, eb }: ExpressionBuilder<Tables, 'meetings'>, { id, leaseUntil }: Meeting) {
  return and([eb('id', '=', id), eb('state', '=', 'starting'), eb('leaseUntil', '=', leaseUntil)])
}

export async function changeMeeting(store: Db, id: string, change: Partial<Meeting>): Promise<void> {
  await store.updateTable('meetings').set(change).where('id', '=', id).execute()
}

/** A meeting that was never created: no server holds it. One whose lease another took over stays. */
export async function forgetMeeting(store: Store, meeting: Meeting): Promise<void> {
  await store
    .deleteFrom('meetings')
    .where((held) => isHeld(held, meeting))
    .execute()
}

/** Ends it once. @returns false where it had ended already */
export async function markEnded(store: Db, id: string, change: Partial<Meeting> & { endedAt: number }) {
  const updated = await store
    .updateTable('meetings')
    .set({ ...change, state: 'ended' })
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}

/** Servers end a meeting 1 to 5 seconds after they were asked (docs/bbb.md); one that lives on was not ended. */
const endTakes = 10_000

/** … and a balancer may say for 20 seconds that it is still there (b3scale: docs/bbb.md). */
const endCountsFor = 30_000

/** Its server agreed to end it: whoever went in now would be put out again. */
export function isEnding(meeting: Pick<Meeting, 'endAskedAt'>, now: number): boolean {
  return isEndAskedWithin(endTakes, meeting, now)
}

/** Its server agreed a short time ago to end it: not found means done. */
export function isEndExpected(meeting: Pick<Meeting, 'endAskedAt'>, now: number): boolean {
  return isEndAskedWithin(endCountsFor, meeting, now)
}

function isEndAskedWithin(ms: number, { endAskedAt }: Pick<Meeting, 'endAskedAt'>, now: number): boolean {
  return endAskedAt !== null && endAskedAt > now - ms && endAskedAt <= now + clocksDiffer
}

/** Whether its server agreed to end it, and it lives on long after: the end did not take effect. */
export function hasOutlivedEnd(meeting: Pick<Meeting, 'endAskedAt'>, now: number): boolean {
  return meeting.endAskedAt !== null && !isEnding(meeting, now)
}

/** Its server has just said that it is there: an end that was asked for earlier did not take effect. */
export async function confirmMeeting(store: Store, meeting: Meeting, now: number): Promise<void> {
  await changeMeeting(store, meeting.id, { confirmedAt: now, unconfirmedSince: null })
  if (!hasOutlivedEnd(meeting, now)) return
  // Unless its end was asked for again meanwhile.
  await store
    .updateTable('meetings')
    .set({ endAskedAt: null })
    .where('id', '=', meeting.id)
    .where('endAskedAt', '=', meeting.endAskedAt)
    .execute()
}

/**
 * Milliseconds for which the creator of a meeting holds its row; a process that died is followed after it. Longer than
 * one attempt, with all its questions, at a server that answers late; before each further one it is renewed.
 */
export const lease = 15_000

/** Whether so much of it is over that another attempt might outlast it. */
export function isLeaseUsed({ leaseUntil }: Pick<Meeting, 'leaseUntil'>, now: number): boolean {
  return leaseUntil - now < lease - 1_000
}

/**
 * Milliseconds by which the clocks of processes may differ: what lies further ahead was set by a clock that was wrong.
 */
const clocksDiffer = 60_000

/** Whether its creation is another's now. */
export function isLeased({ leaseUntil }: Pick<Meeting, 'leaseUntil'>, now: number): boolean {
  return leaseUntil > now && leaseUntil <= now + lease + clocksDiffer
}

/** A stored request. Fields of later versions have the value that they had before they were there. */
const Request = z.object({
  meetingId: z.string(),
  name: z.string(),
  voiceBridge: z.string().nullable(),
  settings: z.looseObject({}).transform((stored) => MeetingSettings.parse({ ...initialSettings, ...stored })),
  leaveUrl: z.string(),
  meta: z.record(z.string(), z.string()),
  welcomeCut: z.boolean().default(false),
  presentations: z.array(z.object({ id: z.string(), name: z.string() })).default([]),
})

/** A meeting to be created, and the room's presentations as they were when it was first asked for. */
export type MeetingRequest = NewMeeting & {
  presentations: Handout[]
  /** Its welcome was too long for the address, and was cut or left out. */
  welcomeCut: boolean
}

/** The meeting as it was first asked for: a retry sends the same bytes. */
export function requestOf({ request }: Pick<Meeting, 'request'>): MeetingRequest {
  const read = requestsRead.get(request) ?? Object.freeze(Request.parse(JSON.parse(request)))
  requestsRead.set(request, read)
  return read
}

/** By their text, which each page about a running meeting looks at. */
const requestsRead = new LRUCache<string, MeetingRequest>({ max: 200 })
