import type { Answered } from './ask.ts'

/** The message of Keycloak's page: its first paragraph in the base theme. Empty elsewhere. */
export function sentenceOf({ text }: Answered): string {
  const [, sentence = ''] = /<p class="instruction">([^<]{1,200})/.exec(text) ?? []
  const plain = sentence
    .replace(/&#39;/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')
    .trim()
  return plain === '' ? '' : quoted(plain)
}

/** Somebody else's words, marked as such, and not too many. */
export function quoted(text: string): string {
  return text === '' ? '' : `"${text.slice(0, 200)}"`
}
