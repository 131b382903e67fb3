import { storeAwayRows } from './database-unavailable.ts'
import { floorRows } from './floors.ts'
import { memoryRows } from './memory.ts'
import { pageRows } from './pages.ts'
import { servingRows } from './serving.ts'
import { strangerRows } from './strangers.ts'
import { isKept, printHead, printRow, type Row } from './table.ts'
import { waitingRows } from './waiting.ts'

/*
 * `npm run bench`: the speed budgets, measured in one run on this machine. A figure is a ratio to something that
 * is measured in the same run wherever that can be: milliseconds differ from machine to machine and from hour to
 * hour. `npm run bench -- serving memory` measures those parts alone.
 */

const parts: Record<string, () => AsyncGenerator<Row>> = {
  serving: servingRows,
  strangers: strangerRows,
  memory: memoryRows,
  pages: pageRows,
  waiting: waitingRows,
  store: storeAwayRows,
  floors: floorRows,
}

/** Ratios of processor time are steady enough to be held to; times of a browser or a network are for the reader. */
const binding = ['serving', 'strangers', 'memory']

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !Object.hasOwn(parts, name))
if (unknown.length > 0)
  throw new Error(`There is no ${unknown.join(', ')}: ${Object.keys(parts).join(', ')}.`)

printHead()
for (const [name, rows] of Object.entries(parts)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  for await (const row of rows()) {
    printRow(row)
    if (binding.includes(name) && !isKept(row)) process.exitCode = 1
  }
}
