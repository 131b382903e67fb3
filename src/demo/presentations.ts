/** A file that a room of the demo has for its meetings. */
export interface DemoPresentation {
  name: string
  /** Text of each page. */
  pages: string[]
}

/** A PDF with one line of large letters on each page: small, and every viewer shows it (ISO 32000-1, Annex H). */
export function demoPdf(pages: readonly string[]): Uint8Array {
  const pageIds = pages.map((_, index) => `${4 + index * 2} 0 R`)
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${pageIds.join(' ')}] /Count ${pages.length} >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    ...pages.flatMap((text, index) => pageOf(text, 5 + index * 2)),
  ]
  let file = '%PDF-1.4\n'
  const places = objects.map((object, index) => {
    const at = file.length
    file += `${index + 1} 0 obj\n${object}\nendobj\n`
    return `${String(at).padStart(10, '0')} 00000 n \n`
  })
  const count = objects.length + 1
  const table = `xref\n0 ${count}\n0000000000 65535 f \n${places.join('')}`
  const trailer = `trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`
  return new Uint8Array(Buffer.from(file + table + trailer, 'latin1'))
}

function pageOf(text: string, contentId: number): string[] {
  const escaped = text.replace(/[\\()]/g, '\\$&')
  const content = `BT /F1 44 Tf 60 255 Td (${escaped}) Tj ET`
  const box = '/MediaBox [0 0 960 540] /Resources << /Font << /F1 3 0 R >> >>'
  return [
    `<< /Type /Page /Parent 2 0 R ${box} /Contents ${contentId} 0 R >>`,
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
  ]
}
