import { type Browser, chromium as playwrightChromium } from '@playwright/test'
import { chromium, chromiumFlags } from '../e2e/chromium.ts'
import { type E2eWorld, openE2eWorld } from '../e2e/world.ts'
import { timesToSayAway } from './database.ts'
import { type Load, measureLoad } from './load.ts'
import { memberPage, prepareRoom } from './member.ts'
import { bbbCallsPerMinute, decisionTime, fullHouse, memoryOf, proxyTimes } from './proxy.ts'

/*
 * `npm run bench`: the first rows of the speed budgets, measured in one run on this machine, each beside its
 * budget. The ratio is what counts: below 1 the budget is kept.
 */

interface Row {
  what: string
  measured: number
  budget: number
  unit: string
}

const runs = Number(process.env.RUNS ?? 5)
/** Who wait for one meeting; row 27 of the faults has 2,000. */
const guests = Number(process.env.GUESTS ?? 500)
const rows: Row[] = []

const world = await openE2eWorld()
const browser = await playwrightChromium.launch({ executablePath: chromium(), args: chromiumFlags })
try {
  // Compiled code is kept from the first start.
  const started = await world.restart('SIGTERM')
  rows.push({ what: 'start-up with a database that is there', measured: started, budget: 1_000, unit: 'ms' })
  rows.push({ what: 'memory at rest (RSS)', measured: memoryOf(world), budget: 150, unit: 'MB' })
  const member = await memberPage(browser, world)
  const room = await prepareRoom(member)
  report('join page, first visit', await loads(browser, world, `/${room}`, []), {
    usable: 700,
    paint: 800,
    kilobytes: 110,
    requests: 5,
  })
  const state = await member.context().storageState()
  report('rooms page, first visit', await loads(browser, world, '/', state), {
    usable: 2000,
    paint: 2000,
    kilobytes: 230,
    requests: 8,
  })
  const calls = await bbbCallsPerMinute(world, room, 200)
  rows.push({
    what: 'BBB calls a minute, 200 guests wait · nobody waits',
    measured: calls.waiting,
    budget: calls.idle,
    unit: '',
  })
  const house = await fullHouse(world, member, room, guests)
  rows.push({
    what: `BBB calls a minute, ${guests} guests wait · nobody waits`,
    measured: house.calls,
    budget: calls.idle,
    unit: '',
  })
  rows.push({ what: 'memory for each of them', measured: house.memory, budget: 100, unit: 'KB' })
  for (const [when, measured] of [
    ['while they wait', house.answeredWaiting],
    ['while they are let in', house.answeredEntering],
  ] as const)
    rows.push({ what: `95 of 100 requests answered, ${when}`, measured, budget: 300, unit: 'ms' })
  rows.push({
    what: 'all of them let in, 20 at once and 20 a second',
    measured: house.seconds,
    budget: Math.max(0, guests - 20) / 20 + 2,
    unit: 's',
  })
  const times = await proxyTimes(world, member, room)
  rows.push({ what: "proxy's own time, join (median)", measured: times.join, budget: 3, unit: 'ms' })
  rows.push({ what: "proxy's own time, start (median)", measured: times.start, budget: 3, unit: 'ms' })
  rows.push({
    what: 'a decision about 5,000 groups (median)',
    measured: await decisionTime(5_000),
    budget: 5,
    unit: 'ms',
  })
  const away = await timesToSayAway()
  rows.push({ what: 'PostgreSQL vanished: 503 after', measured: away.vanished, budget: 2_000, unit: 'ms' })
  rows.push({ what: 'PostgreSQL refuses: 503 after', measured: away.refused, budget: 2_000, unit: 'ms' })
  rows.push({ what: 'PostgreSQL back: ready after', measured: away.whole, budget: 5_000, unit: 'ms' })
} finally {
  await browser.close()
  await world.close()
}
print(rows)

async function loads(
  browser: Browser,
  world: E2eWorld,
  path: string,
  state: Parameters<typeof measureLoad>[3],
): Promise<Load> {
  const measured: Load[] = []
  for (let run = 0; run < runs; run++) measured.push(await measureLoad(browser, world.origin, path, state))
  const median = (key: keyof Load) => middle(measured.map((load) => load[key]))
  return {
    usable: median('usable'),
    paint: median('paint'),
    kilobytes: median('kilobytes'),
    requests: median('requests'),
  }
}

function report(what: string, load: Load, budget: Load): void {
  rows.push({ what: `${what}: usable`, measured: load.usable, budget: budget.usable, unit: 'ms' })
  rows.push({ what: `${what}: largest paint`, measured: load.paint, budget: budget.paint, unit: 'ms' })
  rows.push({
    what: `${what}: over the wire`,
    measured: load.kilobytes,
    budget: budget.kilobytes,
    unit: 'KB',
  })
  rows.push({ what: `${what}: requests`, measured: load.requests, budget: budget.requests, unit: '' })
}

function middle(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

function print(table: Row[]): void {
  const line = (cells: string[]) =>
    `${cells[0]?.padEnd(52)}${cells
      .slice(1)
      .map((cell) => cell.padStart(12))
      .join('')}\n`
  process.stdout.write(line(['', 'measured', 'budget', 'ratio']))
  for (const { what, measured, budget, unit } of table) {
    const figure = (value: number) => `${value.toFixed(value < 10 ? 2 : 0)} ${unit}`
    process.stdout.write(line([what, figure(measured), figure(budget), (measured / budget).toFixed(2)]))
  }
}
