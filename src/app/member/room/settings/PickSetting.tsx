import { startTransition, useOptimistic } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '../../../../contract/languages.ts'
import type { Layout, SettingsChange } from '../../../../contract/room-settings.ts'
import type { Room } from '../../../../contract/rooms.ts'
import { Select } from '../../../ui/Field.tsx'
import { useLockedHint } from './locked.ts'
import { useSettings } from './use-settings.ts'
import { languageWords, layoutWords } from './words.ts'

const layouts: readonly Layout[] = ['custom', 'smart', 'presentation_focus', 'video_focus']
const languages: readonly Language[] = ['en', 'fr', 'fr-CA']

export function LayoutSetting({ room }: { room: Room }) {
  const { t } = useTranslation('settings')
  return (
    <PickSetting
      room={room}
      name="layout"
      hint={t('layout_hint')}
      options={layouts.map((layout) => ({ set: { layout }, label: t(layoutWords[layout]) }))}
    />
  )
}

export function LanguageSetting({ room }: { room: Room }) {
  const { t } = useTranslation('settings')
  return (
    <PickSetting
      room={room}
      name="language"
      hint={t('language_hint')}
      options={[
        { set: { language: null }, label: t('language_readers') },
        ...languages.map((language) => ({ set: { language }, label: t(languageWords[language]) })),
      ]}
    />
  )
}

interface PickSettingProps {
  room: Room
  name: 'layout' | 'language'
  hint: string
  options: { set: SettingsChange; label: string }[]
}

/** One of several, saved as it is chosen, which shows at once. */
function PickSetting({ room, name, hint, options }: PickSettingProps) {
  const { t } = useTranslation('settings')
  const { change } = useSettings(room)
  const { lockedHint } = useLockedHint(room, name)
  const stored = options.findIndex(({ set }) => set[name] === room.settings[name])
  const [shown, show] = useOptimistic(stored)
  const choose = (index: number) =>
    startTransition(async () => {
      show(index)
      await change(options[index]?.set ?? {})
    })
  return (
    <Select
      label={t(name)}
      hint={lockedHint ?? hint}
      disabled={lockedHint !== undefined}
      value={shown}
      onChange={(event) => choose(Number(event.target.value))}
    >
      {options.map(({ label }, index) => (
        <option key={label} value={index}>
          {label}
        </option>
      ))}
    </Select>
  )
}
