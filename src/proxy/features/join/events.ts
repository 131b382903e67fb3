import type { JoinEvents } from '../../../contract/join.ts'
import type { Environment } from '../../platform/environment/environment.ts'
import { eventStreamAnswer } from '../../platform/http/event-stream.ts'
import { isDatabaseUnavailable } from '../../platform/store/unavailable.ts'
import type { Entrance, JoinService, JoinState } from './join-service.ts'
import type { StreamHolder, Streams } from './streams.ts'
import type { Ticket } from './tickets.ts'
import type { WaitingRoom } from './waiting.ts'

interface Stream {
  ticket: Ticket
  holder: StreamHolder
  joinService: JoinService
  /** Asked when it is this one's turn: what counted when they came may count no more. */
  enter: () => Promise<Entrance>
  waiting: WaitingRoom
  streams: Streams
  log: Environment['log']
  now: Environment['now']
  /** Aborted when the guest goes away. */
  request: Request
}

/** The event stream of one waiting guest. */
export function eventStream(env: Stream): Response {
  const { ticket, holder, joinService, enter, waiting, streams, log, now, request } = env
  return eventStreamAnswer((stream) => {
    const send = <Name extends keyof JoinEvents>(event: Name, data: JoinEvents[Name]) =>
      stream.send(event, data)
    let over = false
    const fail = (error: unknown) => {
      log.error({ err: error }, 'event stream failed')
      // While the database is away they wait on, and the next poll says how things stand. Otherwise the page opens
      // the stream again, and asks anew.
      if (!isDatabaseUnavailable(error)) stream.close()
    }
    let told: JoinState | null = null
    const tell = (state: JoinState) => {
      if (state === 'open') waiting.open(ticket.room)
      else if (typeof state === 'object') {
        send('closed', state)
        stream.close()
      } else if (state !== told) send('waiting', { state })
      told = state
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
    joinService.stateOf(ticket.room).then(tell).catch(fail)
    return () => {
      over = true
      giveBack()
      leave()
    }
  }, request)
}
