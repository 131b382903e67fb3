import { sql } from 'kysely'
import type { Person } from '../../access/access.ts'
import type { Environment } from '../../platform/environment/environment.ts'
import { roomLimits } from '../../platform/limits.ts'
import { ProblemError } from '../../platform/problem.ts'
import type { Db } from '../../platform/store/database.ts'
import { lockOwner } from '../../platform/store/rows.ts'
import { day } from '../../platform/time/spans.ts'
import { generatedPin } from './rules.ts'

type PinDependencies = Pick<Environment, 'random' | 'now' | 'settings' | 'log'>

/** Callers dial a PIN that they wrote down: for so long it leads to no other room. */
const rest = 365 * day
/** Candidates of one query. */
const drawnAtOnce = 20
const rounds = 3
/** BBB takes longer voice bridges, but nobody types them without a mistake. */
const mostDigits = 9

/**
 * In a transaction: a new PIN for a room. Free ones first; where few are left, one of one more digit, which operators
 * read in the log: every length is unique over all servers.
 * @param renewedBy the name of the host who asks for another one; null: it is the room's first
 * @throws ProblemError daily_limit_reached, pins_used_up
 */
export async function givePin(
  db: Db,
  roomId: string,
  person: Pick<Person, 'id'>,
  renewedBy: string | null,
  env: PinDependencies,
): Promise<void> {
  await assertPinsLeft(db, person, env)
  const { pinDigits } = env.settings.phone
  for (let digits = pinDigits; digits <= mostDigits; digits++) {
    for (let round = 0; round < rounds; round++) {
      for (const pin of await freePins(db, digits, env)) {
        const taken = { roomId, takenBy: person.id, takenAt: env.now(), renewedBy }
        if (await claimPin(db, { pin, ...taken }, env.now())) return
      }
    }
    env.log.warn(
      { digits },
      'hardly any PIN of this length is free: a room gets a longer one; raise phone.pinDigits',
    )
  }
  throw new Error('no free PIN was drawn')
}

/** In a transaction: the PIN that a room has is nobody's for a year. */
export async function restPin(db: Db, roomId: string, now: number): Promise<void> {
  await db
    .updateTable('pins')
    .set({ restsUntil: now + rest })
    .where('roomId', '=', roomId)
    .where('restsUntil', 'is', null)
    .execute()
}

/** PINs of rooms that were deleted before a time begin to rest; those that have rested are free. */
export async function restPins(db: Db, goneBefore: number, now: number): Promise<void> {
  await db
    .updateTable('pins')
    .set({ restsUntil: now + rest, renewedBy: null })
    .where('restsUntil', 'is', null)
    .where('roomId', 'in', db.selectFrom('rooms').select('id').where('deletedAt', '<', goneBefore))
    .execute()
  await db.deleteFrom('pins').where('restsUntil', '<=', now).execute()
}

/** Of some that were drawn, those that no room has and that do not rest. */
async function freePins(db: Db, digits: number, { random, now }: PinDependencies): Promise<string[]> {
  const drawn = Array.from({ length: drawnAtOnce }, () => generatedPin(random, digits))
  const taken = await db
    .selectFrom('pins')
    .select('pin')
    .where('pin', 'in', drawn)
    .where((is) => is.or([is('restsUntil', 'is', null), is('restsUntil', '>', now())]))
    .execute()
  const unfree = new Set(taken.map(({ pin }) => pin))
  return drawn.filter((pin) => !unfree.has(pin))
}

interface TakenPin {
  pin: string
  roomId: string
  takenBy: string
  takenAt: number
  renewedBy: string | null
}

/** @returns false where another room was quicker */
async function claimPin(db: Db, taken: TakenPin, now: number): Promise<boolean> {
  const claimed = await db
    .insertInto('pins')
    .values({ ...taken, restsUntil: null })
    .onConflict((conflict) =>
      conflict
        .column('pin')
        .doUpdateSet({ ...taken, restsUntil: null })
        .where('pins.restsUntil', '<=', now),
    )
    .executeTakeFirst()
  return claimed.numInsertedOrUpdatedRows === 1n
}

/** In a transaction, and one PIN of a person's after the other: two at once cannot pass the limits. */
async function assertPinsLeft(db: Db, { id }: Pick<Person, 'id'>, { now }: PinDependencies): Promise<void> {
  await lockOwner(db, id)
  const today = now() - day
  const { all, recent, oldest } = await db
    .selectFrom('pins')
    .select(({ fn }) => [
      fn.countAll<number>().as('all'),
      sql<number>`count(case when taken_at > ${today} then 1 end)`.as('recent'),
      sql<number | null>`min(case when taken_at > ${today} then taken_at end)`.as('oldest'),
    ])
    .where('takenBy', '=', id)
    .executeTakeFirstOrThrow()
  const { pinsPerDay, pinsPerPerson } = roomLimits
  if (Number(recent) >= pinsPerDay) {
    const retryAfter = Math.ceil((Number(oldest) + day - now()) / 1_000)
    throw new ProblemError('daily_limit_reached', { values: { limit: pinsPerDay }, retryAfter })
  }
  if (Number(all) >= pinsPerPerson)
    throw new ProblemError('pins_used_up', { values: { limit: pinsPerPerson } })
}
