import { withoutMarkup } from '../platform/text/text.ts'

/** A file that BBB fetches and shows. */
export interface BbbDocument {
  /** BBB fetches it from there, more than once, before it answers. */
  url: string
  /** As the meeting shows it; its end says what it is. */
  filename: string
}

/**
 * The body that names documents, the first of them to be shown at once. The same documents give the same bytes.
 * Source: https://docs.bigbluebutton.org/development/api/#pre-upload-slides
 */
export function documentsXml(documents: readonly BbbDocument[]): string {
  const elements = documents.map(
    ({ url, filename }, index) =>
      `<document url="${attribute(url)}" filename="${attribute(withoutMarkup(filename))}" current="${index === 0}"/>`,
  )
  return `<modules><module name="presentation">${elements.join('')}</module></modules>`
}

function attribute(text: string): string {
  const names: Record<string, string> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' }
  return text.replace(/[&<>"']/g, (character) => `&${names[character]};`)
}
