/**
 * An address that opens a letter in the reader's own mail program. Lines end with CRLF there (RFC 6068 §5); an
 * e-mail may not begin the fields of the letter.
 */
export function mailto(email: string, { subject, text }: { subject: string; text: string }): string {
  const body = text.replaceAll(/\r?\n/g, '\r\n')
  const to = encodeURIComponent(email).replace('%40', '@')
  return `mailto:${to}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`
}
