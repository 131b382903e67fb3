import type { Logger } from 'pino'
import type { JoinEvents } from '../../contract/join.ts'
import type { Doors, Outlook } from './doors.ts'
import type { Ticket } from './tickets.ts'
import type { WaitingRoom } from './waiting.ts'

interface Stream {
  ticket: Ticket
  doors: Doors
  waiting: WaitingRoom
  log: Logger
  /** Aborted when the guest goes away. */
  signal: AbortSignal
}

/** Keeps reverse proxies from closing a quiet stream. */
const heartbeat = 20_000

/** The event stream of one waiting guest (server-sent events, WHATWG HTML §9.2). */
export function eventStream({ ticket, doors, waiting, log, signal }: Stream): Response {
  let stop = () => {}
  let over = false
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const finish = () => {
        if (over) return
        over = true
        stop()
        controller.close()
      }
      const send = <Name extends keyof JoinEvents>(event: Name, data: JoinEvents[Name]) => {
        if (!over) controller.enqueue(encoder.encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`))
      }
      const guarded = (work: () => Promise<void>) => () => {
        work().catch((error) => {
          // The page opens the stream again, and asks anew.
          log.error({ err: error }, 'event stream failed')
          finish()
        })
      }
      let told: Outlook | null = null
      const tell = (outlook: Outlook) => {
        if (outlook === 'open') waiting.open(ticket.room)
        else if (outlook === 'closed') {
          send('closed', {})
          finish()
        } else if (outlook !== told) send('waiting', { state: outlook })
        told = outlook
      }
      const begin = guarded(async () => tell(await doors.outlook(ticket.room)))
      const letIn = guarded(async () => {
        const url = await doors.enter(ticket)
        if (url) {
          send('open', { url })
          finish()
        } else if (!over) {
          // It closed between the poll and now: back to the queue.
          leave = waiting.wait(ticket.room, waiter)
        }
      })
      const waiter = { letIn, tell }
      let leave = waiting.wait(ticket.room, waiter)
      const timer = setInterval(() => controller.enqueue(encoder.encode(': still here\n\n')), heartbeat)
      stop = () => {
        clearInterval(timer)
        leave()
        signal.removeEventListener('abort', finish)
      }
      signal.addEventListener('abort', finish)
      begin()
    },
    cancel() {
      over = true
      stop()
    },
  })
  return new Response(body, {
    headers: {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store',
      // nginx buffers answers unless told otherwise.
      'X-Accel-Buffering': 'no',
    },
  })
}

const encoder = new TextEncoder()
