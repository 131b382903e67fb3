import type { Selectable } from 'kysely'
import { assertListAndDayLeft } from '../../platform/limits/lists.ts'
import { listLimits } from '../../platform/limits.ts'
import { compiledOnce } from '../../platform/store/compiled.ts'
import type { Db, Store } from '../../platform/store/database.ts'
import type { RoomOffersTable } from '../../platform/store/schema.ts'

export type OfferRow = Selectable<RoomOffersTable> & {
  madeName: string
  /** Since when its maker is suspended. */
  suspendedAt: number | null
  personName: string | null
}

/** Offers with the names of who made them and whom they are for. */
export function rows(db: Store) {
  return db
    .selectFrom('roomOffers')
    .innerJoin('people as maker', 'maker.id', 'roomOffers.madeBy')
    .leftJoin('people', 'people.id', 'roomOffers.personId')
    .selectAll('roomOffers')
    .select(['maker.name as madeName', 'maker.suspendedAt', 'people.name as personName'])
}

/** Offers that nobody has taken up, declined or withdrawn, the newest first; some of them may be too old. */
export function unanswered(db: Store) {
  return rows(db)
    .where('outcome', 'is', null)
    .where('maker.suspendedAt', 'is', null)
    .orderBy('madeAt', 'desc')
}

export const unansweredFor = compiledOnce(['person', 'email'], (db, of) =>
  unanswered(db).where(({ eb, or }) =>
    or([eb('personId', '=', of('person')), eb('roomOffers.email', '=', of('email'))]),
  ),
)

/** @throws ProblemError list_full, daily_limit_reached */
export async function assertOfferLeft(db: Db, roomId: string, now: number): Promise<void> {
  const { openOffersPerRoom, offersPerDay } = listLimits
  const ofRoom = db.selectFrom('roomOffers').where('roomId', '=', roomId)
  const there = ofRoom.where('outcome', 'is', null).where('until', '>', now)
  const bounds = { most: openOffersPerRoom, perDay: offersPerDay }
  await assertListAndDayLeft({ there, made: ofRoom.select('madeAt as at') }, bounds, now)
}
