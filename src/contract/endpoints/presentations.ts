import { z } from 'zod'
import { Presentation, PresentationChange, PresentationList } from '../presentations.ts'
import { get, patch, post, remove } from './endpoint.ts'
import { inRoom } from './problems.ts'

const ofOne = [...inRoom, 'presentation_unknown'] as const

export const presentations = {
  'presentations.list': get('/api/rooms/{room}/presentations', {
    answer: PresentationList,
    description: "The room's files, in their order.",
    problems: inRoom,
  }),
  'presentations.upload': post('/api/rooms/{room}/presentations', {
    query: z.object({ name: z.string().max(20_000) }),
    file: 'application/octet-stream',
    answer: Presentation,
    status: 201,
    description: 'The presentation.',
    problems: [...inRoom, 'presentations_full', 'file_refused'],
  }),
  'presentations.change': patch('/api/rooms/{room}/presentations/{presentation}', {
    body: PresentationChange,
    answer: Presentation,
    description: 'The presentation.',
    problems: [...ofOne, 'file_refused'],
  }),
  'presentations.delete': remove('/api/rooms/{room}/presentations/{presentation}', {
    description: 'Deleted; it can be restored for a day.',
    problems: ofOne,
  }),
  'presentations.restore': post('/api/rooms/{room}/presentations/{presentation}/restore', {
    answer: Presentation,
    description: 'The presentation.',
    problems: [...ofOne, 'presentations_full'],
  }),
  'presentations.show': post('/api/rooms/{room}/presentations/{presentation}/show', {
    status: 202,
    description: 'The server of the meeting fetches and converts it, and then shows it.',
    problems: [...ofOne, 'no_meeting', 'presentation_not_taken', 'server_unreachable'],
  }),
}
