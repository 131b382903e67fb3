import { calls } from '../../contract/calls.ts'
import type { JoinEvents, RoomClosed } from '../../contract/join.ts'
import type { Language } from '../../contract/languages.ts'
import { ClientProblem } from '../client.ts'
import { readEvents } from '../event-stream.ts'
import { pause } from '../timers.ts'
import type { Browser } from './browser.tsx'
import { closedBy } from './closed.ts'

/** A guest who waits. */
export interface WaitingGuest {
  room: string
  name: string
  language: Language
  ticket: string
}

/** News for a waiting guest. */
export type WaitingNews =
  | { news: 'waiting' | 'unavailable' | 'full' }
  /** The connection is cut; it is tried again. */
  | { news: 'cut' }
  | { news: 'open'; url: string }
  | { news: 'closed'; closed: RoomClosed }
  /** The same guest waits on another page now. */
  | { news: 'replaced' }
  /** The place in the queue is lost, and the room asks for what only the person can answer. */
  | { news: 'asked' }
  /** The place in the queue was renewed. */
  | { news: 'ticket'; ticket: string }

type WaitingDependencies = Pick<Browser, 'client' | 'fetch' | 'origin' | 'random'>

/** The proxy sends a sign of life every 20 s. */
const quietTooLong = 45_000
const firstPause = 1_000
const longestPause = 15_000

/**
 * Waits until the meeting opens or the room is closed: by the event stream, which is opened again when it is cut,
 * and where it cannot be opened by asking, at moments that differ from guest to guest.
 * @param hear called with each piece of news, the last one `open`, `closed`, `replaced` or `asked`
 */
export async function waitInLine(
  parts: WaitingDependencies,
  guest: WaitingGuest,
  hear: (news: WaitingNews) => void,
  signal: AbortSignal,
): Promise<void> {
  const tell = (news: WaitingNews) => {
    if (!signal.aborted) hear(news)
  }
  let { ticket } = guest
  let failures = 0
  while (!signal.aborted) {
    const outcome = await follow(parts, { ...guest, ticket }, tell, signal)
    if (outcome === 'over' || signal.aborted) return
    failures = outcome === 'cut' ? 1 : failures + 1
    tell({ news: 'cut' })
    await pause(pauseAfter(failures, parts.random), signal)
    if (outcome === 'refused' && !signal.aborted) {
      const answer = await askAgain(parts, { ...guest, ticket }, signal)
      if (answer) tell(answer)
      if (answer?.news === 'ticket') ticket = answer.ticket
      else if (answer) return
    }
  }
}

/** `cut`: it had told something before it broke. `refused`: it could not be opened at all. */
type Outcome = 'over' | 'cut' | 'refused'

async function follow(
  { fetch, origin }: WaitingDependencies,
  { room, ticket }: WaitingGuest,
  tell: (news: WaitingNews) => void,
  signal: AbortSignal,
): Promise<Outcome> {
  let told = false
  try {
    const path = calls['join.events'].path.replace('{room}', encodeURIComponent(room))
    const response = await fetch(`${origin}${path}?ticket=${encodeURIComponent(ticket)}`, { signal })
    if (!response.ok || !response.body) return 'refused'
    for await (const { event, data } of readEvents(response.body, quietTooLong)) {
      const news = newsOf(event, data)
      if (!news) continue
      told = true
      tell(news)
      if (isLast(news)) return 'over'
    }
  } catch {
    // A cut connection, by whatever: what follows is the same.
  }
  return told ? 'cut' : 'refused'
}

function newsOf(event: string | undefined, data: string): WaitingNews | null {
  switch (event) {
    case 'waiting': {
      const { state }: JoinEvents['waiting'] = JSON.parse(data)
      return { news: state }
    }
    case 'open': {
      const { url }: JoinEvents['open'] = JSON.parse(data)
      return { news: 'open', url }
    }
    case 'closed': {
      const closed: JoinEvents['closed'] = JSON.parse(data)
      return { news: 'closed', closed }
    }
    case 'replaced':
      return { news: 'replaced' }
    default:
      return null
  }
}

/** Last event of a stream that is closed for good: the page does not open it again. */
function isLast({ news }: WaitingNews): boolean {
  return news === 'open' || news === 'closed' || news === 'replaced'
}

async function askAgain(
  { client }: WaitingDependencies,
  { room, name, language, ticket }: WaitingGuest,
  signal: AbortSignal,
): Promise<WaitingNews | null> {
  try {
    const body = { name, language, ticket }
    const answer = await client.call('join.post', { path: { room }, body }, signal)
    return answer.state === 'open'
      ? { news: 'open', url: answer.url }
      : { news: 'ticket', ticket: answer.ticket }
  } catch (problem) {
    return problem instanceof ClientProblem ? refusalOf(problem) : null
  }
}

/** The news in a refusal, for a waiting guest; null: the next attempt may succeed. */
function refusalOf(problem: ClientProblem): WaitingNews | null {
  const closed = closedBy(problem)
  if (closed) return { news: 'closed', closed }
  const { code } = problem
  const isAsked = code === 'fields_invalid' || code === 'members_only' || code === 'ticket_invalid'
  return isAsked ? { news: 'asked' } : null
}

/** Twice as long each time, and half as long to as long again by chance, so that guests do not come all at once. */
function pauseAfter(failures: number, random: () => number): number {
  return Math.min(longestPause, firstPause * 2 ** (failures - 1)) * (0.5 + random())
}
