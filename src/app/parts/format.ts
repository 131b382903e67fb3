import {
  collator,
  dateTimeFormat,
  displayNames,
  listFormat,
  numberFormat,
  pluralRules,
  relativeTimeFormat,
  withFirst,
} from '../../../locales/intl.ts'
import type { Language, LocalText } from '../../contract/languages.ts'

/** English dates read day first and the clock has 24 hours: the same for readers in Europe and in Canada. */
const locales: Record<Language, string> = { en: 'en-GB', fr: 'fr', 'fr-CA': 'fr-CA' }

/** A text of the settings in the reader's language. */
export function localText(text: LocalText, language: Language): string {
  if (language === 'en') return text.en
  return language === 'fr-CA' ? (text['fr-CA'] ?? text.fr) : text.fr
}

/**
 * A moment as it stands after "since": the time alone today, with its day otherwise.
 * @param at epoch milliseconds
 * @param timeZone IANA name; left out: the reader's own
 */
export function formatSince(at: number, language: Language, now: number, timeZone?: string): string {
  const days = daysAgo(at, now, timeZone)
  if (days === 0) return formatTime(at, language, timeZone)
  const when = formatWhen(at, language, now, timeZone)
  // A date has its article in French: "depuis le 13 mars 2026", but "depuis mardi".
  return language !== 'en' && isDated(days) ? `le ${when}` : when
}

/** A moment of the past as people say it: "today, 14:05", "Tuesday, 14:05", "13 March 2026". */
export function formatWhen(at: number, language: Language, now: number, timeZone?: string): string {
  const days = daysAgo(at, now, timeZone)
  if (isDated(days)) return formatDate(at, language, timeZone)
  const day =
    days < 2
      ? relativeTimeFormat(locales[language], { numeric: 'auto' }).format(-days, 'day')
      : format(at, language, { weekday: 'long' }, timeZone)
  return `${day}, ${formatTime(at, language, timeZone)}`
}

/** Further away than the names of the days reach. */
function isDated(days: number): boolean {
  return days < 0 || days > 6
}

export function formatTime(at: number, language: Language, timeZone?: string): string {
  return format(at, language, { hour: 'numeric', minute: '2-digit' }, timeZone)
}

export function formatWeekday(at: number, language: Language, timeZone: string): string {
  return format(at, language, { weekday: 'long' }, timeZone)
}

export function formatDate(at: number, language: Language, timeZone?: string): string {
  return format(at, language, { dateStyle: 'long' }, timeZone)
}

/** Day and time with the name of the zone, for a page that is written before the reader's zone is known. */
export function formatMoment(at: number, language: Language, timeZone?: string): string {
  const options: Intl.DateTimeFormatOptions = {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
  }
  return format(at, language, options, timeZone)
}

/** Day and time in the reader's zone: "13 March 2026 at 14:05". */
export function formatDateTime(at: number, language: Language): string {
  return format(at, language, { dateStyle: 'long', timeStyle: 'short' })
}

/** When something is scheduled, in the zone in which it was scheduled: "Tuesday, 1 December 2026 at 14:00". */
export function formatScheduled(at: number, language: Language, timeZone: string): string {
  const options: Intl.DateTimeFormatOptions = {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
  }
  return format(at, language, options, timeZone)
}

/** The same in a list of what comes soon, without the year: "Tuesday, 1 December at 14:00". */
export function formatSoon(at: number, language: Language, timeZone: string): string {
  const options: Intl.DateTimeFormatOptions = {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: 'numeric',
    minute: '2-digit',
  }
  return format(at, language, options, timeZone)
}

/**
 * The same moment as the reader's clock shows it: "20:00", with the day where it is another; null where it shows
 * the same.
 */
export function formatElsewhere(
  at: number,
  language: Language,
  timeZone: string,
  readerZone: string,
): string | null {
  if (formatScheduled(at, language, timeZone) === formatScheduled(at, language, readerZone)) return null
  return dayNumber(at, timeZone) === dayNumber(at, readerZone)
    ? formatTime(at, language, readerZone)
    : formatSoon(at, language, readerZone)
}

/** The usual name of a time zone: "Eastern Time". Around a moment, because names have changed. */
export function zoneName(at: number, language: Language, timeZone: string): string {
  const options: Intl.DateTimeFormatOptions = { timeZone, timeZoneName: 'longGeneric' }
  const parts = dateTimeFormat(locales[language], options).formatToParts(at)
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone
}

