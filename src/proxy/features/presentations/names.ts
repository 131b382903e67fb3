import { type FileProblem, PresentationKind } from '../../../contract/presentations.ts'
import { cleanLine, cutLine, isVisible, withoutMarkup } from '../../platform/text/text.ts'

const longestName = 200
const mostNameBytes = 1_000

/**
 * A file's name as it will be shown, here and in a meeting: the last part of its path, one clean line, 1 to 200
 * graphemes with its end, which BBB goes by, and without `<` and `>`. It never names a file on a disk.
 * @param kind what the content is
 */
export function fileName(raw: string, kind: PresentationKind): { name: string } | { problem: FileProblem } {
  const line = cleanLine(withoutMarkup(raw.replace(/^.*[/\\]/su, '')))
  const { stem, end } = parts(line)
  const says = kindOf(end)
  if (says !== null && says !== kind) return { problem: 'mismatch' }
  const ending = kept(end) ? end : `.${kind}`
  const fitting = cutLine(stem, longestName - ending.length, mostNameBytes - ending.length)
  if (!isVisible(fitting)) return { problem: 'name' }
  return { name: `${fitting}${ending}` }
}

/** Other ends that files of a kind have, and that BBB does not know: they get the usual one. */
const otherEnds = new Map<string, PresentationKind>([
  ['jfif', 'jpg'],
  ['jif', 'jpg'],
  ['jpe', 'jpg'],
  ['pot', 'ppt'],
  ['pps', 'ppt'],
  ['dot', 'doc'],
  ['xlt', 'xls'],
])

/** Stem and ending of a file's name. Only known endings count: "minutes 12.3" and "plan.v2" have none. */
function parts(line: string): { stem: string; end: string } {
  const [end = ''] = /\.[A-Za-z]{3,4}$/.exec(line) ?? []
  return kindOf(end) === null
    ? { stem: line, end: '' }
    : { stem: line.slice(0, line.length - end.length), end }
}

/** The kind that an end stands for; null: it is none. */
function kindOf(end: string): PresentationKind | null {
  const name = end.slice(1).toLowerCase()
  if (name === 'jpeg') return 'jpg'
  const { success, data } = PresentationKind.safeParse(name)
  return success ? data : (otherEnds.get(name) ?? null)
}

/** BBB knows it. */
function kept(end: string): boolean {
  return end !== '' && !otherEnds.has(end.slice(1).toLowerCase())
}
