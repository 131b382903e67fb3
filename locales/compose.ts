import type { Language } from '../src/contract/languages.ts'
import type { Texts } from '../src/contract/pages.ts'

/** The files that make up a language, the ones that win last. French never falls back to English. */
const filesOf: Record<Language, Language[]> = { en: ['en'], fr: ['fr'], 'fr-CA': ['fr', 'fr-CA'] }

/** The locale files that a language needs, in the order in which they win. */
export function sourcesOf(language: Language): readonly Language[] {
  return filesOf[language]
}

/**
 * The texts of one language out of its files: what differs in Québec replaces what does not.
 * @param files the files of `sourcesOf(language)`, in that order
 */
export function composeTexts(language: Language, files: readonly Texts[]): Texts {
  const composed: Texts = {}
  for (const file of files) {
    for (const [area, texts] of Object.entries(file)) composed[area] = { ...composed[area], ...texts }
  }
  return language === 'fr-CA' ? mapTexts(composed, inQuebec) : composed
}

/** In Québec no space stands before `;`, `!` and `?`; those before `:` and inside « » stay. */
export function inQuebec(text: string): string {
  return text.replace(/[\u202F\u00A0](?=[;!?])/g, '')
}

function mapTexts(texts: Texts, change: (text: string) => string): Texts {
  const mapArea = (area: Record<string, unknown>) =>
    Object.fromEntries(
      Object.entries(area).map(([key, text]) => [key, typeof text === 'string' ? change(text) : text]),
    )
  return Object.fromEntries(Object.entries(texts).map(([area, content]) => [area, mapArea(content)]))
}
