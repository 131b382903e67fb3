import { z } from 'zod'
import { LocalText } from './languages.ts'

const Time = z.number().int()

/** How a meeting was, for one of those who were there. */
export const Face = z.enum(['good', 'fair', 'bad'])
export type Face = z.infer<typeof Face>

/** The longest sentence, in characters as browsers count them (UTF-16). */
export const longestSentence = 500

/** Given once for each device and meeting; the last one counts. */
export const NewFeedback = z.strictObject({
  face: Face,
  sentence: z.string().max(longestSentence).optional(),
  /** Left out or empty: the hosts do not learn who it was. */
  name: z.string().max(1000).optional(),
})
export type NewFeedback = z.infer<typeof NewFeedback>

export const FaceCounts = z.object({ good: z.number().int(), fair: z.number().int(), bad: z.number().int() })
export type FaceCounts = z.infer<typeof FaceCounts>

/** Feedback as the hosts of a room read it. */
export const RoomFeedback = z.object({
  /** How many days it looks back; older feedback is removed. */
  days: z.number().int(),
  counts: FaceCounts,
  /** The latest first, 100 at most. */
  sentences: z.array(
    z.object({ id: z.string(), face: Face, sentence: z.string(), name: z.string().nullable(), at: Time }),
  ),
  /** Guests who accepted the recording notice, by meeting, the latest first. */
  notices: z.array(z.object({ meetingAt: Time, version: z.number().int(), people: z.number().int() })),
})
export type RoomFeedback = z.infer<typeof RoomFeedback>

/** Feedback as operators read it: figures by organisation and server, and comments. */
export const FeedbackOverview = z.object({
  days: z.number().int(),
  rows: z.array(
    z.object({
      organisation: z.object({ id: z.string(), name: LocalText }),
      server: z.object({ id: z.string(), name: LocalText }),
      counts: FaceCounts,
    }),
  ),
  /** The latest first, 100 at most. */
  sentences: z.array(
    z.object({
      id: z.string(),
      room: z.string(),
      server: LocalText,
      face: Face,
      sentence: z.string(),
      name: z.string().nullable(),
      at: Time,
    }),
  ),
})
export type FeedbackOverview = z.infer<typeof FeedbackOverview>

/** Texts and questions for somebody who comes back from a meeting. */
export interface Afterwards {
  /** This device was in a meeting lately that feedback can be about. */
  asksFeedback: boolean
  /** The form was just sent, or refused. */
  sent: boolean
  error: 'face_required' | 'sentence_too_long' | 'name_invalid' | null
  /** Typed values, given back when the form was refused. */
  typed: { sentence: string; name: string }
  /** Of the meeting that is over: expected, ready for the hosts, ready for everybody with the link, or none was made. */
  recording: 'expected' | 'ready' | 'none' | null
  /** The address at which everybody may watch it. */
  recordingId: string | null
}
