import { type BbbServer, createBbbServer } from '../../bbb/server.ts'
import { deriveKey } from '../../platform/crypto/keys.ts'
import type { Environment } from '../../platform/environment/environment.ts'
import type { Settings } from '../../platform/settings/settings.ts'

export type ServerSettings = Settings['servers'][number]

/** One BBB endpoint: how it is configured, and how it is called. */
export interface Server {
  id: string
  settings: ServerSettings
  bbb: BbbServer
}

/** The servers of the settings, by id, in their order. */
export type Servers = ReadonlyMap<string, Server>

export function createServers(env: Pick<Environment, 'settings' | 'fetch' | 'pace'>): Servers {
  const passwordKey = Buffer.from(deriveKey(env.settings.secret, 'meeting passwords')).toString('hex')
  return new Map(
    env.settings.servers.map((settings) => [
      settings.id,
      {
        id: settings.id,
        settings,
        bbb: createBbbServer({
          url: settings.url,
          secret: settings.secret,
          checksum: settings.checksum,
          passwordKey,
          fetch: env.fetch,
          limits: { create: env.pace.create },
        }),
      },
    ]),
  )
}

/** The server as people see it; one that left the settings keeps its id as its name. */
export function serverName(servers: Servers, id: string) {
  const settings = servers.get(id)?.settings
  return settings
    ? { id, name: settings.name, country: settings.country }
    : { id, name: { en: id, fr: id }, country: 'ZZ' }
}
