import { escapeHtml } from '../html.ts'
import type { DemoPerson } from '../people.ts'
import { type PageLanguage, type PageTexts, pageTexts } from './texts.ts'

/** The demo's own pages: plain HTML, no script, nothing from elsewhere. */
interface Page {
  language: PageLanguage
  /** The path under which the sign-in server answers. */
  prefix: string
  title: string
  body: string
  /** Beside the title; HTML. */
  aside?: string
  script?: string
}

/** The page that asks who one wants to be. */
export function peoplePage(options: {
  language: PageLanguage
  prefix: string
  people: readonly DemoPerson[]
}): string {
  const { language, prefix, people } = options
  const texts = pageTexts[language]
  const other = language === 'fr' ? 'en' : 'fr'
  return document({
    language,
    prefix,
    title: texts.title,
    aside: `<a class="action" href="?lang=${other}" lang="${other}">${texts.otherLanguage}</a>`,
    body: `
      <p class="notice">${texts.standIn}</p>
      <form method="post">
        ${people.map((person) => personButton(person, language, texts)).join('')}
        <button class="action" name="cancel" value="yes">${texts.cancel}</button>
      </form>`,
  })
}

function personButton(person: DemoPerson, language: PageLanguage, texts: PageTexts): string {
  return `<button class="person" name="person" value="${escapeHtml(person.subject)}">
      <strong>${texts.signInAs} ${escapeHtml(person.name)}</strong>
      <span>${escapeHtml(person.shows[language])}</span>
    </button>`
}

/**
 * The end of the way, in both languages, because whose it was is no longer known: a sign-in that cannot go on,
 * or a sign-out that came from nowhere.
 * @param home where the client begins
 * @param detail the provider's own word, for whoever looks into it
 */
export function endPage(options: {
  end: 'failed' | 'signedOut'
  prefix: string
  home: string
  detail?: string
}): string {
  const { end, prefix, home, detail } = options
  const body = (['en', 'fr'] as const)
    .map((language) => {
      const texts = pageTexts[language]
      return `<p lang="${language}">${texts[`${end}Text`]}</p>
        <p lang="${language}"><a class="action" href="${escapeHtml(home)}">${texts.backHome}</a></p>`
    })
    .join('')
  return document({
    language: 'en',
    prefix,
    title: `${pageTexts.en[`${end}Title`]} · ${pageTexts.fr[`${end}Title`]}`,
    body: detail === undefined ? body : `${body}<p><code>${escapeHtml(detail)}</code></p>`,
  })
}

/**
 * The step that ends the session: a form of the provider, sent at once. Without scripts it needs a click.
 * @param form the provider's form, with the id `op.logoutForm`
 * @param atOnce the client proved who asks, so that nobody needs to confirm
 */
export function signOutPage(options: {
  language: PageLanguage
  prefix: string
  form: string
  atOnce: boolean
}): string {
  const { language, prefix, form, atOnce } = options
  const texts = pageTexts[language]
  return document({
    language,
    prefix,
    title: texts.signOut,
    body: `${form}
      <button class="action" form="op.logoutForm" name="logout" value="yes">${texts.signOut}</button>`,
    ...(atOnce ? { script: `${prefix}/continue.js` } : {}),
  })
}

/** Sends the one form of the page; served as a file, because the policy allows no inline script. */
export const continueScript = "document.querySelector('button').click()\n"

function document({ language, prefix, title, body, aside = '', script }: Page): string {
  return `<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>${title}</title>
    <link rel="stylesheet" href="${prefix}/sign-in.css">
    ${script === undefined ? '' : `<script src="${script}" defer></script>`}
  </head>
  <body>
    <main>
      <header><h1>${title}</h1>${aside}</header>
      ${body}
    </main>
  </body>
</html>`
}
