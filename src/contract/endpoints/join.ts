import { z } from 'zod'
import { HostLinkList, HostLinkSecret, MadeHostLink, NewHostLink } from '../host-links.ts'
import { JoinAnswer, JoinInfo, JoinRequest } from '../join.ts'
import { AccessCode, CodeRequest } from '../rooms.ts'
import { get, post, put, remove } from './endpoint.ts'
import { admitted, inRoom, listLimits, roomFound, starting } from './problems.ts'

/** A room's public door, and what opens it: a pass, a host link, an access code. */
export const joinCalls = {
  'join.get': get('/api/join/{room}', {
    answer: JoinInfo,
    description: 'What the join page needs.',
    problems: [...roomFound, 'room_archived'],
  }),
  'join.post': post('/api/join/{room}', {
    body: JoinRequest,
    answer: JoinAnswer,
    description: 'The address to open, or a ticket to wait with.',
    problems: [
      ...roomFound,
      ...starting,
      'members_only',
      'host_link_invalid',
      'ticket_invalid',
      'too_many_attempts',
      'too_busy',
    ],
  }),
  'join.events': get('/api/join/{room}/events', {
    query: z.object({ ticket: z.string().max(8_000) }),
    media: 'text/event-stream',
    description: 'Server-sent events.',
    problems: ['ticket_invalid', 'too_busy'],
  }),
  'join.pass': post('/api/join/{room}/pass', {
    body: HostLinkSecret,
    description: 'The pass of a host link is in a cookie.',
    problems: [...roomFound, 'room_archived', 'host_link_invalid', 'too_many_attempts'],
  }),
  'rooms.pass': post('/api/rooms/{room}/pass', {
    description: 'The pass of a member is in a cookie.',
    problems: [...admitted, ...roomFound, 'room_archived'],
  }),
  'hostLinks.list': get('/api/rooms/{room}/hostLinks', {
    answer: HostLinkList,
    description: 'Those that were not revoked.',
    problems: inRoom,
  }),
  'hostLinks.make': post('/api/rooms/{room}/hostLinks', {
    body: NewHostLink,
    answer: MadeHostLink,
    status: 201,
    description: 'The link, shown this once.',
    problems: [...inRoom, ...listLimits],
  }),
  'hostLinks.revoke': remove('/api/rooms/{room}/hostLinks/{link}', {
    description: 'It works no longer, wherever it is open.',
    problems: [...inRoom, 'host_link_unknown'],
  }),
  'accessCode.draw': put('/api/rooms/{room}/accessCode', {
    body: CodeRequest,
    answer: AccessCode,
    description: 'A new code; the one before works no longer.',
    problems: [...inRoom, 'room_archived'],
  }),
  'accessCode.remove': remove('/api/rooms/{room}/accessCode', {
    description: 'Guests need no code any more.',
    problems: inRoom,
  }),
}
