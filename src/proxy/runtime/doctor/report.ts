import { count, type Finding, type Group } from './finding.ts'

/** The findings as an operator reads them in a terminal, with what to do under each. */
export function report(groups: readonly Group[]): string {
  const parts = groups.map(({ title, findings }) => [title, ...findings.flatMap(linesOf)].join('\n'))
  return `${[...parts, summary(groups)].map(harmless).join('\n\n')}\n`
}

/** Whether anything is to be mended. What could not be seen is nothing wrong. */
export function isAnythingWrong(groups: readonly Group[]): boolean {
  return howMany(groups, false) > 0
}

function linesOf({ ok, what, details = [], todo = [] }: Finding): string[] {
  const mark = ok === null ? '?' : ok ? '✓' : '✗'
  return [
    `  ${mark} ${oneLine(what)}`,
    ...details.map((detail) => `      ${oneLine(detail)}`),
    ...(ok === true ? [] : todo.map((step) => `    → ${oneLine(step)}`)),
  ]
}

function summary(groups: readonly Group[]): string {
  const bad = howMany(groups, false)
  const unseen = howMany(groups, null)
  const rest = unseen === 0 ? '' : ` ${count(unseen, 'thing is', 'things are')} left for you to look at.`
  if (bad === 0) return unseen === 0 ? 'All is well.' : `Nothing is wrong.${rest}`
  return `${bad === 1 ? '1 thing is' : `${bad} things are`} wrong.${rest}`
}

function howMany(groups: readonly Group[], ok: false | null): number {
  return groups.flatMap(({ findings }) => findings).filter((finding) => finding.ok === ok).length
}

const longestLine = 1_000

function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim().slice(0, longestLine)
}

/** Texts of others must not steer the terminal: no escape sequences, no change of direction. */
function harmless(text: string): string {
  return text.replace(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}]/gu, '')
}
