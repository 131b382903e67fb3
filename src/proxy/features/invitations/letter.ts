import { displayNames } from '../../../../locales/intl.ts'
import type { Language, LocalText } from '../../../contract/languages.ts'
import type { DialIn } from '../../../contract/phone.ts'
import type { Invitation } from '../../../contract/rooms.ts'
import { type Letters, lettersIn } from '../../platform/text/letters.ts'
import type { KeptSchedule } from '../schedules/store.ts'
import { utcMoment, writeDates } from './dates.ts'

/** The name of a room, and the ways into it. */
export interface RoomWays {
  name: string
  organisation: LocalText
  link: string
  dialIn: DialIn | null
  recordingAllowed: boolean
  /** In groups, for reading; null: none is asked for, or the reader may not know it. */
  accessCode: string | null
}

export interface InvitedTo extends RoomWays {
  schedules: readonly KeptSchedule[]
  /** Epoch milliseconds. */
  now: number
}

const divider = '\n\n— — —\n\n'

/**
 * The text of an invitation, to be copied or mailed: plain text, one fact a line.
 * @param languages in their order, each complete
 */
export function writeInvitation(to: InvitedTo, languages: readonly Language[]): Invitation {
  const letters = languages.map((language) => inOneLanguage(to, language))
  return {
    subject: letters.map(({ subject }) => subject).join(' / '),
    text: letters.map(({ text }) => text).join(divider),
  }
}

/** The text of a calendar entry below the host's message: the ways into the room. */
export function describeRoom(to: RoomWays, languages: readonly Language[]): string {
  return languages.map((language) => admissions(to, language).join('\n\n')).join(divider)
}

/** The title of a scheduled meeting in calendars, where many rooms stand side by side. */
export function titleIn(room: string, title: string): string {
  return title === '' || title === room ? room : `${title} (${room})`
}

function inOneLanguage(to: InvitedTo, language: Language): Invitation {
  const write = lettersIn(language)
  const organisation = to.organisation[language] ?? to.organisation[language === 'en' ? 'en' : 'fr']
  return {
    subject: write('subject', { name: to.name }),
    text: [
      write('invited', { name: to.name, organisation }),
      ...(writeDates(to.schedules, to.now, language) ?? []),
      ...admissions(to, language),
    ].join('\n\n'),
  }
}

/** By browser, by phone; and what one ought to know before. */
function admissions(to: RoomWays, language: Language): string[] {
  const write = lettersIn(language)
  const paragraphs = [
    [
      write('browser'),
      to.link,
      ...(to.accessCode === null ? [] : [write('access_code', { code: to.accessCode })]),
    ].join('\n'),
    to.dialIn ? byPhone(to.dialIn, language, write) : null,
    to.recordingAllowed ? write('recording') : null,
  ]
  return paragraphs.filter((paragraph) => paragraph !== null)
}

function byPhone(dialIn: DialIn, language: Language, write: Letters): string {
  const countries = displayNames(language, { type: 'region' })
  const pin = groupedForReading(dialIn.pin)
  const everyHash = dialIn.numbers.every(({ hash }) => hash)
  const lines = dialIn.numbers.map(({ number, country, tollFree, hash, silentSince }) => {
    const line = { country: countries.of(country) ?? country, number }
    return [
      write(tollFree ? 'number_toll_free' : 'number', line),
      ...(hash && !everyHash ? [write('then_hash')] : []),
      ...(silentSince === null ? [] : [write('silent', { when: utcMoment(silentSince, language) })]),
    ].join(' ')
  })
  return [write('phone'), ...lines, write(everyHash ? 'pin_hash' : 'pin', { pin }), write('phone_when')].join(
    '\n',
  )
}

/** `12345` is read aloud as `12 345`: groups of three from the right. */
function groupedForReading(pin: string): string {
  return pin.replace(/\B(?=(?:\d{3}){1,3}$)/g, ' ')
}
