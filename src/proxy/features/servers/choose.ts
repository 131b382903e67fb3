import type { Servers } from './servers.ts'
import type { SeenState, Watch } from './snapshot.ts'

const order = ['up', 'unreadable', 'impaired', 'unknown'] as const

/**
 * Chooses the server of a new meeting: the first of the organisation's preference that can take it. One that answers
 * with trouble comes after those that work, and last one that was not asked yet; `create` finds out.
 * @param except servers that just refused, or that the host leaves on purpose
 */
export function chooseServer(
  preference: readonly string[],
  servers: Servers,
  watch: Pick<Watch, 'snapshot'>,
  except: ReadonlySet<string>,
): string | null {
  const able = preference.filter((id) => {
    const server = servers.get(id)
    return server !== undefined && server.settings.state === 'enabled' && !except.has(id)
  })
  const inState = (state: SeenState) => able.find((id) => watch.snapshot(id).state === state)
  const [first] = order.map(inState).filter((id) => id !== undefined)
  return first ?? null
}
