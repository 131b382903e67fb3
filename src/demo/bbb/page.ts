import { readFileSync } from 'node:fs'
import path from 'node:path'
import { escapeHtml } from '../html.ts'
import { type ClientTexts, pageLanguage, textsIn } from './client-texts.ts'

/** The simulator's own pages: plain HTML that works without a script, and nothing from elsewhere. */
export interface Page {
  language: 'en' | 'fr' | 'fr-CA'
  /** The server's address, with a slash at its end. */
  publicUrl: string
  server: string
  title: string
  /** HTML. */
  body: string
  /** It follows what happens in the meeting. */
  live?: boolean
  /** Origins that its forms may lead to besides the server itself. */
  leadsTo?: string
  status?: number
}

const stylesheet = readFileSync(path.join(import.meta.dirname, 'client.css'), 'utf8')

/**
 * Shows the meeting as it changes, without losing what has the focus. The open stream is also how the server
 * notices that the page was closed. What changed before it was open is asked for when it is.
 */
const script = `const events = new EventSource('events' + location.search)
async function refresh() {
  const answer = await fetch(location.href)
  if (!answer.ok) return
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const focused = document.activeElement?.id
  document.title = fresh.title
  const main = document.querySelector('main')
  if (main.isEqualNode(fresh.querySelector('main'))) return
  main.replaceWith(fresh.querySelector('main'))
  if (focused) document.getElementById(focused)?.focus()
  if (!document.querySelector('main[data-live]')) events.close()
}
let last = Promise.resolve()
const follow = () => {
  last = last.then(refresh).catch(() => {})
}
events.onopen = follow
events.onmessage = follow
`

/** The pages' stylesheet and script; null for any other name. */
export function pageFile(name: string): Response | null {
  if (name === 'client.css') return file(stylesheet, 'text/css;charset=utf-8')
  if (name === 'client.js') return file(script, 'text/javascript;charset=utf-8')
  return null
}

function file(content: string, type: string): Response {
  return new Response(content, { headers: { 'Content-Type': type, 'X-Content-Type-Options': 'nosniff' } })
}

export function pageAnswer(page: Page): Response {
  const headers = {
    'Content-Type': 'text/html;charset=utf-8',
    'Cache-Control': 'no-store',
    'Content-Security-Policy': policy(page),
    'Referrer-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
  }
  return new Response(html(page), { status: page.status ?? 200, headers })
}

/** The language of a page, by the browser's request. */
export function languageOf(request: Request, preferred?: string): Page['language'] {
  const accepted = (request.headers.get('Accept-Language') ?? '').split(',')
  return pageLanguage([preferred, ...accepted.map((tag) => tag.split(';')[0]?.trim())])
}

/** Browsers apply `form-action` to the redirect that follows a form, too. */
function policy({ leadsTo }: Page): string {
  const directives = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    `form-action 'self'${leadsTo ? ` ${new URL(leadsTo).origin}` : ''}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ]
  return directives.join('; ')
}

function html(page: Page): string {
  const { language, publicUrl, title, body, live = false } = page
  const texts: ClientTexts = textsIn(language)
  const folder = escapeHtml(`${new URL(publicUrl).pathname}html5client/`)
  return `<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>${escapeHtml(title)}</title>
    <link rel="stylesheet" href="${folder}client.css">
    ${live ? `<script src="${folder}client.js" defer></script>` : ''}
    ${live ? '<noscript><meta http-equiv="refresh" content="5"></noscript>' : ''}
  </head>
  <body>
    <header><p><strong>${texts.standIn}</strong> <span>${escapeHtml(page.server)}</span></p></header>
    <main${live ? ' data-live' : ''}>
      <h1>${escapeHtml(title)}</h1>
      ${body}
    </main>
  </body>
</html>`
}
