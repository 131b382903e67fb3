import { HostsAnswer, NewHost, OfferedRoom, OfferLink, OfferReply, RoomHosts, Transfer } from '../hosts.ts'
import { get, post, remove } from './endpoint.ts'
import { admitted, inRoom, listLimits, roomFound, roomLimits } from './problems.ts'

/** Problems of a call in which somebody takes up an offer. */
const takenUp = [
  ...admitted,
  ...roomFound,
  ...roomLimits,
  'room_archived',
  'invitation_invalid',
  'invitation_taken',
  'transfer_outside',
  'list_full',
] as const

export const hosts = {
  'hosts.get': get('/api/rooms/{room}/hosts', {
    answer: RoomHosts,
    description: 'Who is host besides the owner, and who was asked.',
    problems: inRoom,
  }),
  'hosts.add': post('/api/rooms/{room}/hosts', {
    body: NewHost,
    answer: HostsAnswer,
    status: 201,
    description: 'The hosts now; by e-mail also the link, shown this once.',
    problems: [...inRoom, 'room_archived', ...listLimits],
  }),
  'hosts.remove': remove('/api/rooms/{room}/hosts/{person}', {
    description: 'Removed.',
    problems: [...inRoom, 'person_unknown'],
  }),
  'rooms.transfer': post('/api/rooms/{room}/transfer', {
    body: Transfer,
    answer: HostsAnswer,
    description: 'The hosts now; to a person also the link, shown this once.',
    problems: [...inRoom, ...roomLimits, 'room_archived', 'transfer_outside', ...listLimits],
  }),
  'offers.link': post('/api/rooms/{room}/offers/{offer}/link', {
    answer: HostsAnswer,
    description: 'A new link; the one before works no longer.',
    problems: [...inRoom, 'invitation_invalid', ...listLimits],
  }),
  'offers.withdraw': remove('/api/rooms/{room}/offers/{offer}', {
    description: 'Withdrawn: its link works no longer.',
    problems: [...inRoom, 'invitation_invalid'],
  }),
  'offers.open': post('/api/offers', {
    body: OfferLink,
    answer: OfferedRoom,
    description: 'What the link offers, taken up if so wished.',
    problems: takenUp,
  }),
  'offers.reply': post('/api/offers/{offer}', {
    body: OfferReply,
    description: 'Taken up, or declined.',
    problems: takenUp,
  }),
}
