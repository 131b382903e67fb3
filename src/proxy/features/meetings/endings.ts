import type { Environment } from '../../platform/environment/environment.ts'
import { expectRecording } from '../recordings/expected.ts'
import type { Server } from '../servers/servers.ts'
import { createFairQueue } from './fair-queue.ts'
import { changeMeeting, type Meeting, markEnded } from './store.ts'

/** How meetings come to their end; whoever learns of it says it here, and a recording is expected once. */
export interface Endings {
  /** Its server said that it is over. */
  end(meeting: Meeting): Promise<void>
  /** A host goes elsewhere: it is over for us now, and is ended when its server returns. */
  leaveBehind(meeting: Meeting): Promise<void>
  /**
   * Ends what was left behind on a server that answers again.
   * @param isListed whether the server has just listed the meeting with this id
   */
  settle(server: Server, isListed: (meetingId: string) => boolean): Promise<void>
}

export function createEndings(env: Pick<Environment, 'store' | 'now' | 'random' | 'log'>): Endings {
  const { store, now, log } = env
  const fairQueue = createFairQueue({ atOnce: 2, timeout: 2_000 })
  return {
    async end(meeting) {
      await store.transaction().execute(async (db) => {
        const isOurs = await markEnded(db, meeting.id, { endedAt: now() })
        if (isOurs) await expectRecording(db, meeting.id, env)
      })
    },
    async leaveBehind(meeting) {
      await markEnded(store, meeting.id, { endedAt: now(), endPending: 1 })
    },
    async settle(server, isListed) {
      const left = await store
        .selectFrom('meetings')
        .selectAll()
        .where('server', '=', server.id)
        .where('endPending', '=', 1)
        .execute()
      await fairQueue(server.id, left, async (meeting) => {
        // One that is listed, and not found, is there: its balancer lags behind.
        const isEnded = await server.bbb.end(meeting.id).then(
          (isFound) => isFound || !isListed(meeting.id),
          () => false,
        )
        if (!isEnded) return
        await store.transaction().execute(async (db) => {
          await changeMeeting(db, meeting.id, { endPending: 0 })
          await expectRecording(db, meeting.id, env)
        })
        log.info({ server: server.id, meeting: meeting.id }, 'ended a meeting that was left behind')
      })
    },
  }
}
