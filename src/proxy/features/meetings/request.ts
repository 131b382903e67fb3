import { MeetingSettings, type RoomSettings } from '../../../contract/room-settings.ts'
import type { NewMeeting } from '../../bbb/meeting.ts'
import { settingsOf } from '../../platform/settings/room.ts'
import type { Settings } from '../../platform/settings/settings.ts'
import type { RoomRow } from '../../platform/store/rows.ts'
import type { Server } from '../servers/servers.ts'
import { hookUrls } from './hooks.ts'
import type { MeetingRequest } from './store.ts'

/** Values that a meeting takes from its room. */
export type MeetingRoom = Pick<RoomRow, 'organisation' | 'name' | 'address' | 'pin' | 'settings'>

/**
 * The request to a server for a meeting of this room.
 * @param meetingId BBB's
 */
export function meetingRequest(
  room: MeetingRoom,
  server: Server,
  settings: Settings,
  meetingId: string,
): NewMeeting {
  const set = settingsOf(room, settings)
  const request = requestWith(set, room, server, settings, meetingId)
  // Welcomes are judged when they are written; one that no longer fits must not keep a meeting from beginning.
  return request.settings.welcome !== '' && server.bbb.excess(request) > 0
    ? withWelcome(request, '')
    : request
}

/**
 * Characters of an address that goes with presentations, where its server takes only few: bbblb refuses more than
 * 2,048, its own parameters among them (bbblb/lib/bbb.py).
 */
const shortAddress = 1_600

/**
 * The same meeting with as much of its welcome as fits into a short address. Presentations travel in the body, and
 * everything else in the address.
 * @returns the very same where nothing has to be cut
 */
export function withShortAddress(request: MeetingRequest, server: Server): MeetingRequest {
  const { welcome } = request.settings
  if (welcome === '' || request.presentations.length === 0) return request
  const fits = (text: string) => server.bbb.excess(withWelcome(request, text), shortAddress) === 0
  if (fits(welcome)) return request
  return { ...withWelcome(request, longestBeginning(welcome, fits)), welcomeCut: true }
}

function withWelcome<Request extends NewMeeting>(request: Request, welcome: string): Request {
  return { ...request, settings: { ...request.settings, welcome } }
}

/** The longest beginning of a text, up to the end of a word, that fits with an ellipsis; empty: none does. */
function longestBeginning(text: string, fits: (text: string) => boolean): string {
  const words = text.split(/(?<=\s)/)
  const beginning = (count: number) => `${words.slice(0, count).join('').trimEnd()}…`
  let fitting = 0
  let tooMany = words.length
  while (tooMany - fitting > 1) {
    const middle = Math.floor((fitting + tooMany) / 2)
    if (fits(beginning(middle))) fitting = middle
    else tooMany = middle
  }
  return fitting === 0 ? '' : beginning(fitting)
}

/**
 * By how many characters, once encoded, a room's name and welcome are too long for the address that begins its
 * meeting, at the server where that address is longest and whatever else is set later; 0: they fit.
 */
export function textExcess(room: MeetingRoom, servers: Iterable<Server>, settings: Settings): number {
  const longest = { ...settingsOf(room, settings), ...longestSettings }
  const anyId = `foyer-${'0'.repeat(36)}`
  const place = { ...room, address: 'a'.repeat(60) }
  const excesses = Array.from(servers, (server) =>
    server.bbb.excess(requestWith(longest, place, server, settings, anyId)),
  )
  return Math.max(0, ...excesses)
}

/** Everything that makes the address longer. */
const longestSettings = {
  recordingAllowed: true,
  recordingStarts: true,
  approval: true,
  phone: true,
  layout: 'presentation_focus',
  participants: 10_000,
  minutes: 1_000,
  breakoutRooms: false,
  polls: false,
  screenShare: false,
  sharedNotes: false,
  learningDashboard: false,
} satisfies Partial<RoomSettings>

function requestWith(
  set: RoomSettings,
  room: MeetingRoom,
  server: Server,
  settings: Settings,
  meetingId: string,
): NewMeeting {
  const limits = settings.organisations.find(({ id }) => id === room.organisation)?.limits
  return {
    meetingId,
    name: room.name,
    voiceBridge: set.phone ? room.pin : null,
    settings: MeetingSettings.parse({
      ...set,
      participants: set.participants ?? limits?.participants ?? null,
      minutes: set.minutes ?? limits?.minutes ?? null,
    }),
    leaveUrl: `${settings.publicUrl}/${room.address}?left`,
    meta: { 'bbb-origin': 'Foyer', ...hookUrls(settings, server.id, meetingId, set.recordingAllowed) },
  }
}
