import type { Language, LocalText } from '../../contract/languages.ts'
import type { DialIn } from '../../contract/phone.ts'
import type { Invitation, InvitationLanguage } from '../../contract/rooms.ts'
import { type Letters, lettersIn } from './texts.ts'

export interface InvitedTo {
  name: string
  organisation: LocalText
  link: string
  dialIn: DialIn | null
  recordingAllowed: boolean
}

/**
 * The text of an invitation, to be copied or mailed: plain text, one fact a line.
 * @param preferred the language that stands first where both are asked for, each complete
 */
export function writeInvitation(
  to: InvitedTo,
  language: InvitationLanguage,
  preferred: Language,
): Invitation {
  if (language !== 'both') return inOneLanguage(to, language)
  const french: Language = preferred === 'fr-CA' ? 'fr-CA' : 'fr'
  const order: Language[] = preferred === 'en' ? ['en', french] : [french, 'en']
  const letters = order.map((each) => inOneLanguage(to, each))
  return {
    subject: letters.map(({ subject }) => subject).join(' / '),
    text: letters.map(({ text }) => text).join('\n\n— — —\n\n'),
  }
}

function inOneLanguage(to: InvitedTo, language: Language): Invitation {
  const write = lettersIn(language)
  const organisation = to.organisation[language] ?? to.organisation[language === 'en' ? 'en' : 'fr']
  const paragraphs = [
    write('invited', { name: to.name, organisation }),
    `${write('browser')}\n${to.link}`,
    to.dialIn ? byPhone(to.dialIn, language, write) : null,
    to.recordingAllowed ? write('recording') : null,
  ]
  return {
    subject: write('subject', { name: to.name }),
    text: paragraphs.filter((paragraph) => paragraph !== null).join('\n\n'),
  }
}

function byPhone(dialIn: DialIn, language: Language, write: Letters): string {
  const countries = new Intl.DisplayNames([language], { type: 'region' })
  const pin = groupedForReading(dialIn.pin)
  const everyHash = dialIn.numbers.every(({ hash }) => hash)
  const lines = dialIn.numbers.map(({ number, country, tollFree, hash }) => {
    const line = { country: countries.of(country) ?? country, number }
    const written = write(tollFree ? 'number_toll_free' : 'number', line)
    return hash && !everyHash ? `${written} ${write('then_hash')}` : written
  })
  return [write('phone'), ...lines, write(everyHash ? 'pin_hash' : 'pin', { pin }), write('phone_when')].join(
    '\n',
  )
}

/** `12345` is read aloud as `12 345`: groups of three from the right. */
function groupedForReading(pin: string): string {
  return pin.replace(/\B(?=(\d{3})+$)/g, ' ')
}
