import { createInstance, type i18n } from 'i18next'
import en from '../../../locales/en/letters.json' with { type: 'json' }
import fr from '../../../locales/fr/letters.json' with { type: 'json' }
import frCA from '../../../locales/fr-CA/letters.json' with { type: 'json' }
import type { Language } from '../../contract/languages.ts'

type LetterKey = keyof typeof en

/** Writes one text of a letter in one language. */
export type Letters = (key: LetterKey, values?: Record<string, string>) => string

const instances = new Map<Language, i18n>()

/** The texts that the proxy itself writes, from the same files as the client's. */
export function lettersIn(language: Language): Letters {
  const instance = instances.get(language) ?? newInstance(language)
  instances.set(language, instance)
  return (key, values) => instance.t(key, { ...values })
}

function newInstance(language: Language): i18n {
  const letters = { en, fr, 'fr-CA': inQuebec({ ...fr, ...frCA }) }[language]
  const instance = createInstance()
  void instance.init({
    lng: language,
    initAsync: false,
    resources: { [language]: { letters } },
    defaultNS: 'letters',
    ns: ['letters'],
    // Plain text: a name is not HTML here.
    interpolation: { escapeValue: false },
  })
  return instance
}

/** In Québec no space stands before `;`, `!` and `?`; the files hold the texts as France writes them. */
function inQuebec(letters: Record<LetterKey, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(letters).map(([key, text]) => [key, text.replace(/[\u202F\u00A0](?=[;!?])/g, '')]),
  )
}
