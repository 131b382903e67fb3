/** Every call that the browser makes, by name. `{room}` is an address; `{id}` an id of ours. */
export const api = {
  'config.get': { method: 'GET', path: '/api/config' },
  'status.get': { method: 'GET', path: '/api/status' },
  'join.get': { method: 'GET', path: '/api/join/{room}' },
  'join.post': { method: 'POST', path: '/api/join/{room}' },
  'join.events': { method: 'GET', path: '/api/join/{room}/events' },
  'me.get': { method: 'GET', path: '/api/me' },
  'rooms.list': { method: 'GET', path: '/api/rooms' },
  'rooms.create': { method: 'POST', path: '/api/rooms' },
  'rooms.get': { method: 'GET', path: '/api/rooms/{room}' },
  'rooms.change': { method: 'PATCH', path: '/api/rooms/{room}' },
  'rooms.delete': { method: 'DELETE', path: '/api/rooms/{room}' },
  'rooms.restore': { method: 'POST', path: '/api/rooms/{room}/restore' },
  'meetings.start': { method: 'POST', path: '/api/rooms/{room}/start' },
  'meetings.end': { method: 'POST', path: '/api/rooms/{room}/end' },
  'invitations.get': { method: 'GET', path: '/api/rooms/{room}/invitation' },
  'recordings.ofRoom': { method: 'GET', path: '/api/rooms/{room}/recordings' },
  'recordings.list': { method: 'GET', path: '/api/recordings' },
  'recordings.change': { method: 'PATCH', path: '/api/recordings/{id}' },
  'recordings.play': { method: 'POST', path: '/api/recordings/{id}/play' },
} as const

export type CallName = keyof typeof api
