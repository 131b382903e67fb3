/** One figure of a run, and what it may be. */
export interface Row {
  what: string
  /** As it was measured, for the reader: it differs from machine to machine. */
  measured: string
  /** What it is measured against, in the same run; empty: nothing. */
  floor: string
  /** What counts. */
  figure: number
  budget: Budget
}

/** A figure is kept where it is at least, or at most, so much. */
export type Budget = { least: number } | { most: number }

export function isKept({ figure, budget }: Row): boolean {
  return 'least' in budget ? figure >= budget.least : figure <= budget.most
}

export function printHead(): void {
  printLine(['', 'measured', 'floor', 'figure', 'budget', ''])
}

export function printRow(row: Row): void {
  const { what, measured, floor, figure, budget } = row
  const bound = 'least' in budget ? `≥ ${shortest(budget.least)}` : `≤ ${shortest(budget.most)}`
  printLine([what, measured, floor, shortest(figure), bound, isKept(row) ? '' : 'over'])
}

/** @param milliseconds of time, or of processor time */
export function asTime(milliseconds: number): string {
  return milliseconds < 1 ? `${(milliseconds * 1000).toFixed(0)} µs` : `${milliseconds.toFixed(1)} ms`
}

function shortest(figure: number): string {
  return figure < 10 ? figure.toFixed(figure < 1 ? 3 : 2) : figure.toFixed(0)
}

function printLine([what = '', ...cells]: string[]): void {
  process.stdout.write(`${what.padEnd(56)}${cells.map((cell) => cell.padStart(11)).join('')}\n`)
}
