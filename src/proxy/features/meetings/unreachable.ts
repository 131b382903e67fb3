import { BbbFailure } from '../../bbb/failure.ts'
import { ProblemError } from '../../platform/problem.ts'
import { type Server, type Servers, serverName } from '../servers/servers.ts'

/**
 * The problem of a start that a server did not carry out; any other error as it is.
 * @returns start_timeout, server_refused or server_unreachable
 */
export function unreachable(error: unknown, server: Server, servers: Servers): unknown {
  if (!(error instanceof BbbFailure)) return error
  // It lives: pressed again, Start leads to the same meeting, and nobody need go elsewhere.
  if (error.kind === 'busy') return new ProblemError('start_timeout', { cause: error, retryAfter: 10 })
  const values = valuesOf(server, servers)
  if (error.kind === 'refused') return new ProblemError('server_refused', { cause: error, values })
  return new ProblemError('server_unreachable', { cause: error, values, retryAfter: 10 })
}

/** Id and names of a server, for sentences. */
export function valuesOf(server: Server, servers: Servers) {
  return { server: server.id, ...names(servers, server.id) }
}

function names(servers: Servers, id: string) {
  const { name } = serverName(servers, id)
  return { en: name.en, fr: name.fr }
}
