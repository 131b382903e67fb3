/** Escaped as BBB's templates do it. */
function escapeXml(text: string): string {
  const names: Record<string, string> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' }
  return text.replace(/[&<>"']/g, (character) => `&${names[character]};`)
}

/** An element with a text. Names are not escaped, and need not be names: nor does BBB look at them. */
export function element(name: string, text: string | number | boolean): string {
  return `<${name}>${escapeXml(String(text))}</${name}>`
}

/** An element with others, each on lines of its own. */
export function block(name: string, children: string[]): string {
  return [`<${name}>`, ...children, `</${name}>`].join('\n')
}
