import type { RoomSettings, SettingsChange } from '../../contract/room-settings.ts'
import { ProblemError } from '../problem.ts'
import type { Settings } from '../settings.ts'
import { cleanLines } from '../text.ts'

/**
 * What a host wants to set, as it will be kept: texts cleaned.
 * @throws ProblemError fields_invalid where the organisation allows less
 */
export function acceptedChange(
  wanted: SettingsChange,
  organisation: string,
  settings: Settings,
): SettingsChange {
  const limits = settings.organisations.find(({ id }) => id === organisation)?.limits
  const isTooMuch: Partial<Record<keyof RoomSettings, boolean>> = {
    recordingAllowed: wanted.recordingAllowed === true && limits?.record === false,
    recordingStarts: wanted.recordingStarts === true && limits?.record === false,
    participants: exceeds(wanted.participants, limits?.participants),
    minutes: exceeds(wanted.minutes, limits?.minutes),
  }
  const refused = Object.entries(isTooMuch).flatMap(([name, is]) => (is ? [[name, 'invalid' as const]] : []))
  if (refused.length > 0) throw new ProblemError('fields_invalid', { fields: Object.fromEntries(refused) })
  return {
    ...wanted,
    ...(wanted.welcome === undefined ? {} : { welcome: cleanLines(wanted.welcome) }),
    ...(wanted.waitingMessage === undefined ? {} : { waitingMessage: cleanLines(wanted.waitingMessage) }),
  }
}

function exceeds(wanted: number | null | undefined, limit: number | null | undefined): boolean {
  return wanted != null && limit != null && wanted > limit
}
