import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { createAdmin } from './admin.ts'

const template = path.resolve(import.meta.dirname, '../../deploy/keycloak/realm.json')
/** The address that stands in the template for that of the operator's Foyer. */
const placeholder = 'https://meet.example.coop'

/** Keycloak keeps renewals only where it is told to. */
const enabledEventTypes = ['LOGIN', 'LOGOUT', 'CODE_TO_TOKEN', 'REFRESH_TOKEN'].flatMap((type) => [
  type,
  `${type}_ERROR`,
])

const Named = z.object({ id: z.string(), name: z.string() })
const Mapper = z.looseObject({ id: z.string(), name: z.string(), config: z.record(z.string(), z.string()) })
const Client = z.looseObject({
  id: z.string(),
  attributes: z.record(z.string(), z.string()),
  protocolMappers: z.array(Mapper),
})
const Account = z.looseObject({ id: z.string() })
const Event = z.object({ type: z.string(), details: z.record(z.string(), z.string()).default({}) })

export type RealmEvent = z.infer<typeof Event>

export interface NewPerson {
  username: string
  firstName: string
  lastName: string
  /** Full paths of groups that are there. */
  groups?: string[]
  attributes?: Record<string, string[]>
}

/** Somebody who can sign in. */
export interface RealmPerson extends NewPerson {
  id: string
  password: string
}

interface ClientChange {
  webOrigins?: string[]
  attributes?: Record<string, string>
}

/** A realm made from the template that operators get, for one Foyer; and what its administrator can do to it. */
export interface Realm {
  name: string
  /** As `foyer.yaml` names it. */
  issuer: string
  addPerson(person: NewPerson): Promise<RealmPerson>
  /** Makes a group with the groups above it. */
  addGroup(path: string): Promise<void>
  /** Makes many at once, all at the top. */
  addGroups(names: readonly string[]): Promise<void>
  join(person: RealmPerson, group: string): Promise<void>
  leave(person: RealmPerson, group: string): Promise<void>
  /** Changes fields of a person's account: `enabled`, `requiredActions` and so on. */
  changePerson(person: RealmPerson, fields: Record<string, unknown>): Promise<void>
  /** Ends all of a person's sessions, as the console's "Sign out" does. */
  signOut(person: RealmPerson): Promise<void>
  /** Changes settings of the realm. */
  change(fields: Record<string, unknown>): Promise<void>
  /** Changes settings of the client `foyer`; attributes that are not named stay. */
  changeClient(fields: ClientChange): Promise<void>
  /** @param mapper its name in the template */
  changeMapper(mapper: string, config: Record<string, string>): Promise<void>
  removeMapper(mapper: string): Promise<void>
  /** A required action that the realm does not offer by itself, such as terms and conditions. */
  offerAction(action: string): Promise<void>
  /** What Keycloak noted of sign-ins and renewals, the newest first. */
  events(): Promise<RealmEvent[]>
  remove(): Promise<void>
}

/**
 * @param keycloak its origin
 * @param foyer the origin of the Foyer that the realm is for
 */
export async function createRealm(keycloak: string, foyer: string): Promise<Realm> {
  const admin = createAdmin(keycloak)
  const name = `meet-${randomUUID().slice(0, 8)}`
  const text = readFileSync(template, 'utf8').replaceAll(placeholder, foyer)
  await admin.post('/realms', { ...JSON.parse(text), realm: name, eventsEnabled: true, enabledEventTypes })
  const at = `/realms/${name}`

  async function client() {
    const [found] = await admin.get(`${at}/clients?clientId=foyer`, z.array(Client))
    if (!found) throw new Error('The realm has no client "foyer".')
    return found
  }

  async function mapperOf(wanted: string) {
    const { id, protocolMappers } = await client()
    const mapper = protocolMappers.find((candidate) => candidate.name === wanted)
    if (!mapper) throw new Error(`The client has no mapper "${wanted}".`)
    return { mapper, path: `${at}/clients/${id}/protocol-mappers/models/${mapper.id}` }
  }

  /** By name, level for level: Keycloak's look-up by path takes no slash in a name and no accent as it is. */
  async function findGroup(words: readonly string[]): Promise<string | null> {
    let above: string | null = null
    for (const word of words) {
      const level: string = above === null ? `${at}/groups` : `${at}/groups/${above}/children`
      const groups: z.infer<typeof Named>[] = await admin.get(`${level}?max=1000`, z.array(Named))
      above = groups.find((group) => group.name === word)?.id ?? null
      if (above === null) return null
    }
    return above
  }

  async function groupId(group: string): Promise<string> {
    const id = await findGroup(wordsOf(group))
    if (id === null) throw new Error(`The realm has no group "${group}".`)
    return id
  }

  return {
    name,
    issuer: `${keycloak}/realms/${name}`,
    async addPerson(person) {
      const password = `${person.username}-secret`
      const id = await admin.post(`${at}/users`, {
        ...person,
        enabled: true,
        email: `${person.username}@example.org`,
        emailVerified: true,
        credentials: [{ type: 'password', value: password, temporary: false }],
      })
      return { ...person, id, password }
    },
    async addGroup(group) {
      const words = wordsOf(group)
      for (let depth = 1; depth <= words.length; depth++) {
        if ((await findGroup(words.slice(0, depth))) !== null) continue
        const above = await findGroup(words.slice(0, depth - 1))
        const level = above === null ? `${at}/groups` : `${at}/groups/${above}/children`
        await admin.post(level, { name: words[depth - 1] })
      }
    },
    async addGroups(names) {
      const groups = names.map((group) => ({ name: group, path: `/${group}` }))
      await admin.post(`${at}/partialImport`, { ifResourceExists: 'FAIL', groups })
    },
    async join(person, group) {
      await admin.put(`${at}/users/${person.id}/groups/${await groupId(group)}`)
    },
    async leave(person, group) {
      await admin.delete(`${at}/users/${person.id}/groups/${await groupId(group)}`)
    },
    async changePerson(person, fields) {
      const account = await admin.get(`${at}/users/${person.id}`, Account)
      await admin.put(`${at}/users/${person.id}`, { ...account, ...fields })
    },
    async signOut(person) {
      await admin.post(`${at}/users/${person.id}/logout`)
    },
    async change(fields) {
      await admin.put(at, fields)
    },
    async changeClient(fields) {
      const found = await client()
      const attributes = { ...found.attributes, ...fields.attributes }
      await admin.put(`${at}/clients/${found.id}`, { ...found, ...fields, attributes })
    },
    async changeMapper(wanted, config) {
      const { mapper, path } = await mapperOf(wanted)
      await admin.put(path, { ...mapper, config: { ...mapper.config, ...config } })
    },
    async removeMapper(wanted) {
      await admin.delete((await mapperOf(wanted)).path)
    },
    async offerAction(action) {
      const found = await admin.get(`${at}/authentication/required-actions/${action}`, z.looseObject({}))
      await admin.put(`${at}/authentication/required-actions/${action}`, { ...found, enabled: true })
    },
    events: () => admin.get(`${at}/events?max=1000`, z.array(Event)),
    remove: () => admin.delete(at),
  }
}

function wordsOf(group: string): string[] {
  return group.split('/').filter((word) => word !== '')
}