/** The day of a month in a sentence: "the 8th", "le 1er". */
export function formatDayOfMonth(day: number, language: Language): string {
  if (language !== 'en') return day === 1 ? '1er' : String(day)
  const suffixes: Partial<Record<Intl.LDMLPluralRule, string>> = { one: 'st', two: 'nd', few: 'rd' }
  return `${day}${suffixes[pluralRules('en', { type: 'ordinal' }).select(day)] ?? 'th'}`
}

/** A length in whole minutes: "48 min", "1 h 12 min", "2 h". The same in both languages. */
export function formatMinutes(minutes: number): string {
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  const parts = [hours > 0 ? `${hours}\u00A0h` : null, rest > 0 || hours === 0 ? `${rest}\u00A0min` : null]
  return parts.filter((part) => part !== null).join(' ')
}

/** A size in decimal megabytes, or kilobytes below a tenth of one: "2.1 MB", "2,1 Mo". */
export function formatBytes(bytes: number, language: Language): string {
  const isSmall = bytes < 100_000
  const options: Intl.NumberFormatOptions = {
    style: 'unit',
    unit: isSmall ? 'kilobyte' : 'megabyte',
    maximumFractionDigits: isSmall ? 0 : 1,
  }
  const amount = isSmall ? Math.max(1, bytes / 1_000) : bytes / 1_000_000
  return numberFormat(locales[language], options).format(amount)
}

/** A share as people read it: "45%", "45 %". */
export function formatShare(share: number, language: Language): string {
  return numberFormat(locales[language], { style: 'percent' }).format(share)
}

/** Names in a row: "Germany and Canada". */
export function formatList(items: readonly string[], language: Language): string {
  return listFormat(locales[language], { type: 'conjunction' }).format(items)
}

/** Whether a text has another in it, whatever the case and the accents: "reunion" is in "Réunion". */
export function containsText(text: string, searched: string): boolean {
  return plainLetters(text).includes(plainLetters(searched.trim()))
}

/** The order in which names are listed; accents count last, and 2 comes before 10. */
export function compareText(one: string, other: string, language: Language): number {
  return collator(locales[language], { numeric: true }).compare(one, other)
}

function plainLetters(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

/** @param code ISO 3166-1 alpha-2; what is no code is shown as it is */
export function countryName(code: string, language: Language): string {
  try {
    return displayNames(locales[language], { type: 'region' }).of(code) ?? code
  } catch {
    return code
  }
}

/** A PIN for reading aloud: `12345` becomes `12 345`, in groups of three from the right. */
export function groupPin(pin: string): string {
  return pin.replace(/\B(?=(?:\d{3}){1,3}$)/g, '\u00A0')
}

/**
 * An address that a telephone dials: the number, and where the PIN is known two pauses of about two seconds, the PIN,
 * and `#` where it ends the PIN.
 */
export function telHref({
  number,
  pin,
  hash,
}: {
  number: string
  pin: string | null
  hash: boolean
}): string {
  const digits = number.replace(/[^\d+]/g, '')
  if (pin === null) return `tel:${digits}`
  return `tel:${digits},,${pin}${hash ? '%23' : ''}`
}

function format(
  at: number,
  language: Language,
  options: Intl.DateTimeFormatOptions,
  timeZone?: string,
): string {
  const zoned = timeZone ? { ...options, timeZone } : options
  const written = withFirst(dateTimeFormat(locales[language], zoned).format(at))
  // "14 h 05" is one word: no line ends within it.
  return written.replace(/(\d) h (\d)/, '$1\u00A0h\u00A0$2')
}

/** Whole days of the calendar between two moments; negative in the future. */
function daysAgo(at: number, now: number, timeZone?: string): number {
  return Math.round((dayNumber(now, timeZone) - dayNumber(at, timeZone)) / 86_400_000)
}

/** Midnight UTC of the day that the calendar of the zone shows. */
function dayNumber(at: number, timeZone?: string): number {
  const options: Intl.DateTimeFormatOptions = { year: 'numeric', month: '2-digit', day: '2-digit' }
  return Date.parse(dateTimeFormat('sv-SE', { ...options, ...(timeZone ? { timeZone } : {}) }).format(at))
}
