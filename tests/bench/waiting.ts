import type { Page } from '@playwright/test'
import { chromium as playwrightChromium } from '@playwright/test'
import { chromium, chromiumFlags } from '../e2e/chromium.ts'
import { type E2eWorld, openE2eWorld } from '../e2e/world.ts'
import { memberPage, prepareRoom } from './member.ts'
import { memoryOf } from './process.ts'
import { asTime, type Row } from './table.ts'
import { type Asked, visit } from './visitor.ts'

/** Guests who wait for one meeting. */
const guests = Number(process.env.GUESTS ?? 500)

/** A full house at the door of one meeting. */
export async function* waitingRows(): AsyncGenerator<Row> {
  const world = await openE2eWorld()
  const browser = await playwrightChromium.launch({ executablePath: chromium(), args: chromiumFlags })
  try {
    const member = await memberPage(browser, world)
    const room = await prepareRoom(member)
    const calls = await bbbCallsPerMinute(world, room, 200)
    yield callsRow(200, calls.waiting, calls.idle)
    const house = await fullHouse(world, member, room, guests)
    yield callsRow(guests, house.calls, calls.idle)
    yield {
      what: 'kilobytes for each of them',
      measured: `${house.memory.toFixed(0)} KB`,
      floor: '',
      figure: house.memory,
      budget: { most: 100 },
    }
    for (const [when, measured] of [
      ['while they wait', house.answeredWaiting],
      ['while they are let in', house.answeredEntering],
    ] as const)
      yield {
        what: `milliseconds for 95 of 100 requests, ${when}`,
        measured: asTime(measured),
        floor: '',
        figure: measured,
        budget: { most: 300 },
      }
    yield {
      what: 'seconds to let all in, 20 at once and 20 a second',
      measured: `${house.seconds.toFixed(1)} s`,
      floor: '',
      figure: house.seconds,
      budget: { most: Math.max(0, guests - 20) / 20 + 2 },
    }
  } finally {
    await browser.close()
    await world.close()
  }
}

function callsRow(waiting: number, calls: number, idle: number): Row {
  return {
    what: `BBB calls a minute: ${waiting} guests wait · nobody waits`,
    measured: String(calls),
    floor: String(idle),
    figure: calls / idle,
    // A poll more or less within the time.
    budget: { most: 1.2 },
  }
}

/** The host starts the meeting and is in it. @returns starts it again */
async function hostIn(world: E2eWorld, member: Page, room: string) {
  const authorization = await tokenOf(member)
  const start = () => ask(`${world.origin}/api/rooms/${room}/start`, {}, { authorization })
  const { url } = await start()
  const host = await member.context().newPage()
  await host.goto(url ?? '')
  return start
}

/** What a full house costs that waits for one meeting, and how it gets in. */
interface FullHouse {
  /** API calls that reach BBB in a minute while they wait. */
  calls: number
  /** Kilobytes of the Foyer process for each of them. */
  memory: number
  /** Milliseconds in which 95 of 100 requests are answered while they wait, and while they are let in. */
  answeredWaiting: number
  answeredEntering: number
  /** Seconds from the first address that was given out to the last. */
  seconds: number
}

/** So many guests wait on their streams; the host starts, and each is given an address of their own. */
async function fullHouse(world: E2eWorld, member: Page, room: string, guests: number): Promise<FullHouse> {
  const empty = memoryOf(world.pid())
  const streams: Response[] = []
  for (let guest = 0; guest < guests; guest++) streams.push((await waitToJoin(world, room, guest)).answer)
  const memory = ((memoryOf(world.pid()) - empty) / guests) * 1024
  const requests = await usualRequests(world, member, room)
  const leaveWaiting = visit({ requests, every: 50 })
  const calls = await countCalls(world)
  const answeredWaiting = await leaveWaiting()
  const entries = Promise.all(streams.map(entryOf))
  const leaveEntering = visit({ requests, every: 50 })
  await hostIn(world, member, room)
  const entered = await entries
  const answeredEntering = await leaveEntering()
  if (new Set(entered.map(({ url }) => url)).size !== guests)
    throw new Error('two guests were given one address')
  const times = entered.map(({ at }) => at)
  const seconds = (Math.max(...times) - Math.min(...times)) / 1000
  return { calls, memory, answeredWaiting, answeredEntering, seconds }
}

/** What guests and members ask all day. */
async function usualRequests(world: E2eWorld, member: Page, room: string): Promise<Asked['requests']> {
  const authorization = await tokenOf(member)
  const json = { 'Content-Type': 'application/json' }
  const body = JSON.stringify({ name: 'Late Guest', consent: true })
  return [
    { url: `${world.origin}/${room}` },
    { url: `${world.origin}/api/join/${room}` },
    { url: `${world.origin}/api/join/${room}`, init: { method: 'POST', headers: json, body } },
    { url: `${world.origin}/api/rooms`, init: { headers: { authorization } } },
    { url: `${world.origin}/api/rooms/${room}`, init: { headers: { authorization } } },
    { url: `${world.origin}/status` },
  ]
}

/** The address that a waiting guest is given, and when. */
async function entryOf(answer: Response): Promise<{ url: string; at: number }> {
  let text = ''
  for await (const piece of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += piece
    const url = /event: open\ndata: (.*)\n\n/.exec(text)?.[1]
    if (url) return { url, at: performance.now() }
  }
  throw new Error(`a guest was not let in: ${text}`)
}

/** API calls that reach BBB in a minute, with nobody and with so many guests waiting, each measured for 20 s. */
async function bbbCallsPerMinute(world: E2eWorld, room: string, guests: number) {
  const idle = await countCalls(world)
  const streams = await Promise.all(
    Array.from({ length: guests }, (_, guest) => waitToJoin(world, room, guest)),
  )
  const waiting = await countCalls(world)
  for (const stream of streams) stream.abort()
  return { idle, waiting }
}

async function countCalls(world: E2eWorld): Promise<number> {
  const calls = () => world.de.received.length + world.ca.received.length
  const before = calls()
  await new Promise((resolve) => setTimeout(resolve, 20_000))
  return (calls() - before) * 3
}

async function waitToJoin(world: E2eWorld, room: string, guest: number) {
  const { ticket } = await ask(`${world.origin}/api/join/${room}`, { name: `Guest ${guest}`, consent: true })
  const stream = new AbortController()
  const address = `${world.origin}/api/join/${room}/events?ticket=${ticket}`
  return { answer: await fetch(address, { signal: stream.signal }), abort: () => stream.abort() }
}

async function ask(
  url: string,
  body: object,
  headers: Record<string, string> = {},
): Promise<Record<string, string>> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`)
  return await answer.json()
}

/** The token with which the member's page calls the proxy. */
async function tokenOf(page: Page): Promise<string> {
  const [request] = await Promise.all([page.waitForRequest(/\/api\/rooms/), page.goto('/')])
  return (await request.headerValue('authorization')) ?? ''
}
