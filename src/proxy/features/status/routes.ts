import type { ServerState, ServerStatus, Status } from '../../../contract/status.ts'
import type { TokenVerifier } from '../../access/tokens.ts'
import type { Environment } from '../../platform/environment/environment.ts'
import { handle } from '../../platform/http/handlers.ts'
import type { Recordings } from '../recordings/recordings.ts'
import type { Unlinked } from '../recordings/unlinked.ts'
import type { Server, Servers } from '../servers/servers.ts'
import type { Snapshot, Watch } from '../servers/snapshot.ts'

export type ReadStatus = () => Status

/** The public status of the service: no addresses, no secrets. */
export function createStatus(
  env: Pick<Environment, 'now'>,
  servers: Servers,
  watch: Pick<Watch, 'snapshot'>,
  recordings: Pick<Recordings, 'unlinked'>,
  verifier: Pick<TokenVerifier, 'issuerStatus'>,
): ReadStatus {
  return () => ({
    servers: [...servers.values()].map((server) =>
      serverStatus(server, watch.snapshot(server.id), recordings.unlinked(server.id)),
    ),
    signIn: verifier.issuerStatus(),
    asOf: env.now(),
  })
}

export function statusRoutes(read: ReadStatus) {
  return handle({
    'status.get': read,
  })
}

function serverStatus({ id, settings }: Server, snapshot: Snapshot, unlinked: Unlinked): ServerStatus {
  const current =
    snapshot.state === 'up' ? [...snapshot.meetings.values()].filter(({ running }) => running) : null
  return {
    id,
    name: settings.name,
    country: settings.country,
    runBy: settings.runBy,
    state: shownState(settings.state, snapshot.state),
    since: snapshot.since,
    asOf: snapshot.askedAt,
    meetings: current?.length ?? null,
    participants: current?.reduce((sum, meeting) => sum + meeting.participants, 0) ?? null,
    unlinkedRecordings: unlinked.recordings,
  }
}

/** The operator's word counts where the server is well; a server that is down is down also while draining. */
function shownState(set: 'enabled' | 'draining' | 'disabled', seen: Snapshot['state']): ServerState {
  return set === 'disabled' || (set === 'draining' && seen === 'up') ? set : seen
}
