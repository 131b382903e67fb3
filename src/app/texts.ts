import type { Language } from '../contract/languages.ts'
import type { Texts } from '../contract/pages.ts'
import { composeTexts, sourcesOf } from './compose-texts.ts'

type Area = Record<string, unknown>

/** `letters` are the proxy's own. */
const files = import.meta.glob<Area>(['../../locales/*/*.json', '!**/letters.json'], { import: 'default' })

/**
 * Fetches texts of one language, fallback and typography applied.
 * @param areas names of locale files, for instance `common`
 */
export async function loadTexts(language: Language, areas: readonly string[]): Promise<Texts> {
  const sources = await Promise.all(sourcesOf(language).map((source) => loadFiles(source, areas)))
  return composeTexts(language, sources)
}

async function loadFiles(source: Language, areas: readonly string[]): Promise<Texts> {
  const entries = areas.map(async (area) => {
    const load = files[`../../locales/${source}/${area}.json`]
    // A French area without differences in Québec has no file for them.
    return [area, load ? await load() : {}] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}
