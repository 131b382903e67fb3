import type { LocalText } from '../../../contract/languages.ts'
import type { Settings } from './settings.ts'

/** The settings of an organisation; undefined, where it left them. */
export function organisationOf(settings: Settings, id: string) {
  return settings.organisations.find((organisation) => organisation.id === id)
}

/** Name of an organisation; its id, where it is no longer in the settings. */
export function nameOfOrganisation(settings: Settings, id: string): LocalText {
  return organisationOf(settings, id)?.name ?? { en: id, fr: id }
}
