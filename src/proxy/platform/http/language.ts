import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import type { Language } from '../../../contract/languages.ts'
import type { Settings } from '../settings/settings.ts'

/** The person's own choice of language: first-party, so that the first HTML is right. */
export const languageCookie = 'foyer_language'

/** One of our languages for what somebody asked for (RFC 5646, loosely): `fr-FR` is `fr`, `FR_ca` is `fr-CA`. */
export function asLanguage(wanted: string | undefined): Language | null {
  const [primary, region] = (wanted ?? '').trim().toLowerCase().split(/[-_]/)
  if (primary === 'fr') return region === 'ca' ? 'fr-CA' : 'fr'
  return primary === 'en' ? 'en' : null
}

/** The language that the person chose by the switch, if any. */
export function chosenLanguage(c: Context): Language | null {
  return asLanguage(getCookie(c, languageCookie))
}

/**
 * The language of an answer: what the call asks for, the person's own choice, the link's `?lang=`, the room's, the
 * browser's, the settings'. Never anything but one of ours.
 * @param room that of the room which the answer is about: its hosts know their people better than a browser does
 */
export function languageOf(
  c: Context,
  settings: Settings,
  asked?: string,
  room: Language | null = null,
): Language {
  return (
    asLanguage(asked) ??
    chosenLanguage(c) ??
    asLanguage(c.req.query('lang')) ??
    room ??
    languagesOfBrowser(c.req.header('Accept-Language'))[0] ??
    settings.defaultLanguage
  )
}

/**
 * The language that somebody chose by the switch, which offers "Français": in Québec that is `fr-CA`, as the
 * browser or the settings say.
 */
export function switchedLanguage(c: Context, settings: Settings, wanted: string): Language {
  const language = asLanguage(wanted) ?? settings.defaultLanguage
  const here = [settings.defaultLanguage, ...languagesOfBrowser(c.req.header('Accept-Language'))]
  return language === 'fr' && here.includes('fr-CA') ? 'fr-CA' : language
}

/** The browser's languages that we have (RFC 9110 §12.5.4), the best first; garbage is passed over. */
function languagesOfBrowser(header: string | undefined): Language[] {
  return (header ?? '')
    .slice(0, 500)
    .split(',')
    .map((range) => {
      const [tag, quality] = range.split(';q=')
      return { language: asLanguage(tag), quality: quality === undefined ? 1 : Number(quality) || 0 }
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .flatMap(({ language }) => language ?? [])
}
