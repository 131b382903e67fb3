import type { WaitingGuest } from '../../../contract/rooms.ts'
import type { Environment } from '../../platform/environment/environment.ts'
import { joinLimits } from '../../platform/limits.ts'
import type { JoinState } from './join-service.ts'
import { noWaitingPeers, type Waiting, type WaitingPeers } from './waiting-peers.ts'

/** Somebody who waits at a room's door, on an open event stream. */
export interface Waiter extends WaitingGuest {
  /**
   * The meeting is open: this guest's own address is made now.
   * @returns false: it is open no longer, or full, and they keep their place
   */
  letIn(): Promise<boolean>
  /** Tells the state of the room, as of now. */
  tell(state: JoinState): void
  /** From where; null: it says nothing of who it is. */
  address: string | null
  /** This process lets go of them; their page opens the stream again, elsewhere. */
  end(): void
}

/**
 * Waiting guests, by room. Each process lets in those whose streams it holds, at its share of the pace: as large as its
 * share of those who wait there.
 */
export interface WaitingRoom {
  /** @returns leave: takes the waiter out again */
  wait(roomId: string, waiter: Waiter): () => void
  /** How many wait there, at all processes together. */
  count(roomId: string): number
  /** The first hundred of them, the longest waiting first. */
  guests(roomId: string): WaitingGuest[]
  /**
   * Lets everybody in, the first at once and the others at a steady rate, so that BBB is not overrun; and stops
   * when somebody cannot get in, until it is called again.
   */
  open(roomId: string): void
  /** Tells everybody how things stand, asking once per room. */
  tellAll(stateOf: (roomId: string) => Promise<JoinState>): Promise<void>
  close(): void
}

const mostNames = 100

/** @param connect tells the other processes who waits here, and us who waits there */
export function createWaitingRoom(
  pace: LetInPace,
  connect: (here: () => Map<string, Waiting>) => WaitingPeers = () => noWaitingPeers,
): WaitingRoom {
  const rooms = new Map<string, Set<Waiter>>()
  /** The rooms that are being opened, and how each is stopped. */
  const opening = new Map<string, AbortController>()

  const peers = connect(() => new Map([...rooms.keys()].map((roomId) => [roomId, here(roomId)])))

  function here(roomId: string): Waiting {
    const waiters = [...(rooms.get(roomId) ?? [])]
    return { count: waiters.length, guests: firstOf(waiters) }
  }

  /** Which part of those who wait in a room wait here: never 0, so that somebody who comes now gets in. */
  function shareOf(roomId: string): number {
    const count = Math.max(1, rooms.get(roomId)?.size ?? 0)
    return count / (count + peers.in(roomId).count)
  }

  function leave(roomId: string, waiter: Waiter): void {
    const waiters = rooms.get(roomId)
    waiters?.delete(waiter)
    if (waiters?.size === 0) rooms.delete(roomId)
  }

  /** Lets one guest in; one who does not get in keeps their place in the line. */
  async function letInOne(roomId: string, waiter: Waiter): Promise<boolean> {
    const isIn = await waiter.letIn()
    if (isIn) leave(roomId, waiter)
    return isIn
  }

  /** The next ones, all at once. @returns whether there may be more */
  async function letIn(roomId: string, most: number): Promise<boolean> {
    const next = inTurn([...(rooms.get(roomId) ?? [])]).slice(0, most)
    const entered = await Promise.all(next.map((waiter) => letInOne(roomId, waiter)))
    return entered.every((isIn) => isIn) && rooms.has(roomId)
  }

  async function letInAll(roomId: string, { signal }: AbortController): Promise<void> {
    // One goes first, so that a closed door costs one look and not twenty.
    const letInAtOnce = Math.ceil(pace.letInAtOnce * shareOf(roomId))
    let isOpen = letInAtOnce < 1 || (await letIn(roomId, 1))
    if (isOpen && letInAtOnce > 1) isOpen = await letIn(roomId, letInAtOnce - 1)
    // The others by the clock: a look that takes its time, or a timer that is late, puts nobody off.
    const places = placesByTheClock(pace, () => shareOf(roomId))
    while (isOpen && !signal.aborted) {
      await pause(places.untilNext(), signal)
      if (!signal.aborted) isOpen = await letIn(roomId, places.take())
    }
  }

  return {
    wait(roomId, waiter) {
      const waiters = rooms.get(roomId) ?? new Set()
      waiters.add(waiter)
      rooms.set(roomId, waiters)
      return () => leave(roomId, waiter)
    },
    count: (roomId) => (rooms.get(roomId)?.size ?? 0) + peers.in(roomId).count,
    guests: (roomId) => firstOf([...(rooms.get(roomId) ?? []), ...peers.in(roomId).guests]),
    open(roomId) {
      if (opening.has(roomId) || !rooms.has(roomId)) return
      const work = new AbortController()
      opening.set(roomId, work)
      void letInAll(roomId, work).finally(() => opening.delete(roomId))
    },
    async tellAll(stateOf) {
      for (const [roomId, waiters] of [...rooms]) {
        const state = await stateOf(roomId)
        for (const waiter of [...waiters]) waiter.tell(state)
      }
    },
    close() {
      for (const work of opening.values()) work.abort()
      const waiters = [...rooms.values()].flatMap((each) => [...each])
      rooms.clear()
      for (const waiter of waiters) waiter.end()
      peers.close()
    },
  }
}

type LetInPace = Pick<Environment['pace'], 'letInAtOnce' | 'letInPerSecond'>

/** In the order in which they came, but those of an address that holds many places behind all others. */
function inTurn(waiters: readonly Waiter[]): Waiter[] {
  const ofAddress = new Map<string, number>()
  const surplus: Waiter[] = []
  const first = waiters.filter((waiter) => {
    if (waiter.address === null) return true
    const count = (ofAddress.get(waiter.address) ?? 0) + 1
    ofAddress.set(waiter.address, count)
    if (count > joinLimits.inOrderPerAddress) surplus.push(waiter)
    return count <= joinLimits.inOrderPerAddress
  })
  return [...first, ...surplus]
}

function firstOf(guests: readonly WaitingGuest[]): WaitingGuest[] {
  return guests
    .map(({ name, since }) => ({ name, since }))
    .sort((one, other) => one.since - other.since)
    .slice(0, mostNames)
}

/** How many may go in by now. What could not be used is made up for, but never by more than go in at once. */
function placesByTheClock({ letInAtOnce, letInPerSecond }: LetInPace, share: () => number) {
  let places = 0
  let countedAt = performance.now()
  const perMillisecond = () => (letInPerSecond * share()) / 1000

  function count(): void {
    const now = performance.now()
    places += (now - countedAt) * perMillisecond()
    countedAt = now
  }

  return {
    /** Milliseconds. */
    untilNext() {
      count()
      return Math.max(0, (1 - places) / perMillisecond())
    },
    take() {
      count()
      const due = Math.max(1, Math.floor(places))
      places -= due
      return Math.min(due, Math.max(1, Math.ceil(letInAtOnce * share())))
    },
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const over = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', over)
      resolve()
    }
    const timer = setTimeout(over, milliseconds)
    signal.addEventListener('abort', over)
  })
}
