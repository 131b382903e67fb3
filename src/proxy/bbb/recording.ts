import type { UnreadableMeeting } from './meeting.ts'

/** An answer about recordings. */
export interface RecordingList {
  /** One for each recordID, in no order. */
  recordings: BbbRecording[]
  /** Entries that are not as BBB writes them. */
  unreadable: UnreadableRecording[]
}

export interface UnreadableRecording extends UnreadableMeeting {
  recordId: string | null
}

/** Times in epoch milliseconds. */
export interface BbbRecording {
  recordId: string
  meetingId: string
  name: string
  /** BBB's word for it, lower case: processing, processed, published, unpublished. */
  state: string
  published: boolean
  /** null: the server does not say it, and the id has no time in it. */
  startedAt: number | null
  /** The same as `startedAt` while the server does not know it. */
  endedAt: number | null
  participants: number | null
  formats: { type: string; url: string; minutes: number | null; processing: boolean }[]
}
