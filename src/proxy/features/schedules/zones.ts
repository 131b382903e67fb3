import { tzlib_get_ical_block, tzlib_get_timezones } from 'timezones-ical-library'

/*
 * The names of time zones. A place may have several (`Europe/Amsterdam` counts as `Europe/Brussels` does), and a schedule
 * keeps the one that was chosen, in the spelling of the IANA database: zones of other spellings are found nowhere.
 */

/** By their names in small letters. */
const spellings = new Map([tzlib_get_timezones()].flat().map((name) => [name.toLowerCase(), name]))

/** A named zone as the IANA database spells it; null: there is none. Offsets such as `+02:00` know no summer. */
export function zoneNamed(name: string): string | null {
  if (!/^[A-Za-z]/.test(name)) return null
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions()
    return spellings.get(name.toLowerCase()) ?? timeZone
  } catch {
    return null
  }
}

/**
 * The VTIMEZONE of a zone, under the very name by which dates refer to it: of a place with several names the library
 * knows one, and programs take a time of a zone that they do not find for a time of their own (RFC 5545 §3.2.19).
 * @returns null for the few that the library does not know, and programs do
 */
export function zoneBlock(zone: string): string | null {
  const [block] = [tzlib_get_ical_block(zoneNamed(zone) ?? zone)].flat()
  return block?.startsWith('BEGIN:VTIMEZONE') ? block.replace(/^TZID:.*$/m, `TZID:${zone}`) : null
}
