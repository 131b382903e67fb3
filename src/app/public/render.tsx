import type { i18n, TFunction } from 'i18next'
import { renderToString } from 'react-dom/server'
import { composeTexts, sourcesOf } from '../../../locales/compose.ts'
import type { Language } from '../../contract/languages.ts'
import type { PublicPages, PublicView, Texts } from '../../contract/pages.ts'
import { createI18n } from '../i18n.ts'
import { descriptionOf, titleOf } from './headline.ts'
import { PublicApp } from './PublicApp.tsx'

const files = import.meta.glob<Record<string, unknown>>(
  '../../../locales/*/{common,public,problems,phone,feedback,check}.json',
  {
    import: 'default',
    eager: true,
  },
)
const everywhere = ['common', 'public', 'problems']
const areas = [...everywhere, 'phone', 'feedback', 'check']

/** Areas of texts by view: texts of few pages are sent with them alone. */
function areasOf(view: PublicView): string[] {
  switch (view.view) {
    case 'phone':
    case 'numbers':
      return [...everywhere, 'phone']
    case 'check':
      return [...everywhere, 'check']
    case 'join':
      return view.after ? [...everywhere, 'feedback'] : everywhere
    default:
      return everywhere
  }
}

/** The public pages as HTML, for the proxy. Texts and their look-up are made once for each language. */
export function createPublicPages(): PublicPages {
  const allTexts = remembered(textsOf)
  const i18nOf = remembered(
    (language: Language): i18n => withTextsAtHand(createI18n(language, allTexts(language))),
  )
  const some = new Map<string, Texts>()

  return {
    texts(language, view) {
      const wanted = areasOf(view)
      const key = [language, ...wanted].join(' ')
      const all = allTexts(language)
      const found = some.get(key) ?? Object.fromEntries(wanted.map((area) => [area, all[area] ?? {}]))
      some.set(key, found)
      return found
    },
    render(page) {
      const i18n = i18nOf(page.language)
      const t = i18n.getFixedT(page.language, ['public', 'problems', 'phone', 'check'])
      return {
        title: titleOf(page, t),
        description: descriptionOf(page, t),
        html: renderToString(<PublicApp page={page} i18n={i18n} browser={null} />),
      }
    },
  }
}

/**
 * Keeps what is looked up without values: i18next resolves a key anew at each call, which took a third of the time of a
 * page.
 */
function withTextsAtHand(instance: i18n): i18n {
  const made = new Map<string, TFunction>()
  const getFixedT = new Proxy(instance.getFixedT.bind(instance), {
    apply(make, self, scope: unknown[]) {
      const key = JSON.stringify(scope)
      const known = made.get(key) ?? withPlainTexts(Reflect.apply(make, self, scope))
      made.set(key, known)
      return known
    },
  })
  return Object.assign(instance, { getFixedT })
}

function withPlainTexts(lookUp: TFunction): TFunction {
  const plain = new Map<unknown, string>()
  return new Proxy(lookUp, {
    apply(target, self, [key, ...values]: unknown[]) {
      if (values.length > 0) return Reflect.apply(target, self, [key, ...values])
      const text = plain.get(key) ?? Reflect.apply(target, self, [key])
      plain.set(key, text)
      return text
    },
  })
}

function textsOf(language: Language): Texts {
  return composeTexts(
    language,
    sourcesOf(language).map((source) =>
      Object.fromEntries(areas.map((area) => [area, files[`../../../locales/${source}/${area}.json`] ?? {}])),
    ),
  )
}

function remembered<Result>(make: (language: Language) => Result): (language: Language) => Result {
  const made = new Map<Language, Result>()
  return (language) => {
    const result = made.get(language) ?? make(language)
    made.set(language, result)
    return result
  }
}
