import { type SettingName, SettingsChange } from '../../../contract/room-settings.ts'
import { ProblemError } from '../../platform/problem.ts'
import { lockedSettings, settingsOf } from '../../platform/settings/room.ts'
import type { Settings } from '../../platform/settings/settings.ts'
import type { RoomRow } from '../../platform/store/rows.ts'
import { cleanLines } from '../../platform/text/text.ts'

/**
 * A host's change of settings, as it will be kept: texts cleaned, and nothing that the organisation sets itself.
 * @throws ProblemError fields_invalid where the organisation forces another value or allows less
 */
export function acceptedChange(wanted: SettingsChange, room: RoomRow, settings: Settings): SettingsChange {
  const limits = settings.organisations.find(({ id }) => id === room.organisation)?.limits
  const locked = lockedSettings(room.organisation, settings)
  const counts = settingsOf(room, settings)
  const cleaned: SettingsChange = {
    ...wanted,
    ...(wanted.welcome === undefined ? {} : { welcome: cleanLines(wanted.welcome) }),
    ...(wanted.waitingMessage === undefined ? {} : { waitingMessage: cleanLines(wanted.waitingMessage) }),
  }
  const names = Object.keys(cleaned) as SettingName[]
  const refused = names.filter((name) => locked[name] && cleaned[name] !== counts[name])
  if (exceeds(wanted.participants, limits?.participants)) refused.push('participants')
  if (exceeds(wanted.minutes, limits?.minutes)) refused.push('minutes')
  if (refused.length > 0) {
    const fields = Object.fromEntries(refused.map((name) => [name, 'invalid' as const]))
    throw new ProblemError('fields_invalid', { fields })
  }
  return SettingsChange.parse(
    Object.fromEntries(Object.entries(cleaned).filter(([name]) => !(name in locked))),
  )
}

function exceeds(wanted: number | null | undefined, limit: number | null | undefined): boolean {
  return wanted != null && limit != null && wanted > limit
}
