import type { Language } from '../../contract/languages.ts'
import type { PublicPage, PublicPages, Texts } from '../../contract/pages.ts'
import type { Assets } from '../platform/environment/environment.ts'
import type { Pieces } from '../platform/http/compress.ts'
import { escapeHtml } from '../platform/text/html.ts'

/** JSON inside a `<script type="application/json">`: it must not be able to end the element. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c')
}

/**
 * Public pages as finished documents: they work as they are, and come alive once their script is there. Not the one
 * that leads on to the meeting: a script would keep the browser back, and the page's data would tell the address twice.
 * @returns in pieces, of which the texts are the middle, where there is a script that needs them
 */
export function publicDocument(page: PublicPage, pages: PublicPages, assets: Assets): string | Pieces {
  const texts = pages.texts(page.language, page.view)
  const { title, description, html } = pages.render(page, texts)
  const { styles, scripts, preloads } = assets.publicHead()
  const comesAlive = page.view.view !== 'entering'
  const head = [
    ...meta(title, description, page),
    ...(comesAlive ? preloads : []).map((href) => `<link rel="modulepreload" href="${href}">`),
    ...styles.map((href) => `<link rel="stylesheet" href="${href}">`),
    '<link rel="stylesheet" href="/brand.css">',
    ...(comesAlive ? scripts : []).map((source) => `<script type="module" src="${source}"></script>`),
    ...refresh(page),
  ]
  const begun = [
    `<!doctype html><html lang="${page.language}"><head>`,
    head.join('\n'),
    `</head><body><div id="root">${html}</div>`,
  ].join('\n')
  if (!comesAlive) return `${begun}\n</body></html>`
  return {
    before: `${begun}
<script type="application/json" id="page">${scriptJson(page)}</script>
<script type="application/json" id="texts">`,
    middle: textsJson(texts),
    after: '</script>\n</body></html>',
  }
}

/** Two thirds of a page, and the same in all pages of a kind. */
const textsRead = new WeakMap<Texts, string>()

function textsJson(texts: Texts): string {
  const json = textsRead.get(texts) ?? scriptJson(texts)
  textsRead.set(texts, json)
  return json
}

function meta(title: string, description: string, page: PublicPage): string[] {
  const indexed = ['home', 'status', 'numbers'].includes(page.view.view)
  return [
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${escapeHtml(title)}</title>`,
    `<meta name="description" content="${escapeHtml(description)}">`,
    `<meta property="og:title" content="${escapeHtml(title)}">`,
    `<meta property="og:description" content="${escapeHtml(description)}">`,
    '<link rel="icon" href="/favicon.svg" type="image/svg+xml">',
    ...(indexed ? [] : ['<meta name="robots" content="noindex">']),
  ]
}

/**
 * Without JavaScript a page that waits asks again by itself; and so does, in its place, the one that says that we
 * cannot look now.
 */
function refresh({ view, path }: PublicPage): string[] {
  const again = '<meta http-equiv="refresh" content="8">'
  if (view.view === 'waiting') return [`<noscript>${again}</noscript>`]
  const waits =
    view.view === 'problem' && view.code === 'store_unavailable' && /^\/[^/]+\/waiting\?/.test(path)
  return waits ? [again] : []
}

/** The member's `index.html` with its language and what it needs to begin without asking. */
export function memberDocument(built: string, language: Language, title: string, boot: unknown): string {
  return built
    .replace(/<html\b[^<>]*>/, () => `<html lang="${language}">`)
    .replace(/<title>[^<]*<\/title>/, () => `<title>${escapeHtml(title)}</title>`)
    .replace(
      '<!--foyer-boot-->',
      () => `<script type="application/json" id="boot">${scriptJson(boot)}</script>`,
    )
}
