import { sql } from 'kysely'
import type { Db } from '../store/database.ts'
import { hour, minute } from '../time/spans.ts'

/** The key of a count: one place and address, one address over all places, or one place from wherever. */
export interface Key {
  /** Empty: over all places. */
  place: string
  /** Empty: from wherever. */
  source: string
}

/** How often it was wrong, up to a moment. */
export interface Counted extends Key {
  /** Since its window began. */
  wrong: number
  /** In the window before, where that one is not long over. */
  earlier: number
}

/** Milliseconds by which the clocks of several processes may differ. */
const aheadAtMost = minute

/** Wrong attempts count together for so many milliseconds from the first one. */
export const window = hour

/**
 * How long somebody still rests, at this place or everywhere, in milliseconds; 0 or less: not at all.
 * @param longest milliseconds: a rest that was set while a clock ran ahead is cut to it
 */
export async function restOf(db: Db, { place, source }: Key, longest: number, now: number): Promise<number> {
  const row = await db
    .selectFrom('wrongAttempts')
    .select(({ fn }) => fn.max('pausedUntil').as('until'))
    .where('source', '=', source)
    .where('place', 'in', [place, ''])
    .executeTakeFirst()
  const rest = (row?.until ?? 0) - now
  if (rest <= longest) return rest
  await db
    .updateTable('wrongAttempts')
    .set({ pausedUntil: now + longest })
    .where('source', '=', source)
    .where('place', 'in', [place, ''])
    .where('pausedUntil', '>', now + longest)
    .execute()
  return longest
}

/**
 * Adds wrong attempts, in one statement: of processes that count at the same moment each adds its own.
 * @param tries none of them twice
 */
export async function addWrong(
  db: Db,
  attempts: readonly (Key & { wrong: number })[],
  now: number,
): Promise<Counted[]> {
  // Also one that begins in an hour: it was begun while a clock ran ahead.
  const isOver = sql`(wrong_attempts.since <= ${now - window} or wrong_attempts.since > ${now + aheadAtMost})`
  return await db
    .insertInto('wrongAttempts')
    .values(attempts.map((one) => ({ ...one, earlier: 0, since: now, lastAt: now, pausedUntil: 0 })))
    .onConflict((conflict) =>
      conflict.columns(['place', 'source']).doUpdateSet({
        wrong: sql`excluded.wrong + case when ${isOver} then 0 else wrong_attempts.wrong end`,
        earlier: sql`case when not (${isOver}) then wrong_attempts.earlier
          when wrong_attempts.last_at > ${now - window} then wrong_attempts.wrong else 0 end`,
        since: sql`case when ${isOver} then ${now} else wrong_attempts.since end`,
        lastAt: now,
      }),
    )
    .returning(['place', 'source', 'wrong', 'earlier'])
    .execute()
}

/**
 * Pauses, each after those that are there already: whoever tries at several processes in the same instant rests as
 * long as somebody who tried one after the other.
 * @param pauses milliseconds, of keys that were counted
 */
export async function addPauses(
  db: Db,
  pauses: readonly (Key & { pause: number })[],
  now: number,
): Promise<void> {
  if (pauses.length === 0) return
  const counted = { wrong: 0, earlier: 0, since: now, lastAt: now }
  await db
    .insertInto('wrongAttempts')
    .values(pauses.map(({ pause, ...key }) => ({ ...key, ...counted, pausedUntil: now + pause })))
    .onConflict((conflict) =>
      conflict.columns(['place', 'source']).doUpdateSet({
        pausedUntil: sql`excluded.paused_until
          + case when wrong_attempts.paused_until > ${now} then wrong_attempts.paused_until - ${now} else 0 end`,
      }),
    )
    .execute()
}

/** Places where so many tries were wrong within a window that is not over, or just before. */
export async function attackedPlaces(db: Db, least: number, now: number) {
  return await db
    .selectFrom('wrongAttempts')
    .select(['place', 'wrong', 'earlier', 'lastAt'])
    .where('source', '=', '')
    .where('lastAt', '>', now - window)
    .where((is) => is.or([is('wrong', '>=', least), is('earlier', '>=', least)]))
    .orderBy('lastAt', 'desc')
    .execute()
}

/** Removes what counts no more. */
export async function forgetTries(db: Db, now: number): Promise<void> {
  await db
    .deleteFrom('wrongAttempts')
    .where('lastAt', '<=', now - window)
    .where('pausedUntil', '<=', now)
    .execute()
}
