import { useTranslation } from 'react-i18next'
import type { SettingName } from '../../../../contract/room-settings.ts'
import type { Room } from '../../../../contract/rooms.ts'
import { localText } from '../../../parts/format.ts'
import { useMember } from '../../parts/context.tsx'

const words = { organisation: 'locked_organisation', recording: 'locked_recording' } as const

/** A sentence about who keeps hosts from changing a setting; undefined: nobody does. */
export function useLockedHint(room: Room, name: SettingName) {
  const { t } = useTranslation('settings')
  const { language } = useMember()
  const organisation = localText(room.organisation.name, language)
  const lock = room.locked[name]
  return { organisation, lockedHint: lock && t(words[lock], { organisation }) }
}
