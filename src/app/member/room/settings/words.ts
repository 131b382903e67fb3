import type { TFunction } from 'i18next'
import type { Layout, RoomSettings, SettingName } from '../../../../contract/room-settings.ts'

/** How each setting is called. */
export const labels = {
  recordingAllowed: 'recording_allowed',
  recordingStarts: 'recording_starts',
  approval: 'approval',
  membersOnly: 'members_only',
  membersStart: 'members_start',
  everyoneModerates: 'everyone_moderates',
  mutedOnEntry: 'muted_on_entry',
  camerasLocked: 'cameras_locked',
  microphonesLocked: 'microphones_locked',
  privateChatLocked: 'private_chat_locked',
  publicChatLocked: 'public_chat_locked',
  notesLocked: 'notes_locked',
  listLocked: 'list_locked',
  webcamsForModerators: 'webcams_for_moderators',
  layout: 'layout',
  welcome: 'welcome',
  waitingMessage: 'waiting_message',
  participants: 'participants',
  minutes: 'minutes',
  language: 'language',
  phone: 'phone',
  phonePastTheDoor: 'phone_past_the_door',
  breakoutRooms: 'breakout_rooms',
  polls: 'polls',
  screenShare: 'screen_share',
  sharedNotes: 'shared_notes',
  learningDashboard: 'learning_dashboard',
} as const satisfies Record<SettingName, string>

/** Settings that are on or off. */
export type FlagName = {
  [Name in SettingName]: RoomSettings[Name] extends boolean ? Name : never
}[SettingName]

/** What each of them means. */
export const hints = {
  recordingAllowed: 'recording_allowed_hint',
  recordingStarts: 'recording_starts_hint',
  approval: 'approval_hint',
  membersOnly: 'members_only_hint',
  membersStart: 'members_start_hint',
  everyoneModerates: 'everyone_moderates_hint',
  mutedOnEntry: 'muted_on_entry_hint',
  camerasLocked: 'cameras_locked_hint',
  microphonesLocked: 'microphones_locked_hint',
  privateChatLocked: 'private_chat_locked_hint',
  publicChatLocked: 'public_chat_locked_hint',
  notesLocked: 'notes_locked_hint',
  listLocked: 'list_locked_hint',
  webcamsForModerators: 'webcams_for_moderators_hint',
  phone: 'phone_hint',
  phonePastTheDoor: 'phone_past_the_door_hint',
  breakoutRooms: 'breakout_rooms_hint',
  polls: 'polls_hint',
  screenShare: 'screen_share_hint',
  sharedNotes: 'shared_notes_hint',
  learningDashboard: 'learning_dashboard_hint',
} as const satisfies Record<FlagName, string>

export const layoutWords = {
  custom: 'layout_custom',
  smart: 'layout_smart',
  presentation_focus: 'layout_presentation',
  video_focus: 'layout_video',
} as const satisfies Record<Layout, string>

export const languageWords = { en: 'language_en', fr: 'language_fr', 'fr-CA': 'language_fr_ca' } as const

/** A value in words, as it stands behind the setting's name. */
export function valueWords(
  t: TFunction<'settings'>,
  name: SettingName,
  value: RoomSettings[SettingName],
): string {
  if (typeof value === 'boolean') return value ? t('on') : t('off')
  if (name === 'layout') return t(layoutWords[value as Layout])
  if (name === 'language') return value === null ? t('language_readers') : t(languageWords[value as 'en'])
  if (value === null) return t('no_limit')
  return value === '' ? t('empty') : String(value)
}

const usuallyOn: readonly SettingName[] = [
  'phone',
  'breakoutRooms',
  'polls',
  'screenShare',
  'sharedNotes',
  'learningDashboard',
]

/** What somebody who sees the group closed wants to know of it: what is not as it usually is. */
export function notable(
  t: TFunction<'settings'>,
  names: readonly SettingName[],
  settings: RoomSettings,
): string {
  const noted = names.flatMap((name) => {
    const value = settings[name]
    const label = t(labels[name])
    if (typeof value === 'boolean') {
      if (usuallyOn.includes(name)) return value ? [] : [t('is', { setting: label, value: t('off') })]
      return value ? [label] : []
    }
    if (value === null || value === '' || value === 'custom') return []
    return name === 'welcome' || name === 'waitingMessage'
      ? [label]
      : [t('is', { setting: label, value: valueWords(t, name, value) })]
  })
  return noted.join(' · ')
}
