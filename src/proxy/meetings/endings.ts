import type { Parts } from '../parts.ts'
import type { Recordings } from '../recordings/recordings.ts'
import type { Server } from '../servers/servers.ts'
import { changeMeeting, type Meeting, markEnded } from './store.ts'

/** How meetings come to their end; whoever learns of it says it here, and a recording is expected once. */
export interface Endings {
  /** Its server said that it is over. */
  end(meeting: Meeting): Promise<void>
  /** A host goes elsewhere: it is over for us now, and is ended when its server returns. */
  leaveBehind(meeting: Meeting): Promise<void>
  /** Ends what was left behind on a server that answers again. */
  settle(server: Server): Promise<void>
}

export function createEndings(
  { store, now, log }: Pick<Parts, 'store' | 'now' | 'log'>,
  recordings: Pick<Recordings, 'expect'>,
): Endings {
  return {
    async end(meeting) {
      const isOurs = await markEnded(store, meeting.id, { ended_at: now() })
      if (isOurs && meeting.recording_allowed === 1) await recordings.expect(meeting.id)
    },
    async leaveBehind(meeting) {
      await markEnded(store, meeting.id, { ended_at: now(), end_pending: 1 })
    },
    async settle(server) {
      const left = await store
        .selectFrom('meetings')
        .selectAll()
        .where('server', '=', server.id)
        .where('end_pending', '=', 1)
        .execute()
      for (const meeting of left) {
        const isOver = await server.bbb.end(meeting.id).then(
          () => true,
          () => false,
        )
        if (!isOver) continue
        await changeMeeting(store, meeting.id, { end_pending: 0 })
        if (meeting.recording_allowed === 1) await recordings.expect(meeting.id)
        log.info({ server: server.id, meeting: meeting.id }, 'ended a meeting that was left behind')
      }
    },
  }
}
