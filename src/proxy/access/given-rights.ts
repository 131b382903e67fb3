import type { Db } from '../platform/store/database.ts'

/**
 * Host links that end with the rights of whoever made them; the caller says whose, and in which rooms.
 * @param at epoch milliseconds
 */
export function endHostLinks(db: Db, at: number) {
  return db.updateTable('hostLinks').set({ revokedAt: at }).where('revokedAt', 'is', null)
}

/**
 * Offers that nobody took up yet, and that count no longer; the caller says which.
 * @param at epoch milliseconds
 */
export function withdrawOffers(db: Db, at: number) {
  return db
    .updateTable('roomOffers')
    .set({ outcome: 'withdrawn', endedAt: at, linkHash: null })
    .where('outcome', 'is', null)
}
