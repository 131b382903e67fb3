import type { Agenda } from './agenda.ts'
import { inside, type Meeting } from './meetings.ts'
import type { Balancer, Persona } from './persona.ts'
import { Refusal } from './refusal.ts'

/** The machines behind a balancer: one that dies takes its meetings along, and new ones go to another. */
export interface Nodes {
  /** The machine that holds these meetings is gone. */
  lose(meetings: Meeting[], persona: Persona): void
  /** It is back, with its meetings. */
  recover(): void
  isDead(meeting: Meeting): boolean
  /** The balancer knows of it no more, whether or not it goes on. */
  isForgotten(meeting: Meeting): boolean
  /** Some machine does not answer. */
  isOneDown(): boolean
  /** Takes down how a meeting looked just before it ended without the balancer. */
  noteEnd(meeting: Meeting, persona: Persona): void
  /** A machine created it, and the balancer missed that; it sees so by and by, or when it is created again. */
  miss(meeting: Meeting, persona: Persona): void
  learn(meeting: Meeting): void
  isMissed(meeting: Meeting): boolean
  /** Meetings that are over, and that the balancer has not yet seen to be. */
  unnoticed(): Meeting[]
}

interface NodesOptions {
  now: () => number
  agenda: Agenda
  /** Milliseconds that so many milliseconds of BBB's time last here. */
  scaled: (milliseconds: number) => number
}

export function createNodes({ now, agenda, scaled }: NodesOptions): Nodes {
  const dead = new Set<Meeting>()
  const forgotten = new WeakSet<Meeting>()
  const ended = new Set<Meeting>()
  const missed = new WeakSet<Meeting>()
  let isDown = false

  return {
    lose(meetings, { balancer }) {
      isDown = true
      for (const meeting of meetings) dead.add(meeting)
      if (balancer?.forgetsAfter == null) return
      agenda.schedule(now() + scaled(balancer.forgetsAfter), () => {
        for (const meeting of meetings) if (dead.has(meeting)) forgotten.add(meeting)
        isDown = false
      })
    },
    recover() {
      isDown = false
      dead.clear()
    },
    isDead: (meeting) => dead.has(meeting),
    isForgotten: (meeting) => forgotten.has(meeting),
    isOneDown: () => isDown,
    noteEnd(meeting, { balancer }) {
      if (!balancer?.noticesEndsAfter) return
      const before = { ...meeting, people: inside(meeting).map((person) => ({ ...person })) }
      ended.add(before)
      agenda.schedule(now() + scaled(balancer.noticesEndsAfter), () => ended.delete(before))
    },
    miss(meeting, { balancer }) {
      missed.add(meeting)
      if (balancer?.learnsFromAnswers)
        agenda.schedule(now() + scaled(balancer.noticesEndsAfter), () => missed.delete(meeting))
    },
    learn: (meeting) => void missed.delete(meeting),
    isMissed: (meeting) => missed.has(meeting),
    unnoticed: () => [...ended],
  }
}

/** A balancer's answer where a machine behind it failed. */
export function failureOf({ failure }: Balancer, message = failure.message): Refusal {
  return new Refusal(failure.key, message, { status: failure.status })
}
