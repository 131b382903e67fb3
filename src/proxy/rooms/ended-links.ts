import type { Db } from './store.ts'

/**
 * Host links that end with the rights of whoever made them; the caller says whose, and in which rooms.
 * @param at epoch milliseconds
 */
export function endHostLinks(db: Db, at: number) {
  return db.updateTable('host_links').set({ revoked_at: at }).where('revoked_at', 'is', null)
}
