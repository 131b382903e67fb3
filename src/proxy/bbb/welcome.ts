import { escapeHtml } from '../platform/text/html.ts'

const link = /https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]}’»]/g

/**
 * A plain text as the HTML that BBB shows in its chat: nothing of it is markup, lines stay lines, and addresses can
 * be clicked. BBB fills in what stands between `%%`, for instance a made-up phone number: an escaped `%` is none to it.
 * Source: bbb-common-web, ParamsProcessorUtil.substituteKeywords
 */
export function welcomeHtml(text: string): string {
  let html = ''
  let done = 0
  for (const match of text.matchAll(link)) {
    const address = escaped(match[0])
    html += `${escaped(text.slice(done, match.index))}<a href="${address}" target="_blank">${address}</a>`
    done = match.index + match[0].length
  }
  return (html + escaped(text.slice(done))).replace(/\r?\n/g, '<br>')
}

function escaped(text: string): string {
  return escapeHtml(text).replace(/%(?=%)/g, '&#37;')
}
