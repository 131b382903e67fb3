import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { demoSettings } from '../../src/demo/settings.ts'
import { decide } from '../../src/proxy/access/decide.ts'
import { readSettings } from '../../src/proxy/settings.ts'
import type { E2eWorld } from '../e2e/world.ts'
import { type Asked, visit } from './visitor.ts'

/** Megabytes of the Foyer process now. */
export function memoryOf(world: E2eWorld): number {
  const status = readFileSync(`/proc/${world.pid()}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024
}

/** Median milliseconds of a guest's join and a host's start, into a meeting that runs: BBB is not asked then. */
export async function proxyTimes(
  world: E2eWorld,
  member: Page,
  room: string,
): Promise<{ join: number; start: number }> {
  const start = await hostIn(world, member, room)
  const join = () => ask(`${world.origin}/api/join/${room}`, { name: 'Guest' })
  for (let tries = 0; (await join()).state !== 'open'; tries++) {
    if (tries > 100) throw new Error('the meeting did not open')
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  return { join: await median(join), start: await median(start) }
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
export interface FullHouse {
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
export async function fullHouse(
  world: E2eWorld,
  member: Page,
  room: string,
  guests: number,
): Promise<FullHouse> {
  const empty = memoryOf(world)
  const streams: Response[] = []
  for (let guest = 0; guest < guests; guest++) streams.push((await waitAtDoor(world, room, guest)).answer)
  const memory = ((memoryOf(world) - empty) / guests) * 1024
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

/** Median milliseconds of one decision about a person with so many groups, none of which any rule names. */
export async function decisionTime(groups: number): Promise<number> {
  const settings = readSettings(demoSettings('http://localhost:3000', 3000, '/nowhere'), {
    FOYER_DEMO_SECRET: 'a-secret-that-is-long-enough-for-a-bench',
  })
  const claims = { groups: Array.from({ length: groups }, (_, index) => `/members/équipe-${index}`) }
  const tables = { entries: [], suspended: false, idTokenClaims: null, othersHaveGroups: null, rooms: null }
  return await median(async () => decide({ issuer: 'demo', subject: 'ada', claims }, tables, settings))
}

/** API calls that reach BBB in a minute, with nobody and with so many guests waiting, each measured for 20 s. */
export async function bbbCallsPerMinute(world: E2eWorld, room: string, guests: number) {
  const idle = await countCalls(world)
  const streams = await Promise.all(
    Array.from({ length: guests }, (_, guest) => waitAtDoor(world, room, guest)),
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

async function waitAtDoor(world: E2eWorld, room: string, guest: number) {
  const { ticket } = await ask(`${world.origin}/api/join/${room}`, { name: `Guest ${guest}`, consent: true })
  const stream = new AbortController()
  const address = `${world.origin}/api/join/${room}/events?ticket=${ticket}`
  return { answer: await fetch(address, { signal: stream.signal }), abort: () => stream.abort() }
}

async function median(task: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let run = 0; run < 300; run++) {
    const before = performance.now()
    await task()
    times.push(performance.now() - before)
  }
  return times.sort((a, b) => a - b)[150] ?? Number.NaN
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
