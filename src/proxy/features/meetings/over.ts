import type { Poll } from '../servers/snapshot.ts'
import { isEndExpected, type Meeting } from './store.ts'

/** Milliseconds for which a call without an answer may still take effect: a balancer sees it up to 20 seconds late. */
const unsettledFor = 30_000
/** Without a list a meeting is over once its server has not found it for so long. */
const notFoundFor = 60_000

/**
 * Whether a meeting that its server has just not found is over, or was never created: it must be missing from a list
 * that began after our last successful call about it, too. A balancer may not find for a while what it lists.
 * @param poll the last one of its server
 * @param now epoch milliseconds
 * @param notFoundSince since when its server has answered nothing else, epoch milliseconds; null: only just now
 */
export function isOver(
  meeting: Meeting,
  { list, beganAt }: Pick<Poll, 'list' | 'beganAt'>,
  now: number,
  notFoundSince: number | null,
): boolean {
  // After its end was asked for, not found means done (docs/bbb.md).
  if (isEndExpected(meeting, now)) return true
  if (list === null) {
    return meeting.state === 'running' && notFoundSince !== null && notFoundSince <= now - notFoundFor
  }
  if (list.meetings.has(meeting.id) || list.unreadable.has(meeting.id)) return false
  if (meeting.state === 'starting') {
    return (meeting.unconfirmedSince ?? meeting.createdAt) <= now - unsettledFor
  }
  return beganAt > meeting.confirmedAt
}
