import type { Logger } from 'pino'
import type { JoinEvents } from '../../contract/join.ts'
import { eventStreamAnswer } from '../http/event-stream.ts'
import type { Doors, Outlook } from './doors.ts'
import type { Ticket } from './tickets.ts'
import type { WaitingRoom } from './waiting.ts'

interface Stream {
  ticket: Ticket
  doors: Doors
  /** Asked when it is this one's turn: what counted when they came may count no more. */
  enter: () => Promise<string | null>
  waiting: WaitingRoom
  log: Logger
  /** Aborted when the guest goes away. */
  signal: AbortSignal
}

/** The event stream of one waiting guest. */
export function eventStream({ ticket, doors, enter: door, waiting, log, signal }: Stream): Response {
  return eventStreamAnswer((stream) => {
    const send = <Name extends keyof JoinEvents>(event: Name, data: JoinEvents[Name]) =>
      stream.send(event, data)
    let over = false
    const fail = (error: unknown) => {
      // The page opens the stream again, and asks anew.
      log.error({ err: error }, 'event stream failed')
      stream.close()
    }
    let told: Outlook | null = null
    const tell = (outlook: Outlook) => {
      if (outlook === 'open') waiting.open(ticket.room)
      else if (outlook === 'closed') {
        send('closed', {})
        stream.close()
      } else if (outlook !== told) send('waiting', { state: outlook })
      told = outlook
    }
    const enter = async () => {
      const url = await door()
      if (url) {
        send('open', { url })
        stream.close()
      } else if (!over) {
        // It closed between the poll and now, or is full: back to the queue.
        leave = waiting.wait(ticket.room, waiter)
      }
      return url !== null
    }
    const waiter = {
      name: ticket.name,
      tell,
      end: stream.close,
      letIn: () =>
        enter().catch((error) => {
          fail(error)
          return true
        }),
    }
    let leave = waiting.wait(ticket.room, waiter)
    doors.outlook(ticket.room).then(tell).catch(fail)
    return () => {
      over = true
      leave()
    }
  }, signal)
}
