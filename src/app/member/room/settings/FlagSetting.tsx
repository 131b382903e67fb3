import { useTranslation } from 'react-i18next'
import type { Room } from '../../../../contract/rooms.ts'
import { Switch } from '../../../ui/Switch.tsx'
import { useLockedHint } from './locked.ts'
import { useSettings } from './use-settings.ts'
import type { FlagName } from './words.ts'

interface FlagSettingProps {
  room: Room
  name: FlagName
  /** It means nothing as things are: shown, and not to be switched. */
  isIdle?: boolean
}

/** A setting that is on or off. */
export function FlagSetting({ room, name, isIdle = false }: FlagSettingProps) {
  const { t } = useTranslation('settings')
  const { change } = useSettings(room)
  const { lockedHint, organisation } = useLockedHint(room, name)
  return (
    <Switch
      label={t(name)}
      hint={lockedHint ?? t(`${name}_hint`, { organisation })}
      isOn={room.settings[name]}
      isLocked={lockedHint !== undefined || isIdle}
      onChange={(isOn) => change({ [name]: isOn })}
    />
  )
}
