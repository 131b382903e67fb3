import { z } from 'zod'
import { FeedbackOverview, NewFeedback, RoomFeedback } from '../feedback.ts'
import { PlayAnswer, PlayRequest, Recording, RecordingChange, RecordingList } from '../recordings.ts'
import { Invitation, InvitationLanguage, Started, StartRequest } from '../rooms.ts'
import { get, patch, post } from './endpoint.ts'
import { admitted, inRoom, operator, roomFound, starting } from './problems.ts'

/** Problems of a call about a recording, which may not exist or be somebody else's. */
const ofRecording = [...admitted, 'recording_unknown', 'room_right_missing'] as const

/** Before, in and after a meeting. */
export const meetings = {
  'invitations.get': get('/api/rooms/{room}/invitation', {
    query: z.strictObject({ language: InvitationLanguage }),
    answer: Invitation,
    description: 'Subject and text, ready to send.',
    problems: inRoom,
  }),
  'meetings.start': post('/api/rooms/{room}/start', {
    body: StartRequest,
    answer: Started,
    description: 'The address to open: the meeting as a host.',
    problems: [...inRoom, ...starting],
  }),
  'meetings.end': post('/api/rooms/{room}/end', {
    status: 202,
    description: 'BBB ends it within seconds.',
    problems: [...inRoom, 'server_unreachable'],
  }),
  'feedback.give': post('/api/join/{room}/feedback', {
    body: NewFeedback,
    description: 'Kept for 90 days.',
    problems: [...roomFound, 'no_meeting_lately', 'too_busy'],
  }),
  'feedback.ofRoom': get('/api/rooms/{room}/feedback', {
    answer: RoomFeedback,
    description: 'How meetings were, and who accepted the recording notice.',
    problems: inRoom,
  }),
  'operator.feedback': get('/api/operator/feedback', {
    answer: FeedbackOverview,
    description: 'Figures by organisation and server, and what people wrote.',
    problems: operator,
  }),
  'recordings.ofRoom': get('/api/rooms/{room}/recordings', {
    answer: RecordingList,
    description: 'The recordings of a room, the newest first.',
    problems: inRoom,
  }),
  'recordings.list': get('/api/recordings', {
    answer: RecordingList,
    description: "The person's recordings, the newest first.",
    problems: admitted,
  }),
  'recordings.change': patch('/api/recordings/{id}', {
    body: RecordingChange,
    answer: Recording,
    description: 'The recording.',
    problems: ofRecording,
  }),
  'recordings.play': post('/api/recordings/{id}/play', {
    body: PlayRequest,
    answer: PlayAnswer,
    description: "The player's address: a navigation carries no token.",
    problems: [...ofRecording, 'recording_not_playable'],
  }),
}
