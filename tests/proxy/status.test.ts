import { expect, test } from 'vitest'
import type { Status } from '../../src/contract/status.ts'
import { openWorld, type World } from '../world.ts'
import { describeOnBoth } from './databases.ts'

const status = async (w: World): Promise<Status> => await (await w.ask('/api/status')).json()
const stateOf = async (w: World, id: string) =>
  (await status(w)).servers.find((server) => server.id === id)?.state

describeOnBoth('status', (open) => {
  test('anybody sees each server with its state, since when and as of when, and no secret', async () => {
    const w = await openWorld({ store: await open() })
    w.ca.fault = 'refuse'
    await expect.poll(() => stateOf(w, 'ca')).toBe('down')
    await expect.poll(() => stateOf(w, 'de')).toBe('up')
    const [de, ca] = (await status(w)).servers
    expect(de).toMatchObject({
      name: { en: 'Germany', fr: 'Allemagne' },
      country: 'DE',
      meetings: 0,
      participants: 0,
    })
    expect(ca).toMatchObject({ state: 'down', meetings: null })
    expect(ca?.since).toBeTypeOf('number')
    expect(ca?.asOf).toBeGreaterThanOrEqual(ca?.since ?? 0)
    expect(JSON.stringify(await status(w))).not.toMatch(/canary|bigbluebutton/)
    await w.close()
  })

  test('since when a server is down survives a restart of the proxy', async () => {
    const store = await open()
    const w = await openWorld({ store })
    w.ca.fault = 'refuse'
    await expect.poll(() => stateOf(w, 'ca')).toBe('down')
    const since = (await status(w)).servers[1]?.since
    await w.close()
    const again = await openWorld({ store })
    again.ca.fault = 'refuse'
    await expect.poll(async () => (await status(again)).servers[1]?.asOf).toBeTypeOf('number')
    expect((await status(again)).servers[1]).toMatchObject({ state: 'down', since })
    await again.close()
  })

  test('one lost answer is not an outage', async () => {
    const w = await openWorld({ store: await open(), pace: { poll: 60 } })
    await expect.poll(() => stateOf(w, 'de')).toBe('up')
    const polls = () => w.de.received.length
    const before = polls()
    w.de.fault = 'empty'
    await expect.poll(() => polls() > before, { interval: 5 }).toBe(true)
    w.de.fault = 'none'
    await expect.poll(() => polls() > before + 2).toBe(true)
    expect(w.logged()).not.toContain('"from":"up","to":"down"')
    await w.close()
  })

  test('however many ask, each server is polled at its own pace', async () => {
    const w = await openWorld({ store: await open(), pace: { poll: 200 } })
    await expect.poll(() => stateOf(w, 'de')).toBe('up')
    const before = w.de.received.length
    const began = Date.now()
    for (let asked = 0; asked < 200; asked++) await w.ask('/status')
    const polls = (Date.now() - began) / 200
    expect(w.de.received.length - before).toBeLessThanOrEqual(polls + 2)
    await w.close()
  })
})
