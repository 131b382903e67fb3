import type { Parts } from '../parts.ts'
import type { Outlook } from './doors.ts'

/** Somebody who waits at a room's door, on an open event stream. */
export interface Waiter {
  /** As hosts of the room read it, while they wait. */
  name: string
  /**
   * The meeting is open: this guest's own address is made now.
   * @returns false: it is open no longer, or full, and they keep their place
   */
  letIn(): Promise<boolean>
  /** What is going on, as of now. */
  tell(outlook: Outlook): void
  /** This process lets go of them; their page opens the stream again, elsewhere. */
  end(): void
}

/** Who waits, by room. Each process lets in those whose streams it holds. */
export interface WaitingRoom {
  /** @returns leave: takes the waiter out again */
  wait(roomId: string, waiter: Waiter): () => void
  count(roomId: string): number
  /** Who waits there, by the names that they gave: the first hundred. */
  names(roomId: string): string[]
  /**
   * Lets everybody in, the first at once and the others at a steady rate, so that BBB is not overrun; and stops
   * when somebody cannot get in, until it is called again.
   */
  open(roomId: string): void
  /** Tells everybody how things stand, asking once per room. */
  tellAll(outlookOf: (roomId: string) => Promise<Outlook>): Promise<void>
  close(): void
}

const mostNames = 100

export function createWaitingRoom(pace: Pick<Parts['pace'], 'letInAtOnce' | 'letInPerSecond'>): WaitingRoom {
  const rooms = new Map<string, Set<Waiter>>()
  /** The rooms that are being opened, and how each is stopped. */
  const opening = new Map<string, AbortController>()

  function leave(roomId: string, waiter: Waiter): void {
    const waiters = rooms.get(roomId)
    waiters?.delete(waiter)
    if (waiters?.size === 0) rooms.delete(roomId)
  }

  /** Whoever does not get in keeps their place. */
  async function letInOne(roomId: string, waiter: Waiter): Promise<boolean> {
    const isIn = await waiter.letIn()
    if (isIn) leave(roomId, waiter)
    return isIn
  }

  /** The next ones, all at once. @returns whether there may be more */
  async function letIn(roomId: string, most: number): Promise<boolean> {
    const next = [...(rooms.get(roomId) ?? [])].slice(0, most)
    const entered = await Promise.all(next.map((waiter) => letInOne(roomId, waiter)))
    return entered.every((isIn) => isIn) && rooms.has(roomId)
  }

  async function letInAll(roomId: string, { signal }: AbortController): Promise<void> {
    // One goes first, so that a closed door costs one look and not twenty.
    const { letInAtOnce } = pace
    let isOpen = letInAtOnce < 1 || (await letIn(roomId, 1))
    if (isOpen && letInAtOnce > 1) isOpen = await letIn(roomId, letInAtOnce - 1)
    // The others by the clock: a look that takes its time, or a timer that is late, puts nobody off.
    const places = placesByTheClock(pace)
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
    count: (roomId) => rooms.get(roomId)?.size ?? 0,
    names: (roomId) => [...(rooms.get(roomId) ?? [])].slice(0, mostNames).map(({ name }) => name),
    open(roomId) {
      if (opening.has(roomId) || !rooms.has(roomId)) return
      const work = new AbortController()
      opening.set(roomId, work)
      void letInAll(roomId, work).finally(() => opening.delete(roomId))
    },
    async tellAll(outlookOf) {
      for (const [roomId, waiters] of [...rooms]) {
        const outlook = await outlookOf(roomId)
        for (const waiter of [...waiters]) waiter.tell(outlook)
      }
    },
    close() {
      for (const work of opening.values()) work.abort()
      const waiters = [...rooms.values()].flatMap((each) => [...each])
      rooms.clear()
      for (const waiter of waiters) waiter.end()
    },
  }
}

/** How many may go in by now. What could not be used is made up for, but never by more than go in at once. */
function placesByTheClock({
  letInAtOnce,
  letInPerSecond,
}: Pick<Parts['pace'], 'letInAtOnce' | 'letInPerSecond'>) {
  const interval = 1000 / letInPerSecond
  const began = performance.now()
  let given = 0
  return {
    /** Milliseconds. */
    untilNext: () => Math.max(0, began + (given + 1) * interval - performance.now()),
    take() {
      const due = Math.max(1, Math.floor((performance.now() - began) / interval) - given)
      given += due
      return Math.min(due, Math.max(1, letInAtOnce))
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
