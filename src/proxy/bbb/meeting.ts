import type { MeetingSettings } from '../../contract/room-settings.ts'
import type { BbbDocument } from './documents.ts'

export interface NewMeeting {
  meetingId: string
  name: string
  /** Digits; null lets the server choose. */
  voiceBridge: string | null
  /**
   * As they count when the meeting begins; `participants` and `minutes` null: no limit; `welcome` empty: the server's
   * own.
   */
  settings: MeetingSettings
  /** Address to which people come when they leave. */
  leaveUrl: string
  /** Fixed names of ours only: BBB writes them into its replies unescaped. */
  meta: Record<string, string>
  /** The first is shown when the meeting begins; left out or empty: the server's own. */
  documents?: BbbDocument[]
}

export interface CreatedMeeting {
  meetingId: string
  /** Epoch milliseconds; binds join URLs to this one session. */
  createTime: number
  /** The one that the server really gave it: balancers may replace ours. */
  voiceBridge: string
  /** It existed already, and nothing of it was changed. */
  duplicate: boolean
}

export interface JoinRequest {
  meetingId: string
  createTime: number
  name: string
  /** Moderators pass the waiting room, whoever they are. */
  moderates: boolean
  /** Guests wait for approval where the meeting asks for it; others do not. */
  isGuest: boolean
  userId: string
  language: string
  leaveUrl: string
  errorUrl: string
}

/** Somebody who is in a meeting: never kept, never logged. */
export interface Attendee {
  name: string
  isModerator: boolean
  /** microphone: they can be heard. listening: they hear only. none: neither, yet. */
  sound: 'microphone' | 'listening' | 'none'
}

/** A meeting that the server has; it is over only when the server no longer has it. Times in epoch milliseconds. */
export interface LiveMeeting {
  meetingId: string
  /** Somebody is in. */
  running: boolean
  participants: number
  /** The first of them, at most a hundred. */
  attendees: Attendee[]
  /** The userIDs of all who are in, at most 2,000: BBB lets them in again, also where it is full. */
  userIds: ReadonlySet<string>
  createTime: number
  voiceBridge: string
  /** Hosts may record. */
  recording: boolean
  startedAt: number | null
  endedAt: number | null
  forciblyEnded: boolean
}

/** An answer about all meetings of a server. */
export interface MeetingList {
  /** Breakout rooms left out. */
  meetings: LiveMeeting[]
  /**
   * Meetings that the server has, and whose entries are not as BBB writes them: nothing is known about them but, mostly,
   * their id. Servers are shared with other front-ends.
   */
  unreadable: UnreadableMeeting[]
}

export interface UnreadableMeeting {
  meetingId: string | null
  /** The fault of the entry, without any of its content. */
  reason: string
}
