import type { Environment } from '../../platform/environment/environment.ts'
import { keptRows } from '../../platform/limits.ts'
import { createLaterWrites } from '../../platform/store/later.ts'
import { hour } from '../../platform/time/spans.ts'

/** Hours after a meeting during which somebody may say how it was. */
export const lately = 12

/** Which devices were given a way into a meeting. Kept as long as they may say how it was, and in no backup. */
export interface Admissions {
  /**
   * Never throws: what cannot be written now is written later.
   * @param device its `userID` in the room, as `guestUserId` makes it, also of members and hosts
   */
  note(meetingId: string, device: string): Promise<void>
  /** Removes those of meetings of which nothing is said any more. */
  cleanUp(): Promise<void>
  close(): void
}

export function createAdmissions({
  store,
  now,
  log,
  pace,
}: Pick<Environment, 'store' | 'now' | 'log' | 'pace'>): Admissions {
  const options = { what: 'ways in', most: keptRows.admissions, retry: pace.retry }
  const rows = createLaterWrites<{ meetingId: string; device: string }>(log, options, (row) =>
    store
      .insertInto('admissions')
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .execute(),
  )
  return {
    note: (meetingId, device) => rows.write({ meetingId, device }),
    close: rows.close,
    async cleanUp() {
      const current = store
        .selectFrom('meetings')
        .select('id')
        .where(({ or, eb }) => or([eb('endedAt', 'is', null), eb('endedAt', '>', now() - lately * hour)]))
      await store.deleteFrom('admissions').where('meetingId', 'not in', current).execute()
    },
  }
}
