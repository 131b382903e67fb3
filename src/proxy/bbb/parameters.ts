import { createHmac } from 'node:crypto'
import type { MeetingSettings } from '../../contract/room-settings.ts'
import { withoutMarkup } from '../platform/text/text.ts'
import type { JoinRequest, NewMeeting } from './meeting.ts'
import { welcomeHtml } from './welcome.ts'

/** Names and values of a query, in the order in which they are sent. */
export type Parameters = [name: string, value: string][]

/** The words that a metadata name may hold: BBB writes it as an element's name, unescaped. */
const metaName = /^[A-Za-z][A-Za-z0-9-]*$/

/** UTF-16 units of a meeting's name: BBB refuses shorter and longer ones. */
const shortestName = 2
const longestName = 256

/**
 * Parameters of `create`. The same meeting gives the same bytes, so that a lost answer can be asked for again.
 * Source: https://docs.bigbluebutton.org/development/api/#create
 * @param passwordKey what the meeting's passwords are derived from
 */
export function createParameters(meeting: NewMeeting, passwordKey: string): Parameters {
  const { settings } = meeting
  return [
    ['name', meetingName(meeting.name)],
    ['meetingID', meeting.meetingId],
    ['attendeePW', meetingPassword(passwordKey, 'attendee', meeting.meetingId)],
    ['moderatorPW', meetingPassword(passwordKey, 'moderator', meeting.meetingId)],
    ...given('voiceBridge', meeting.voiceBridge),
    ['record', String(settings.recordingAllowed)],
    ['autoStartRecording', String(settings.recordingAllowed && settings.recordingStarts)],
    ['allowStartStopRecording', String(settings.recordingAllowed)],
    ['muteOnStart', String(settings.mutedOnEntry)],
    ['guestPolicy', settings.approval ? 'ALWAYS_ACCEPT_AUTH' : 'ALWAYS_ACCEPT'],
    ...locks.map(([setting, name]): [string, string] => [name, String(settings[setting])]),
    ['lockSettingsLockOnJoin', 'true'],
    ['webcamsOnlyForModerator', String(settings.webcamsForModerators)],
    ['meetingLayout', layouts[settings.layout]],
    ...given('disabledFeatures', disabledFeatures(settings)),
    ['logoutURL', meeting.leaveUrl],
    ...given('maxParticipants', settings.participants),
    ...given('duration', settings.minutes),
    ...given('welcome', settings.welcome === '' ? null : welcomeHtml(settings.welcome)),
    // The server's own pages give way to what the room brings, whatever its administrator has set.
    ['preUploadedPresentationOverrideDefault', 'true'],
    ...metaParameters(meeting.meta),
  ]
}

/**
 * BBB's lock settings for viewers. All are sent, also those that are off: a server may have defaults of its own. Notes
 * were renamed in BBB 2.6, and are sent by both names.
 */
const locks = [
  ['camerasLocked', 'lockSettingsDisableCam'],
  ['microphonesLocked', 'lockSettingsDisableMic'],
  ['privateChatLocked', 'lockSettingsDisablePrivateChat'],
  ['publicChatLocked', 'lockSettingsDisablePublicChat'],
  ['notesLocked', 'lockSettingsDisableNotes'],
  ['notesLocked', 'lockSettingsDisableNote'],
  ['listLocked', 'lockSettingsHideUserList'],
] as const satisfies readonly [keyof MeetingSettings, string][]

const layouts: Record<MeetingSettings['layout'], string> = {
  custom: 'CUSTOM_LAYOUT',
  smart: 'SMART_LAYOUT',
  presentation_focus: 'PRESENTATION_FOCUS',
  video_focus: 'VIDEO_FOCUS',
}

/** BBB's names of the tools that a meeting may go without. */
const features = [
  ['breakoutRooms', 'breakoutRooms'],
  ['polls', 'polls'],
  ['screenShare', 'screenshare'],
  ['sharedNotes', 'sharedNotes'],
  ['learningDashboard', 'learningDashboard'],
] as const satisfies readonly [keyof MeetingSettings, string][]

/** @returns names with commas between them; null: none is off */
function disabledFeatures(settings: MeetingSettings): string | null {
  return features.flatMap(([setting, name]) => (settings[setting] ? [] : [name])).join(',') || null
}

/**
 * Parameters of `join`. Members send no `guest` at all: `guest=false` would pass the lobby.
 * Source: https://docs.bigbluebutton.org/development/api/#join
 */
export function joinParameters(join: JoinRequest, passwordKey: string): Parameters {
  const role = join.moderates ? 'moderator' : 'attendee'
  return [
    ['fullName', withoutMarkup(join.name)],
    ['meetingID', join.meetingId],
    ['password', meetingPassword(passwordKey, role, join.meetingId)],
    ['role', join.moderates ? 'MODERATOR' : 'VIEWER'],
    ['createTime', String(join.createTime)],
    ['userID', join.userId],
    ...(join.isGuest ? given('guest', 'true') : []),
    ['logoutURL', join.leaveUrl],
    ['errorRedirectUrl', join.errorUrl],
    ['userdata-bbb_override_default_locale', join.language],
  ]
}

function given(name: string, value: string | number | null | undefined): Parameters {
  return value === null || value === undefined ? [] : [[name, String(value)]]
}

/** Derived from the id, so that every retry and every process sends the same ones and none are stored. */
function meetingPassword(key: string, role: 'attendee' | 'moderator', meetingId: string): string {
  return createHmac('sha256', key).update(`${role}:${meetingId}`).digest('hex').slice(0, 32)
}

/** A room may be called "A": a no-break space, which nobody sees and BBB does not trim, makes it long enough. */
function meetingName(name: string): string {
  let fitting = ''
  for (const character of withoutMarkup(name)) {
    if (fitting.length + character.length > longestName) break
    fitting += character
  }
  return fitting.padEnd(shortestName, '\u00a0')
}

/** In one order, whatever the order in which they were written down. */
function metaParameters(meta: Record<string, string>): Parameters {
  return Object.entries(meta)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => {
      if (!metaName.test(name)) throw new TypeError(`"${name}" cannot name a meeting's metadata`)
      return [`meta_${name}`, value]
    })
}
