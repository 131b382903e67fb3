import { z } from 'zod'
import { Language, LocalText } from './languages.ts'

/** How BBB arranges the meeting for those who join. */
export const Layout = z.enum(['custom', 'smart', 'presentation_focus', 'video_focus'])
export type Layout = z.infer<typeof Layout>

/**
 * All that a host sets in a room, by named options: BBB's own parameters are never taken from a client.
 * The access code is none of them: it is a secret, and has calls of its own.
 */
export const RoomSettings = z.strictObject({
  /** Recording may be started by a host. Off by default: allowing it makes BBB keep raw material. */
  recordingAllowed: z.boolean(),
  /** Recording starts by itself; counts only where recording is allowed. */
  recordingStarts: z.boolean(),
  /** Guests wait in BBB until a moderator lets them in; members of the room's organisation do not. */
  approval: z.boolean(),
  /** Only signed-in members of the room's organisation, its hosts and bearers of a host link come in. */
  membersOnly: z.boolean(),
  /** Any member of the room's organisation may start and moderate. */
  membersStart: z.boolean(),
  /** Everyone who joins is a moderator. */
  everyoneModerates: z.boolean(),
  /** Everyone joins muted. */
  mutedOnEntry: z.boolean(),
  /** Devices and tools that only moderators may use. */
  camerasLocked: z.boolean(),
  microphonesLocked: z.boolean(),
  privateChatLocked: z.boolean(),
  publicChatLocked: z.boolean(),
  notesLocked: z.boolean(),
  /** Viewers do not see the list of the other viewers. */
  listLocked: z.boolean(),
  /** Viewers' cameras are seen by moderators alone. */
  webcamsForModerators: z.boolean(),
  layout: Layout,
  /** Plain text shown in BBB's chat at the beginning; empty: BBB's own. At most 1,000 characters. */
  welcome: z.string().max(1000),
  /** Plain text shown to guests who wait; empty: none. At most 500 characters. */
  waitingMessage: z.string().max(500),
  /** null: as many, and as long, as the organisation allows. */
  participants: z.number().int().min(1).max(10_000).nullable(),
  minutes: z.number().int().min(1).max(1_440).nullable(),
  /** The language in which the room's page opens for who chose none, and its invitations come first. */
  language: Language.nullable(),
  /** Taking part by phone. */
  phone: z.boolean(),
  /**
   * A host has read that callers pass approval and know no access code, and wants guests to see the PIN all the
   * same. Without it the PIN of such a room is for hosts alone.
   */
  phoneForGuests: z.boolean(),
  breakoutRooms: z.boolean(),
  polls: z.boolean(),
  screenShare: z.boolean(),
  sharedNotes: z.boolean(),
  learningDashboard: z.boolean(),
})
export type RoomSettings = z.infer<typeof RoomSettings>

/** Settings of a room in which nothing has been set. */
export const initialSettings: RoomSettings = {
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
  phoneForGuests: false,
  breakoutRooms: true,
  polls: true,
  screenShare: true,
  sharedNotes: true,
  learningDashboard: true,
}

/** Settings that the meeting's server is told; Foyer sees to the others itself. */
export const MeetingSettings = z.object(
  RoomSettings.pick({
    recordingAllowed: true,
    recordingStarts: true,
    approval: true,
    mutedOnEntry: true,
    camerasLocked: true,
    microphonesLocked: true,
    privateChatLocked: true,
    publicChatLocked: true,
    notesLocked: true,
    listLocked: true,
    webcamsForModerators: true,
    layout: true,
    welcome: true,
    participants: true,
    minutes: true,
    breakoutRooms: true,
    polls: true,
    screenShare: true,
    sharedNotes: true,
    learningDashboard: true,
  }).shape,
)
export type MeetingSettings = z.infer<typeof MeetingSettings>

/** A change by a host: the settings that are named. */
export const SettingsChange = RoomSettings.partial()
export type SettingsChange = z.infer<typeof SettingsChange>

export const SettingName = RoomSettings.keyof()
export type SettingName = z.infer<typeof SettingName>

/** A set of settings that an organisation offers: it fills in those that it names, and all may be changed after. */
export const Preset = z.object({
  id: z.string(),
  name: LocalText,
  description: LocalText.nullable(),
  settings: SettingsChange,
})
export type Preset = z.infer<typeof Preset>

/**
 * Why hosts cannot change a setting: the organisation sets it itself, or it does not allow recording at all.
 */
export const Lock = z.enum(['organisation', 'recording'])
export type Lock = z.infer<typeof Lock>
