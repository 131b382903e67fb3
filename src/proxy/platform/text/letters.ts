import { createInstance, type i18n, type TFunction } from 'i18next'
import { composeTexts, sourcesOf } from '../../../../locales/compose.ts'
import en from '../../../../locales/en/letters.json' with { type: 'json' }
import enSchedules from '../../../../locales/en/schedules.json' with { type: 'json' }
import fr from '../../../../locales/fr/letters.json' with { type: 'json' }
import frSchedules from '../../../../locales/fr/schedules.json' with { type: 'json' }
import frCA from '../../../../locales/fr-CA/letters.json' with { type: 'json' }
import type { Language } from '../../../contract/languages.ts'

/** Writes one text of a letter in one language. */
export type Letters = TFunction<['letters', 'schedules']>

const sources = {
  en: { letters: en, schedules: enSchedules },
  fr: { letters: fr, schedules: frSchedules },
  'fr-CA': { letters: frCA },
}
const instances = new Map<Language, i18n>()

/** The texts that the proxy itself writes, from the same files as the client's. */
export function lettersIn(language: Language): Letters {
  const instance = instances.get(language) ?? newInstance(language)
  instances.set(language, instance)
  return instance.getFixedT(language, ['letters', 'schedules'])
}

function newInstance(language: Language): i18n {
  const files = sourcesOf(language).map((source) => sources[source])
  const instance = createInstance()
  void instance.init({
    lng: language,
    resources: { [language]: composeTexts(language, files) },
    ns: ['letters', 'schedules'],
    initAsync: false,
    // Plain text: a name is not HTML here.
    interpolation: { escapeValue: false },
  })
  return instance
}
