import { sql } from 'kysely'
import type { Db } from '../store/database.ts'
import { hour, minute } from '../time/spans.ts'

/** What is counted: at one place from one address, from one address over all places, at one place from wherever. */
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

/** Wrong tries count together for so many milliseconds from the first one. */
export const window = hour

/**
 * How long somebody still rests, at this place or everywhere, in milliseconds; 0 or less: not at all.
 * @param longest milliseconds: a rest that was set while a clock ran ahead is cut to it
 */
export async function restOf(db: Db, { place, source }: Key, longest: number, now: number): Promise<number> {
  const row = await db
    .selectFrom('wrong_tries')
    .select(({ fn }) => fn.max('rests_until').as('until'))
    .where('source', '=', source)
    .where('place', 'in', [place, ''])
    .executeTakeFirst()
  const rest = (row?.until ?? 0) - now
  if (rest <= longest) return rest
  await db
    .updateTable('wrong_tries')
    .set({ rests_until: now + longest })
    .where('source', '=', source)
    .where('place', 'in', [place, ''])
    .where('rests_until', '>', now + longest)
    .execute()
  return longest
}

/**
 * Adds wrong tries, in one statement: of processes that count at the same moment each adds its own.
 * @param tries none of them twice
 */
export async function addWrong(
  db: Db,
  tries: readonly (Key & { wrong: number })[],
  now: number,
): Promise<Counted[]> {
  // Also one that begins in an hour: it was begun while a clock ran ahead.
  const isOver = sql`(wrong_tries.since <= ${now - window} or wrong_tries.since > ${now + aheadAtMost})`
  return await db
    .insertInto('wrong_tries')
    .values(tries.map((one) => ({ ...one, earlier: 0, since: now, last_at: now, rests_until: 0 })))
    .onConflict((conflict) =>
      conflict.columns(['place', 'source']).doUpdateSet({
        wrong: sql`excluded.wrong + case when ${isOver} then 0 else wrong_tries.wrong end`,
        earlier: sql`case when not (${isOver}) then wrong_tries.earlier
          when wrong_tries.last_at > ${now - window} then wrong_tries.wrong else 0 end`,
        since: sql`case when ${isOver} then ${now} else wrong_tries.since end`,
        last_at: now,
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
export async function addRests(
  db: Db,
  pauses: readonly (Key & { pause: number })[],
  now: number,
): Promise<void> {
  if (pauses.length === 0) return
  const counted = { wrong: 0, earlier: 0, since: now, last_at: now }
  await db
    .insertInto('wrong_tries')
    .values(pauses.map(({ pause, ...key }) => ({ ...key, ...counted, rests_until: now + pause })))
    .onConflict((conflict) =>
      conflict.columns(['place', 'source']).doUpdateSet({
        rests_until: sql`excluded.rests_until
          + case when wrong_tries.rests_until > ${now} then wrong_tries.rests_until - ${now} else 0 end`,
      }),
    )
    .execute()
}

/** Places where so many tries were wrong within a window that is not over, or just before. */
export async function attackedPlaces(db: Db, least: number, now: number) {
  return await db
    .selectFrom('wrong_tries')
    .select(['place', 'wrong', 'earlier', 'last_at'])
    .where('source', '=', '')
    .where('last_at', '>', now - window)
    .where((is) => is.or([is('wrong', '>=', least), is('earlier', '>=', least)]))
    .orderBy('last_at', 'desc')
    .execute()
}

/** Removes what counts no more. */
export async function forgetTries(db: Db, now: number): Promise<void> {
  await db
    .deleteFrom('wrong_tries')
    .where('last_at', '<=', now - window)
    .where('rests_until', '<=', now)
    .execute()
}
