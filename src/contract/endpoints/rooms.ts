import { Favourite } from '../hosts.ts'
import { NewRoom, Room, RoomChange, RoomCopy, RoomList } from '../rooms.ts'
import { get, patch, post, put, remove } from './endpoint.ts'
import { addressGiven, admitted, inRoom, pinLimits, roomLimits } from './problems.ts'

export const rooms = {
  'rooms.list': get('/api/rooms', {
    answer: RoomList,
    description: "The person's rooms, with their meetings.",
    problems: admitted,
  }),
  'rooms.create': post('/api/rooms', {
    body: NewRoom,
    answer: Room,
    status: 201,
    description: 'The new room.',
    problems: [...admitted, ...roomLimits, ...pinLimits, ...addressGiven],
  }),
  'rooms.duplicate': post('/api/rooms/{room}/duplicate', {
    body: RoomCopy,
    answer: Room,
    status: 201,
    description: 'A new room with the settings of this one, and an address and a PIN of its own.',
    problems: [...inRoom, ...roomLimits, ...pinLimits, ...addressGiven, 'room_archived'],
  }),
  'rooms.get': get('/api/rooms/{room}', { answer: Room, description: 'The room.', problems: inRoom }),
  'rooms.change': patch('/api/rooms/{room}', {
    body: RoomChange,
    answer: Room,
    description: 'The room as it is then.',
    problems: [
      ...inRoom,
      ...addressGiven,
      'room_archived',
      'meeting_running',
      'addresses_full',
      'daily_limit_reached',
    ],
  }),
  'rooms.delete': remove('/api/rooms/{room}', {
    description: 'Deleted; it can be restored for 30 days.',
    problems: [...inRoom, 'meeting_running'],
  }),
  'rooms.restore': post('/api/rooms/{room}/restore', {
    answer: Room,
    description: 'The room.',
    problems: [...inRoom, ...roomLimits],
  }),
  'rooms.favourite': put('/api/rooms/{room}/favourite', {
    body: Favourite,
    description: 'Whether it comes first in the list is kept for this person.',
    problems: [...inRoom, 'room_archived', 'list_full'],
  }),
  'pin.renew': post('/api/rooms/{room}/pin', {
    answer: Room,
    description: 'The room with another PIN; the one before rests a year.',
    problems: [...inRoom, 'room_archived', 'meeting_running', ...pinLimits],
  }),
}
