import { keptRows } from '../../platform/limits.ts'
import type { Parts } from '../../platform/parts/parts.ts'
import { createLaterWrites } from '../../platform/store/later.ts'
import { hour } from '../../platform/time/spans.ts'

/** Hours after a meeting during which somebody may say how it was. */
export const lately = 12

/** Which devices were given a way into a meeting. Kept as long as they may say how it was, and in no backup. */
export interface WaysIn {
  /**
   * Never throws: what cannot be written now is written later.
   * @param device its `userID` in the room, as `guestUserId` makes it, also of members and hosts
   */
  note(meetingId: string, device: string): Promise<void>
  /** Removes those of meetings of which nothing is said any more. */
  forget(): Promise<void>
  close(): void
}

export function createWaysIn({
  store,
  now,
  log,
  pace,
}: Pick<Parts, 'store' | 'now' | 'log' | 'pace'>): WaysIn {
  const options = { what: 'ways in', most: keptRows.waysIn, retry: pace.retry }
  const rows = createLaterWrites<{ meeting_id: string; device: string }>(log, options, (row) =>
    store
      .insertInto('ways_in')
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .execute(),
  )
  return {
    note: (meeting_id, device) => rows.write({ meeting_id, device }),
    close: rows.close,
    async forget() {
      const current = store
        .selectFrom('meetings')
        .select('id')
        .where(({ or, eb }) => or([eb('ended_at', 'is', null), eb('ended_at', '>', now() - lately * hour)]))
      await store.deleteFrom('ways_in').where('meeting_id', 'not in', current).execute()
    },
  }
}
