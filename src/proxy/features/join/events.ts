import type { JoinEvents } from '../../../contract/join.ts'
import { eventStreamAnswer } from '../../platform/http/event-stream.ts'
import type { Parts } from '../../platform/parts/parts.ts'
import { isStoreAway } from '../../platform/store/away.ts'
import type { Doors, Entrance, Outlook } from './doors.ts'
import type { StreamHolder, Streams } from './streams.ts'
import type { Ticket } from './tickets.ts'
import type { WaitingRoom } from './waiting.ts'

interface Stream {
  ticket: Ticket
  holder: StreamHolder
  doors: Doors
  /** Asked when it is this one's turn: what counted when they came may count no more. */
  enter: () => Promise<Entrance>
  waiting: WaitingRoom
  streams: Streams
  log: Parts['log']
  now: Parts['now']
  /** Aborted when the guest goes away. */
  request: Request
}

/** The event stream of one waiting guest. */
export function eventStream(parts: Stream): Response {
  const { ticket, holder, doors, enter, waiting, streams, log, now, request } = parts
  return eventStreamAnswer((stream) => {
    const send = <Name extends keyof JoinEvents>(event: Name, data: JoinEvents[Name]) =>
      stream.send(event, data)
    let over = false
    const fail = (error: unknown) => {
      log.error({ err: error }, 'event stream failed')
      // While the database is away they wait on, and the next poll says how things stand. Otherwise the page opens
      // the stream again, and asks anew.
      if (!isStoreAway(error)) stream.close()
    }
    let told: Outlook | null = null
    const tell = (outlook: Outlook) => {
      if (outlook === 'open') waiting.open(ticket.room)
      else if (typeof outlook === 'object') {
        send('closed', outlook)
        stream.close()
      } else if (outlook !== told) send('waiting', { state: outlook })
      told = outlook
    }
    const letIn = async () => {
      const entrance = await enter().catch((error): Entrance => {
        fail(error)
        return { kind: 'wait' }
      })
      // It closed between the poll and now, is full, or nobody can look: they wait on, unless they are gone.
      if (entrance.kind === 'wait') return over
      send('open', { url: entrance.url })
      stream.close()
      return true
    }
    // Said before it is closed: its page would open it again, and the two would take turns for ever.
    const giveBack = streams.hold(holder, () => {
      send('replaced', {})
      stream.close()
    })
    const { address } = holder
    const waiter = {
      name: ticket.name,
      since: ticket.since ?? now(),
      address,
      tell,
      end: stream.close,
      letIn,
    }
    const leave = waiting.wait(ticket.room, waiter)
    doors.outlook(ticket.room).then(tell).catch(fail)
    return () => {
      over = true
      giveBack()
      leave()
    }
  }, request)
}
