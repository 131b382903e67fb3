import type { FieldProblem } from '../../../contract/problem.ts'

/** The longest name, in what a reader counts as one character (UAX #29). */
const longestName = 60
/** … and in UTF-8 bytes: one grapheme may carry any number of marks, and the name travels in BBB's URL. */
const mostNameBytes = 512

/** UTF-16 units that are read; a longer text was pasted by mistake, or to keep us busy. */
const longestRaw = 2_000

/** Format characters that are kept: the joiners of emoji, Persian and flags. */
const harmlessFormats = '\\u200C\\u200D\\u{E0020}-\\u{E007F}'
/** Controls, bidi overrides and other formats, lone surrogates, and what XML 1.0 forbids. */
const unwanted = new RegExp(
  `[\\p{Cc}\\p{Cs}\\p{Noncharacter_Code_Point}]|(?![${harmlessFormats}])\\p{Cf}`,
  'gu',
)
const visible = /[^\p{C}\p{M}\p{Z}\p{Default_Ignorable_Code_Point}]/u

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })

/** Characters of markup: BBB servers that were not patched run the names of people as HTML. */
const markup = /[<>]/g

/**
 * A name that somebody typed, of a person or a room, fit for HTML, logs, calendars and BBB: as a title, and without
 * `<` and `>`.
 * @param raw as typed, of any length
 */
export function cleanName(raw: string): { name: string } | { problem: FieldProblem } {
  const cleaned = cleanTitle(raw)
  return 'name' in cleaned && withoutMarkup(cleaned.name) !== cleaned.name
    ? { problem: 'characters' }
    : cleaned
}

/** A name of somebody else's, or from before, without what makes markup of it. */
export function withoutMarkup(name: string): string {
  return name.replace(markup, '')
}

/**
 * A title that somebody typed, fit for HTML, logs and calendars: NFC, one line, single spaces, without controls and
 * bidi overrides, 1 to 60 graphemes.
 * @param raw as typed, of any length
 */
export function cleanTitle(raw: string): { name: string } | { problem: FieldProblem } {
  if (raw.length > longestRaw && visible.test(raw.slice(0, longestRaw))) return { problem: 'too_long' }
  const name = cleanLine(raw.slice(0, longestRaw))
  if (!visible.test(name)) return { problem: 'required' }
  if (isTooLong(name)) return { problem: 'too_long' }
  return { name }
}

/** A name of somebody else's as one clean line, cut to 60 graphemes; empty where nothing visible is left. */
export function cutName(raw: string): string {
  const line = cleanLine(withoutMarkup(raw.slice(0, longestRaw)))
  return isVisible(line) ? cutLine(line, longestName, mostNameBytes) : ''
}

/** As much of a clean line as fits in so many graphemes and bytes. */
export function cutLine(line: string, most: number, mostBytes: number): string {
  let cut = ''
  let count = 0
  for (const { segment } of graphemes.segment(line)) {
    if (++count > most || Buffer.byteLength(cut + segment) > mostBytes) break
    cut += segment
  }
  return cut.trimEnd()
}

/**
 * A text of several lines that somebody typed: NFC, `\n` between its lines, at most one of them empty in a row, without
 * controls and bidi overrides; empty where nothing visible is left.
 */
export function cleanLines(raw: string): string {
  const lines = raw
    .split(/\r\n|[\n\r\u2028\u2029]/u)
    .map((line) => line.replace(unwanted, '').normalize('NFC').trimEnd())
  const text = lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
  return visible.test(text) ? text : ''
}

/** One line, without controls, bidi overrides and what XML forbids. */
export function cleanLine(raw: string): string {
  return raw.replace(/\s+/gu, ' ').replace(unwanted, '').normalize('NFC').replace(/ {2,}/g, ' ').trim()
}

/** Whether there is anything to see in it. */
export function isVisible(line: string): boolean {
  return visible.test(line)
}

/** Stops at the limit, so that ten thousand emoji cost no more than sixty. */
function isTooLong(name: string): boolean {
  if (Buffer.byteLength(name) > mostNameBytes) return true
  if (name.length <= longestName) return false
  let count = 0
  for (const _ of graphemes.segment(name)) if (++count > longestName) return true
  return false
}
