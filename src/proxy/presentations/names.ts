import type { FileProblem, PresentationKind } from '../../contract/presentations.ts'
import { cleanLine, cutLine, isVisible } from '../text.ts'

const longestName = 200
const mostNameBytes = 1_000

/**
 * A file's name as it will be shown, here and in a meeting: the last part of its path, one clean line, 1 to 200
 * graphemes with its end, which BBB goes by. It never names a file on a disk.
 * @param kind what the content is
 */
export function fileName(raw: string, kind: PresentationKind): { name: string } | { problem: FileProblem } {
  const line = cleanLine(raw.replace(/^.*[/\\]/su, ''))
  const { stem, end } = parts(line)
  const ending = end === '' ? `.${kind}` : end
  if (!endings(kind).includes(ending.toLowerCase())) return { problem: 'mismatch' }
  const fitting = cutLine(stem, longestName - ending.length, mostNameBytes - ending.length)
  if (!isVisible(fitting)) return { problem: 'name' }
  return { name: `${fitting}${ending}` }
}

/** What has no end that looks like one gets the end of its kind. */
function parts(line: string): { stem: string; end: string } {
  const [end = ''] = /\.[A-Za-z][A-Za-z0-9]{1,4}$/.exec(line) ?? []
  return { stem: line.slice(0, line.length - end.length), end }
}

function endings(kind: PresentationKind): string[] {
  return kind === 'jpg' ? ['.jpg', '.jpeg'] : [`.${kind}`]
}
