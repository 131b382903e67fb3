import { BbbFailure } from '../../bbb/failure.ts'
import type { Environment } from '../../platform/environment/environment.ts'
import { ProblemError } from '../../platform/problem.ts'
import type { RoomRow } from '../../platform/store/rows.ts'
import type { MeetingsTable } from '../../platform/store/schema.ts'
import { hour, minute } from '../../platform/time/spans.ts'
import type { Server, Servers } from '../servers/servers.ts'
import type { Watch } from '../servers/snapshot.ts'
import { documentOf, fetchable } from './address.ts'
import type { PresentationRow } from './store.ts'

/** Finds the meeting that was begun in a room and did not end yet. */
export type LiveMeeting = (
  roomId: string,
) => Promise<{ id: string; server: string; state: MeetingsTable['state'] } | undefined>

export interface Stage {
  /**
   * Shows a file in the meeting that runs in its room; its server fetches and converts it first.
   * @throws ProblemError no_meeting, presentation_not_taken, server_unreachable
   */
  show(room: Pick<RoomRow, 'id'>, presentation: PresentationRow): Promise<void>
  /** The server of the room's meeting has said that it takes files only with its beginning. */
  onlyAtStart(room: Pick<RoomRow, 'id'>): Promise<boolean>
}

/** Milliseconds for which it counts whether a server takes files: it may be brought up to date. */
const remembered = hour
/** … and after which one that did not say so is asked again. */
const askedAgain = minute

export function createStage(
  env: Pick<Environment, 'settings' | 'now'>,
  servers: Servers,
  watch: Pick<Watch, 'onPoll'>,
  liveIn: LiveMeeting,
): Stage {
  const { settings, now } = env
  /** Whether each server takes files into a meeting that runs, and until when that counts. */
  const known = new Map<string, { takes: boolean | null; until: number }>()

  // Each server is asked when it is first heard of, so that hosts are told before they try.
  watch.onPoll(async ({ server, list }) => {
    if (list !== null && (known.get(server.id)?.until ?? 0) <= now()) void probe(server)
  })

  async function probe({ id, bbb }: Server): Promise<void> {
    known.set(id, { takes: known.get(id)?.takes ?? null, until: now() + askedAgain })
    const takes = await bbb.takesDocuments()
    if (takes !== null) known.set(id, { takes, until: now() + remembered })
  }

  async function running(room: Pick<RoomRow, 'id'>) {
    const meeting = await liveIn(room.id)
    return meeting?.state === 'running' ? meeting : undefined
  }

  return {
    async show(room, presentation) {
      const meeting = await running(room)
      const server = meeting && servers.get(meeting.server)
      if (!server) throw new ProblemError('no_meeting')
      const document = documentOf(settings, meeting.id, presentation, now() + fetchable)
      await server.bbb.insertDocument(meeting.id, document).catch(async (error: unknown) => {
        // Refused, in BBB's words or by what stands in front of it: for this file, or for any.
        if (error instanceof BbbFailure && isRefusal(error)) await probe(server)
        throw asProblem(error, server.id)
      })
    },
    async onlyAtStart(room) {
      const meeting = await running(room)
      return meeting !== undefined && known.get(meeting.server)?.takes === false
    },
  }
}

/** A call that a server does not know is answered by what stands in front of it, with a page. */
function isRefusal({ kind }: BbbFailure): boolean {
  return kind === 'refused' || kind === 'not_bbb'
}

function asProblem(error: unknown, server: string): unknown {
  if (!(error instanceof BbbFailure)) return error
  if (error.messageKey === 'notFound' || error.kind === 'busy')
    return new ProblemError('no_meeting', { cause: error })
  if (isRefusal(error)) return new ProblemError('presentation_not_taken', { cause: error })
  return new ProblemError('server_unreachable', { cause: error, values: { server }, retryAfter: 10 })
}
