import type { Parts } from '../parts.ts'
import type { Outlook } from './doors.ts'

/** Somebody who waits at a room's door, on an open event stream. */
export interface Waiter {
  /** As hosts of the room read it, while they wait. */
  name: string
  /** The meeting is open: this guest's own address is made now. */
  letIn(): void
  /** What is going on, as of now. */
  tell(outlook: Outlook): void
}

/** Who waits, by room. Each process lets in those whose streams it holds. */
export interface WaitingRoom {
  /** @returns leave: takes the waiter out again */
  wait(roomId: string, waiter: Waiter): () => void
  count(roomId: string): number
  /** Who waits there, by the names that they gave: the first hundred. */
  names(roomId: string): string[]
  /** Lets everybody in, the first at once and the others at a steady rate, so that BBB is not overrun. */
  open(roomId: string): void
  /** Tells everybody how things stand, asking once per room. */
  tellAll(outlookOf: (roomId: string) => Promise<Outlook>): Promise<void>
  close(): void
}

const mostNames = 100

export function createWaitingRoom(pace: Pick<Parts['pace'], 'letInAtOnce' | 'letInPerSecond'>): WaitingRoom {
  const rooms = new Map<string, Set<Waiter>>()
  const opening = new Map<string, NodeJS.Timeout>()

  function leave(roomId: string, waiter: Waiter): void {
    const waiters = rooms.get(roomId)
    waiters?.delete(waiter)
    if (waiters?.size === 0) rooms.delete(roomId)
  }

  function letIn(roomId: string, most: number): void {
    for (const waiter of [...(rooms.get(roomId) ?? [])].slice(0, most)) {
      leave(roomId, waiter)
      waiter.letIn()
    }
  }

  function stop(roomId: string): void {
    clearInterval(opening.get(roomId))
    opening.delete(roomId)
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
      letIn(roomId, pace.letInAtOnce)
      const timer = setInterval(() => {
        letIn(roomId, 1)
        if (!rooms.has(roomId)) stop(roomId)
      }, 1000 / pace.letInPerSecond)
      opening.set(roomId, timer)
    },
    async tellAll(outlookOf) {
      for (const [roomId, waiters] of [...rooms]) {
        const outlook = await outlookOf(roomId)
        for (const waiter of [...waiters]) waiter.tell(outlook)
      }
    },
    close() {
      for (const timer of opening.values()) clearInterval(timer)
      rooms.clear()
    },
  }
}
