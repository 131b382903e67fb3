import { expect, test } from 'vitest'
import { ProblemError } from '../../src/proxy/platform/problem.ts'
import { type AccessWorld, openAccess } from './access-world.ts'
import { describeOnBoth, later } from './databases.ts'

const second = 1000

describeOnBoth("the issuer's keys", (open) => {
  async function start(): Promise<AccessWorld> {
    const world = await openAccess(await open())
    later(async () => world.close())
    return world
  }

  async function verdict(world: AccessWorld, token: string): Promise<string> {
    return await world.verifier.verify(world.request(token)).then(
      ({ subject }) => subject,
      (error: unknown) => {
        if (error instanceof ProblemError) return error.code
        throw error
      },
    )
  }

  const fetches = (world: AccessWorld) => world.issuer.asked.filter((path) => path.endsWith('/certs')).length

  test('are asked for once, by however many come first', async () => {
    const world = await start()
    const tokens = await Promise.all(['ada', 'luc', 'sam'].map((sub) => world.issuer.accessToken({ sub })))
    expect(await Promise.all(tokens.map((token) => verdict(world, token)))).toEqual(['ada', 'luc', 'sam'])
    expect(fetches(world)).toBe(1)
  })

  test('outlive an outage of any length, and a restart in the middle of it', async () => {
    const world = await start()
    expect(await verdict(world, await world.issuer.accessToken())).toBe('ada')
    world.issuer.down = true
    world.clock.now += 3600 * second
    expect(await verdict(world, await world.issuer.accessToken())).toBe('ada')
    world.restart()
    expect(await verdict(world, await world.issuer.accessToken({ sub: 'luc' }))).toBe('luc')
  })

  test('may change: the new one is accepted at once, the old one no longer', async () => {
    const world = await start()
    const old = await world.issuer.accessToken({ sub: 'luc' })
    expect(await verdict(world, await world.issuer.accessToken())).toBe('ada')
    await world.issuer.rotate()
    expect(await verdict(world, await world.issuer.accessToken())).toBe('ada')
    expect(await verdict(world, old)).toBe('token_invalid')
    world.restart()
    world.issuer.down = true
    expect(await verdict(world, await world.issuer.accessToken())).toBe('ada')
  })

  test('are asked for once in 30 seconds under a flood of unknown key ids', async () => {
    const world = await start()
    await verdict(world, await world.issuer.accessToken())
    const before = fetches(world)
    const flood = async (wave: number) => {
      const tokens = Array.from({ length: 50 }, (_, index) =>
        world.issuer.accessToken({}, { kid: `made-up-${wave}-${index}` }),
      )
      return await Promise.all((await Promise.all(tokens)).map((token) => verdict(world, token)))
    }
    for (let wave = 0; wave < 3; wave++) {
      expect(new Set(await flood(wave))).toEqual(new Set(['token_invalid']))
      world.clock.now += 9 * second
    }
    expect(fetches(world) - before).toBe(1)
    world.clock.now += 9 * second
    await flood(3)
    expect(fetches(world) - before).toBe(2)
    expect(await verdict(world, await world.issuer.accessToken({ sub: 'luc' }))).toBe('luc')
  })

  test('are asked for once, also where the flood comes before anybody else', async () => {
    const world = await start()
    const tokens = Array.from({ length: 20 }, (_, index) =>
      world.issuer.accessToken({}, { kid: `made-up-${index}` }),
    )
    for (const token of await Promise.all(tokens)) expect(await verdict(world, token)).toBe('token_invalid')
    expect(fetches(world)).toBe(1)
  })

  test('that cannot be had are our trouble: 503, and it works when the issuer is back', async () => {
    const world = await start()
    world.issuer.down = true
    const token = await world.issuer.accessToken()
    expect(await verdict(world, token)).toBe('sign_in_unreachable')
    world.issuer.down = false
    world.clock.now += 2 * second
    expect(await verdict(world, token)).toBe('ada')
  })

  test('that cannot be asked about refuse an unknown key with 503, too', async () => {
    const world = await start()
    expect(await verdict(world, await world.issuer.accessToken())).toBe('ada')
    world.issuer.down = true
    await world.issuer.rotate()
    const token = await world.issuer.accessToken()
    expect(await verdict(world, token)).toBe('sign_in_unreachable')
    expect(await verdict(world, token)).toBe('sign_in_unreachable')
    world.issuer.down = false
    world.clock.now += 30 * second
    expect(await verdict(world, token)).toBe('ada')
  })

  test('are not taken from a discovery that names another issuer', async () => {
    const world = await start()
    world.issuer.claimsToBe = 'https://evil.example'
    expect(await verdict(world, await world.issuer.accessToken())).toBe('sign_in_unreachable')
    expect(fetches(world)).toBe(0)
  })

  test('are looked after without anybody asking, and the status says so', async () => {
    const world = await start()
    expect(world.verifier.issuerStatus()[0]).toEqual({
      id: 'sso',
      label: { en: 'sso', fr: 'sso' },
      state: 'unknown',
      since: null,
      asOf: null,
    })
    const states = () => world.verifier.issuerStatus().map(({ state }) => state)
    await expect.poll(states).toEqual(['up', 'up'])
    // A fetch is over once its keys are stored.
    await expect.poll(() => world.keysStored()).toBe(2)
    const since = world.clock.now
    expect(world.verifier.issuerStatus()[0]).toMatchObject({ since, asOf: since })
    world.issuer.down = true
    world.clock.now += 60 * second
    await verdict(world, await world.issuer.accessToken({}, { kid: 'unknown' }))
    expect(world.verifier.issuerStatus()[0]).toMatchObject({ state: 'down', since: since + 60 * second })
    expect(world.verifier.issuerStatus()[1]).toMatchObject({ id: 'other', state: 'up' })
  })

  test('of an issuer that is down: since when survives a restart, and good tokens work', async () => {
    const world = await start()
    const good = await world.issuer.accessToken({ exp: Math.floor(world.clock.now / 1000) + 3_600 })
    expect(await verdict(world, good)).toBe('ada')
    await expect.poll(() => world.keysStored()).toBeGreaterThan(0)
    world.issuer.down = true
    world.clock.now += 60 * second
    const since = world.clock.now
    await verdict(world, await world.issuer.accessToken({}, { kid: 'unknown' }))
    await expect.poll(() => world.issuerStateStored('https://sso.example/realms/meet')).toBe('down')

    world.clock.now += 600 * second
    world.restart()
    expect(await verdict(world, good)).toBe('ada')
    await expect
      .poll(() => world.verifier.issuerStatus()[0])
      .toMatchObject({ state: 'down', since, asOf: since + 600 * second })
  })
})
