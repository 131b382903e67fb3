import { type Browser, chromium as playwrightChromium } from '@playwright/test'
import { chromium, chromiumFlags } from '../e2e/chromium.ts'
import { openE2eWorld } from '../e2e/world.ts'
import { middle } from './costs.ts'
import { type Load, measureLoad } from './load.ts'
import { memberPage, prepareRoom } from './member.ts'
import { asTime, type Row } from './table.ts'

const runs = Number(process.env.RUNS ?? 5)

/** First visits in a browser on a slow phone, by the clock. */
export async function* pageRows(): AsyncGenerator<Row> {
  const world = await openE2eWorld()
  const browser = await playwrightChromium.launch({ executablePath: chromium(), args: chromiumFlags })
  try {
    const member = await memberPage(browser, world)
    const room = await prepareRoom(member)
    const join = await loads(browser, world.origin, `/${room}`, [])
    yield* rowsOf('join page, first visit', join, { usable: 700, paint: 800, kilobytes: 110, requests: 5 })
    const state = await member.context().storageState()
    const rooms = await loads(browser, world.origin, '/', state)
    yield* rowsOf('rooms page, first visit', rooms, {
      usable: 2_000,
      paint: 2_000,
      kilobytes: 230,
      requests: 8,
    })
  } finally {
    await browser.close()
    await world.close()
  }
}

async function loads(
  browser: Browser,
  origin: string,
  path: string,
  state: Parameters<typeof measureLoad>[3],
): Promise<Load> {
  const measured: Load[] = []
  for (let run = 0; run < runs; run++) measured.push(await measureLoad(browser, origin, path, state))
  const median = (key: keyof Load) => middle(measured, (load) => load[key])[key]
  return {
    usable: median('usable'),
    paint: median('paint'),
    kilobytes: median('kilobytes'),
    requests: median('requests'),
  }
}

function* rowsOf(what: string, load: Load, budget: Load): Generator<Row> {
  const row = (name: string, measured: string, key: keyof Load): Row => ({
    what: `${what}: ${name}`,
    measured,
    floor: '',
    figure: load[key],
    budget: { most: budget[key] },
  })
  yield row('milliseconds until usable', asTime(load.usable), 'usable')
  yield row('milliseconds until the largest paint', asTime(load.paint), 'paint')
  yield row('kilobytes over the wire', `${load.kilobytes.toFixed(0)} KB`, 'kilobytes')
  yield row('requests', String(load.requests), 'requests')
}
