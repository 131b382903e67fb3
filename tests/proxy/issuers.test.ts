import { expect, test } from 'vitest'
import type { Config } from '../../src/contract/config.ts'
import { openWorld, origins } from '../world.ts'
import { describeOnBoth, later } from './databases.ts'

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
})
