import type { Parts } from '../parts.ts'

/** Hours after a meeting during which somebody may say how it was. */
export const lately = 12
const hour = 3_600_000

/** Which devices were given a way into a meeting. Kept as long as they may say how it was, and in no backup. */
export interface WaysIn {
  /** @param device its `userID` in the room, as `guestUserId` makes it, also of members and hosts */
  note(meetingId: string, device: string): Promise<void>
  /** Removes those of meetings of which nothing is said any more. */
  forget(): Promise<void>
}

export function createWaysIn({ store, now }: Pick<Parts, 'store' | 'now'>): WaysIn {
  return {
    async note(meetingId, device) {
      await store
        .insertInto('ways_in')
        .values({ meeting_id: meetingId, device })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    },
    async forget() {
      const current = store
        .selectFrom('meetings')
        .select('id')
        .where(({ or, eb }) => or([eb('ended_at', 'is', null), eb('ended_at', '>', now() - lately * hour)]))
      await store.deleteFrom('ways_in').where('meeting_id', 'not in', current).execute()
    },
  }
}
