import { RoomSettings, SettingsChange } from '../../contract/room-settings.ts'
import type { Settings } from '../settings.ts'
import type { RoomRow } from './store.ts'

/** A room that nobody has set anything in. */
const initialSettings: RoomSettings = {
  recordingAllowed: false,
  recordingStarts: false,
  approval: false,
  membersOnly: false,
  membersStart: false,
  everyoneModerates: false,
  mutedOnEntry: false,
  camerasLocked: false,
  microphonesLocked: false,
  privateChatLocked: false,
  publicChatLocked: false,
  notesLocked: false,
  listLocked: false,
  webcamsForModerators: false,
  layout: 'custom',
  welcome: '',
  waitingMessage: '',
  participants: null,
  minutes: null,
  language: null,
  phone: true,
  phonePastTheDoor: false,
  breakoutRooms: true,
  polls: true,
  screenShare: true,
  sharedNotes: true,
  learningDashboard: true,
}

/**
 * What counts in a room now: what was set in it, over what rooms begin with; the limits of its organisation come
 * last.
 */
export function settingsOf(
  room: Pick<RoomRow, 'settings' | 'organisation'>,
  settings: Settings,
): RoomSettings {
  const limits = settings.organisations.find(({ id }) => id === room.organisation)?.limits
  const set = RoomSettings.parse({ ...initialSettings, ...storedSettings(room) })
  return {
    ...set,
    recordingAllowed: set.recordingAllowed && limits?.record !== false,
    recordingStarts: set.recordingStarts && limits?.record !== false,
    participants: atMost(set.participants, limits?.participants),
    minutes: atMost(set.minutes, limits?.minutes),
  }
}

/** A room that not every bearer of its link enters at once. */
export function isGuarded(room: Pick<RoomRow, 'access_code'>, set: RoomSettings): boolean {
  return set.approval || set.membersOnly || room.access_code !== null
}

/** What was set in a room, as its row holds it. */
export function storedSettings(room: Pick<RoomRow, 'settings'>): SettingsChange {
  return SettingsChange.parse(JSON.parse(room.settings))
}

/** null: the room sets nothing, and the limit counts where there is one. */
function atMost(set: number | null, limit: number | null | undefined): number | null {
  return set === null || !limit ? set : Math.min(set, limit)
}
