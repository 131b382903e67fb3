import type { LiveMeeting } from '../../bbb/meeting.ts'
import type { Server } from './servers.ts'

/**
 * up: it answers. impaired: it answers, but not with its list of meetings (a balancer with a bad machine behind it).
 * unreadable: its list is no XML (another front-end's meeting broke it). down: it does not answer. misconfigured: it
 * refuses our secret. unknown: it was not asked yet.
 */
export type SeenState = 'up' | 'impaired' | 'unreadable' | 'down' | 'misconfigured' | 'unknown'

/** Knowledge about one server. */
export interface Snapshot {
  state: SeenState
  /** Since when it is in this state, epoch milliseconds; survives restarts. */
  since: number | null
  /** When it last answered with a list. */
  asOf: number | null
  /** When that list was asked for: what began later may not be in it. */
  listedAt: number | null
  /** When it was last asked. */
  askedAt: number | null
  /** Its meetings, by meetingID: those of its last list, and those that it told of when it was asked about them. */
  meetings: ReadonlyMap<string, LiveMeeting>
  /** The meetingIDs of those that it listed, and that could not be read: they are there, and nothing else is known. */
  unreadable: ReadonlySet<string>
}

/** One poll: what began after `beganAt` may not be in its answer. */
export interface Poll {
  server: Server
  beganAt: number
  snapshot: Snapshot
  /** The list of meetings; null where none could be read. */
  list: List | null
}

export interface List {
  /** By meetingID. */
  meetings: ReadonlyMap<string, LiveMeeting>
  unreadable: ReadonlySet<string>
}

/** One poll per server feeds everybody: the rooms list, join pages, status. */
export interface Watch {
  snapshot(server: string): Snapshot
  /** Poll this server every second for a minute: a meeting was just started there. */
  hurry(server: string): void
  /**
   * A poll that begins after this call, at once.
   * @returns null where it failed, or did not come about within `timeoutMs`
   */
  refresh(server: string, timeoutMs: number): Promise<Poll | null>
  /**
   * A server's answer about one meeting, kept beside its lists, which may not have it.
   * @param live null: it does not have it
   */
  learn(server: string, meetingId: string, live: LiveMeeting | null): void
  /** Of what was learnt, only these meetings are still of interest. */
  keepLearnt(server: string, meetingIds: ReadonlySet<string>): void
  /** Called after every poll, with or without a list, one at a time per server. */
  onPoll(listener: (poll: Poll) => Promise<void>): void
  start(): Promise<void>
  close(): void
}

export const nothingKnown: Snapshot = {
  state: 'unknown',
  since: null,
  asOf: null,
  listedAt: null,
  askedAt: null,
  meetings: new Map(),
  unreadable: new Set(),
}
