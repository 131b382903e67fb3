import type { Servers } from './servers.ts'
import type { Watch } from './watch.ts'

/**
 * Where a new meeting goes: the first server of the organisation's preference that can take it.
 * One that was not asked yet may be tried; `create` finds out.
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
  const up = able.find((id) => watch.snapshot(id).state === 'up')
  return up ?? able.find((id) => watch.snapshot(id).state === 'unknown') ?? null
}
