import { expect, test } from 'vitest'
import type { Config } from '../../src/contract/config.ts'
import type { RoomHosts } from '../../src/contract/hosts.ts'
import type { Organisation } from '../../src/contract/organisations.ts'
import { ada, openWorld, origins, sam, type TestPerson, type World } from '../world.ts'
import { describeOnBoth, later } from './databases.ts'
import { inWorld } from './faults-world.ts'

const noor: TestPerson = { subject: 'noor', name: 'Noor Haddad', groups: ['/members/riverside'] }

/** The issuer of the world has another id now; the one that had its id before is somewhere else, and retired. */
const replaced = (yaml: string) =>
  yaml
    .replace('- { id: sso,', '- { id: new,')
    .replace(
      'issuers:\n',
      `issuers:
    - { id: sso, issuer: https://old.example.coop/realms/meet, clientId: foyer, audience: foyer-api, state: retired }
`,
    )
    .replace('issuers: [sso]', 'issuers: [new]')

/** Whom Ada may pick as co-host of her room, and whom the organisation's page names as members. */
async function membersOf(w: World, room: string): Promise<{ picked: string[]; seen: string[] }> {
  const hosts: RoomHosts = await (await w.ask(`/api/rooms/${room}/hosts`, { as: ada })).json()
  const organisation: Organisation = await (await w.ask('/api/organisations/riverside', { as: sam })).json()
  return {
    picked: hosts.members.map(({ name }) => name),
    seen: organisation.seen.map(({ name }) => name).sort(),
  }
}

describeOnBoth('issuers that come and go', (open) => {
  test('a browser learns of all of them, and asks those that are not retired', async () => {
    const settings = (yaml: string) =>
      yaml.replace(
        'issuers:\n',
        `issuers:
    - { id: first, issuer: https://first.example.coop/realms/meet, clientId: foyer, audience: foyer-api, state: retired }
    - { id: second, issuer: https://second.example.coop/realms/meet, clientId: foyer, audience: foyer-api, state: acceptOnly }
`,
      )
    const world = await openWorld({ store: await open(), settings })
    later(world.close)
    const answer = await world.ask('/api/config')
    const config: Config = await answer.json()
    expect(config.issuers.map(({ id, state }) => [id, state])).toEqual([
      ['first', 'retired'],
      ['second', 'acceptOnly'],
      ['sso', 'active'],
    ])
    expect(answer.headers.get('Content-Security-Policy')).toContain(
      `connect-src 'self' https://second.example.coop ${origins.issuer};`,
    )
  })

  test('people of a retired one are members no more that one could pick; by e-mail anybody is invited', async () => {
    const store = await open()
    const give = async (w: World, address: string) => {
      const room = { name: 'Office', address }
      expect((await w.ask('/api/rooms', { method: 'POST', as: ada, json: room })).status).toBe(201)
    }
    await inWorld({ store }, async (before) => {
      await give(before, 'office-before')
      await before.ask('/api/rooms', { as: noor })
      const seen = ['Ada Osei', 'Noor Haddad']
      expect(await membersOf(before, 'office-before')).toEqual({ picked: ['Noor Haddad'], seen })

      await inWorld({ store, issuer: before.issuer, settings: replaced }, async (after) => {
        await give(after, 'office-after')
        expect(await membersOf(after, 'office-after')).toEqual({ picked: [], seen: ['Ada Osei'] })
        const json = { email: 'noor@riverside.example' }
        const invited = await after.ask('/api/rooms/office-after/hosts', { method: 'POST', as: ada, json })
        expect(invited.status).toBe(201)
      })
    })
  })
})
