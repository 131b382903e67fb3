import type { Agenda } from './agenda.ts'
import type { Meetings } from './meetings.ts'
import type { Person } from './people.ts'
import type { Session } from './sessions.ts'

/** Which pages are open, told by the event streams that their scripts hold. */
export interface Presence {
  /** A stream with an event for every change in the meeting. */
  follow(session: Session): Response
  /** Ends somebody's streams, so that their page hears nothing more. */
  letGo(session: Session): void
  close(): void
}

interface PresenceOptions {
  now: () => number
  agenda: Agenda
  meetings: Meetings
}

/** Milliseconds that a page may need to come back when it is loaded again. Browsers do not run on a scaled clock. */
const reloadTakes = 10_000

export function createPresence({ now, agenda, meetings }: PresenceOptions): Presence {
  /** How to end each stream, by whose it is. */
  const streams = new Map<Person, Set<() => void>>()

  function follow({ meeting, person }: Session): Response {
    const encoder = new TextEncoder()
    let end = () => {}
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        const tell = () => controller.enqueue(encoder.encode('data: changed\n\n'))
        const forget = () => {
          meeting.watchers.delete(tell)
          streamsOf(person).delete(close)
        }
        const close = () => {
          forget()
          controller.close()
        }
        controller.enqueue(encoder.encode('retry: 1000\n\n'))
        meeting.watchers.add(tell)
        streamsOf(person).add(close)
        end = forget
      },
      cancel() {
        end()
        agenda.schedule(now() + reloadTakes, () => {
          if (streamsOf(person).size === 0) meetings.leave(meeting, person)
        })
      },
    })
    return new Response(body, {
      headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' },
    })
  }

  function streamsOf(person: Person): Set<() => void> {
    const known = streams.get(person)
    if (known) return known
    const fresh = new Set<() => void>()
    streams.set(person, fresh)
    return fresh
  }

  function letGo({ person }: Session): void {
    for (const close of [...streamsOf(person)]) close()
    streams.delete(person)
  }

  return {
    follow,
    letGo,
    close() {
      for (const person of [...streams.keys()]) for (const close of [...streamsOf(person)]) close()
      streams.clear()
    },
  }
}
