import { composeTexts, sourcesOf } from '../../locales/compose.ts'
import type { Language } from '../contract/languages.ts'
import type { Texts } from '../contract/pages.ts'

/** Fetches the texts of the member pages in one language; fallback and typography are applied. */
export async function loadTexts(language: Language): Promise<Texts> {
  const files =
    language === 'en' ? (await import('./texts-en.ts')).english : (await import('./texts-fr.ts')).french
  return composeTexts(
    language,
    sourcesOf(language).map((source) => textsIn(files, source)),
  )
}

/** The files of one folder by their names, without the folder. */
function textsIn(files: Texts, folder: Language): Texts {
  return Object.fromEntries(
    Object.entries(files).flatMap(([path, texts]) => {
      const [, area] = path.split(`/locales/${folder}/`)
      return area ? [[area.replace('.json', ''), texts]] : []
    }),
  )
}
