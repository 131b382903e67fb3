import type { TFunction } from 'i18next'
import type { Layout, RoomSettings, SettingName } from '../../../../contract/room-settings.ts'

/** Settings that are on or off. */
export type FlagName = {
  [Name in SettingName]: RoomSettings[Name] extends boolean ? Name : never
}[SettingName]

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

/** Summary of a closed group: settings that are not as they usually are. */
export function notable(
  t: TFunction<'settings'>,
  names: readonly SettingName[],
  settings: RoomSettings,
): string {
  const noted = names.flatMap((name) => {
    const value = settings[name]
    const label = t(name)
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
